//! Key Block (section 2.1.3): a key's material, how it is laid out, and how it is wrapped.

use super::attribute::Attributes;
use super::payload::{need, put, take};
use super::{
    CryptographicAlgorithm, Error, KeyCompressionType, KeyFormatType, KeyWrapping, ProtocolVersion,
    tags,
};
use crate::ttlv::{self, Items, Value, Writer};

/// A key in its block. No `Debug`: it holds the key.
#[derive(Clone, Copy)]
pub struct KeyBlock<'a> {
    /// How the material is laid out.
    pub format: KeyFormatType,
    /// How the point of an elliptic curve public key is compressed.
    pub compression: Option<KeyCompressionType>,
    /// The key itself.
    pub value: KeyValue<'a>,
    /// The algorithm the key is for. May be left out for a key that the server knows nothing about.
    pub algorithm: Option<CryptographicAlgorithm>,
    /// The key's length in bits, unwrapped.
    pub length_bits: Option<i32>,
    /// How it is wrapped, if it is.
    pub wrapping: Option<KeyWrapping<'a>>,
    attributes: Items<'a>,
}

/// The key itself. No `Debug`.
#[derive(Clone, Copy)]
pub enum KeyValue<'a> {
    /// It isn't there: the server keeps the object without it (KMIP 1.2, Key Value Present).
    Absent,
    /// Bytes in a Key Material: the key, or what its wrapping without encoding made of it.
    Material(&'a [u8]),
    /// Items in a Key Material, for the transparent formats (section 2.1.7).
    Transparent(Items<'a>),
    /// Bytes in place of the Key Value: what its wrapping made of the Key Value's TTLV encoding.
    Wrapped(&'a [u8]),
}

impl<'a> KeyBlock<'a> {
    /// A key of this format that isn't wrapped.
    #[must_use]
    pub const fn new(format: KeyFormatType, value: KeyValue<'a>) -> Self {
        Self {
            format,
            compression: None,
            value,
            algorithm: None,
            length_bits: None,
            wrapping: None,
            attributes: Items::none(),
        }
    }

    /// For which algorithm the key is, and its length in bits.
    #[must_use]
    pub const fn for_algorithm(
        mut self,
        algorithm: CryptographicAlgorithm,
        length_bits: i32,
    ) -> Self {
        self.algorithm = Some(algorithm);
        self.length_bits = Some(length_bits);
        self
    }

    /// The key is wrapped so.
    #[must_use]
    pub const fn wrapped_by(mut self, wrapping: KeyWrapping<'a>) -> Self {
        self.wrapping = Some(wrapping);
        self
    }

    /// Attributes that came with the key in its Key Value (section 2.1.4).
    #[must_use]
    pub const fn attributes(&self) -> Attributes<'a> {
        Attributes::among(self.attributes)
    }

    pub(super) fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        if matches!(self.value, KeyValue::Absent) {
            version.has_field(tags::KEY_VALUE_PRESENT, ProtocolVersion::V1_2)?;
        }
        match &self.wrapping {
            Some(wrapping) => wrapping.fits(version),
            None => Ok(()),
        }
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
        w.structure(tags::KEY_BLOCK, |w| {
            put(w, tags::KEY_FORMAT_TYPE, Some(self.format))?;
            put(w, tags::KEY_COMPRESSION_TYPE, self.compression)?;
            match self.value {
                KeyValue::Absent => {}
                KeyValue::Wrapped(bytes) => w.byte_string(tags::KEY_VALUE, bytes)?,
                KeyValue::Material(bytes) => w.structure(tags::KEY_VALUE, |w| {
                    w.byte_string(tags::KEY_MATERIAL, bytes)
                })?,
                KeyValue::Transparent(items) => w.structure(tags::KEY_VALUE, |w| {
                    w.value(tags::KEY_MATERIAL, &Value::Structure(items))
                })?,
            }
            put(w, tags::CRYPTOGRAPHIC_ALGORITHM, self.algorithm)?;
            put(w, tags::CRYPTOGRAPHIC_LENGTH, self.length_bits)?;
            match &self.wrapping {
                Some(wrapping) => wrapping.write(w),
                None => Ok(()),
            }
        })
    }

    pub(super) fn read(block: Items<'a>) -> Result<Self, Error> {
        let wrapping = match block.find(tags::KEY_WRAPPING_DATA)? {
            Some(wrapping) => Some(KeyWrapping::read(wrapping.structure()?)?),
            None => None,
        };
        let mut attributes = Items::none();
        let value = match block.find(tags::KEY_VALUE)? {
            None => KeyValue::Absent,
            Some(value) => match value.value {
                Value::ByteString(bytes) => KeyValue::Wrapped(bytes),
                _ => {
                    attributes = value.structure()?;
                    match attributes.find(tags::KEY_MATERIAL)? {
                        None => KeyValue::Absent,
                        Some(material) => match material.value {
                            Value::Structure(items) => KeyValue::Transparent(items),
                            _ => KeyValue::Material(material.bytes()?),
                        },
                    }
                }
            },
        };
        Ok(Self {
            format: need(block, tags::KEY_FORMAT_TYPE)?,
            compression: take(block, tags::KEY_COMPRESSION_TYPE)?,
            value,
            algorithm: take(block, tags::CRYPTOGRAPHIC_ALGORITHM)?,
            length_bits: take(block, tags::CRYPTOGRAPHIC_LENGTH)?,
            wrapping,
            attributes,
        })
    }
}
