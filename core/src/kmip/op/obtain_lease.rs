//! Obtain Lease (section 4.17): for how long an object may be used (Lease Time, section 3.20).

use super::super::response::required;
use super::super::{Error, Operation, ProtocolVersion, Request, Target, tags};
use super::unique_identifier_if_text;
use crate::ttlv::{self, Items, Writer};

/// Obtains a new lease on an object, or renews it: beyond its lease it isn't to be used.
#[derive(Clone, Copy, Debug)]
pub struct ObtainLease<'q> {
    /// Which object.
    pub target: Target<'q>,
}

impl Request for ObtainLease<'_> {
    const OPERATION: Operation = Operation::OBTAIN_LEASE;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = ObtainLeaseResponse<'a>;

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)
    }

    fn read(payload: Items<'_>) -> Result<ObtainLeaseResponse<'_>, Error> {
        let changed = payload.find(tags::LAST_CHANGE_DATE)?;
        Ok(ObtainLeaseResponse {
            unique_identifier: unique_identifier_if_text(payload)?,
            lease_s: required(payload, tags::LEASE_TIME)?.interval()?,
            last_change_s: changed.map(|item| item.date_time()).transpose()?,
        })
    }
}

/// The lease.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ObtainLeaseResponse<'a> {
    /// Which object the server says it is.
    pub unique_identifier: Option<&'a str>,
    /// For how many seconds from now the object may be used.
    pub lease_s: u32,
    /// When the object or one of its attributes was last changed, in seconds since 1970-01-01 00:00:00 UTC: an attribute
    /// that was read before then is stale.
    pub last_change_s: Option<i64>,
}
