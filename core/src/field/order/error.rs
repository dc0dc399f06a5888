//! Why a value can't be encrypted, decrypted or compared.

use core::fmt;

use crate::field::{DeriveError, leakage::TinyDomain};

/// A value can't be encrypted, decrypted or compared. The output holds nothing of it then.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum OrderError {
    /// The context names no field, or another scheme was admitted for it.
    Derive(DeriveError),
    /// The values have a length, in bytes, that the cipher doesn't take or wasn't derived for.
    ValueBytes,
    /// The ciphertext has another length than those of the cipher, or those compared differ in length.
    CiphertextBytes,
    /// The output buffer is too short.
    NoRoom,
    /// Not a ciphertext of this cipher: changed, of another field or parameter set, or under another key. No more is said.
    Invalid,
    /// Values of so few bytes are too few, and the admission is no override: all of them would soon be stored, and sorted.
    TinyDomain(TinyDomain),
}

impl OrderError {
    /// The error's stable number.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Derive(_) => 1,
            Self::ValueBytes => 2,
            Self::CiphertextBytes => 3,
            Self::NoRoom => 4,
            Self::Invalid => 5,
            Self::TinyDomain(_) => 6,
        }
    }
}

impl fmt::Display for OrderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Derive(_) => "no keys can be derived for the field",
            Self::ValueBytes => "the value has a length that the order cipher doesn't take",
            Self::CiphertextBytes => "the order ciphertext has the wrong length",
            Self::NoRoom => "the output buffer is too short",
            Self::Invalid => "the order ciphertext can't be decrypted or compared",
            Self::TinyDomain(_) => "values of so few bytes are too few for the scheme",
        })
    }
}

impl core::error::Error for OrderError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Derive(error) => Some(error),
            Self::TinyDomain(error) => Some(error),
            _ => None,
        }
    }
}

impl From<DeriveError> for OrderError {
    fn from(error: DeriveError) -> Self {
        Self::Derive(error)
    }
}

impl From<TinyDomain> for OrderError {
    fn from(error: TinyDomain) -> Self {
        Self::TinyDomain(error)
    }
}
