//! Add Attribute (section 4.14): an object gets one more.

use super::super::attribute::{Attribute, attributes_fit, write_alone};
use super::super::{Error, Operation, ProtocolVersion, Request, Target, tags};
use super::unique_identifier_if_text;
use crate::ttlv::{self, Items, Writer};

/// Gives an object an attribute that it doesn't have, or one more of those that it may have several of. The response is
/// its Unique Identifier, if the server sends it.
#[derive(Clone, Copy, Debug)]
pub struct AddAttribute<'q> {
    /// Which object.
    pub target: Target<'q>,
    /// What it gets.
    pub attribute: Attribute<'q>,
}

impl Request for AddAttribute<'_> {
    const OPERATION: Operation = Operation::ADD_ATTRIBUTE;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = Option<&'a str>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        attributes_fit(version, &[self.attribute])
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        write_alone(w, version, tags::NEW_ATTRIBUTE, &self.attribute, None)
    }

    fn read(payload: Items<'_>) -> Result<Option<&str>, Error> {
        unique_identifier_if_text(payload)
    }
}
