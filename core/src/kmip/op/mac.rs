//! MAC (section 4.33; KMIP 1.2 and later): the server makes a MAC.

use super::super::payload::take;
use super::super::{
    CryptographicParameters, Error, Operation, ProtocolVersion, Request, Target, tags,
};
use super::{Part, unique_identifier_if_text};
use crate::ttlv::{self, Items, Writer};

/// Makes the MAC of data with a key of the server. No `Debug`: the data may be secret.
#[derive(Clone, Copy)]
pub struct Mac<'q> {
    /// Which key.
    pub target: Target<'q>,
    /// How.
    pub parameters: CryptographicParameters<'q>,
    /// What is authenticated.
    pub data: &'q [u8],
    /// Which part of the data this is.
    pub part: Part<'q>,
}

impl Request for Mac<'_> {
    const OPERATION: Operation = Operation::MAC;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_2;
    type Response<'a> = MacResponse<'a>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        self.parameters.fits(version)?;
        self.part.fits(version)
    }

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        self.parameters.write(w)?;
        w.byte_string(tags::DATA, self.data)?;
        self.part.write(w)
    }

    fn read(payload: Items<'_>) -> Result<MacResponse<'_>, Error> {
        Ok(MacResponse {
            unique_identifier: unique_identifier_if_text(payload)?,
            mac: take(payload, tags::MAC_DATA)?,
            correlation: take(payload, tags::CORRELATION_VALUE)?,
        })
    }
}

/// What comes back. No `Debug`: it may be secret.
#[derive(Clone, Copy)]
pub struct MacResponse<'a> {
    /// Which key the server says it is.
    pub unique_identifier: Option<&'a str>,
    /// The MAC, with the whole or the last part.
    pub mac: Option<&'a [u8]>,
    /// For the part that follows (KMIP 1.3).
    pub correlation: Option<&'a [u8]>,
}
