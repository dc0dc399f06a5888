//! Managed Objects (section 2.2), as they are handed to a server and come from one.

use super::enumerations::{
    CertificateRequestType, CertificateType, OpaqueDataType, SecretDataType, SplitKeyMethod,
};
use super::payload::{Big, need, put, take};
use super::response::required;
use super::{
    CryptographicAlgorithm, Error, KeyBlock, KeyFormatType, KeyValue, KeyWrapping, ObjectType,
    ProtocolVersion, tags,
};
use crate::ttlv::{self, Items, Tag, Value, Writer};

/// A Managed Object. No `Debug`: it holds keys.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Object<'a> {
    /// A Certificate (section 2.2.1).
    Certificate {
        /// What kind.
        kind: CertificateType,
        /// The certificate, in DER for X.509.
        value: &'a [u8],
    },
    /// A Symmetric Key (section 2.2.2).
    SymmetricKey(KeyBlock<'a>),
    /// A Public Key (section 2.2.3).
    PublicKey(KeyBlock<'a>),
    /// A Private Key (section 2.2.4).
    PrivateKey(KeyBlock<'a>),
    /// One part of a Split Key (section 2.2.5).
    SplitKey {
        /// Into how many parts, which of them, and how.
        split: Split<'a>,
        /// The part.
        block: KeyBlock<'a>,
    },
    /// Secret Data (section 2.2.7): a password or a seed.
    SecretData {
        /// What kind.
        kind: SecretDataType,
        /// The secret.
        block: KeyBlock<'a>,
    },
    /// An Opaque Object (section 2.2.8): the server needn't understand it.
    OpaqueObject {
        /// What kind: the standard names none.
        kind: OpaqueDataType,
        /// The bytes.
        value: &'a [u8],
    },
    /// A PGP Key (section 2.2.9, KMIP 1.2).
    PgpKey {
        /// PGP Key Version.
        version: i32,
        /// The key.
        block: KeyBlock<'a>,
    },
    /// A Certificate Request (KMIP 2.0 section 2.1).
    CertificateRequest {
        /// What kind.
        kind: CertificateRequestType,
        /// The request.
        value: &'a [u8],
    },
    /// Any other kind, such as a Template (section 2.2.6): the items as they came.
    Other {
        /// What kind.
        kind: ObjectType,
        /// The tag they stand under.
        tag: Tag,
        /// The items.
        items: Items<'a>,
    },
}

/// Into how many parts a key is split, which of them this is, and how (section 2.2.5).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Split<'a> {
    /// Split Key Parts: how many there are.
    pub parts: i32,
    /// Key Part Identifier: which this is.
    pub part: i32,
    /// Split Key Threshold: how many are needed.
    pub threshold: i32,
    /// How.
    pub method: SplitKeyMethod,
    /// Prime Field Size, for Polynomial Sharing Prime Field: two's complement.
    pub prime_field_size: Option<&'a [u8]>,
}

impl<'a> Object<'a> {
    /// A Symmetric Key in format Raw: its length is that of its bytes.
    #[must_use]
    pub fn symmetric_key(algorithm: CryptographicAlgorithm, material: &'a [u8]) -> Self {
        let block = KeyBlock::new(KeyFormatType::RAW, KeyValue::Material(material));
        Self::SymmetricKey(block.for_algorithm(algorithm, bits(material)))
    }

    /// A Symmetric Key of `length_bits` that is wrapped by AES Key Wrap (RFC 3394) under the server's key of this Unique
    /// Identifier.
    ///
    /// KMIP 1.0 can't say so: it has no Encoding Option.
    #[must_use]
    pub const fn wrapped_symmetric_key(
        algorithm: CryptographicAlgorithm,
        length_bits: i32,
        wrapped: &'a [u8],
        wrapping_key: &'a str,
    ) -> Self {
        let block = KeyBlock::new(KeyFormatType::RAW, KeyValue::Material(wrapped));
        let wrapping = KeyWrapping::nist_key_wrap(wrapping_key);
        Self::SymmetricKey(
            block
                .for_algorithm(algorithm, length_bits)
                .wrapped_by(wrapping),
        )
    }

    /// Secret Data of this kind, in format Opaque.
    #[must_use]
    pub const fn secret_data(kind: SecretDataType, secret: &'a [u8]) -> Self {
        let block = KeyBlock::new(KeyFormatType::OPAQUE, KeyValue::Material(secret));
        Self::SecretData { kind, block }
    }

    /// What kind of object it is.
    #[must_use]
    pub const fn kind(&self) -> ObjectType {
        match self {
            Self::Certificate { .. } => ObjectType::CERTIFICATE,
            Self::SymmetricKey(_) => ObjectType::SYMMETRIC_KEY,
            Self::PublicKey(_) => ObjectType::PUBLIC_KEY,
            Self::PrivateKey(_) => ObjectType::PRIVATE_KEY,
            Self::SplitKey { .. } => ObjectType::SPLIT_KEY,
            Self::SecretData { .. } => ObjectType::SECRET_DATA,
            Self::OpaqueObject { .. } => ObjectType::OPAQUE_OBJECT,
            Self::PgpKey { .. } => ObjectType::PGP_KEY,
            Self::CertificateRequest { .. } => ObjectType::CERTIFICATE_REQUEST,
            Self::Other { kind, .. } => *kind,
        }
    }

    /// The object's Key Block, if its kind has one.
    #[must_use]
    pub const fn block(&self) -> Option<&KeyBlock<'a>> {
        match self {
            Self::SymmetricKey(block)
            | Self::PublicKey(block)
            | Self::PrivateKey(block)
            | Self::SplitKey { block, .. }
            | Self::SecretData { block, .. }
            | Self::PgpKey { block, .. } => Some(block),
            _ => None,
        }
    }

    /// Whether the version has this kind of object, and all that is said of it.
    pub(super) fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        match self {
            Self::PgpKey { .. } => version.has_field(tags::PGP_KEY, ProtocolVersion::V1_2)?,
            Self::CertificateRequest { .. } => {
                version.has_field(tags::CERTIFICATE_REQUEST, ProtocolVersion::V2_0)?;
            }
            _ => {}
        }
        match self.block() {
            Some(block) => block.fits(version),
            None => Ok(()),
        }
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
        match self {
            Self::Certificate { kind, value } => w.structure(tags::CERTIFICATE, |w| {
                put(w, tags::CERTIFICATE_TYPE, Some(*kind))?;
                w.byte_string(tags::CERTIFICATE_VALUE, value)
            }),
            Self::SymmetricKey(block) => w.structure(tags::SYMMETRIC_KEY, |w| block.write(w)),
            Self::PublicKey(block) => w.structure(tags::PUBLIC_KEY, |w| block.write(w)),
            Self::PrivateKey(block) => w.structure(tags::PRIVATE_KEY, |w| block.write(w)),
            Self::SplitKey { split, block } => w.structure(tags::SPLIT_KEY, |w| {
                w.integer(tags::SPLIT_KEY_PARTS, split.parts)?;
                w.integer(tags::KEY_PART_IDENTIFIER, split.part)?;
                w.integer(tags::SPLIT_KEY_THRESHOLD, split.threshold)?;
                put(w, tags::SPLIT_KEY_METHOD, Some(split.method))?;
                put(w, tags::PRIME_FIELD_SIZE, split.prime_field_size.map(Big))?;
                block.write(w)
            }),
            Self::SecretData { kind, block } => w.structure(tags::SECRET_DATA, |w| {
                put(w, tags::SECRET_DATA_TYPE, Some(*kind))?;
                block.write(w)
            }),
            Self::OpaqueObject { kind, value } => w.structure(tags::OPAQUE_OBJECT, |w| {
                put(w, tags::OPAQUE_DATA_TYPE, Some(*kind))?;
                w.byte_string(tags::OPAQUE_DATA_VALUE, value)
            }),
            Self::PgpKey { version, block } => w.structure(tags::PGP_KEY, |w| {
                w.integer(tags::PGP_KEY_VERSION, *version)?;
                block.write(w)
            }),
            Self::CertificateRequest { kind, value } => {
                w.structure(tags::CERTIFICATE_REQUEST, |w| {
                    put(w, tags::CERTIFICATE_REQUEST_TYPE, Some(*kind))?;
                    w.byte_string(tags::CERTIFICATE_REQUEST_VALUE, value)
                })
            }
            Self::Other { tag, items, .. } => w.value(*tag, &Value::Structure(*items)),
        }
    }

    /// The object of this kind in a payload.
    pub(super) fn read(kind: ObjectType, payload: Items<'a>) -> Result<Self, Error> {
        let parts = |tag| -> Result<Items<'a>, Error> { Ok(required(payload, tag)?.structure()?) };
        let block = |parts: Items<'a>| -> Result<KeyBlock<'a>, Error> {
            KeyBlock::read(required(parts, tags::KEY_BLOCK)?.structure()?)
        };
        Ok(match kind {
            ObjectType::CERTIFICATE => {
                let parts = parts(tags::CERTIFICATE)?;
                Self::Certificate {
                    kind: need(parts, tags::CERTIFICATE_TYPE)?,
                    value: need(parts, tags::CERTIFICATE_VALUE)?,
                }
            }
            ObjectType::SYMMETRIC_KEY => Self::SymmetricKey(block(parts(tags::SYMMETRIC_KEY)?)?),
            ObjectType::PUBLIC_KEY => Self::PublicKey(block(parts(tags::PUBLIC_KEY)?)?),
            ObjectType::PRIVATE_KEY => Self::PrivateKey(block(parts(tags::PRIVATE_KEY)?)?),
            ObjectType::SPLIT_KEY => {
                let parts = parts(tags::SPLIT_KEY)?;
                Self::SplitKey {
                    split: Split::read(parts)?,
                    block: block(parts)?,
                }
            }
            ObjectType::SECRET_DATA => {
                let parts = parts(tags::SECRET_DATA)?;
                Self::SecretData {
                    kind: need(parts, tags::SECRET_DATA_TYPE)?,
                    block: block(parts)?,
                }
            }
            ObjectType::OPAQUE_OBJECT => {
                let parts = parts(tags::OPAQUE_OBJECT)?;
                Self::OpaqueObject {
                    kind: need(parts, tags::OPAQUE_DATA_TYPE)?,
                    value: need(parts, tags::OPAQUE_DATA_VALUE)?,
                }
            }
            ObjectType::PGP_KEY => {
                let parts = parts(tags::PGP_KEY)?;
                Self::PgpKey {
                    version: need(parts, tags::PGP_KEY_VERSION)?,
                    block: block(parts)?,
                }
            }
            ObjectType::CERTIFICATE_REQUEST => {
                let parts = parts(tags::CERTIFICATE_REQUEST)?;
                Self::CertificateRequest {
                    kind: need(parts, tags::CERTIFICATE_REQUEST_TYPE)?,
                    value: need(parts, tags::CERTIFICATE_REQUEST_VALUE)?,
                }
            }
            other => Self::read_other(other, payload)?,
        })
    }

    /// A kind that isn't known here: the payload's last structure that isn't attributes.
    fn read_other(kind: ObjectType, payload: Items<'a>) -> Result<Self, Error> {
        let mut found = None;
        for item in payload {
            let item = item?;
            let is_attributes = matches!(item.tag, tags::ATTRIBUTE | tags::ATTRIBUTES);
            if let (Ok(items), false) = (item.structure(), is_attributes) {
                found = Some((item.tag, items));
            }
        }
        let (tag, items) = found.ok_or(Error::Missing(tags::TEMPLATE))?;
        Ok(Self::Other { kind, tag, items })
    }
}

impl<'a> Split<'a> {
    fn read(parts: Items<'a>) -> Result<Self, Error> {
        Ok(Self {
            parts: need(parts, tags::SPLIT_KEY_PARTS)?,
            part: need(parts, tags::KEY_PART_IDENTIFIER)?,
            threshold: need(parts, tags::SPLIT_KEY_THRESHOLD)?,
            method: need(parts, tags::SPLIT_KEY_METHOD)?,
            prime_field_size: take::<Big<'_>>(parts, tags::PRIME_FIELD_SIZE)?.map(|size| size.0),
        })
    }
}

/// How many bits these bytes have. No message holds more than an `i32` counts.
fn bits(bytes: &[u8]) -> i32 {
    i32::try_from(bytes.len().saturating_mul(8)).unwrap_or(i32::MAX)
}
