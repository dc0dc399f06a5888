//! Signature Verify (section 4.32; KMIP 1.2 and later): the server verifies a signature.

use super::super::payload::{need, put, take};
use super::super::{
    CryptographicParameters, Error, Operation, ProtocolVersion, Request, Target, ValidityIndicator,
    tags,
};
use super::{Part, unique_identifier_if_text};
use crate::ttlv::{self, Items, Writer};

/// Verifies a signature with a key of the server. No `Debug`: the data may be secret.
#[derive(Clone, Copy)]
pub struct SignatureVerify<'q> {
    /// Which key.
    pub target: Target<'q>,
    /// How.
    pub parameters: CryptographicParameters<'q>,
    /// What was signed.
    pub data: Option<&'q [u8]>,
    /// Its digest (KMIP 1.4).
    pub digest: Option<&'q [u8]>,
    /// The signature: with the whole, or the last part.
    pub signature: Option<&'q [u8]>,
    /// Which part of the data this is.
    pub part: Part<'q>,
}

impl Request for SignatureVerify<'_> {
    const OPERATION: Operation = Operation::SIGNATURE_VERIFY;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_2;
    type Response<'a> = SignatureVerifyResponse<'a>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        self.parameters.fits(version)?;
        if self.digest.is_some() {
            version.has_field(tags::DIGESTED_DATA, ProtocolVersion::V1_4)?;
        }
        self.part.fits(version)
    }

    fn changes_state(&self) -> bool {
        self.part.changes_state()
    }

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        self.parameters.write(w)?;
        put(w, tags::DATA, self.data)?;
        put(w, tags::DIGESTED_DATA, self.digest)?;
        put(w, tags::SIGNATURE_DATA, self.signature)?;
        self.part.write(w)
    }

    fn read(payload: Items<'_>) -> Result<SignatureVerifyResponse<'_>, Error> {
        Ok(SignatureVerifyResponse {
            unique_identifier: unique_identifier_if_text(payload)?,
            validity: need(payload, tags::VALIDITY_INDICATOR)?,
            data: take(payload, tags::DATA)?,
            correlation: take(payload, tags::CORRELATION_VALUE)?,
        })
    }
}

/// What comes back. No `Debug`: it may be secret.
#[derive(Clone, Copy)]
pub struct SignatureVerifyResponse<'a> {
    /// Which key the server says it is.
    pub unique_identifier: Option<&'a str>,
    /// Whether the signature is valid.
    pub validity: ValidityIndicator,
    /// What was signed, if the signature holds it.
    pub data: Option<&'a [u8]>,
    /// For the part that follows (KMIP 1.3).
    pub correlation: Option<&'a [u8]>,
}
