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
        let outgoing = Outgoing::new(
            &mut buffer,
            &LOGIN,
            &Get {
                unique_identifier: "1",
            },
        )
        .unwrap();
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
        assert_eq!(buffer, [0; 1024], "wiped");
    }
}

#[test]
fn an_exchange_wipes_its_buffer_at_each_end() {
    let register = Register {
        attributes: &[],
        algorithm: CryptographicAlgorithm::AES,
        key_material: &KEY,
    };
    let mut buffer = [0xee; 1024];
    drop(Outgoing::new(&mut buffer, &LOGIN, &register).unwrap());
    assert_eq!(buffer, [0; 1024], "a request that was never sent");

    let mut small = [0xee; 250];
    assert_eq!(
        Outgoing::new(&mut small, &LOGIN, &register)
            .map(|_| ())
            .unwrap_err(),
        Error::Ttlv(ttlv::Error::BufferTooSmall)
    );
    assert_eq!(small, [0; 250], "a request that doesn't fit");

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
