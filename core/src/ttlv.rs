//! TTLV, KMIP's encoding: Tag, Type, Length, Value (KMIP 1.4 section 9.1).
//!
//! Reading borrows from the message and looks at an item only when it is asked for; writing fills the caller's buffer and
//! puts each structure's length in when the structure ends. Nothing here allocates, and no input makes it panic.
//!
//! - [`Tag`]: the three bytes that name an item
//! - [`Item`], [`Value`]: an item that was read
//! - [`Items`]: the items of a message or of a structure, in order
//! - [`check_message`]: every item of a message, in one pass
//! - [`Writer`]: items into a buffer
//!
//! Strict: lengths that fit their types and their structures, padding that is there and is zero, Booleans of 0 or 1,
//! text in UTF-8. Liberal: tags and enumeration values that are not known are handed on.

mod check;
mod item;
mod reader;
mod tag;
mod writer;

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::read_all;

pub use check::{Shape, check_message};
pub use item::{Item, ItemType, Value};
pub use reader::{Items, message_length_bytes};
pub use tag::Tag;
pub use writer::Writer;

use core::fmt;

/// Tag, type and length in front of each value: 3 + 1 + 4.
pub const HEADER_BYTES: usize = 8;

/// How many structures may lie within one another. KMIP's own messages need eight.
pub const DEPTH_STRUCTURES_MAX: u8 = 16;

/// The longest message that is read or written, with its header.
pub const MESSAGE_BYTES_MAX: usize = 1024 * 1024;

/// How many items a message may have, at all depths, when it is checked as a whole ([`check_message`]).
///
/// As many as fill [`MESSAGE_BYTES_MAX`] when each has a value: eight bytes of header, eight of value. Only a message of
/// empty strings and structures could have more.
pub const ITEMS_MAX: u32 = 64 * 1024;

/// Why bytes are not TTLV, or why an item couldn't be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Error {
    /// The bytes end within an item.
    Truncated,
    /// An item is longer than the structure it lies in.
    Overlap(Tag),
    /// Bytes follow the one item that a message is.
    BytesAfterMessage,
    /// An item is longer than [`MESSAGE_BYTES_MAX`].
    TooLong,
    /// More than [`DEPTH_STRUCTURES_MAX`] structures within one another.
    TooDeep,
    /// More than [`ITEMS_MAX`] items.
    TooManyItems,
    /// A tag that starts with neither 42 nor 54 (hexadecimal).
    BadTag,
    /// A type that KMIP doesn't define.
    UnknownType(u8),
    /// A length that the item's type doesn't allow.
    BadLength(Tag),
    /// Padding that is not zero.
    BadPadding(Tag),
    /// A Boolean that is neither 0 nor 1.
    BadBoolean(Tag),
    /// A Text String that is not UTF-8.
    BadText(Tag),
    /// An item of another type than its tag asks for.
    WrongType(Tag),
    /// The buffer to write to is full.
    BufferTooSmall,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => f.write_str("the message ends within an item"),
            Self::Overlap(tag) => {
                write!(f, "item {tag} is longer than the structure it lies in")
            }
            Self::BytesAfterMessage => f.write_str("bytes follow the message"),
            Self::TooLong => write!(f, "an item is longer than {MESSAGE_BYTES_MAX} bytes"),
            Self::TooDeep => write!(
                f,
                "more than {DEPTH_STRUCTURES_MAX} structures within one another"
            ),
            Self::TooManyItems => write!(f, "more than {ITEMS_MAX} items"),
            Self::BadTag => f.write_str("a tag starts with neither 42 nor 54"),
            Self::UnknownType(code) => write!(f, "item type {code:02x} is not known"),
            Self::BadLength(tag) => {
                write!(f, "item {tag} has a length that its type does not allow")
            }
            Self::BadPadding(tag) => write!(f, "item {tag} has padding that is not zero"),
            Self::BadBoolean(tag) => write!(f, "item {tag} is a Boolean that is neither 0 nor 1"),
            Self::BadText(tag) => write!(f, "item {tag} is text that is not UTF-8"),
            Self::WrongType(tag) => write!(f, "item {tag} has another type than it should have"),
            Self::BufferTooSmall => f.write_str("the message does not fit its buffer"),
        }
    }
}

impl core::error::Error for Error {}
