//! Response messages of one operation (sections 6 and 7.1), read with patience.
//!
//! Servers differ in what they leave out and what they add, most of all in errors. So: the header's version may be any,
//! items that aren't known are skipped, and an item that reports an error may leave out its Operation and its payload.

use core::fmt;

use super::{Error, Operation, ProtocolVersion, Request, ResultReason, ResultStatus, tags};
use crate::ttlv::{Item, Items, Tag, check_message};

/// What the server says about an operation that didn't succeed, in its own words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Failure<'a> {
    /// The version in the response's header, which may be another than the request's.
    pub version: Option<ProtocolVersion>,
    /// Never Success.
    pub status: ResultStatus,
    /// Why.
    pub reason: Option<ResultReason>,
    /// The server's text. It is not to be trusted: it may hold anything.
    pub message: Option<&'a str>,
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

/// A response message that could be read: the operation's result, or why there is none.
pub enum Answer<'a, R: Request> {
    /// The operation succeeded.
    Success(R::Response<'a>),
    /// The operation failed, or the server didn't get as far as trying.
    Failure(Failure<'a>),
}

/// Reads the Response Message that fills `message`.
///
/// # Errors
/// When it is no response to this operation, or lacks what the operation needs.
pub fn read_message<R: Request>(message: &[u8]) -> Result<Answer<'_, R>, Error> {
    // All of it, also what is skipped below: nothing of a message is used unless the whole is TTLV.
    check_message(message)?;
    let response = Items::of_message(message)
        .next()
        .ok_or(Error::Missing(tags::RESPONSE_MESSAGE))??;
    if response.tag != tags::RESPONSE_MESSAGE {
        return Err(Error::NotAResponse(response.tag));
    }
    let parts = response.structure()?;
    let version = match parts.find(tags::RESPONSE_HEADER)? {
        Some(header) => read_version(header)?,
        None => None,
    };
    let item = required(parts, tags::BATCH_ITEM)?.structure()?;

    let status = ResultStatus(required(item, tags::RESULT_STATUS)?.enumeration()?);
    if status != ResultStatus::SUCCESS {
        return Ok(Answer::Failure(Failure {
            version,
            status,
            reason: read_reason(item)?,
            message: item
                .find(tags::RESULT_MESSAGE)?
                .map(|text| text.text())
                .transpose()?,
        }));
    }

    let operation = Operation(required(item, tags::OPERATION)?.enumeration()?);
    if operation != R::OPERATION {
        return Err(Error::OtherOperation(operation));
    }
    let payload = match item.find(tags::RESPONSE_PAYLOAD)? {
        Some(payload) => payload.structure()?,
        None => Items::none(),
    };
    R::read(payload).map(Answer::Success)
}

/// The item of this tag.
pub(super) fn required(items: Items<'_>, tag: Tag) -> Result<Item<'_>, Error> {
    items.find(tag)?.ok_or(Error::Missing(tag))
}

fn read_version(header: Item<'_>) -> Result<Option<ProtocolVersion>, Error> {
    let version = header.structure()?.find(tags::PROTOCOL_VERSION)?;
    version
        .map(|version| ProtocolVersion::read(version.structure()?))
        .transpose()
}

fn read_reason(item: Items<'_>) -> Result<Option<ResultReason>, Error> {
    let reason = item.find(tags::RESULT_REASON)?;
    Ok(reason
        .map(|reason| reason.enumeration())
        .transpose()?
        .map(ResultReason))
}
