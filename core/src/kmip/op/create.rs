//! Create (section 4.1): the server makes a new symmetric key.

use super::super::attribute::{Attribute, attributes_fit, write_template};
use super::super::{Error, ObjectType, Operation, ProtocolVersion, Request, tags};
use super::unique_identifier;
use crate::ttlv::{self, Items, Writer};

/// Makes a new symmetric key on the server. The response is its Unique Identifier.
#[derive(Clone, Copy, Debug)]
pub struct Create<'q> {
    /// Name, algorithm, length, usage: what the key shall have.
    pub attributes: &'q [Attribute<'q>],
}

impl Request for Create<'_> {
    const OPERATION: Operation = Operation::CREATE;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = &'a str;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        attributes_fit(version, self.attributes)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        w.enumeration(tags::OBJECT_TYPE, ObjectType::SYMMETRIC_KEY.0)?;
        write_template(w, version, self.attributes)
    }

    fn read(payload: Items<'_>) -> Result<&str, Error> {
        unique_identifier(payload)
    }
}
