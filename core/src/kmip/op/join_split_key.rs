//! Join Split Key (section 4.39; KMIP 1.2 and later): the server makes a key of its parts.

use super::super::attribute::{Attribute, attributes_fit, write_template};
use super::super::payload::put;
use super::super::{Error, ObjectType, Operation, ProtocolVersion, Request, SecretDataType, tags};
use super::unique_identifier;
use crate::ttlv::{self, Items, Writer};

/// Makes a key of its parts. The response is its Unique Identifier.
#[derive(Clone, Copy, Debug)]
pub struct JoinSplitKey<'q> {
    /// What kind of object comes of them.
    pub kind: ObjectType,
    /// The parts: as many as their threshold wants.
    pub parts: &'q [&'q str],
    /// What kind of secret, for Secret Data.
    pub secret: Option<SecretDataType>,
    /// What the object shall have.
    pub attributes: &'q [Attribute<'q>],
}

impl Request for JoinSplitKey<'_> {
    const OPERATION: Operation = Operation::JOIN_SPLIT_KEY;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_2;
    type Response<'a> = &'a str;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        attributes_fit(version, self.attributes)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        put(w, tags::OBJECT_TYPE, Some(self.kind))?;
        self.parts
            .iter()
            .try_for_each(|part| w.text_string(tags::UNIQUE_IDENTIFIER, part))?;
        put(w, tags::SECRET_DATA_TYPE, self.secret)?;
        if self.attributes.is_empty() {
            return Ok(());
        }
        write_template(w, version, self.attributes)
    }

    fn read(payload: Items<'_>) -> Result<&str, Error> {
        unique_identifier(payload)
    }
}
