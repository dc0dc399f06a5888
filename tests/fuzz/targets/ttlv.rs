//! Any bytes as TTLV: no panic, no endless walk, and items lie inside the message.
#![no_main]

use fieldgate_core::ttlv::{self, Items, Value};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some(header) = data.first_chunk::<{ ttlv::HEADER_BYTES }>() {
        let _ = ttlv::message_length_bytes(header);
    }
    let mut left = data.len() + 1;
    walk(Items::of_message(data), &mut left);
});

/// Each item takes at least a header's bytes of the message: the walk is shorter than the message is long.
fn walk(items: Items<'_>, left: &mut usize) {
    for item in items {
        *left = left.checked_sub(1).expect("more items than bytes");
        let Ok(item) = item else { return };
        let _ = (
            item.text(),
            item.bytes(),
            item.integer(),
            item.enumeration(),
        );
        if let Value::Structure(inner) = item.value {
            walk(inner, left);
        }
    }
}
