//! Get Usage Allocation (section 4.18): how much of an object's Usage Limits is set aside for this client.

use super::super::{Error, Operation, ProtocolVersion, Request, Target, tags};
use super::unique_identifier_if_text;
use crate::ttlv::{self, Items, Writer};

/// Sets part of an object's Usage Limits (section 3.21) aside. The response is its Unique Identifier, if the server sends
/// it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GetUsageAllocation<'q> {
    /// Which object.
    pub target: Target<'q>,
    /// How much, in the object's Usage Limits Unit: bytes or objects.
    pub count: i64,
}

impl Request for GetUsageAllocation<'_> {
    const OPERATION: Operation = Operation::GET_USAGE_ALLOCATION;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = Option<&'a str>;

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        w.long_integer(tags::USAGE_LIMITS_COUNT, self.count)
    }

    fn read(payload: Items<'_>) -> Result<Option<&str>, Error> {
        unique_identifier_if_text(payload)
    }
}
