//! Wrapping of keys: Key Wrapping Specification in requests (section 2.1.6), Key Wrapping Data on keys (section 2.1.5).

use super::attribute::{AttributeKind, kinds_fit};
use super::payload::{need, put, take};
use super::{
    BlockCipherMode, CryptographicParameters, EncodingOption, Error, ProtocolVersion,
    WrappingMethod, tags,
};
use crate::ttlv::{self, Items, Tag, Value, Writer};

/// A key that wraps, or that signs what is wrapped (Encryption Key Information, MAC/Signature Key Information).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeyInformation<'a> {
    /// Its Unique Identifier. Some servers send a number of KMIP 2.x in its place, or nothing: then there is none.
    pub unique_identifier: Option<&'a str>,
    /// How it is used.
    pub parameters: CryptographicParameters<'a>,
}

impl<'a> KeyInformation<'a> {
    fn write(&self, w: &mut Writer<'_>, tag: Tag) -> Result<(), ttlv::Error> {
        w.structure(tag, |w| {
            put(w, tags::UNIQUE_IDENTIFIER, self.unique_identifier)?;
            self.parameters.write(w)
        })
    }

    fn read(items: Items<'a>, tag: Tag) -> Result<Option<Self>, Error> {
        let Some(item) = items.find(tag)? else {
            return Ok(None);
        };
        let parts = item.structure()?;
        let id = parts.find(tags::UNIQUE_IDENTIFIER)?;
        let parameters = match parts.find(tags::CRYPTOGRAPHIC_PARAMETERS)? {
            Some(parameters) => CryptographicParameters::read(parameters.structure()?)?,
            None => CryptographicParameters::NONE,
        };
        Ok(Some(Self {
            unique_identifier: id.and_then(|id| match id.value {
                Value::TextString(text) => Some(text),
                _ => None,
            }),
            parameters,
        }))
    }
}

/// How the server is to wrap a key that it hands out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeyWrappingSpecification<'a> {
    /// How.
    pub method: WrappingMethod,
    /// The key that encrypts.
    pub encryption_key: Option<KeyInformation<'a>>,
    /// The key that signs.
    pub mac_signature_key: Option<KeyInformation<'a>>,
    /// Attributes that are wrapped with the key.
    pub attributes: &'a [AttributeKind<'a>],
    /// What is wrapped (KMIP 1.1): left out, it is the TTLV encoding of the Key Value.
    pub encoding: Option<EncodingOption>,
}

impl<'a> KeyWrappingSpecification<'a> {
    /// AES Key Wrap (RFC 3394) of the key's bytes under the key of this Unique Identifier.
    #[must_use]
    pub const fn nist_key_wrap(wrapping_key: &'a str) -> Self {
        Self {
            method: WrappingMethod::ENCRYPT,
            encryption_key: Some(nist_key(wrapping_key)),
            mac_signature_key: None,
            attributes: &[],
            encoding: Some(EncodingOption::NO_ENCODING),
        }
    }

    pub(super) fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        if self.encoding.is_some() {
            version.has_field(tags::ENCODING_OPTION, ProtocolVersion::V1_1)?;
        }
        kinds_fit(version, self.attributes)?;
        key_fits(version, self.encryption_key.as_ref())?;
        key_fits(version, self.mac_signature_key.as_ref())
    }

    pub(super) fn write(
        &self,
        w: &mut Writer<'_>,
        version: ProtocolVersion,
    ) -> Result<(), ttlv::Error> {
        w.structure(tags::KEY_WRAPPING_SPECIFICATION, |w| {
            put(w, tags::WRAPPING_METHOD, Some(self.method))?;
            write_keys(w, self.encryption_key, self.mac_signature_key)?;
            super::attribute::write_references(w, version, self.attributes)?;
            put(w, tags::ENCODING_OPTION, self.encoding)
        })
    }
}

/// How a key is wrapped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeyWrapping<'a> {
    /// How.
    pub method: WrappingMethod,
    /// The key that encrypted it.
    pub encryption_key: Option<KeyInformation<'a>>,
    /// The key that signed it.
    pub mac_signature_key: Option<KeyInformation<'a>>,
    /// The MAC or signature.
    pub mac_signature: Option<&'a [u8]>,
    /// The IV, counter or nonce of the encryption.
    pub iv_counter_nonce: Option<&'a [u8]>,
    /// What was wrapped (KMIP 1.1): left out, it is the TTLV encoding of the Key Value.
    pub encoding: Option<EncodingOption>,
}

impl<'a> KeyWrapping<'a> {
    /// AES Key Wrap (RFC 3394) of the key's bytes under the key of this Unique Identifier.
    #[must_use]
    pub const fn nist_key_wrap(wrapping_key: &'a str) -> Self {
        Self {
            method: WrappingMethod::ENCRYPT,
            encryption_key: Some(nist_key(wrapping_key)),
            mac_signature_key: None,
            mac_signature: None,
            iv_counter_nonce: None,
            encoding: Some(EncodingOption::NO_ENCODING),
        }
    }

    pub(super) fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        if self.encoding.is_some() {
            version.has_field(tags::ENCODING_OPTION, ProtocolVersion::V1_1)?;
        }
        key_fits(version, self.encryption_key.as_ref())?;
        key_fits(version, self.mac_signature_key.as_ref())
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
        w.structure(tags::KEY_WRAPPING_DATA, |w| {
            put(w, tags::WRAPPING_METHOD, Some(self.method))?;
            write_keys(w, self.encryption_key, self.mac_signature_key)?;
            put(w, tags::MAC_SIGNATURE, self.mac_signature)?;
            put(w, tags::IV_COUNTER_NONCE, self.iv_counter_nonce)?;
            put(w, tags::ENCODING_OPTION, self.encoding)
        })
    }

    pub(super) fn read(parts: Items<'a>) -> Result<Self, Error> {
        Ok(Self {
            method: need(parts, tags::WRAPPING_METHOD)?,
            encryption_key: KeyInformation::read(parts, tags::ENCRYPTION_KEY_INFORMATION)?,
            mac_signature_key: KeyInformation::read(parts, tags::MAC_SIGNATURE_KEY_INFORMATION)?,
            mac_signature: take(parts, tags::MAC_SIGNATURE)?,
            iv_counter_nonce: take(parts, tags::IV_COUNTER_NONCE)?,
            encoding: take(parts, tags::ENCODING_OPTION)?,
        })
    }
}

const fn nist_key(wrapping_key: &str) -> KeyInformation<'_> {
    KeyInformation {
        unique_identifier: Some(wrapping_key),
        parameters: CryptographicParameters {
            block_cipher_mode: Some(BlockCipherMode::NIST_KEY_WRAP),
            ..CryptographicParameters::NONE
        },
    }
}

fn key_fits(version: ProtocolVersion, key: Option<&KeyInformation<'_>>) -> Result<(), Error> {
    key.map_or(Ok(()), |key| key.parameters.fits(version))
}

fn write_keys(
    w: &mut Writer<'_>,
    encryption: Option<KeyInformation<'_>>,
    mac_signature: Option<KeyInformation<'_>>,
) -> Result<(), ttlv::Error> {
    if let Some(key) = encryption {
        key.write(w, tags::ENCRYPTION_KEY_INFORMATION)?;
    }
    if let Some(key) = mac_signature {
        key.write(w, tags::MAC_SIGNATURE_KEY_INFORMATION)?;
    }
    Ok(())
}
