//! KMIP messages as people read them: XML and JSON after the KMIP Profiles, and a tree.
//!
//! - [`node`]: a message as a tree of items, the one model that everything here reads to and writes from
//! - [`ttlv`]: TTLV to nodes, as far as it can be read, and nodes to TTLV
//! - [`xml`], [`json`]: nodes to and from the encodings of the KMIP Additional Message Encodings 1.0 (sections 6.1 and 4.1),
//!   which the KMIP Profiles carry on
//! - [`tree`]: nodes as an indented tree
//! - [`input`]: which of these some bytes are, and hexadecimal and base64 to bytes
//! - [`Placeholders`]: what stands for `$NAME` in the published test cases
//!
//! Writing masks secrets unless it is told to show them ([`Secrets`]), and what was masked can't be read again. Every text
//! and byte string is held in buffers that are wiped; what grows on the way is wiped only by an allocator that does so,
//! as the one of the `fieldgate` binary.

mod convert;
mod date;
mod error;
mod escape;
mod hex;
mod names;
mod placeholder;
mod raw;
mod scope;
mod secret;
mod value;

pub mod input;
pub mod json;
pub mod node;
pub mod tree;
pub mod ttlv;
pub mod xml;

#[cfg(test)]
mod tests;

pub use error::{Error, Fault, Place};
pub use names::camel_case;
pub use placeholder::Placeholders;
pub use secret::{Secrets, first_secret};

/// The longest input that is read, whatever its form.
pub const INPUT_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How many items all messages of an input may have together.
pub const ITEMS_MAX: usize = 256 * 1024;

/// How many elements may lie within one another outside of messages, in XML.
pub const WRAPPERS_MAX: usize = 16;

/// How many attributes an XML element may have.
pub const ATTRIBUTES_MAX: usize = 16;
