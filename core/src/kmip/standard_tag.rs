//! A row of the table of tags.

use super::ProtocolVersion;
use crate::ttlv::Tag;

/// A tag of the standard.
#[derive(Clone, Copy, Debug)]
pub struct StandardTag {
    /// Its number.
    pub tag: Tag,
    /// The standard's name, such as "Cryptographic Algorithm".
    pub name: &'static str,
    /// The first version that has it.
    pub since: ProtocolVersion,
}
