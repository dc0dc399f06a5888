//! Managed Objects (section 2.2), as they are handed to a server.

use super::{CryptographicAlgorithm, KeyFormatType, ObjectType, tags};
use crate::ttlv::{self, Writer};

/// A Managed Object. No `Debug`: it holds keys.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Object<'a> {
    /// A Symmetric Key (section 2.2.2) in format Raw.
    SymmetricKey {
        /// The algorithm the key is for.
        algorithm: CryptographicAlgorithm,
        /// The key itself.
        material: &'a [u8],
    },
}

impl<'a> Object<'a> {
    /// A Symmetric Key in format Raw.
    #[must_use]
    pub const fn symmetric_key(algorithm: CryptographicAlgorithm, material: &'a [u8]) -> Self {
        Self::SymmetricKey {
            algorithm,
            material,
        }
    }

    /// What kind of object it is.
    #[must_use]
    pub const fn kind(&self) -> ObjectType {
        match self {
            Self::SymmetricKey { .. } => ObjectType::SYMMETRIC_KEY,
        }
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
        match self {
            Self::SymmetricKey {
                algorithm,
                material,
            } => {
                let length_bits =
                    i32::try_from(material.len() * 8).map_err(|_| ttlv::Error::TooLong)?;
                w.structure(tags::SYMMETRIC_KEY, |w| {
                    w.structure(tags::KEY_BLOCK, |w| {
                        w.enumeration(tags::KEY_FORMAT_TYPE, KeyFormatType::RAW.0)?;
                        w.structure(tags::KEY_VALUE, |w| {
                            w.byte_string(tags::KEY_MATERIAL, material)
                        })?;
                        w.enumeration(tags::CRYPTOGRAPHIC_ALGORITHM, algorithm.0)?;
                        w.integer(tags::CRYPTOGRAPHIC_LENGTH, length_bits)
                    })
                })
            }
        }
    }
}
