//! Where a value belongs.

use core::fmt;

use super::Scheme;

/// Longest name of a tenant, partition, object or field, in bytes.
pub const PART_BYTES_MAX: usize = 255;

/// What kind of values a field takes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum FieldType {
    /// Text: the plaintext is its UTF-8 bytes.
    Text,
    /// Text, number, true or false: the plaintext is a byte that tells which, and its characters.
    Scalar,
    /// A whole number from 0 to 2⁶⁴ − 1.
    Unsigned,
    /// A whole number from −2⁶³ to 2⁶³ − 1.
    Signed,
    /// An IEEE 754 binary64 number, without NaN; −0 is 0.
    Float,
    /// A day of the proleptic Gregorian calendar.
    Date,
    /// A moment, to the microsecond.
    DateTime,
    /// A UUID (RFC 9562).
    Uuid,
    /// A decimal with a fixed number of digits after the point.
    Decimal(Scale),
}

/// Digits after the point of a fixed-scale decimal: 0 to [`Scale::MAX`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Scale(u8);

impl Scale {
    /// Most digits: 10¹⁸ is the largest power of ten in 63 bits.
    pub const MAX: u8 = 18;

    /// `None` for more than [`Scale::MAX`].
    #[must_use]
    pub const fn new(digits: u8) -> Option<Self> {
        if digits <= Self::MAX {
            Some(Self(digits))
        } else {
            None
        }
    }

    /// The number of digits.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl FieldType {
    /// Its number in the derivation of keys; it never changes. A decimal has one number for each scale.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Text => 1,
            Self::Scalar => 2,
            Self::Unsigned => 3,
            Self::Signed => 4,
            Self::Float => 5,
            Self::Date => 7,
            Self::DateTime => 8,
            Self::Uuid => 9,
            Self::Decimal(scale) => 0x40 + scale.0,
        }
    }

    /// The name used in rules and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Scalar => "scalar",
            Self::Unsigned => "unsigned",
            Self::Signed => "signed",
            Self::Float => "float",
            Self::Date => "date",
            Self::DateTime => "date-time",
            Self::Uuid => "uuid",
            Self::Decimal(_) => "decimal",
        }
    }
}

/// Where a value belongs. All of it enters the derivation of the field's keys, framed by length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Context<'a> {
    /// The customer of the gateway.
    pub tenant: &'a str,
    /// The tenant's data domain.
    pub partition: &'a str,
    /// The kind of record, as the rules name it.
    pub object: &'a str,
    /// The field, as the rules name it.
    pub field: &'a str,
    /// What kind of values the field takes.
    pub kind: FieldType,
    /// Raised to have new keys for a field under the same root key; 0 at first.
    pub epoch: u32,
}

/// A part of a context can't be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum ContextError {
    /// A name is empty.
    Empty,
    /// A name is longer than [`PART_BYTES_MAX`].
    TooLong,
}

impl fmt::Display for ContextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the name of a tenant, partition, object or field is empty"),
            Self::TooLong => {
                write!(
                    f,
                    "the name of a tenant, partition, object or field is longer than {PART_BYTES_MAX} bytes"
                )
            }
        }
    }
}

impl core::error::Error for ContextError {}

/// Keys can't be derived for a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum DeriveError {
    /// A name in the context can't be used.
    Context(ContextError),
    /// The scheme that was admitted is not the one that these keys are for.
    OtherScheme(Scheme),
}

impl fmt::Display for DeriveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Context(_) => f.write_str("keys can't be derived for the field"),
            Self::OtherScheme(scheme) => {
                write!(
                    f,
                    "scheme {scheme} was admitted for the field, and keys of another were asked for"
                )
            }
        }
    }
}

impl core::error::Error for DeriveError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Context(error) => Some(error),
            Self::OtherScheme(_) => None,
        }
    }
}

impl From<ContextError> for DeriveError {
    fn from(error: ContextError) -> Self {
        Self::Context(error)
    }
}

impl Context<'_> {
    /// Whether keys can be derived for it.
    ///
    /// # Errors
    /// When a name is empty or too long.
    pub fn check(&self) -> Result<(), ContextError> {
        self.framed().map(|_| ())
    }

    /// The context as input to the key derivation: each name after its length in one byte, then type and epoch.
    pub(super) fn framed(&self) -> Result<Framed<'_>, ContextError> {
        let names = [self.tenant, self.partition, self.object, self.field];
        let mut lengths = [[0; 1]; 4];
        for (length, name) in lengths.iter_mut().zip(names) {
            if name.is_empty() {
                return Err(ContextError::Empty);
            }
            length[0] = u8::try_from(name.len()).map_err(|_| ContextError::TooLong)?;
        }
        let [e0, e1, e2, e3] = self.epoch.to_be_bytes();
        Ok(Framed {
            names,
            lengths,
            tail: [self.kind.number(), e0, e1, e2, e3],
        })
    }
}

pub(super) struct Framed<'a> {
    names: [&'a str; 4],
    lengths: [[u8; 1]; 4],
    tail: [u8; 5],
}

impl Framed<'_> {
    pub(super) fn parts(&self) -> [&[u8]; 9] {
        let [tenant, partition, object, field] = self.names.map(str::as_bytes);
        let [t, p, o, f] = &self.lengths;
        [t, tenant, p, partition, o, object, f, field, &self.tail]
    }
}
