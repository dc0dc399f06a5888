//! Sign (section 4.31; KMIP 1.2 and later): the server signs.

use super::super::payload::{put, take};
use super::super::{
    CryptographicParameters, Error, Operation, ProtocolVersion, Request, Target, tags,
};
use super::{Part, unique_identifier_if_text};
use crate::ttlv::{self, Items, Writer};

/// Signs data with a key of the server. No `Debug`: the data may be secret.
#[derive(Clone, Copy)]
pub struct Sign<'q> {
    /// Which key.
    pub target: Target<'q>,
    /// How.
    pub parameters: CryptographicParameters<'q>,
    /// What is signed.
    pub data: Option<&'q [u8]>,
    /// Its digest, to be signed as it is (KMIP 1.4).
    pub digest: Option<&'q [u8]>,
    /// Which part of the data this is.
    pub part: Part<'q>,
}

impl Request for Sign<'_> {
    const OPERATION: Operation = Operation::SIGN;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_2;
    type Response<'a> = SignResponse<'a>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        self.parameters.fits(version)?;
        if self.digest.is_some() {
            version.has_field(tags::DIGESTED_DATA, ProtocolVersion::V1_4)?;
        }
        self.part.fits(version)
    }

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        self.parameters.write(w)?;
        put(w, tags::DATA, self.data)?;
        put(w, tags::DIGESTED_DATA, self.digest)?;
        self.part.write(w)
    }

    fn read(payload: Items<'_>) -> Result<SignResponse<'_>, Error> {
        Ok(SignResponse {
            unique_identifier: unique_identifier_if_text(payload)?,
            signature: take(payload, tags::SIGNATURE_DATA)?,
            correlation: take(payload, tags::CORRELATION_VALUE)?,
        })
    }
}

/// What comes back. No `Debug`: it may be secret.
#[derive(Clone, Copy)]
pub struct SignResponse<'a> {
    /// Which key the server says it is.
    pub unique_identifier: Option<&'a str>,
    /// The signature, with the whole or the last part.
    pub signature: Option<&'a [u8]>,
    /// For the part that follows (KMIP 1.3).
    pub correlation: Option<&'a [u8]>,
}
