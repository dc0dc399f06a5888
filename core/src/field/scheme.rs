//! What a field's ciphertext lets the application do.

use core::fmt;

/// A field scheme, as a rule names it. The numbers never change.
///
/// What each leaks, costs and is known to fall to is in its [`Profile`](super::leakage::Profile).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum Scheme {
    /// The application only stores the field: AES-256-GCM with random nonces and a key commitment.
    Random = 1,
    /// It also finds the field by an exact value, and the value comes back: AES-SIV, deterministic.
    Equal = 2,
    /// It only finds the field by an exact value; the value can't be had back: a truncated CMAC.
    Blind = 3,
    /// It finds values by the words in them: a token a word beside the payload.
    Words = 4,
    /// It finds values by how their words begin: a token for each beginning of 3 to 8 characters.
    Prefix = 5,
    /// It finds values by any part of them: a token for each three characters in a row.
    Substring = 6,
    /// It sorts and compares the field itself, as bytes or numbers: order-preserving limbs.
    Order = 7,
    /// It sorts and compares the field with our comparator, and learns less: order-revealing limbs.
    OrderReveal = 8,
    /// It accepts only the field's own format: FF1.
    Format = 9,
}

impl Scheme {
    /// Every scheme, in the order of its numbers.
    pub const ALL: [Self; 9] = [
        Self::Random,
        Self::Equal,
        Self::Blind,
        Self::Words,
        Self::Prefix,
        Self::Substring,
        Self::Order,
        Self::OrderReveal,
        Self::Format,
    ];

    /// The name used in rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Equal => "equal",
            Self::Blind => "blind",
            Self::Words => "words",
            Self::Prefix => "prefix",
            Self::Substring => "substring",
            Self::Order => "order",
            Self::OrderReveal => "order-reveal",
            Self::Format => "format",
        }
    }

    /// The scheme of a name in a rule.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.name() == name)
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How the part of a sealed value that opens again is sealed. The number is part of the sealed form and never changes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum Payload {
    /// [`Scheme::Random`]. Grows by 50 bytes. At most 2³² values a field and key, the bound of SP 800-38D section 8.3 for
    /// random nonces.
    Random = 1,
    /// [`Scheme::Equal`]. Grows by 22 bytes.
    Equal = 2,
}

impl Payload {
    /// Both, in the order of their numbers.
    pub const ALL: [Self; 2] = [Self::Random, Self::Equal];

    /// The scheme of the same name.
    #[must_use]
    pub const fn scheme(self) -> Scheme {
        match self {
            Self::Random => Scheme::Random,
            Self::Equal => Scheme::Equal,
        }
    }

    /// The name used in rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.scheme().name()
    }

    /// The payload of a number in a sealed value.
    #[must_use]
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Random),
            2 => Some(Self::Equal),
            _ => None,
        }
    }

    /// The payload of a name in a rule.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|payload| payload.name() == name)
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

impl fmt::Display for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
