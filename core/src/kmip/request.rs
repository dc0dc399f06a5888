//! Request messages (section 7.1): what an operation is, and a message of one.

use super::batch_options::BatchOptions;
use super::{Error, Operation, ProtocolVersion, RequestHeader, tags};
use crate::ttlv::{self, Items, Writer};

/// An operation: how its request payload is written and its response payload read.
pub trait Request {
    /// Its number.
    const OPERATION: Operation;

    /// The version of KMIP that brought it. In an older one it isn't written: [`Error::NotInVersion`].
    const SINCE: ProtocolVersion;

    /// What the server hands back, borrowed from its message.
    type Response<'a>;

    /// Whether `version` has all that this request says: what a version lacks isn't sent.
    ///
    /// # Errors
    /// [`Error::FieldNotInVersion`] for the first item that it lacks.
    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        let _ = version;
        Ok(())
    }

    /// Writes the items of the Request Payload.
    ///
    /// # Errors
    /// Those of [`Writer`].
    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error>;

    /// Reads the items of the Response Payload.
    ///
    /// # Errors
    /// Items that are missing or of a wrong type.
    fn read(payload: Items<'_>) -> Result<Self::Response<'_>, Error>;

    /// Whether doing it twice could do harm: then it isn't sent again when its answer was lost.
    #[must_use]
    fn changes_state(&self) -> bool {
        Self::OPERATION.changes_state()
    }

    /// Whether a response that says it is to `operation` answers this request.
    #[must_use]
    fn is_answered_by(operation: Operation) -> bool {
        operation == Self::OPERATION
    }
}

/// Writes a Request Message to the start of `buffer`, and gives its length.
///
/// The response is asked to fit the same buffer (Maximum Response Size, section 6.3).
///
/// # Errors
/// [`Error::Ttlv`] when it doesn't fit; [`Error::NotInVersion`] and [`Error::FieldNotInVersion`] for what the header's
/// version doesn't have.
pub fn write_message<R: Request>(
    buffer: &mut [u8],
    header: &RequestHeader<'_>,
    request: &R,
) -> Result<usize, Error> {
    written(buffer, header, request).0
}

/// As [`write_message`], with how many bytes of `buffer` were touched, also when it fails.
pub(super) fn written<R: Request>(
    buffer: &mut [u8],
    header: &RequestHeader<'_>,
    request: &R,
) -> (Result<usize, Error>, usize) {
    let version = header.version;
    let fits = is_in_version(R::OPERATION, R::SINCE, version).and_then(|()| request.fits(version));
    message(buffer, header, None, 1, fits, |w| {
        write_item(w, R::OPERATION, None, |w| request.write(w, version))
    })
}

/// Whether the operation is known to this version.
pub(super) fn is_in_version(
    operation: Operation,
    since: ProtocolVersion,
    version: ProtocolVersion,
) -> Result<(), Error> {
    if version < since {
        return Err(Error::NotInVersion { operation, version });
    }
    Ok(())
}

/// A Request Message of `count` Batch Items, written by `items`: its length, and how many bytes were touched.
pub(super) fn message(
    buffer: &mut [u8],
    header: &RequestHeader<'_>,
    batch: Option<BatchOptions>,
    count: i32,
    fits: Result<(), Error>,
    items: impl FnOnce(&mut Writer<'_>) -> Result<(), ttlv::Error>,
) -> (Result<usize, Error>, usize) {
    if let Err(error) = header.fits().and(fits) {
        return (Err(error), 0);
    }
    let response_bytes_max = i32::try_from(buffer.len()).unwrap_or(i32::MAX);
    let mut writer = Writer::new(buffer);
    let result = writer.structure(tags::REQUEST_MESSAGE, |w| {
        header.write(w, response_bytes_max, batch, count)?;
        items(w)
    });
    let length = writer.length_bytes();
    (result.map(|()| length).map_err(Error::from), length)
}

/// A Batch Item of a request (section 7.2).
pub(super) fn write_item(
    w: &mut Writer<'_>,
    operation: Operation,
    id: Option<[u8; 4]>,
    payload: impl FnOnce(&mut Writer<'_>) -> Result<(), ttlv::Error>,
) -> Result<(), ttlv::Error> {
    w.structure(tags::BATCH_ITEM, |w| {
        w.enumeration(tags::OPERATION, operation.0)?;
        if let Some(id) = id {
            w.byte_string(tags::UNIQUE_BATCH_ITEM_ID, &id)?;
        }
        w.structure(tags::REQUEST_PAYLOAD, payload)
    })
}
