//! A blocking exchange over an `embedded-io` port, for firmware.
//!
//! The port's own time limits apply: core has no clock. KMIP wants a channel that is confidential and authentic
//! (section 10), so the port is one
//! that a TLS layer offers, or a line inside one housing.

use core::fmt;

use embedded_io::{Read, Write};

use super::{Error, Incoming, Outgoing, Progress, Request, RequestHeader};

/// Why an exchange over a port failed. `E` is the port's own error.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum SerialError<E> {
    /// The port failed.
    Port(E),
    /// The port was closed before the response was whole.
    Closed,
    /// The message is not what KMIP says it is.
    Message(Error),
}

impl<E> From<Error> for SerialError<E> {
    fn from(error: Error) -> Self {
        Self::Message(error)
    }
}

impl<E> fmt::Display for SerialError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Port(_) => "the port failed",
            Self::Closed => "the port was closed before the response was whole",
            Self::Message(_) => "the message is not what KMIP says it is",
        })
    }
}

impl<E: fmt::Debug> core::error::Error for SerialError<E> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Message(error) => Some(error),
            _ => None,
        }
    }
}

/// Sends a request and waits for its whole response, which [`Incoming::answer`] then reads.
///
/// # Errors
/// [`SerialError`]; the buffer is then wiped.
pub fn exchange<'b, P: Read + Write, R: Request>(
    port: &mut P,
    buffer: &'b mut [u8],
    header: &RequestHeader<'_>,
    request: &R,
) -> Result<Incoming<'b, R>, SerialError<P::Error>> {
    let outgoing = Outgoing::new(buffer, header, request)?;
    port.write_all(outgoing.message())
        .map_err(SerialError::Port)?;
    port.flush().map_err(SerialError::Port)?;
    let mut incoming = outgoing.sent();
    while let Progress::MissingBytes(_) = incoming.progress()? {
        match port.read(incoming.space()).map_err(SerialError::Port)? {
            0 => return Err(SerialError::Closed),
            count => incoming.received(count),
        }
    }
    Ok(incoming)
}
