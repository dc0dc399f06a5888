//! Cancel (section 4.27): a pending operation is given up.

use super::super::response::required;
use super::super::{CancellationResult, Error, Operation, ProtocolVersion, Request, tags};
use crate::ttlv::{self, Items, Writer};

/// Gives up an operation that is pending. The response says what came of that.
#[derive(Clone, Copy, Debug)]
pub struct Cancel<'q> {
    /// By which the server knows the operation.
    pub correlation: &'q [u8],
}

impl Request for Cancel<'_> {
    const OPERATION: Operation = Operation::CANCEL;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = CancellationResult;

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        w.byte_string(tags::ASYNCHRONOUS_CORRELATION_VALUE, self.correlation)
    }

    fn read(payload: Items<'_>) -> Result<CancellationResult, Error> {
        Ok(CancellationResult(
            required(payload, tags::CANCELLATION_RESULT)?.enumeration()?,
        ))
    }
}
