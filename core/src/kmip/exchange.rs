//! A request and its response in one buffer, without IO.
//!
//! [`Outgoing`] holds a request's bytes; when the caller has sent them it becomes [`Incoming`], which says how many bytes
//! are missing until the response is whole, and then reads it. The buffer holds passwords and keys: what was written to it
//! is wiped between the two, and when either is dropped. The rest of the buffer isn't touched: a buffer has room for the
//! longest message, and most are short.
//!
//! ```
//! use fieldgate_core::kmip::{Answer, Outgoing, Progress, ProtocolVersion, RequestHeader, op::Query};
//! # use fieldgate_core::kmip::QueryFunction;
//!
//! let mut buffer = [0; 1024];
//! let header = RequestHeader::new(ProtocolVersion::V1_4, None);
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
//!     Answer::Pending { .. } => panic!("Query wasn't to be answered later"),
//! }
//! # Ok::<(), fieldgate_core::kmip::Error>(())
//! ```

use core::marker::PhantomData;

use zeroize::Zeroize;

use super::batch::{self, BatchAnswers, BatchItem};
use super::batch_options::BatchOptions;
use super::{Answer, Error, Request, RequestHeader, ResponseHeader, request, response};
use crate::ttlv::{self, HEADER_BYTES, Items};

/// A buffer of which the bytes that were touched are wiped when it is dropped.
struct Wiped<'b> {
    bytes: &'b mut [u8],
    touched: usize,
}

impl Wiped<'_> {
    fn wipe(&mut self) {
        self.bytes
            .get_mut(..self.touched)
            .unwrap_or_default()
            .zeroize();
        self.touched = 0;
    }
}

impl Drop for Wiped<'_> {
    fn drop(&mut self) {
        self.wipe();
    }
}

/// That a message is a batch of operations: what an [`Outgoing`] and its [`Incoming`] are of, in place of one operation.
pub struct Batch;

/// A request that is to be sent: of one operation, or a [`Batch`].
pub struct Outgoing<'b, R> {
    buffer: Wiped<'b>,
    length: usize,
    items: usize,
    operation: PhantomData<R>,
}

impl<'b, R: Request> Outgoing<'b, R> {
    /// Writes the request; the buffer has to hold the response, too.
    ///
    /// # Errors
    /// [`Error::Ttlv`] when the request doesn't fit the buffer, in which nothing is left then;
    /// [`Error::NotInVersion`] and [`Error::FieldNotInVersion`] for what the header's version doesn't have.
    pub fn new(
        buffer: &'b mut [u8],
        header: &RequestHeader<'_>,
        operation: &R,
    ) -> Result<Self, Error> {
        Self::of(buffer, 1, |bytes| {
            request::written(bytes, header, operation)
        })
    }
}

impl<'b> Outgoing<'b, Batch> {
    /// Writes a request of several operations, which are done in order; the buffer has to hold the response, too.
    ///
    /// # Errors
    /// As [`Outgoing::new`]; [`Error::BatchOf`] for no operation, or more than
    /// [`BATCH_ITEMS_MAX`](batch::BATCH_ITEMS_MAX).
    pub fn batch(
        buffer: &'b mut [u8],
        header: &RequestHeader<'_>,
        items: &[&dyn BatchItem],
        options: BatchOptions,
    ) -> Result<Self, Error> {
        Self::of(buffer, items.len(), |bytes| {
            batch::written(bytes, header, items, options)
        })
    }
}

impl<'b, R> Outgoing<'b, R> {
    fn of(
        buffer: &'b mut [u8],
        items: usize,
        write: impl FnOnce(&mut [u8]) -> (Result<usize, Error>, usize),
    ) -> Result<Self, Error> {
        let mut buffer = Wiped {
            bytes: buffer,
            touched: 0,
        };
        let (length, touched) = write(buffer.bytes);
        buffer.touched = touched;
        Ok(Self {
            buffer,
            length: length?,
            items,
            operation: PhantomData,
        })
    }

    /// The bytes to send.
    #[must_use]
    pub fn message(&self) -> &[u8] {
        self.buffer.bytes.get(..self.length).unwrap_or_default()
    }

    /// The request was sent: its bytes are wiped, and the response may come.
    #[must_use]
    pub fn sent(self) -> Incoming<'b, R> {
        let mut buffer = self.buffer;
        buffer.wipe();
        Incoming {
            buffer,
            filled: 0,
            items: self.items,
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

/// A response that is coming in: to one operation, or to a [`Batch`].
pub struct Incoming<'b, R> {
    buffer: Wiped<'b>,
    filled: usize,
    items: usize,
    operation: PhantomData<R>,
}

impl<R> Incoming<'_, R> {
    /// How many bytes are missing.
    ///
    /// # Errors
    /// When what came is no TTLV, or the message will not fit the buffer.
    pub fn progress(&self) -> Result<Progress, Error> {
        let Some(header) = self.received_bytes().first_chunk::<HEADER_BYTES>() else {
            return Ok(Progress::MissingBytes(HEADER_BYTES - self.filled));
        };
        let length = ttlv::message_length_bytes(header)?;
        if length > self.buffer.bytes.len() {
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
        let end = self.filled + missing;
        // Whoever gets the space may fill it, and never say so.
        self.buffer.touched = self.buffer.touched.max(end);
        self.buffer
            .bytes
            .get_mut(self.filled..end)
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

    /// The response as it came, for those who show messages to people. It may hold keys.
    ///
    /// # Errors
    /// When the message isn't whole.
    pub fn message(&self) -> Result<&[u8], Error> {
        match self.progress()? {
            Progress::Complete => Ok(self.received_bytes()),
            Progress::MissingBytes(_) => Err(Error::Ttlv(ttlv::Error::Truncated)),
        }
    }

    /// What stands in front of the response.
    ///
    /// # Errors
    /// When the message isn't whole, or not a response.
    pub fn header(&self) -> Result<ResponseHeader<'_>, Error> {
        Ok(response::read_parts(self.message()?)?.0)
    }

    fn received_bytes(&self) -> &[u8] {
        self.buffer.bytes.get(..self.filled).unwrap_or_default()
    }
}

impl<R: Request> Incoming<'_, R> {
    /// The response.
    ///
    /// # Errors
    /// When the message isn't whole, or not a response to this operation.
    pub fn answer(&self) -> Result<Answer<'_, R>, Error> {
        response::read_message(self.message()?)
    }
}

impl<R: Request> Incoming<'_, R> {
    /// All items of the Response Payload, also those that the operation's response doesn't have: none if it is left out.
    /// They may be keys.
    ///
    /// # Errors
    /// When the message isn't whole, or not a response.
    pub fn payload(&self) -> Result<Items<'_>, Error> {
        response::read_payload(self.message()?)
    }
}

impl Incoming<'_, Batch> {
    /// The answers to the operations of the batch.
    ///
    /// # Errors
    /// When the message isn't whole, or not a response to this batch.
    pub fn items(&self) -> Result<BatchAnswers<'_>, Error> {
        BatchAnswers::read(self.message()?, self.items)
    }
}
