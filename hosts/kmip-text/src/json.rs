//! KMIP JSON (KMIP Additional Message Encodings 1.0 section 4.1).
//!
//! An item is an object of `tag`, `type` and `value`; a Structure has no `type`, and a list of items as its `value`. One
//! member is this crate's own: `masked` in place of `value` where a secret was.

mod read;
mod write;

pub use read::read;
pub use write::write;
