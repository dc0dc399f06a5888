//! Response messages (sections 6 and 7.1), read with patience.
//!
//! Servers differ in what they leave out and what they add, most of all in errors. So: the header's version may be any,
//! items that aren't known are skipped, and an item that reports an error may leave out its Operation and its payload.

use core::fmt;

use super::payload::structures;
use super::{
    Error, Operation, ProtocolVersion, Request, ResponseHeader, ResultReason, ResultStatus, tags,
};
use crate::ttlv::{Item, Items, Tag, check_message};

/// What the server says about an operation that didn't succeed, in its own words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Failure<'a> {
    /// The version in the response's header, which may be another than the request's.
    pub version: Option<ProtocolVersion>,
    /// Whose failure it is, if the server says so: the answer to a Poll may be that of the operation asked for.
    pub operation: Option<Operation>,
    /// Never Success.
    pub status: ResultStatus,
    /// Why.
    pub reason: Option<ResultReason>,
    /// The server's text. It is not to be trusted: it may hold anything.
    pub message: Option<&'a str>,
}

impl Failure<'_> {
    /// A failure about which the server says no more.
    #[must_use]
    pub const fn of_status(status: ResultStatus) -> Self {
        Self {
            version: None,
            operation: None,
            status,
            reason: None,
            message: None,
        }
    }
}

impl fmt::Display for Failure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        if let Some(reason) = self.reason {
            write!(f, ", {reason}")?;
        }
        match self.message {
            Some(message) => write!(f, ": {}", message.escape_debug()),
            None => Ok(()),
        }
    }
}

/// A response that could be read: the operation's result, or why there is none.
pub enum Answer<'a, R: Request> {
    /// The operation succeeded.
    Success(R::Response<'a>),
    /// The operation failed, or the server didn't get as far as trying.
    Failure(Failure<'a>),
    /// The server will have the result later: [`Poll`](super::op::Poll) asks for it, and
    /// [`Cancel`](super::op::Cancel) gives it up.
    Pending {
        /// By which the server knows the operation (Asynchronous Correlation Value, section 6.8). Empty when it is
        /// left out in the answer to a Poll: then it is the one that was asked for.
        correlation: &'a [u8],
    },
}

/// Reads the Response Message that fills `message`.
///
/// # Errors
/// When it is no response to this operation, or lacks what the operation needs.
pub fn read_message<R: Request>(message: &[u8]) -> Result<Answer<'_, R>, Error> {
    let (header, parts) = read_parts(message)?;
    read_item(header.version, only_item(&header, parts)?)
}

/// The Response Payload of the only Batch Item: all of its items, also those that no response type has.
pub(super) fn read_payload(message: &[u8]) -> Result<Items<'_>, Error> {
    let (header, parts) = read_parts(message)?;
    payload_of(only_item(&header, parts)?)
}

/// The answer to a request of one operation, which is sent without a Unique Batch Item ID. Which of several would be
/// the answer is anyone's guess, and one that is marked answers something else (sections 6.4, 6.14 and 7.2).
fn only_item<'a>(header: &ResponseHeader<'_>, parts: Items<'a>) -> Result<Items<'a>, Error> {
    let mut items = structures(parts, tags::BATCH_ITEM);
    let item = items.next().ok_or(Error::Missing(tags::BATCH_ITEM))??;
    let is_marked = match item.find(tags::UNIQUE_BATCH_ITEM_ID)? {
        Some(id) => !id.bytes()?.is_empty(),
        None => false,
    };
    let is_counted_otherwise = header.batch_count.is_some_and(|count| count != 1);
    if is_marked || is_counted_otherwise || items.next().is_some() {
        return Err(Error::OtherItems);
    }
    Ok(item)
}

/// The Response Payload of a Batch Item, which may be left out.
pub(super) fn payload_of(item: Items<'_>) -> Result<Items<'_>, Error> {
    Ok(match item.find(tags::RESPONSE_PAYLOAD)? {
        Some(payload) => payload.structure()?,
        None => Items::none(),
    })
}

/// The header of the Response Message that fills `message`, and the items of the whole.
pub(super) fn read_parts(message: &[u8]) -> Result<(ResponseHeader<'_>, Items<'_>), Error> {
    // All of it, also what is skipped below: nothing of a message is used unless the whole is TTLV.
    check_message(message)?;
    let response = Items::of_message(message)
        .next()
        .ok_or(Error::Missing(tags::RESPONSE_MESSAGE))??;
    if response.tag != tags::RESPONSE_MESSAGE {
        return Err(Error::NotAResponse(response.tag));
    }
    let parts = response.structure()?;
    let header = match parts.find(tags::RESPONSE_HEADER)? {
        Some(header) => ResponseHeader::read(header.structure()?)?,
        None => ResponseHeader::default(),
    };
    Ok((header, parts))
}

/// What a Batch Item answers to `R`.
pub(super) fn read_item<R: Request>(
    version: Option<ProtocolVersion>,
    item: Items<'_>,
) -> Result<Answer<'_, R>, Error> {
    let status = ResultStatus(required(item, tags::RESULT_STATUS)?.enumeration()?);
    if status == ResultStatus::OPERATION_PENDING {
        return Ok(Answer::Pending {
            correlation: read_correlation::<R>(item)?,
        });
    }
    if status != ResultStatus::SUCCESS {
        return read_failure(version, status, item).map(Answer::Failure);
    }
    let operation = Operation(required(item, tags::OPERATION)?.enumeration()?);
    if !R::is_answered_by(operation) {
        return Err(Error::OtherOperation(operation));
    }
    R::read(payload_of(item)?).map(Answer::Success)
}

/// What a Batch Item says that didn't succeed.
pub(super) fn read_failure(
    version: Option<ProtocolVersion>,
    status: ResultStatus,
    item: Items<'_>,
) -> Result<Failure<'_>, Error> {
    let operation = item.find(tags::OPERATION)?;
    let reason = item.find(tags::RESULT_REASON)?;
    let message = item.find(tags::RESULT_MESSAGE)?;
    Ok(Failure {
        version,
        operation: operation
            .map(|operation| operation.enumeration())
            .transpose()?
            .map(Operation),
        status,
        reason: reason
            .map(|reason| reason.enumeration())
            .transpose()?
            .map(ResultReason),
        message: message.map(|text| text.text()).transpose()?,
    })
}

/// Asynchronous Correlation Value (section 6.8).
fn read_correlation<R: Request>(item: Items<'_>) -> Result<&[u8], Error> {
    match item.find(tags::ASYNCHRONOUS_CORRELATION_VALUE)? {
        Some(value) => Ok(value.bytes()?),
        None if R::OPERATION == Operation::POLL => Ok(&[]),
        None => Err(Error::Missing(tags::ASYNCHRONOUS_CORRELATION_VALUE)),
    }
}

/// The item of this tag.
pub(super) fn required(items: Items<'_>, tag: Tag) -> Result<Item<'_>, Error> {
    items.find(tag)?.ok_or(Error::Missing(tag))
}
