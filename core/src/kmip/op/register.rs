//! Register (section 4.3): the server takes in an object that was made elsewhere.

use super::super::attribute::{Attribute, attributes_fit, write_template};
use super::super::{Error, Object, Operation, ProtocolVersion, Request, tags};
use super::unique_identifier;
use crate::ttlv::{self, Items, Writer};

/// Hands an object to the server. The response is its Unique Identifier.
///
/// No `Debug`: it holds the key.
#[derive(Clone, Copy)]
pub struct Register<'q> {
    /// Name, usage: what the object shall have.
    pub attributes: &'q [Attribute<'q>],
    /// The object itself.
    pub object: Object<'q>,
}

impl Request for Register<'_> {
    const OPERATION: Operation = Operation::REGISTER;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = &'a str;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        attributes_fit(version, self.attributes)?;
        self.object.fits(version)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        w.enumeration(tags::OBJECT_TYPE, self.object.kind().0)?;
        write_template(w, version, self.attributes)?;
        self.object.write(w)
    }

    fn read(payload: Items<'_>) -> Result<&str, Error> {
        unique_identifier(payload)
    }
}
