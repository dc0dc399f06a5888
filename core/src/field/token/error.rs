//! Why there is no token, or no set of them.

use core::fmt;

use super::{
    GRAM_BYTES_MIN, LANGUAGE_BYTES_MAX, PAD_TO_MAX, SALT_BYTES_MAX,
    kind::{BLIND_BITS_MIN, BUCKET_BITS_MIN},
};
use crate::field::DeriveError;

/// A token or a set of tokens can't be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum TokenError {
    /// Keys can't be derived for the field.
    Derive(DeriveError) = 1,
    /// The language is longer than [`LANGUAGE_BYTES_MAX`].
    LanguageTooLong = 2,
    /// The language holds something else than lower-case ASCII letters, digits and hyphens.
    LanguageNotATag = 3,
    /// The number of bits of a blind token is out of range.
    Bits = 4,
    /// A word or gram is empty, or a gram too short to be one.
    InputTooShort = 5,
    /// A value, word or gram is longer than its kind allows.
    InputTooLong = 6,
    /// There are not as many places for tokens as inputs.
    Lengths = 7,
    /// The set has no room for all distinct tokens, or for their padding.
    SetFull = 8,
    /// The set is padded: nothing can be added to it.
    Padded = 9,
    /// The multiple to pad to is 0 or more than [`PAD_TO_MAX`].
    PadTo = 10,
    /// Blind tokens stand alone: they make no set.
    NoSet = 11,
    /// The output buffer is too short.
    NoRoom = 12,
    /// The salt is longer than [`SALT_BYTES_MAX`].
    SaltTooLong = 13,
}

impl TokenError {
    /// A stable number: the same in every version.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Derive(_) => 1,
            Self::LanguageTooLong => 2,
            Self::LanguageNotATag => 3,
            Self::Bits => 4,
            Self::InputTooShort => 5,
            Self::InputTooLong => 6,
            Self::Lengths => 7,
            Self::SetFull => 8,
            Self::Padded => 9,
            Self::PadTo => 10,
            Self::NoSet => 11,
            Self::NoRoom => 12,
            Self::SaltTooLong => 13,
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Derive(_) => f.write_str("there are no keys for the field's tokens"),
            Self::LanguageTooLong => {
                write!(f, "the language is longer than {LANGUAGE_BYTES_MAX} bytes")
            }
            Self::LanguageNotATag => f.write_str(
                "the language is not made of lower-case ASCII letters, digits and hyphens",
            ),
            Self::Bits => write!(
                f,
                "a blind token has {BLIND_BITS_MIN} to 80 bits, one that buckets {BUCKET_BITS_MIN} to {}",
                BLIND_BITS_MIN - 1
            ),
            Self::InputTooShort => write!(
                f,
                "a word is empty, or a gram shorter than {GRAM_BYTES_MIN} bytes"
            ),
            Self::InputTooLong => {
                f.write_str("a value, word or gram is longer than its scheme allows")
            }
            Self::Lengths => f.write_str("there are not as many places for tokens as inputs"),
            Self::SetFull => {
                f.write_str("more distinct tokens, or more padding, than the set has room for")
            }
            Self::Padded => f.write_str("the set is padded already"),
            Self::PadTo => write!(f, "tokens are padded to a multiple of 1 to {PAD_TO_MAX}"),
            Self::NoSet => f.write_str("blind tokens make no set"),
            Self::NoRoom => f.write_str("the output buffer is too short"),
            Self::SaltTooLong => write!(f, "the salt is longer than {SALT_BYTES_MAX} bytes"),
        }
    }
}

impl core::error::Error for TokenError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Derive(error) => Some(error),
            _ => None,
        }
    }
}

impl From<DeriveError> for TokenError {
    fn from(error: DeriveError) -> Self {
        Self::Derive(error)
    }
}
