//! Revoke (section 4.20): a key is no longer to be used.

use super::super::{
    Error, Operation, ProtocolVersion, Request, RevocationReasonCode, Target, tags,
};
use super::unique_identifier_if_text;
use crate::ttlv::{self, Items, Writer};

/// Revokes a key. The response is its Unique Identifier, if the server sends it.
///
/// It becomes Compromised for [`RevocationReasonCode::KEY_COMPROMISE`], which KMIP wants to come with a date, and
/// Deactivated for other reasons.
#[derive(Clone, Copy, Debug)]
pub struct Revoke<'q> {
    /// Which key.
    pub target: Target<'q>,
    /// Why (section 3.31).
    pub reason: RevocationReasonCode,
    /// Since when the key is thought to be known to others, in seconds since 1970-01-01 00:00:00 UTC.
    pub compromised_since_s: Option<i64>,
}

impl Request for Revoke<'_> {
    const OPERATION: Operation = Operation::REVOKE;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = Option<&'a str>;

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        w.structure(tags::REVOCATION_REASON, |w| {
            w.enumeration(tags::REVOCATION_REASON_CODE, self.reason.0)
        })?;
        match self.compromised_since_s {
            Some(seconds) => w.date_time(tags::COMPROMISE_OCCURRENCE_DATE, seconds),
            None => Ok(()),
        }
    }

    fn read(payload: Items<'_>) -> Result<Option<&str>, Error> {
        unique_identifier_if_text(payload)
    }
}
