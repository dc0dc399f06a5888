//! Cryptographic Parameters (section 3.6): how a key is used in one operation.

use super::enumerations::{
    BlockCipherMode, CryptographicAlgorithm, DigitalSignatureAlgorithm, HashingAlgorithm,
    KeyRoleType, MaskGenerator, PaddingMethod,
};
use super::payload::{put, take};
use super::{Error, ProtocolVersion, tags};
use crate::ttlv::{self, Items, Writer};

macro_rules! parameters {
    ($($(#[$meta:meta])* $field:ident: $kind:ty = $tag:ident, $since:ident;)+) => {
        /// How a key is used: all may be left out, and then the server takes what the key was made for, or its own.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
        pub struct CryptographicParameters<'a> {
            $($(#[$meta])* pub $field: Option<$kind>,)+
        }

        impl<'a> CryptographicParameters<'a> {
            /// Nothing is said.
            pub const NONE: Self = Self { $($field: None,)+ };

            /// Whether the version has all that is said.
            pub(super) fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
                $(if self.$field.is_some() {
                    version.has_field(tags::$tag, ProtocolVersion::$since)?;
                })+
                Ok(())
            }

            /// The structure, unless nothing is said.
            pub(super) fn write(&self, w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
                if *self == Self::NONE {
                    return Ok(());
                }
                w.structure(tags::CRYPTOGRAPHIC_PARAMETERS, |w| {
                    $(put(w, tags::$tag, self.$field)?;)+
                    Ok(())
                })
            }

            pub(super) fn read(parts: Items<'a>) -> Result<Self, Error> {
                Ok(Self { $($field: take(parts, tags::$tag)?,)+ })
            }
        }
    };
}

parameters! {
    /// Block Cipher Mode.
    block_cipher_mode: BlockCipherMode = BLOCK_CIPHER_MODE, V1_0;
    /// Padding Method.
    padding_method: PaddingMethod = PADDING_METHOD, V1_0;
    /// Hashing Algorithm.
    hashing_algorithm: HashingAlgorithm = HASHING_ALGORITHM, V1_0;
    /// Key Role Type.
    key_role_type: KeyRoleType = KEY_ROLE_TYPE, V1_0;
    /// Digital Signature Algorithm (KMIP 1.2).
    digital_signature_algorithm: DigitalSignatureAlgorithm = DIGITAL_SIGNATURE_ALGORITHM, V1_2;
    /// Cryptographic Algorithm (KMIP 1.2).
    cryptographic_algorithm: CryptographicAlgorithm = CRYPTOGRAPHIC_ALGORITHM, V1_2;
    /// Whether the server makes the IV and hands it back (KMIP 1.2).
    random_iv: bool = RANDOM_IV, V1_2;
    /// The IV's length, in bits (KMIP 1.2).
    iv_length_bits: i32 = IV_LENGTH, V1_2;
    /// The tag's length, in bytes (KMIP 1.2).
    tag_length_bytes: i32 = TAG_LENGTH, V1_2;
    /// The length of the nonce's fixed part, in bits (KMIP 1.2).
    fixed_field_length_bits: i32 = FIXED_FIELD_LENGTH, V1_2;
    /// The length of the nonce's part that changes from call to call, in bits (KMIP 1.2).
    invocation_field_length_bits: i32 = INVOCATION_FIELD_LENGTH, V1_2;
    /// The counter's length, in bits (KMIP 1.2).
    counter_length_bits: i32 = COUNTER_LENGTH, V1_2;
    /// The counter's first value (KMIP 1.2).
    initial_counter_value: i32 = INITIAL_COUNTER_VALUE, V1_2;
    /// The salt's length for PSS, in bytes (KMIP 1.4).
    salt_length_bytes: i32 = SALT_LENGTH, V1_4;
    /// The mask generation function of OAEP and PSS (KMIP 1.4).
    mask_generator: MaskGenerator = MASK_GENERATOR, V1_4;
    /// The hash of that function (KMIP 1.4).
    mask_generator_hashing_algorithm: HashingAlgorithm = MASK_GENERATOR_HASHING_ALGORITHM, V1_4;
    /// The label of OAEP (KMIP 1.4).
    p_source: &'a [u8] = P_SOURCE, V1_4;
    /// The trailer of PSS (KMIP 1.4).
    trailer_field: i32 = TRAILER_FIELD, V1_4;
}
