//! KMIP XML (KMIP Additional Message Encodings 1.0 section 6.1).
//!
//! An item is an element of its tag's name with the attributes `type` and `value`; a Structure has neither, and elements in
//! it. A tag without a name is `<TTLV tag="0x540001" …/>`. Two attributes are this crate's own: `masked` in place of `value`
//! where a secret was, and `hex` in place of it for a text with characters that XML can't hold.

mod read;
mod write;

pub use read::read;
pub use write::write;

/// The element around several messages, as in the published test cases.
const WRAPPER: &str = "KMIP";
/// The element of a tag that has no name.
const UNNAMED: &str = "TTLV";
const TAG: &str = "tag";
const TYPE: &str = "type";
const VALUE: &str = "value";
const NAME: &str = "name";
const MASKED: &str = "masked";
const HEX: &str = "hex";
