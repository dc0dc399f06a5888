//! Re-key (section 4.4): the server makes a key that replaces another.

use super::super::attribute::{Attribute, attributes_fit, write_template};
use super::super::{Error, Operation, ProtocolVersion, Request, Target, tags};
use super::unique_identifier;
use crate::ttlv::{self, Items, Writer};

/// Makes a new symmetric key to replace one, which keeps its material and links to it. The response is the new key's
/// Unique Identifier.
///
/// The new key takes the old one's Name.
#[derive(Clone, Copy, Debug)]
pub struct ReKey<'q> {
    /// The key to replace.
    pub target: Target<'q>,
    /// For how many seconds from its Initialization Date the new key isn't Active, if it has an Activation Date.
    pub offset_s: Option<u32>,
    /// What the new key shall have other than the old one.
    pub attributes: &'q [Attribute<'q>],
}

impl Request for ReKey<'_> {
    const OPERATION: Operation = Operation::RE_KEY;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = &'a str;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        attributes_fit(version, self.attributes)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        if let Some(seconds) = self.offset_s {
            w.interval(tags::OFFSET, seconds)?;
        }
        if self.attributes.is_empty() {
            return Ok(());
        }
        write_template(w, version, self.attributes)
    }

    fn read(payload: Items<'_>) -> Result<&str, Error> {
        unique_identifier(payload)
    }
}
