//! KMIP without a peer, so that its instructions can be counted: Get over a port in memory.
//!
//! `get_response.bin` is a response of KMIP 1.4 in the form that PyKMIP sends; its key is the bytes 0 to 31.

use core::convert::Infallible;

use embedded_io::{ErrorType, Read, Write};
use fieldgate_core::kmip::op::Get;
use fieldgate_core::kmip::{Answer, ProtocolVersion, RequestHeader, serial};

use super::{Wrong, expect};

static RESPONSE: &[u8] = include_bytes!("get_response.bin");
/// As many as a serial port's queue has.
const READ_BYTES_MAX: usize = 16;

/// Counts what is sent, and hands the response out in pieces.
struct Memory {
    sent_bytes: usize,
    rest: &'static [u8],
}

impl ErrorType for Memory {
    type Error = Infallible;
}

impl Read for Memory {
    fn read(&mut self, space: &mut [u8]) -> Result<usize, Infallible> {
        let mut count = 0;
        for (to, from) in space.iter_mut().zip(self.rest).take(READ_BYTES_MAX) {
            *to = *from;
            count += 1;
        }
        self.rest = self.rest.get(count..).unwrap_or_default();
        Ok(count)
    }
}

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Infallible> {
        self.sent_bytes += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

/// Get: request, response, key.
pub(super) fn get() -> Result<(), Wrong> {
    let mut port = Memory {
        sent_bytes: 0,
        rest: RESPONSE,
    };
    let header = RequestHeader::new(ProtocolVersion::V1_4, None);
    let request = Get { target: "1".into() };
    let mut buffer = [0; 512];
    let incoming =
        serial::exchange(&mut port, &mut buffer, &header, &request).map_err(|_| Wrong)?;
    let Ok(Answer::Success(response)) = incoming.answer() else {
        return Err(Wrong);
    };
    let known: [u8; 32] = core::array::from_fn(|index| index as u8);
    expect(response.key.material, &known)?;
    // Request Message 8, Request Header 80, Batch Item 64 (KMIP 1.4 section 9.1.1).
    if port.sent_bytes == 152 {
        Ok(())
    } else {
        Err(Wrong)
    }
}
