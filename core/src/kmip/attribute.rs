//! Attributes of Managed Objects (section 3), in both forms.
//!
//! KMIP 1.x sends an Attribute structure with the attribute's name as text and its value (section 2.1.1), in requests
//! within a Template-Attribute (section 2.1.8). KMIP 2.x sends each attribute under its own tag, within Attributes
//! structures, and vendors' own in an Attribute structure that names the vendor. All forms are read whatever the version:
//! some servers mix them. Attributes that have no type of their own here are kept as the values that were sent.

mod list;
mod name;
mod write;

pub use list::Attributes;
pub use name::{AttributeKind, AttributeName};
pub(super) use name::{read_reference, write_reference};
pub(super) use write::{
    attributes_fit, kinds_fit, write_alone, write_filter, write_in, write_references,
    write_template,
};

use super::enumerations::{LinkType, NameType};
use super::response::required;
use super::{CryptographicAlgorithm, Error, ObjectType, State, tags};
use crate::ttlv::{self, Item, Tag, Value, Writer};

/// An attribute with its value.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(test, derive(PartialEq, Eq))]
#[non_exhaustive]
pub enum Attribute<'a> {
    /// A name, an Uninterpreted Text String or a URI.
    Name(&'a str),
    /// What kind of object it is.
    ObjectType(ObjectType),
    /// The algorithm the key is for.
    CryptographicAlgorithm(CryptographicAlgorithm),
    /// The key's length, in bits.
    CryptographicLength(i32),
    /// What the key may be used for: [`usage`](super::enumerations::usage) bits.
    CryptographicUsageMask(i32),
    /// Where the key is in its life.
    State(State),
    /// When the key becomes Active, in seconds since 1970-01-01 00:00:00 UTC. A key made with a date that has passed is
    /// Active at once.
    ActivationDate(i64),
    /// When a symmetric key may begin to process what is protected, in seconds since 1970-01-01 00:00:00 UTC.
    ProcessStartDate(i64),
    /// When a symmetric key stops to protect, though it may stay Active, in seconds since 1970-01-01 00:00:00 UTC.
    ProtectStopDate(i64),
    /// When the key stops to protect, in seconds since 1970-01-01 00:00:00 UTC.
    DeactivationDate(i64),
    /// A group of objects that it belongs to.
    ObjectGroup(&'a str),
    /// Another object that it has to do with.
    Link {
        /// How.
        kind: LinkType,
        /// That object's Unique Identifier.
        target: &'a str,
    },
    /// What an application has to say about it.
    ApplicationSpecificInformation {
        /// Whose application.
        namespace: &'a str,
        /// What it says; left out for the server to choose.
        data: Option<&'a str>,
    },
    /// Any other: of the standard, of a vendor, or unknown.
    Other {
        /// Which.
        name: AttributeName<'a>,
        /// Its value, as it was sent. Its `Debug` shows no text and no bytes.
        value: Value<'a>,
    },
}

impl<'a> Attribute<'a> {
    /// Which attribute it is.
    #[must_use]
    pub const fn kind(&self) -> AttributeKind<'a> {
        match self {
            Self::Name(_) => AttributeKind::Name,
            Self::ObjectType(_) => AttributeKind::ObjectType,
            Self::CryptographicAlgorithm(_) => AttributeKind::CryptographicAlgorithm,
            Self::CryptographicLength(_) => AttributeKind::CryptographicLength,
            Self::CryptographicUsageMask(_) => AttributeKind::CryptographicUsageMask,
            Self::State(_) => AttributeKind::State,
            Self::ActivationDate(_) => AttributeKind::ActivationDate,
            Self::ProcessStartDate(_) => AttributeKind::ProcessStartDate,
            Self::ProtectStopDate(_) => AttributeKind::ProtectStopDate,
            Self::DeactivationDate(_) => AttributeKind::DeactivationDate,
            Self::ObjectGroup(_) => AttributeKind::ObjectGroup,
            Self::Link { .. } => AttributeKind::Link,
            Self::ApplicationSpecificInformation { .. } => {
                AttributeKind::ApplicationSpecificInformation
            }
            Self::Other { name, .. } => AttributeKind::Other(*name),
        }
    }

    fn write_value(&self, w: &mut Writer<'_>, tag: Tag) -> Result<(), ttlv::Error> {
        match self {
            Self::Name(name) => w.structure(tag, |w| {
                w.text_string(tags::NAME_VALUE, name)?;
                w.enumeration(tags::NAME_TYPE, NameType::UNINTERPRETED_TEXT_STRING.0)
            }),
            Self::ObjectType(kind) => w.enumeration(tag, kind.0),
            Self::CryptographicAlgorithm(algorithm) => w.enumeration(tag, algorithm.0),
            Self::CryptographicLength(bits) => w.integer(tag, *bits),
            Self::CryptographicUsageMask(mask) => w.integer(tag, *mask),
            Self::State(state) => w.enumeration(tag, state.0),
            Self::ActivationDate(seconds)
            | Self::ProcessStartDate(seconds)
            | Self::ProtectStopDate(seconds)
            | Self::DeactivationDate(seconds) => w.date_time(tag, *seconds),
            Self::ObjectGroup(group) => w.text_string(tag, group),
            Self::Link { kind, target } => w.structure(tag, |w| {
                w.enumeration(tags::LINK_TYPE, kind.0)?;
                w.text_string(tags::LINKED_OBJECT_IDENTIFIER, target)
            }),
            Self::ApplicationSpecificInformation { namespace, data } => w.structure(tag, |w| {
                w.text_string(tags::APPLICATION_NAMESPACE, namespace)?;
                match data {
                    Some(data) => w.text_string(tags::APPLICATION_DATA, data),
                    None => Ok(()),
                }
            }),
            Self::Other { value, .. } => w.value(tag, value),
        }
    }

    /// `None` for an Attribute without a value, as it may be listed (section 2.1.1).
    fn read(item: Item<'a>) -> Result<Option<Self>, Error> {
        if item.tag != tags::ATTRIBUTE {
            return Self::read_value(AttributeKind::of_tag(item.tag), item).map(Some);
        }
        let parts = item.structure()?;
        let kind = AttributeKind::read_parts(parts)?;
        let value = parts.find(tags::ATTRIBUTE_VALUE)?;
        value.map(|value| Self::read_value(kind, value)).transpose()
    }

    fn read_value(kind: AttributeKind<'a>, item: Item<'a>) -> Result<Self, Error> {
        Ok(match kind {
            AttributeKind::Name => {
                let name = item.structure()?.find(tags::NAME_VALUE)?;
                Self::Name(name.ok_or(Error::Missing(tags::NAME_VALUE))?.text()?)
            }
            AttributeKind::ObjectType => Self::ObjectType(ObjectType(item.enumeration()?)),
            AttributeKind::CryptographicAlgorithm => {
                Self::CryptographicAlgorithm(CryptographicAlgorithm(item.enumeration()?))
            }
            AttributeKind::CryptographicLength => Self::CryptographicLength(item.integer()?),
            AttributeKind::CryptographicUsageMask => Self::CryptographicUsageMask(item.integer()?),
            AttributeKind::State => Self::State(State(item.enumeration()?)),
            AttributeKind::ActivationDate => Self::ActivationDate(item.date_time()?),
            AttributeKind::ProcessStartDate => Self::ProcessStartDate(item.date_time()?),
            AttributeKind::ProtectStopDate => Self::ProtectStopDate(item.date_time()?),
            AttributeKind::DeactivationDate => Self::DeactivationDate(item.date_time()?),
            AttributeKind::ObjectGroup => Self::ObjectGroup(item.text()?),
            AttributeKind::Link => Self::read_link(item)?,
            AttributeKind::ApplicationSpecificInformation => {
                let parts = item.structure()?;
                let data = parts.find(tags::APPLICATION_DATA)?;
                Self::ApplicationSpecificInformation {
                    namespace: required(parts, tags::APPLICATION_NAMESPACE)?.text()?,
                    data: data.map(|data| data.text()).transpose()?,
                }
            }
            AttributeKind::Other(name) => Self::Other {
                name,
                value: item.value,
            },
        })
    }
    /// KMIP 2.x also lets numbers stand for the linked object (section 4.31): such a link is kept as it was sent.
    fn read_link(item: Item<'a>) -> Result<Self, Error> {
        let parts = item.structure()?;
        let kind = LinkType(required(parts, tags::LINK_TYPE)?.enumeration()?);
        Ok(
            match required(parts, tags::LINKED_OBJECT_IDENTIFIER)?.value {
                Value::TextString(target) => Self::Link { kind, target },
                _ => Self::Other {
                    name: AttributeName::Tag(tags::LINK),
                    value: item.value,
                },
            },
        )
    }
}
