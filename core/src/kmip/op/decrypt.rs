//! Decrypt (section 4.30; KMIP 1.2 and later): the server decrypts.

use super::super::payload::{put, take};
use super::super::{
    CryptographicParameters, Error, Operation, ProtocolVersion, Request, Target, tags,
};
use super::{Part, unique_identifier_if_text};
use crate::ttlv::{self, Items, Writer};

/// Decrypts data with a key of the server. No `Debug`: the data may be secret.
#[derive(Clone, Copy)]
pub struct Decrypt<'q> {
    /// Which key.
    pub target: Target<'q>,
    /// How.
    pub parameters: CryptographicParameters<'q>,
    /// What is decrypted.
    pub data: &'q [u8],
    /// The IV, counter or nonce.
    pub iv: Option<&'q [u8]>,
    /// Which part of the data this is.
    pub part: Part<'q>,
    /// What is authenticated beside the data (KMIP 1.4).
    pub aad: Option<&'q [u8]>,
    /// The tag of authenticated encryption (KMIP 1.4).
    pub tag: Option<&'q [u8]>,
}

impl Request for Decrypt<'_> {
    const OPERATION: Operation = Operation::DECRYPT;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_2;
    type Response<'a> = DecryptResponse<'a>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        self.parameters.fits(version)?;
        if self.aad.is_some() {
            version.has_field(
                tags::AUTHENTICATED_ENCRYPTION_ADDITIONAL_DATA,
                ProtocolVersion::V1_4,
            )?;
        }
        if self.tag.is_some() {
            version.has_field(tags::AUTHENTICATED_ENCRYPTION_TAG, ProtocolVersion::V1_4)?;
        }
        self.part.fits(version)
    }

    fn changes_state(&self) -> bool {
        self.part.changes_state()
    }

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        self.parameters.write(w)?;
        w.byte_string(tags::DATA, self.data)?;
        put(w, tags::IV_COUNTER_NONCE, self.iv)?;
        self.part.write(w)?;
        put(w, tags::AUTHENTICATED_ENCRYPTION_ADDITIONAL_DATA, self.aad)?;
        put(w, tags::AUTHENTICATED_ENCRYPTION_TAG, self.tag)
    }

    fn read(payload: Items<'_>) -> Result<DecryptResponse<'_>, Error> {
        Ok(DecryptResponse {
            unique_identifier: unique_identifier_if_text(payload)?,
            data: take(payload, tags::DATA)?,
            correlation: take(payload, tags::CORRELATION_VALUE)?,
        })
    }
}

/// What comes back. No `Debug`: it may be secret.
#[derive(Clone, Copy)]
pub struct DecryptResponse<'a> {
    /// Which key the server says it is.
    pub unique_identifier: Option<&'a str>,
    /// The plaintext of this part.
    pub data: Option<&'a [u8]>,
    /// For the part that follows (KMIP 1.3).
    pub correlation: Option<&'a [u8]>,
}
