//! Get (section 4.11): a key with its material.

use super::super::response::{required, there};
use super::super::{
    CryptographicAlgorithm, Error, KeyFormatType, ObjectType, Operation, ProtocolVersion, Request,
    Target, tags,
};
use super::if_text;
use crate::ttlv::{self, Items, Writer};

/// Fetches a symmetric key, unwrapped, in format Raw.
#[derive(Clone, Copy, Debug)]
pub struct Get<'q> {
    /// Which key.
    pub target: Target<'q>,
}

impl Request for Get<'_> {
    const OPERATION: Operation = Operation::GET;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = GetResponse<'a>;

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        w.enumeration(tags::KEY_FORMAT_TYPE, KeyFormatType::RAW.0)
    }

    fn read(payload: Items<'_>) -> Result<GetResponse<'_>, Error> {
        let [kind, identifier, key] = payload.pick([
            tags::OBJECT_TYPE,
            tags::UNIQUE_IDENTIFIER,
            tags::SYMMETRIC_KEY,
        ])?;
        let kind = ObjectType(there(kind, tags::OBJECT_TYPE)?.enumeration()?);
        if kind != ObjectType::SYMMETRIC_KEY {
            return Err(Error::NotASymmetricKey(kind));
        }
        Ok(GetResponse {
            unique_identifier: identifier.and_then(if_text),
            key: SymmetricKey::read(there(key, tags::SYMMETRIC_KEY)?.structure()?)?,
        })
    }
}

/// What Get hands back. No `Debug`: it holds the key.
pub struct GetResponse<'a> {
    /// Which object the server says it is.
    pub unique_identifier: Option<&'a str>,
    /// The key.
    pub key: SymmetricKey<'a>,
}

/// A symmetric key (section 2.2.2) in its Key Block (section 2.1.3). No `Debug`: it holds the key.
pub struct SymmetricKey<'a> {
    /// The algorithm the key is for. May be left out for a key that the server knows nothing about.
    pub algorithm: Option<CryptographicAlgorithm>,
    /// Its length in bits, as the server says.
    pub length_bits: Option<i32>,
    /// The key itself.
    pub material: &'a [u8],
}

impl<'a> SymmetricKey<'a> {
    fn read(object: Items<'a>) -> Result<Self, Error> {
        let block = required(object, tags::KEY_BLOCK)?.structure()?;
        let [format, value, algorithm, length, wrapping] = block.pick([
            tags::KEY_FORMAT_TYPE,
            tags::KEY_VALUE,
            tags::CRYPTOGRAPHIC_ALGORITHM,
            tags::CRYPTOGRAPHIC_LENGTH,
            tags::KEY_WRAPPING_DATA,
        ])?;
        if wrapping.is_some() {
            return Err(Error::WrappedKey);
        }
        let format = KeyFormatType(there(format, tags::KEY_FORMAT_TYPE)?.enumeration()?);
        // Key Value may also hold attributes (section 2.1.4): they are skipped.
        let value = there(value, tags::KEY_VALUE)?.structure()?;
        let material = required(value, tags::KEY_MATERIAL)?;
        let material = match format {
            KeyFormatType::RAW => material.bytes()?,
            // Some servers send their own choice, whatever was asked for (section 2.1.7.1).
            KeyFormatType::TRANSPARENT_SYMMETRIC_KEY => {
                required(material.structure()?, tags::KEY)?.bytes()?
            }
            other => return Err(Error::KeyFormat(other)),
        };
        Ok(Self {
            algorithm: algorithm
                .map(|item| item.enumeration())
                .transpose()?
                .map(CryptographicAlgorithm),
            length_bits: length.map(|item| item.integer()).transpose()?,
            material,
        })
    }
}
