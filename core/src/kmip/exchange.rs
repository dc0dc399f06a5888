//! A request and its response in one buffer, without IO.
//!
//! [`Outgoing`] holds a request's bytes; when the caller has sent them it becomes [`Incoming`], which says how many bytes
//! are missing until the response is whole, and then reads it. The buffer holds passwords and keys: it is wiped between
//! the two, and when either is dropped.
//!
//! ```
//! use fieldgate_core::kmip::{Answer, Outgoing, Progress, ProtocolVersion, RequestHeader, op::Query};
//! # use fieldgate_core::kmip::QueryFunction;
//!
//! let mut buffer = [0; 1024];
//! let header = RequestHeader { version: ProtocolVersion::V1_4, login: None };
//! let query = Query { functions: &[QueryFunction::OPERATIONS] };
//! let outgoing = Outgoing::new(&mut buffer, &header, &query)?;
//! // Here outgoing.message() goes to the server.
//! let mut incoming = outgoing.sent();
//! # let mut server: &[u8] = b"\x42\x00\x7b\x01\0\0\0\x48\x42\x00\x7a\x01\0\0\0\0\x42\x00\x0f\x01\0\0\0\x38\
//! # \x42\x00\x5c\x05\0\0\0\x04\0\0\0\x18\0\0\0\0\x42\x00\x7f\x05\0\0\0\x04\0\0\0\0\0\0\0\0\
//! # \x42\x00\x7c\x01\0\0\0\x10\x42\x00\x5c\x05\0\0\0\x04\0\0\0\x0a\0\0\0\0";
//! # let mut read = |space: &mut [u8]| { let (now, later) = server.split_at(space.len()); space.copy_from_slice(now); server = later; now.len() };
//! while let Progress::MissingBytes(_) = incoming.progress()? {
//!     let count = read(incoming.space());
//!     incoming.received(count);
//! }
//! match incoming.answer()? {
//!     Answer::Success(response) => assert!(response.operations().count() == 1),
//!     Answer::Failure(failure) => panic!("{failure}"),
//! }
//! # Ok::<(), fieldgate_core::kmip::Error>(())
//! ```

use core::marker::PhantomData;

use zeroize::Zeroize;

use super::{Answer, Error, Request, RequestHeader, request, response};
use crate::ttlv::{self, HEADER_BYTES};

/// A buffer that is wiped when it is dropped.
struct Wiped<'b>(&'b mut [u8]);

impl Drop for Wiped<'_> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// A request that is to be sent.
pub struct Outgoing<'b, R> {
    buffer: Wiped<'b>,
    length: usize,
    operation: PhantomData<R>,
}

impl<'b, R: Request> Outgoing<'b, R> {
    /// Writes the request; the buffer has to hold the response, too.
    ///
    /// # Errors
    /// [`Error::Ttlv`] when the request doesn't fit the buffer, which is then wiped.
    pub fn new(
        buffer: &'b mut [u8],
        header: &RequestHeader<'_>,
        operation: &R,
    ) -> Result<Self, Error> {
        let buffer = Wiped(buffer);
        let length = request::write_message(buffer.0, header, operation)?;
        Ok(Self {
            buffer,
            length,
            operation: PhantomData,
        })
    }

    /// The bytes to send.
    #[must_use]
    pub fn message(&self) -> &[u8] {
        self.buffer.0.get(..self.length).unwrap_or_default()
    }

    /// The request was sent: its bytes are wiped, and the response may come.
    #[must_use]
    pub fn sent(self) -> Incoming<'b, R> {
        let buffer = self.buffer;
        buffer.0.zeroize();
        Incoming {
            buffer,
            filled: 0,
            operation: PhantomData,
        }
    }
}

/// How far a response is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// This many bytes are still to come: at least one. Until the header is there, as many as the header lacks.
    MissingBytes(usize),
    /// The message is whole.
    Complete,
}

/// A response that is coming in.
pub struct Incoming<'b, R> {
    buffer: Wiped<'b>,
    filled: usize,
    operation: PhantomData<R>,
}

impl<R: Request> Incoming<'_, R> {
    /// How many bytes are missing.
    ///
    /// # Errors
    /// When what came is no TTLV, or the message will not fit the buffer.
    pub fn progress(&self) -> Result<Progress, Error> {
        let Some(header) = self.message().first_chunk::<HEADER_BYTES>() else {
            return Ok(Progress::MissingBytes(HEADER_BYTES - self.filled));
        };
        let length = ttlv::message_length_bytes(header)?;
        if length > self.buffer.0.len() {
            return Err(Error::BufferTooSmall {
                needed_bytes: length,
            });
        }
        Ok(match length - self.filled {
            0 => Progress::Complete,
            missing => Progress::MissingBytes(missing),
        })
    }

    /// Where the next bytes go: as many as are missing, so none of a following message. Empty when the message is whole
    /// or can't be read.
    #[must_use]
    pub fn space(&mut self) -> &mut [u8] {
        let missing = match self.progress() {
            Ok(Progress::MissingBytes(missing)) => missing,
            _ => 0,
        };
        self.buffer
            .0
            .get_mut(self.filled..self.filled + missing)
            .unwrap_or_default()
    }

    /// The first `count` bytes of [`Incoming::space`] are filled. A count beyond it counts as all of it.
    pub fn received(&mut self, count: usize) {
        let space = self.space().len();
        self.filled += count.min(space);
    }

    /// Whether nothing of the response has come.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.filled == 0
    }

    /// The response.
    ///
    /// # Errors
    /// When the message isn't whole, or not a response to this operation.
    pub fn answer(&self) -> Result<Answer<'_, R>, Error> {
        match self.progress()? {
            Progress::Complete => response::read_message(self.message()),
            Progress::MissingBytes(_) => Err(Error::Ttlv(ttlv::Error::Truncated)),
        }
    }

    fn message(&self) -> &[u8] {
        self.buffer.0.get(..self.filled).unwrap_or_default()
    }
}
