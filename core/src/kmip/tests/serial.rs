//! The exchange over a port in memory.

use super::super::op::Get;
use super::super::serial::{SerialError, exchange};
use super::*;
use core::convert::Infallible;
use embedded_io::{ErrorType, Read, Write};

/// A port in memory, which hands out a few bytes at a time.
struct Port<'p> {
    answer: &'p [u8],
    sent: Vec<u8>,
}

impl ErrorType for Port<'_> {
    type Error = Infallible;
}

impl Read for Port<'_> {
    fn read(&mut self, space: &mut [u8]) -> Result<usize, Infallible> {
        let count = space.len().min(self.answer.len()).min(7);
        let (now, later) = self.answer.split_at(count);
        space[..count].copy_from_slice(now);
        self.answer = later;
        Ok(count)
    }
}

impl Write for Port<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Infallible> {
        let count = bytes.len().min(5);
        self.sent.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

#[test]
fn a_key_comes_over_a_port() {
    let message = get_response(ObjectType::SYMMETRIC_KEY.0, raw_key_block);
    let get = Get { target: "1".into() };
    let mut port = Port {
        answer: &message,
        sent: Vec::new(),
    };
    let mut buffer = [0; 512];
    let incoming = exchange(&mut port, &mut buffer, &LOGIN, &get).unwrap();
    assert!(
        matches!(incoming.answer(), Ok(Answer::Success(response)) if response.key.material == KEY)
    );
    drop(incoming);
    // The request asks for a response that fits the buffer, so the sizes in both have to agree.
    let mut expected = [0; 512];
    let length = write_message(&mut expected, &LOGIN, &get).unwrap();
    assert_eq!(port.sent, expected[..length]);
    assert_eq!(buffer, [0; 512], "wiped");
}

#[test]
fn a_port_that_is_cut_anywhere_is_closed() {
    let message = get_response(ObjectType::SYMMETRIC_KEY.0, raw_key_block);
    for end in 0..message.len() {
        let mut port = Port {
            answer: &message[..end],
            sent: Vec::new(),
        };
        let mut buffer = [0; 512];
        let result = exchange(&mut port, &mut buffer, &LOGIN, &Get { target: "1".into() });
        assert_eq!(result.map(|_| ()), Err(SerialError::Closed));
        assert_eq!(buffer, [0; 512], "wiped");
    }
}
