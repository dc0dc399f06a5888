//! Any bytes as TTLV: no panic, no endless walk, and the check of a whole message agrees with a walk through it.
#![no_main]

use fieldgate_core::ttlv::{self, Error, ITEMS_MAX, Items, Value, check_message};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some(header) = data.first_chunk::<{ ttlv::HEADER_BYTES }>() {
        let _ = ttlv::message_length_bytes(header);
    }
    let mut seen = Seen::default();
    let walked = seen.walk(Items::of_message(data), data.len());
    match check_message(data) {
        Ok(shape) => {
            assert_eq!(walked, Ok(()));
            assert_eq!((shape.items, shape.depth), (seen.items, seen.depth));
        }
        // Of what can be walked, a message is only one item that fits the caps.
        Err(Error::Truncated) => assert!(walked.is_err() || data.is_empty()),
        Err(Error::BytesAfterMessage) => {}
        Err(Error::TooManyItems) => assert!(walked.is_err() || seen.items > ITEMS_MAX),
        Err(_) => assert!(walked.is_err()),
    }
});

/// What a walk came across.
#[derive(Default)]
struct Seen {
    items: u32,
    depth: u8,
}

impl Seen {
    /// Each item takes at least a header's bytes of the message: the walk is shorter than the message is long.
    fn walk(&mut self, items: Items<'_>, message_bytes: usize) -> Result<(), Error> {
        for item in items {
            let item = item?;
            self.items += 1;
            assert!(
                self.items as usize <= message_bytes,
                "more items than bytes"
            );
            let _ = (
                item.text(),
                item.bytes(),
                item.integer(),
                item.enumeration(),
            );
            if let Value::Structure(inner) = item.value {
                let mut within = Self::default();
                let walked = within.walk(inner, message_bytes);
                self.items += within.items;
                self.depth = self.depth.max(within.depth + 1);
                walked?;
            }
            finds_the_first(&item);
        }
        Ok(())
    }
}

/// What stands first is found by its tag.
fn finds_the_first(item: &ttlv::Item<'_>) {
    if let Value::Structure(inner) = item.value
        && let Some(Ok(first)) = { inner }.next()
    {
        let found = inner.find(first.tag);
        assert!(matches!(found, Ok(Some(found)) if found.tag == first.tag));
    }
}
