//! Register (section 4.3): the server takes in a symmetric key that was made elsewhere.

use super::super::attribute::{Attribute, write_template};
use super::super::{
    CryptographicAlgorithm, Error, KeyFormatType, ObjectType, Operation, ProtocolVersion, Request,
    tags,
};
use super::unique_identifier;
use crate::ttlv::{self, Items, Writer};

/// Hands a symmetric key to the server. The response is its Unique Identifier.
///
/// No `Debug`: it holds the key.
#[derive(Clone, Copy)]
pub struct Register<'q> {
    /// Name, usage: what the key shall have.
    pub attributes: &'q [Attribute<'q>],
    /// The algorithm the key is for.
    pub algorithm: CryptographicAlgorithm,
    /// The key itself.
    pub key_material: &'q [u8],
}

impl Request for Register<'_> {
    const OPERATION: Operation = Operation::REGISTER;
    type Response<'a> = &'a str;

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        let length_bits =
            i32::try_from(self.key_material.len() * 8).map_err(|_| ttlv::Error::TooLong)?;
        w.enumeration(tags::OBJECT_TYPE, ObjectType::SYMMETRIC_KEY.0)?;
        write_template(w, version, self.attributes)?;
        w.structure(tags::SYMMETRIC_KEY, |w| {
            w.structure(tags::KEY_BLOCK, |w| {
                w.enumeration(tags::KEY_FORMAT_TYPE, KeyFormatType::RAW.0)?;
                w.structure(tags::KEY_VALUE, |w| {
                    w.byte_string(tags::KEY_MATERIAL, self.key_material)
                })?;
                w.enumeration(tags::CRYPTOGRAPHIC_ALGORITHM, self.algorithm.0)?;
                w.integer(tags::CRYPTOGRAPHIC_LENGTH, length_bits)
            })
        })
    }

    fn read(payload: Items<'_>) -> Result<&str, Error> {
        unique_identifier(payload)
    }
}
