//! Modify Attribute (section 4.15): an attribute that an object has gets another value.

use super::super::attribute::{Attribute, attributes_fit, write_alone};
use super::super::{Error, Operation, ProtocolVersion, Request, Target, tags};
use super::unique_identifier_if_text;
use crate::ttlv::{self, Items, Writer};

/// Which of several attributes of one kind is meant.
#[derive(Clone, Copy, Debug)]
pub enum AttributeInstance<'q> {
    /// The object has one, or the first is meant.
    Only,
    /// The one of this Attribute Index (KMIP 1.x).
    Index(i32),
    /// The one that has this value (KMIP 2.0 and later).
    Value(Attribute<'q>),
}

impl AttributeInstance<'_> {
    pub(super) fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        let since_2 = version.is_2_or_later();
        let lacks = |field| Err(Error::FieldNotInVersion { field, version });
        match self {
            Self::Index(_) if since_2 => lacks(tags::ATTRIBUTE_INDEX),
            Self::Value(_) if !since_2 => lacks(tags::CURRENT_ATTRIBUTE),
            Self::Value(value) => attributes_fit(version, &[*value]),
            Self::Only | Self::Index(_) => Ok(()),
        }
    }

    pub(super) const fn index(&self) -> Option<i32> {
        match self {
            Self::Index(index) => Some(*index),
            _ => None,
        }
    }
}

/// Gives an attribute another value. The response is the object's Unique Identifier, if the server sends it.
#[derive(Clone, Copy, Debug)]
pub struct ModifyAttribute<'q> {
    /// Which object.
    pub target: Target<'q>,
    /// Which of several.
    pub instance: AttributeInstance<'q>,
    /// Which attribute, with what it is to be.
    pub attribute: Attribute<'q>,
}

impl Request for ModifyAttribute<'_> {
    const OPERATION: Operation = Operation::MODIFY_ATTRIBUTE;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = Option<&'a str>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        self.instance.fits(version)?;
        attributes_fit(version, &[self.attribute])
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        if let AttributeInstance::Value(value) = &self.instance {
            write_alone(w, version, tags::CURRENT_ATTRIBUTE, value, None)?;
        }
        let index = self.instance.index();
        write_alone(w, version, tags::NEW_ATTRIBUTE, &self.attribute, index)
    }

    fn read(payload: Items<'_>) -> Result<Option<&str>, Error> {
        unique_identifier_if_text(payload)
    }
}
