//! Check (section 4.10): whether an object may be used so.

use super::super::payload::{Long, put, take};
use super::super::{Error, Operation, ProtocolVersion, Request, Target, tags};
use super::unique_identifier_if_text;
use crate::ttlv::{self, Items, Writer};

/// Asks whether an object may be used so, as its server's policy has it. Nothing is allocated by asking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Check<'q> {
    /// Which object.
    pub target: Target<'q>,
    /// How much of its Usage Limits is to be used.
    pub usage_limits_count: Option<i64>,
    /// What it is to be used for: [`usage`](super::super::enumerations::usage) bits.
    pub usage_mask: Option<i32>,
    /// For how many seconds.
    pub lease_s: Option<u32>,
}

impl Request for Check<'_> {
    const OPERATION: Operation = Operation::CHECK;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = CheckResponse<'a>;

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        put(
            w,
            tags::USAGE_LIMITS_COUNT,
            self.usage_limits_count.map(Long),
        )?;
        put(w, tags::CRYPTOGRAPHIC_USAGE_MASK, self.usage_mask)?;
        put(w, tags::LEASE_TIME, self.lease_s)
    }

    fn read(payload: Items<'_>) -> Result<CheckResponse<'_>, Error> {
        Ok(CheckResponse {
            unique_identifier: unique_identifier_if_text(payload)?,
            usage_limits_count: take::<Long>(payload, tags::USAGE_LIMITS_COUNT)?
                .map(|count| count.0),
            usage_mask: take(payload, tags::CRYPTOGRAPHIC_USAGE_MASK)?,
            lease_s: take(payload, tags::LEASE_TIME)?,
        })
    }
}

/// What the object may not be used for: what is there of it is what the server would allow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CheckResponse<'a> {
    /// Which object the server says it is.
    pub unique_identifier: Option<&'a str>,
    /// How much of its Usage Limits may be used, if not as much as was asked for.
    pub usage_limits_count: Option<i64>,
    /// What it may be used for, if not all that was asked for.
    pub usage_mask: Option<i32>,
    /// For how many seconds, if not as many as were asked for.
    pub lease_s: Option<u32>,
}

impl CheckResponse<'_> {
    /// Whether all that was asked for is allowed.
    #[must_use]
    pub const fn is_allowed(&self) -> bool {
        self.usage_limits_count.is_none() && self.usage_mask.is_none() && self.lease_s.is_none()
    }
}
