//! Any bytes as a raw frame and as a text form: no panic, and what is read is written back the same.
#![no_main]

use fieldgate_core::field::{
    frame::{self, Frame, HEADER_BYTES},
    text,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(frame) = Frame::parse(data) {
        assert_eq!(frame.header.to_bytes()[..], data[..HEADER_BYTES]);
        assert_eq!(
            frame::raw_bytes(frame.header.payload, frame.plaintext_bytes()),
            data.len()
        );
    }
    let mut raw = vec![0; text::raw_bytes_max(data.len())];
    if let Ok(raw) = text::decode(data, &mut raw) {
        let mut line = vec![0; text::text_bytes(raw.len())];
        assert_eq!(text::encode(raw, &mut line).unwrap().as_bytes(), data);
    }
    let mut line = vec![0; text::text_bytes(data.len())];
    let line = text::encode(data, &mut line).unwrap().to_owned();
    let mut raw = vec![0; text::raw_bytes_max(line.len())];
    assert_eq!(text::decode(line.as_bytes(), &mut raw).unwrap(), data);
});
