//! Get (section 4.11) with a Key Wrapping Specification (section 2.1.6): a key that only its wrapping key opens.

use super::super::response::required;
use super::super::{
    BlockCipherMode, CryptographicAlgorithm, EncodingOption, Error, KeyFormatType, ObjectType,
    Operation, ProtocolVersion, Request, Target, WrappingMethod, tags,
};
use super::unique_identifier_if_text;
use crate::ttlv::{self, Items, Value, Writer};

/// Fetches a symmetric key in format Raw, encrypted under another key of the server: Wrapping Method Encrypt, Block Cipher
/// Mode `NISTKeyWrap`, Encoding Option No Encoding, so that what comes is AES Key Wrap (RFC 3394) of the key's bytes.
///
/// The wrapping key has to be active, with Wrap Key in its Cryptographic Usage Mask. KMIP 1.0 has no Encoding Option
/// (it came with 1.1): a server that keeps to that version wraps the TTLV encoding of the Key Value, and its answer is
/// refused.
#[derive(Clone, Copy, Debug)]
pub struct GetWrapped<'q> {
    /// Which key.
    pub target: Target<'q>,
    /// Under which key the server wraps it.
    pub wrapping_key: &'q str,
}

impl Request for GetWrapped<'_> {
    const OPERATION: Operation = Operation::GET;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = GetWrappedResponse<'a>;

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        w.enumeration(tags::KEY_FORMAT_TYPE, KeyFormatType::RAW.0)?;
        w.structure(tags::KEY_WRAPPING_SPECIFICATION, |w| {
            w.enumeration(tags::WRAPPING_METHOD, WrappingMethod::ENCRYPT.0)?;
            w.structure(tags::ENCRYPTION_KEY_INFORMATION, |w| {
                w.text_string(tags::UNIQUE_IDENTIFIER, self.wrapping_key)?;
                w.structure(tags::CRYPTOGRAPHIC_PARAMETERS, |w| {
                    w.enumeration(tags::BLOCK_CIPHER_MODE, BlockCipherMode::NIST_KEY_WRAP.0)
                })
            })?;
            if version == ProtocolVersion::V1_0 {
                return Ok(());
            }
            w.enumeration(tags::ENCODING_OPTION, EncodingOption::NO_ENCODING.0)
        })
    }

    fn read(payload: Items<'_>) -> Result<GetWrappedResponse<'_>, Error> {
        let kind = ObjectType(required(payload, tags::OBJECT_TYPE)?.enumeration()?);
        if kind != ObjectType::SYMMETRIC_KEY {
            return Err(Error::NotASymmetricKey(kind));
        }
        Ok(GetWrappedResponse {
            unique_identifier: unique_identifier_if_text(payload)?,
            key: WrappedKey::read(required(payload, tags::SYMMETRIC_KEY)?.structure()?)?,
        })
    }
}

/// What Get hands back for a wrapped key.
#[derive(Debug)]
pub struct GetWrappedResponse<'a> {
    /// Which object the server says it is.
    pub unique_identifier: Option<&'a str>,
    /// The key.
    pub key: WrappedKey<'a>,
}

/// A symmetric key (section 2.2.2) in a Key Block with Key Wrapping Data (sections 2.1.3 and 2.1.5).
///
/// What the server says beside the bytes is not authenticated: AES Key Wrap covers the key's bytes only.
#[derive(Debug)]
pub struct WrappedKey<'a> {
    /// The algorithm the key is for, as the server says.
    pub algorithm: Option<CryptographicAlgorithm>,
    /// Its length in bits, unwrapped, as the server says.
    pub length_bits: Option<i32>,
    /// The key that the server says it used, if it says so.
    pub wrapping_key: Option<&'a str>,
    /// AES Key Wrap of the key: 8 bytes longer than it.
    pub wrapped: &'a [u8],
}

impl<'a> WrappedKey<'a> {
    fn read(object: Items<'a>) -> Result<Self, Error> {
        let block = required(object, tags::KEY_BLOCK)?.structure()?;
        let wrapping = block
            .find(tags::KEY_WRAPPING_DATA)?
            .ok_or(Error::NotWrapped)?
            .structure()?;
        let wrapping_key = read_wrapping(wrapping)?;
        let format = KeyFormatType(required(block, tags::KEY_FORMAT_TYPE)?.enumeration()?);
        if format != KeyFormatType::RAW {
            return Err(Error::KeyFormat(format));
        }
        // Section 2.1.3 has a wrapped Key Value as a Byte String; without encoding, section 2.1.5 has the Key Material
        // wrapped inside its Key Value, and servers send that.
        let value = required(block, tags::KEY_VALUE)?;
        let wrapped = match value.value {
            Value::ByteString(bytes) => bytes,
            _ => required(value.structure()?, tags::KEY_MATERIAL)?.bytes()?,
        };
        let algorithm = block.find(tags::CRYPTOGRAPHIC_ALGORITHM)?;
        let length = block.find(tags::CRYPTOGRAPHIC_LENGTH)?;
        Ok(Self {
            algorithm: algorithm
                .map(|item| item.enumeration())
                .transpose()?
                .map(CryptographicAlgorithm),
            length_bits: length.map(|item| item.integer()).transpose()?,
            wrapping_key,
            wrapped,
        })
    }
}

/// Checks that the key is wrapped as it was asked for, and gives the wrapping key's Unique Identifier.
fn read_wrapping(wrapping: Items<'_>) -> Result<Option<&str>, Error> {
    let method = WrappingMethod(required(wrapping, tags::WRAPPING_METHOD)?.enumeration()?);
    if method != WrappingMethod::ENCRYPT {
        return Err(Error::WrappedBy(method));
    }
    let encoding = EncodingOption(required(wrapping, tags::ENCODING_OPTION)?.enumeration()?);
    if encoding != EncodingOption::NO_ENCODING {
        return Err(Error::WrappedIn(encoding));
    }
    let Some(information) = wrapping.find(tags::ENCRYPTION_KEY_INFORMATION)? else {
        return Ok(None);
    };
    let information = information.structure()?;
    if let Some(parameters) = information.find(tags::CRYPTOGRAPHIC_PARAMETERS)?
        && let Some(mode) = parameters.structure()?.find(tags::BLOCK_CIPHER_MODE)?
    {
        let mode = BlockCipherMode(mode.enumeration()?);
        if mode != BlockCipherMode::NIST_KEY_WRAP {
            return Err(Error::WrappedWith(mode));
        }
    }
    unique_identifier_if_text(information)
}
