//! MAC Verify (section 4.34; KMIP 1.2 and later): the server verifies a MAC.

use super::super::payload::{need, put, take};
use super::super::{
    CryptographicParameters, Error, Operation, ProtocolVersion, Request, Target, ValidityIndicator,
    tags,
};
use super::{Part, unique_identifier_if_text};
use crate::ttlv::{self, Items, Writer};

/// Verifies the MAC of data with a key of the server. No `Debug`: the data may be secret.
#[derive(Clone, Copy)]
pub struct MacVerify<'q> {
    /// Which key.
    pub target: Target<'q>,
    /// How.
    pub parameters: CryptographicParameters<'q>,
    /// What is authenticated.
    pub data: &'q [u8],
    /// The MAC: with the whole, or the last part.
    pub mac: Option<&'q [u8]>,
    /// Which part of the data this is.
    pub part: Part<'q>,
}

impl Request for MacVerify<'_> {
    const OPERATION: Operation = Operation::MAC_VERIFY;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_2;
    type Response<'a> = MacVerifyResponse<'a>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        self.parameters.fits(version)?;
        self.part.fits(version)
    }

    fn changes_state(&self) -> bool {
        self.part.changes_state()
    }

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        self.parameters.write(w)?;
        w.byte_string(tags::DATA, self.data)?;
        put(w, tags::MAC_DATA, self.mac)?;
        self.part.write(w)
    }

    fn read(payload: Items<'_>) -> Result<MacVerifyResponse<'_>, Error> {
        Ok(MacVerifyResponse {
            unique_identifier: unique_identifier_if_text(payload)?,
            validity: need(payload, tags::VALIDITY_INDICATOR)?,
            correlation: take(payload, tags::CORRELATION_VALUE)?,
        })
    }
}

/// What comes back. No `Debug`: it may be secret.
#[derive(Clone, Copy)]
pub struct MacVerifyResponse<'a> {
    /// Which key the server says it is.
    pub unique_identifier: Option<&'a str>,
    /// Whether the MAC is valid.
    pub validity: ValidityIndicator,
    /// For the part that follows (KMIP 1.3).
    pub correlation: Option<&'a [u8]>,
}
