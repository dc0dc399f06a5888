//! Delete Attribute (section 4.16): an object loses one.

use super::super::attribute::{AttributeKind, kinds_fit, write_alone, write_reference};
use super::super::{Error, Operation, ProtocolVersion, Request, Target, tags};
use super::{AttributeInstance, unique_identifier_if_text};
use crate::ttlv::{self, Items, Writer};

/// Takes an attribute from an object. The response is its Unique Identifier, if the server sends it.
#[derive(Clone, Copy, Debug)]
pub struct DeleteAttribute<'q> {
    /// Which object.
    pub target: Target<'q>,
    /// Which attribute.
    pub kind: AttributeKind<'q>,
    /// Which of several.
    pub instance: AttributeInstance<'q>,
}

impl Request for DeleteAttribute<'_> {
    const OPERATION: Operation = Operation::DELETE_ATTRIBUTE;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = Option<&'a str>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        self.instance.fits(version)?;
        kinds_fit(version, &[self.kind])
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        if let AttributeInstance::Value(value) = &self.instance {
            return write_alone(w, version, tags::CURRENT_ATTRIBUTE, value, None);
        }
        write_reference(w, version, self.kind)?;
        match self.instance.index() {
            Some(index) => w.integer(tags::ATTRIBUTE_INDEX, index),
            None => Ok(()),
        }
    }

    fn read(payload: Items<'_>) -> Result<Option<&str>, Error> {
        unique_identifier_if_text(payload)
    }
}
