//! Import (section 4.41; KMIP 1.4 and later): an object that was exported, with its Unique Identifier and all
//! its attributes.

use super::super::attribute::{Attribute, attributes_fit, write_filter};
use super::super::payload::put;
use super::super::{Error, KeyWrapType, Object, Operation, ProtocolVersion, Request, tags};
use super::unique_identifier;
use crate::ttlv::{self, Items, Writer};

/// Hands an exported object to the server. The response is its Unique Identifier.
///
/// No `Debug`: it holds the key.
#[derive(Clone, Copy)]
pub struct Import<'q> {
    /// The object's Unique Identifier, which it keeps.
    pub unique_identifier: &'q str,
    /// Whether an object of this Unique Identifier is replaced: otherwise the server refuses.
    pub replace_existing: bool,
    /// Not Wrapped: the server is to unwrap the key. As Registered, or left out: it keeps it as it is.
    pub wrap_type: Option<KeyWrapType>,
    /// All attributes that it shall have.
    pub attributes: &'q [Attribute<'q>],
    /// The object itself.
    pub object: Object<'q>,
}

impl Request for Import<'_> {
    const OPERATION: Operation = Operation::IMPORT;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_4;
    type Response<'a> = &'a str;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        attributes_fit(version, self.attributes)?;
        self.object.fits(version)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        w.text_string(tags::UNIQUE_IDENTIFIER, self.unique_identifier)?;
        put(w, tags::OBJECT_TYPE, Some(self.object.kind()))?;
        if self.replace_existing {
            w.boolean(tags::REPLACE_EXISTING, true)?;
        }
        put(w, tags::KEY_WRAP_TYPE, self.wrap_type)?;
        write_filter(w, version, self.attributes)?;
        self.object.write(w)
    }

    fn read(payload: Items<'_>) -> Result<&str, Error> {
        unique_identifier(payload)
    }
}
