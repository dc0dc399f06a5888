//! Any bytes as TTLV for people: what can be read of it is shown, and whole messages come back from XML and from JSON.
#![no_main]

use fieldgate_core::ttlv::check_message;
use fieldgate_kmip_text::{Placeholders, Secrets, json, node::Node, tree, ttlv, xml};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let reading = ttlv::read(data);
    for message in &reading.messages {
        let _ = tree::write(message, Secrets::Masked);
        let _ = tree::write(message, Secrets::Shown);
    }
    let _ = xml::write(&reading.messages, Secrets::Masked);
    let _ = json::write(&reading.messages, Secrets::Masked);
    if check_message(data).is_err() || reading.fault.is_some() {
        return;
    }
    assert_eq!(bytes(&reading.messages), data);
    let written = xml::write(&reading.messages, Secrets::Shown);
    match xml::read(&written, &mut Placeholders::at(0)) {
        Ok(again) => assert_eq!(bytes(&again), data, "{}", &*written),
        Err(error) => panic!("{error}: {}", &*written),
    }
    let written = json::write(&reading.messages, Secrets::Shown);
    match json::read(&written, &mut Placeholders::at(0)) {
        Ok(again) => assert_eq!(bytes(&again), data, "{}", &*written),
        Err(error) => panic!("{error}: {}", &*written),
    }
});

fn bytes(messages: &[Node]) -> Vec<u8> {
    let written = messages.iter().map(|one| ttlv::write(one));
    let written = written.map(|bytes| bytes.expect("it fitted before").to_vec());
    written.collect::<Vec<_>>().concat()
}
