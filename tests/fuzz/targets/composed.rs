//! Any bytes as a composed value, alone and behind its marker: no panic, and one text for each value.
#![no_main]

use fieldgate_core::field::composed::{self, Composed};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    check(data);
    check(&[b"fg1_", data, b"."].concat());
});

fn check(text: &[u8]) {
    let Ok(value) = Composed::parse(text) else {
        return;
    };
    let parts = value.parts();
    let mut raw = vec![0; value.raw_bytes_max()];
    let _ = value.frame(&mut raw);
    let least = composed::text_bytes(parts.limbs().len(), 0, parts.token_count());
    assert!(text.len() >= least);
    let tokens = match parts.tokens() {
        "" => String::new(),
        tokens => format!(" {tokens} "),
    };
    let start = format!("fg1_{}~", parts.limbs());
    let end = format!("{tokens}.");
    assert!(text.starts_with(start.as_bytes()) && text.ends_with(end.as_bytes()));
}
