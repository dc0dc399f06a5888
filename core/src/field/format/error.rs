//! What can be wrong with a format or a value.

use core::fmt;

use super::{ALPHABET_LETTERS_MAX, ALPHABET_LETTERS_MIN, VALUE_BYTES_MAX};
use crate::{
    cipher::ff1::{DOMAIN_SIZE_MIN, Ff1Error, TWEAK_BYTES_MAX},
    field::DeriveError,
};

/// A format's key can't be derived.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum FormatSetupError {
    /// The context can't be used, or another scheme was admitted.
    Derive(DeriveError) = 1,
    /// The alphabet has fewer letters than [`ALPHABET_LETTERS_MIN`].
    AlphabetTooSmall = 2,
    /// The alphabet has more letters than [`ALPHABET_LETTERS_MAX`].
    AlphabetTooLarge = 3,
    /// A letter stands in the alphabet twice.
    LetterTwice {
        /// Where it stands the second time, in letters from 0.
        at: usize,
    } = 4,
    /// A letter doesn't take as many bytes of UTF-8 as the first one.
    LetterWidth {
        /// Where it stands, in letters from 0.
        at: usize,
    } = 5,
}

impl FormatSetupError {
    /// The error's number, which doesn't change.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Derive(_) => 1,
            Self::AlphabetTooSmall => 2,
            Self::AlphabetTooLarge => 3,
            Self::LetterTwice { .. } => 4,
            Self::LetterWidth { .. } => 5,
        }
    }
}

impl fmt::Display for FormatSetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Derive(_) => f.write_str("the format's key can't be derived"),
            Self::AlphabetTooSmall => {
                write!(
                    f,
                    "the alphabet has fewer than {ALPHABET_LETTERS_MIN} letters"
                )
            }
            Self::AlphabetTooLarge => {
                write!(
                    f,
                    "the alphabet has more than {ALPHABET_LETTERS_MAX} letters"
                )
            }
            Self::LetterTwice { at } => {
                write!(
                    f,
                    "letter {at} of the alphabet, counted from 0, stands in it twice"
                )
            }
            Self::LetterWidth { at } => write!(
                f,
                "letter {at} of the alphabet, counted from 0, takes another number of bytes than the first"
            ),
        }
    }
}

impl core::error::Error for FormatSetupError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Derive(error) => Some(error),
            _ => None,
        }
    }
}

/// A value can't be encrypted or decrypted. Nothing was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum FormatError {
    /// The format doesn't allow the character that stands there, or wants another one.
    NotInFormat {
        /// Where, in bytes from 0; the value's length when something is missing at its end.
        at: usize,
    } = 1,
    /// The check digit of a card number is wrong.
    CheckDigit = 2,
    /// Fewer than 10⁶ values differ from this one in the enciphered characters alone: it is too short.
    DomainTooSmall = 3,
    /// The value is longer than [`VALUE_BYTES_MAX`], or has more enciphered characters than FF1 takes here.
    TooLong = 4,
    /// The tweak is longer than [`TWEAK_BYTES_MAX`].
    TweakTooLong = 5,
    /// The output is shorter than the value.
    NoRoom = 6,
}

impl FormatError {
    /// The error's number, which doesn't change.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::NotInFormat { .. } => 1,
            Self::CheckDigit => 2,
            Self::DomainTooSmall => 3,
            Self::TooLong => 4,
            Self::TweakTooLong => 5,
            Self::NoRoom => 6,
        }
    }
}

impl From<Ff1Error> for FormatError {
    fn from(error: Ff1Error) -> Self {
        match error {
            Ff1Error::DomainTooSmall => Self::DomainTooSmall,
            Ff1Error::TweakTooLong => Self::TweakTooLong,
            // Radix and numerals are those of the alphabet, and the domain is made to the value's length.
            Ff1Error::DomainTooLarge | Ff1Error::Radix | Ff1Error::Length | Ff1Error::Numeral => {
                Self::TooLong
            }
        }
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInFormat { at } => {
                write!(
                    f,
                    "the value is not in the format, at byte {at} counted from 0"
                )
            }
            Self::CheckDigit => f.write_str("the check digit of the card number is wrong"),
            Self::DomainTooSmall => write!(
                f,
                "the value is too short: fewer than {DOMAIN_SIZE_MIN} values have its form"
            ),
            Self::TooLong => write!(
                f,
                "the value is longer than {VALUE_BYTES_MAX} bytes, or than its alphabet allows"
            ),
            Self::TweakTooLong => write!(f, "the tweak is longer than {TWEAK_BYTES_MAX} bytes"),
            Self::NoRoom => f.write_str("the output buffer is too short"),
        }
    }
}

impl core::error::Error for FormatError {}
