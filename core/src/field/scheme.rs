//! What a field's ciphertext lets the application do.

use core::fmt;

/// A field scheme. The number is part of the sealed form and never changes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum Scheme {
    /// The application only stores the field: AES-256-GCM with random nonces and a key commitment.
    ///
    /// Leaks the length. Grows by 50 bytes. At most 2³² values a field and key, the bound of SP 800-38D section 8.3 for
    /// random nonces.
    Random = 1,
    /// The application also finds the field by an exact value: AES-SIV, deterministic.
    ///
    /// Leaks the length and which values of this field are equal; over few distinct values, that is their frequencies
    /// (Naveed, Kamara, Wright, CCS 2015). Grows by 22 bytes.
    Equal = 2,
}

impl Scheme {
    /// Every scheme, in the order of its numbers.
    pub const ALL: [Self; 2] = [Self::Random, Self::Equal];

    /// The name used in rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Equal => "equal",
        }
    }

    /// The scheme of a number in a sealed value.
    #[must_use]
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Random),
            2 => Some(Self::Equal),
            _ => None,
        }
    }

    /// The scheme of a name in a rule.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.name() == name)
    }

    /// How many bytes longer than its plaintext the raw sealed form is.
    #[must_use]
    pub const fn growth_bytes(self) -> usize {
        use super::frame::HEADER_BYTES;
        use crate::cipher::{committing, siv};
        match self {
            Self::Random => HEADER_BYTES + committing::GROWTH_BYTES,
            Self::Equal => HEADER_BYTES + siv::SIV_BYTES,
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
