//! Derive Key (section 4.6): the server derives a key or a secret from others.

use super::super::attribute::{Attribute, attributes_fit, write_template};
use super::super::payload::put;
use super::super::{
    CryptographicParameters, DerivationMethod, Error, ObjectType, Operation, ProtocolVersion,
    Request, tags,
};
use super::unique_identifier;
use crate::ttlv::{self, Items, Writer};

/// Derives a key or a secret. The response is its Unique Identifier. No `Debug`: the derivation data may be secret.
#[derive(Clone, Copy)]
pub struct DeriveKey<'q> {
    /// What is to come of it: a Symmetric Key or Secret Data.
    pub kind: ObjectType,
    /// From which objects: for most methods one key, and perhaps Secret Data that serves as derivation data.
    pub sources: &'q [&'q str],
    /// How.
    pub method: DerivationMethod,
    /// Cryptographic Parameters of the method.
    pub parameters: CryptographicParameters<'q>,
    /// Initialization Vector.
    pub initialization_vector: Option<&'q [u8]>,
    /// Derivation Data.
    pub derivation_data: Option<&'q [u8]>,
    /// Salt, for PBKDF2.
    pub salt: Option<&'q [u8]>,
    /// Iteration Count, for PBKDF2.
    pub iteration_count: Option<i32>,
    /// What the new object shall have: algorithm and length among it.
    pub attributes: &'q [Attribute<'q>],
}

impl Request for DeriveKey<'_> {
    const OPERATION: Operation = Operation::DERIVE_KEY;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = &'a str;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        self.parameters.fits(version)?;
        attributes_fit(version, self.attributes)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        put(w, tags::OBJECT_TYPE, Some(self.kind))?;
        self.sources
            .iter()
            .try_for_each(|source| w.text_string(tags::UNIQUE_IDENTIFIER, source))?;
        put(w, tags::DERIVATION_METHOD, Some(self.method))?;
        w.structure(tags::DERIVATION_PARAMETERS, |w| {
            self.parameters.write(w)?;
            put(w, tags::INITIALIZATION_VECTOR, self.initialization_vector)?;
            put(w, tags::DERIVATION_DATA, self.derivation_data)?;
            put(w, tags::SALT, self.salt)?;
            put(w, tags::ITERATION_COUNT, self.iteration_count)
        })?;
        write_template(w, version, self.attributes)
    }

    fn read(payload: Items<'_>) -> Result<&str, Error> {
        unique_identifier(payload)
    }
}
