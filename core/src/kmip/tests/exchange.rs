//! The exchange: how much it asks for, and that it wipes its buffer.

use super::super::op::{Get, Register};
use super::*;
use crate::ttlv;

/// A message handed over in pieces of every size; and never a byte of what follows it.
#[test]
fn an_exchange_takes_what_it_needs() {
    let message = get_response(ObjectType::SYMMETRIC_KEY.0, raw_key_block);
    for piece in 1..=message.len() {
        let mut buffer = [0xee; 1024];
        let outgoing = Outgoing::new(&mut buffer, &LOGIN, &Get { target: "1".into() }).unwrap();
        let mut incoming = outgoing.sent();
        let mut rest = message.as_slice();
        while let Progress::MissingBytes(missing) = incoming.progress().unwrap() {
            let space = incoming.space();
            assert_eq!(space.len(), missing);
            let count = space.len().min(piece);
            space[..count].copy_from_slice(&rest[..count]);
            incoming.received(count);
            rest = &rest[count..];
        }
        assert!(rest.is_empty() && incoming.space().is_empty());
        assert!(
            matches!(incoming.answer(), Ok(Answer::Success(response)) if response.key.material == KEY)
        );
        drop(incoming);
        let (used, rest) = buffer.split_at(message.len());
        assert!(used.iter().all(|byte| *byte == 0), "wiped");
        // The request was shorter than the response: beyond it nothing was touched.
        assert!(rest.iter().all(|byte| *byte == 0xee));
    }
}

#[test]
fn an_exchange_wipes_its_buffer_at_each_end() {
    let register = Register {
        attributes: &[],
        object: Object::symmetric_key(CryptographicAlgorithm::AES, &KEY),
    };
    let mut buffer = [0xee; 1024];
    let outgoing = Outgoing::new(&mut buffer, &LOGIN, &register).unwrap();
    let length = outgoing.message().len();
    drop(outgoing);
    let (used, rest) = buffer.split_at(length);
    assert_eq!(used, std::vec![0; length], "a request that was never sent");
    assert!(rest.iter().all(|byte| *byte == 0xee));

    let mut small = [0xee; 250];
    assert_eq!(
        Outgoing::new(&mut small, &LOGIN, &register)
            .map(|_| ())
            .unwrap_err(),
        Error::Ttlv(ttlv::Error::BufferTooSmall)
    );
    // What was touched starts with the message, whose length isn't known yet.
    let touched = small.iter().rposition(|byte| *byte != 0xee).unwrap();
    assert!(touched > 200, "it got as far as the key");
    assert_eq!(
        small[..=touched],
        [0; 250][..=touched],
        "a request that doesn't fit"
    );

    let mut incoming = Outgoing::new(&mut buffer, &LOGIN, &register)
        .unwrap()
        .sent();
    assert_eq!(
        incoming.space(),
        [0; 8],
        "nothing of the request is left for the response"
    );
    assert!(incoming.is_empty() && incoming.answer().is_err());
    incoming
        .space()
        .copy_from_slice(b"\x42\x00\x7b\x01\x00\x00\x04\x00");
    incoming.received(usize::MAX);
    assert_eq!(
        incoming.progress(),
        Err(Error::BufferTooSmall { needed_bytes: 1032 })
    );
    assert!(incoming.space().is_empty());
}

/// Whoever reads into the space may fail after some bytes came, and never say how many.
#[test]
fn bytes_that_were_never_counted_are_wiped_too() {
    let message = get_response(ObjectType::SYMMETRIC_KEY.0, raw_key_block);
    let mut buffer = [0; 1024];
    let get = Get { target: "1".into() };
    let mut incoming = Outgoing::new(&mut buffer, &LOGIN, &get).unwrap().sent();
    incoming.space().copy_from_slice(&message[..8]);
    incoming.received(8);
    incoming.space().copy_from_slice(&message[8..]);
    drop(incoming);
    assert_eq!(buffer, [0; 1024]);
}
