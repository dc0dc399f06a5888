//! Set Attribute (KMIP 2.0 and later; KMIP 2.1 section 6.1.51): an attribute of an object gets a value, whether it had one or not.

use super::super::attribute::{Attribute, attributes_fit, write_alone};
use super::super::{Error, Operation, ProtocolVersion, Request, Target, tags};
use super::unique_identifier_if_text;
use crate::ttlv::{self, Items, Writer};

/// Gives an attribute a value: added if it isn't there, else modified. Only for those that an object has once. The
/// response is the object's Unique Identifier, if the server sends it.
#[derive(Clone, Copy, Debug)]
pub struct SetAttribute<'q> {
    /// Which object.
    pub target: Target<'q>,
    /// Which attribute, with its value.
    pub attribute: Attribute<'q>,
}

impl Request for SetAttribute<'_> {
    const OPERATION: Operation = Operation::SET_ATTRIBUTE;
    const SINCE: ProtocolVersion = ProtocolVersion::V2_0;
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
