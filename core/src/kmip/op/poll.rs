//! Poll (section 4.28): the result of an operation that was pending.

use core::marker::PhantomData;

use super::super::{Error, Operation, ProtocolVersion, Request, tags};
use crate::ttlv::{self, Items, Writer};

/// Asks for the result of an operation `R` that the server answered by
/// [`Answer::Pending`](super::super::Answer::Pending). The answer is the one to `R`, or Pending again.
#[derive(Debug)]
pub struct Poll<'q, R> {
    correlation: &'q [u8],
    operation: PhantomData<fn() -> R>,
}

impl<'q, R: Request> Poll<'q, R> {
    /// Asks for the operation of this Asynchronous Correlation Value.
    #[must_use]
    pub const fn new(correlation: &'q [u8]) -> Self {
        Self {
            correlation,
            operation: PhantomData,
        }
    }
}

impl<R: Request> Request for Poll<'_, R> {
    const OPERATION: Operation = Operation::POLL;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = R::Response<'a>;

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        w.byte_string(tags::ASYNCHRONOUS_CORRELATION_VALUE, self.correlation)
    }

    fn read(payload: Items<'_>) -> Result<Self::Response<'_>, Error> {
        R::read(payload)
    }

    /// The result comes as the original operation's; some servers name Poll.
    fn is_answered_by(operation: Operation) -> bool {
        operation == Self::OPERATION || R::is_answered_by(operation)
    }
}
