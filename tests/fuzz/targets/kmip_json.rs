//! Any text as KMIP JSON: an error, or messages that come back the same, through TTLV and through JSON.
#![no_main]

use fieldgate_kmip_text::{Placeholders, Secrets, json, node::Node, tree, ttlv};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(messages) = json::read(text, &mut Placeholders::at(1_700_000_000)) else {
        return;
    };
    let _ = json::write(&messages, Secrets::Masked);
    for message in &messages {
        let _ = tree::write(message, Secrets::Masked);
    }
    let Some(bytes) = bytes(&messages) else {
        return;
    };
    let written = json::write(&messages, Secrets::Shown);
    // What is written has no placeholders left, whatever the time is.
    let Ok(again) = json::read(&written, &mut Placeholders::at(0)) else {
        panic!("what was written can't be read: {}", &*written);
    };
    assert_eq!(self::bytes(&again).as_ref(), Some(&bytes), "{}", &*written);

    let reading = ttlv::read(&bytes.concat());
    assert!(reading.fault.is_none());
    assert_eq!(self::bytes(&reading.messages), Some(bytes));
});

/// Each message as TTLV; `None` if one is too long or too deep for that.
fn bytes(messages: &[Node]) -> Option<Vec<Vec<u8>>> {
    let bytes = messages
        .iter()
        .map(|one| Some(ttlv::write(one).ok()?.to_vec()));
    bytes.collect()
}
