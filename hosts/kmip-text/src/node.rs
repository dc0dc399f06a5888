//! A message as a tree of items.

use fieldgate_core::ttlv::{ItemType, Tag};
use zeroize::Zeroizing;

/// An item: a tag, and what it holds. It has no `Debug` but in tests: it may be a key.
#[cfg_attr(test, derive(Clone, PartialEq, Eq, Debug))]
pub struct Node {
    /// Which field or object it is.
    pub tag: Tag,
    /// What it holds.
    pub content: Content,
}

/// What an item holds, in one of KMIP's types (KMIP 2.1 section 9.1).
#[cfg_attr(test, derive(Clone, PartialEq, Eq, Debug))]
pub enum Content {
    /// Items in an item.
    Structure(Vec<Node>),
    /// 32 bits, signed.
    Integer(i32),
    /// 64 bits, signed.
    LongInteger(i64),
    /// Two's complement, most significant byte first; a multiple of eight bytes.
    BigInteger(Zeroizing<Vec<u8>>),
    /// One of a list of named numbers.
    Enumeration(u32),
    /// Truth.
    Boolean(bool),
    /// Text.
    TextString(Zeroizing<String>),
    /// Bytes.
    ByteString(Zeroizing<Vec<u8>>),
    /// Seconds since 1970-01-01 00:00:00 UTC.
    DateTime(i64),
    /// Seconds.
    Interval(u32),
    /// Microseconds since 1970-01-01 00:00:00 UTC.
    DateTimeExtended(i64),
}

impl Content {
    /// Its type.
    #[must_use]
    pub const fn kind(&self) -> ItemType {
        match self {
            Self::Structure(_) => ItemType::Structure,
            Self::Integer(_) => ItemType::Integer,
            Self::LongInteger(_) => ItemType::LongInteger,
            Self::BigInteger(_) => ItemType::BigInteger,
            Self::Enumeration(_) => ItemType::Enumeration,
            Self::Boolean(_) => ItemType::Boolean,
            Self::TextString(_) => ItemType::TextString,
            Self::ByteString(_) => ItemType::ByteString,
            Self::DateTime(_) => ItemType::DateTime,
            Self::Interval(_) => ItemType::Interval,
            Self::DateTimeExtended(_) => ItemType::DateTimeExtended,
        }
    }

    /// How long the value is in TTLV, without header and padding; of a Structure 0.
    #[must_use]
    pub fn value_bytes(&self) -> usize {
        match self {
            Self::Structure(_) => 0,
            Self::Integer(_) | Self::Enumeration(_) | Self::Interval(_) => 4,
            Self::LongInteger(_)
            | Self::Boolean(_)
            | Self::DateTime(_)
            | Self::DateTimeExtended(_) => 8,
            Self::BigInteger(bytes) | Self::ByteString(bytes) => bytes.len(),
            Self::TextString(text) => text.len(),
        }
    }

    /// The items of a Structure; none of what is no Structure.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        match self {
            Self::Structure(items) => items,
            _ => &[],
        }
    }
}
