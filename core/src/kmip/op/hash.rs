//! Hash (section 4.37; KMIP 1.2 and later): the server makes a digest.

use super::super::payload::take;
use super::super::{CryptographicParameters, Error, Operation, ProtocolVersion, Request, tags};
use super::Part;
use crate::ttlv::{self, Items, Writer};

/// Makes the digest of data. No `Debug`: the data may be secret.
#[derive(Clone, Copy)]
pub struct Hash<'q> {
    /// How.
    pub parameters: CryptographicParameters<'q>,
    /// What is hashed.
    pub data: &'q [u8],
    /// Which part of the data this is.
    pub part: Part<'q>,
}

impl Request for Hash<'_> {
    const OPERATION: Operation = Operation::HASH;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_2;
    type Response<'a> = HashResponse<'a>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        self.parameters.fits(version)?;
        self.part.fits(version)
    }

    fn changes_state(&self) -> bool {
        self.part.changes_state()
    }

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.parameters.write(w)?;
        w.byte_string(tags::DATA, self.data)?;
        self.part.write(w)
    }

    fn read(payload: Items<'_>) -> Result<HashResponse<'_>, Error> {
        Ok(HashResponse {
            data: take(payload, tags::DATA)?,
            correlation: take(payload, tags::CORRELATION_VALUE)?,
        })
    }
}

/// What comes back. No `Debug`: it may be secret.
#[derive(Clone, Copy)]
pub struct HashResponse<'a> {
    /// The digest, with the whole or the last part.
    pub data: Option<&'a [u8]>,
    /// For the part that follows (KMIP 1.3).
    pub correlation: Option<&'a [u8]>,
}
