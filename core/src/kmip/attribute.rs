//! Attributes of Managed Objects (section 3), in both forms.
//!
//! KMIP 1.x sends an Attribute structure with the attribute's name as text and its value (section 2.1.1), in requests
//! within a Template-Attribute (section 2.1.8). KMIP 2.x sends each attribute under its own tag, within Attributes
//! structures. Both forms are read whatever the version: some servers mix them.

use super::enumerations::NameType;
use super::response::required;
use super::{CryptographicAlgorithm, Error, LinkType, ObjectType, ProtocolVersion, State, tags};
use crate::ttlv::{self, Item, Items, Tag, Writer};

/// Which attribute: those that are used here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum AttributeKind {
    /// Name (section 3.2).
    Name,
    /// Object Type (section 3.3).
    ObjectType,
    /// Cryptographic Algorithm (section 3.4).
    CryptographicAlgorithm,
    /// Cryptographic Length (section 3.5).
    CryptographicLength,
    /// Cryptographic Usage Mask (section 3.19).
    CryptographicUsageMask,
    /// State (section 3.22).
    State,
    /// Deactivation Date (section 3.27).
    DeactivationDate,
    /// Object Group (section 3.33).
    ObjectGroup,
    /// Link (section 3.35).
    Link,
    /// Application Specific Information (section 3.36).
    ApplicationSpecificInformation,
}

impl AttributeKind {
    const ALL: [Self; 10] = [
        Self::Name,
        Self::ObjectType,
        Self::CryptographicAlgorithm,
        Self::CryptographicLength,
        Self::CryptographicUsageMask,
        Self::State,
        Self::DeactivationDate,
        Self::ObjectGroup,
        Self::Link,
        Self::ApplicationSpecificInformation,
    ];

    /// The Attribute Name of KMIP 1.x (section 3).
    const fn name(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::ObjectType => "Object Type",
            Self::CryptographicAlgorithm => "Cryptographic Algorithm",
            Self::CryptographicLength => "Cryptographic Length",
            Self::CryptographicUsageMask => "Cryptographic Usage Mask",
            Self::State => "State",
            Self::DeactivationDate => "Deactivation Date",
            Self::ObjectGroup => "Object Group",
            Self::Link => "Link",
            Self::ApplicationSpecificInformation => "Application Specific Information",
        }
    }

    /// The tag of the attribute's value in KMIP 2.x.
    pub(super) const fn tag(self) -> Tag {
        match self {
            Self::Name => tags::NAME,
            Self::ObjectType => tags::OBJECT_TYPE,
            Self::CryptographicAlgorithm => tags::CRYPTOGRAPHIC_ALGORITHM,
            Self::CryptographicLength => tags::CRYPTOGRAPHIC_LENGTH,
            Self::CryptographicUsageMask => tags::CRYPTOGRAPHIC_USAGE_MASK,
            Self::State => tags::STATE,
            Self::DeactivationDate => tags::DEACTIVATION_DATE,
            Self::ObjectGroup => tags::OBJECT_GROUP,
            Self::Link => tags::LINK,
            Self::ApplicationSpecificInformation => tags::APPLICATION_SPECIFIC_INFORMATION,
        }
    }
}

/// An attribute with its value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
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
}

impl<'a> Attribute<'a> {
    const fn kind(&self) -> AttributeKind {
        match self {
            Self::Name(_) => AttributeKind::Name,
            Self::ObjectType(_) => AttributeKind::ObjectType,
            Self::CryptographicAlgorithm(_) => AttributeKind::CryptographicAlgorithm,
            Self::CryptographicLength(_) => AttributeKind::CryptographicLength,
            Self::CryptographicUsageMask(_) => AttributeKind::CryptographicUsageMask,
            Self::State(_) => AttributeKind::State,
            Self::DeactivationDate(_) => AttributeKind::DeactivationDate,
            Self::ObjectGroup(_) => AttributeKind::ObjectGroup,
            Self::Link { .. } => AttributeKind::Link,
            Self::ApplicationSpecificInformation { .. } => {
                AttributeKind::ApplicationSpecificInformation
            }
        }
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        if version.has_tagged_attributes() {
            return self.write_value(w, self.kind().tag());
        }
        w.structure(tags::ATTRIBUTE, |w| {
            w.text_string(tags::ATTRIBUTE_NAME, self.kind().name())?;
            self.write_value(w, tags::ATTRIBUTE_VALUE)
        })
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
            Self::DeactivationDate(seconds) => w.date_time(tag, *seconds),
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
        }
    }

    /// `None` for an attribute that isn't used here.
    fn read(item: Item<'a>) -> Result<Option<Self>, Error> {
        if item.tag != tags::ATTRIBUTE {
            let kind = AttributeKind::ALL
                .into_iter()
                .find(|kind| kind.tag() == item.tag);
            return kind.map(|kind| Self::read_value(kind, item)).transpose();
        }
        let parts = item.structure()?;
        let name = parts
            .find(tags::ATTRIBUTE_NAME)?
            .ok_or(Error::Missing(tags::ATTRIBUTE_NAME))?
            .text()?;
        let Some(kind) = AttributeKind::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
        else {
            return Ok(None);
        };
        // An attribute may be listed without a value (section 2.1.1).
        let value = parts.find(tags::ATTRIBUTE_VALUE)?;
        value.map(|value| Self::read_value(kind, value)).transpose()
    }

    fn read_value(kind: AttributeKind, item: Item<'a>) -> Result<Self, Error> {
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
            AttributeKind::DeactivationDate => Self::DeactivationDate(item.date_time()?),
            AttributeKind::ObjectGroup => Self::ObjectGroup(item.text()?),
            AttributeKind::Link => {
                let parts = item.structure()?;
                Self::Link {
                    kind: LinkType(required(parts, tags::LINK_TYPE)?.enumeration()?),
                    target: required(parts, tags::LINKED_OBJECT_IDENTIFIER)?.text()?,
                }
            }
            AttributeKind::ApplicationSpecificInformation => {
                let parts = item.structure()?;
                let data = parts.find(tags::APPLICATION_DATA)?;
                Self::ApplicationSpecificInformation {
                    namespace: required(parts, tags::APPLICATION_NAMESPACE)?.text()?,
                    data: data.map(|data| data.text()).transpose()?,
                }
            }
        })
    }
}

/// The attributes of a new object: Template-Attribute in KMIP 1.x, Attributes in KMIP 2.x.
pub(super) fn write_template(
    w: &mut Writer<'_>,
    version: ProtocolVersion,
    attributes: &[Attribute<'_>],
) -> Result<(), ttlv::Error> {
    let tag = if version.has_tagged_attributes() {
        tags::ATTRIBUTES
    } else {
        tags::TEMPLATE_ATTRIBUTE
    };
    w.structure(tag, |w| {
        attributes
            .iter()
            .try_for_each(|attribute| attribute.write(w, version))
    })
}

/// The attributes to locate by: each an Attribute in KMIP 1.x (section 4.9), Attributes in KMIP 2.x.
pub(super) fn write_filter(
    w: &mut Writer<'_>,
    version: ProtocolVersion,
    attributes: &[Attribute<'_>],
) -> Result<(), ttlv::Error> {
    if version.has_tagged_attributes() {
        return write_template(w, version, attributes);
    }
    attributes
        .iter()
        .try_for_each(|attribute| attribute.write(w, version))
}

/// Which attributes are asked for: names in KMIP 1.x (section 4.12), Attribute References in KMIP 2.x.
pub(super) fn write_references(
    w: &mut Writer<'_>,
    version: ProtocolVersion,
    kinds: &[AttributeKind],
) -> Result<(), ttlv::Error> {
    kinds.iter().try_for_each(|kind| {
        if version.has_tagged_attributes() {
            w.enumeration(tags::ATTRIBUTE_REFERENCE, kind.tag().number())
        } else {
            w.text_string(tags::ATTRIBUTE_NAME, kind.name())
        }
    })
}

/// The attributes in a response: an iterator over those that are used here; others are skipped.
#[derive(Clone, Copy, Debug)]
pub struct Attributes<'a> {
    items: Items<'a>,
}

impl<'a> Attributes<'a> {
    /// From a payload that holds either Attribute structures or an Attributes structure.
    pub(super) fn in_payload(payload: Items<'a>) -> Result<Self, Error> {
        let items = match payload.find(tags::ATTRIBUTES)? {
            Some(attributes) => attributes.structure()?,
            None => payload,
        };
        Ok(Self { items })
    }

    /// Whether one of the object's names is `name`: an object may have several.
    ///
    /// # Errors
    /// An attribute that can't be read, as in the methods that follow.
    pub fn has_name(mut self, name: &str) -> Result<bool, Error> {
        self.find_map(|attribute| match attribute {
            Ok(Attribute::Name(found)) if found == name => Some(Ok(true)),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        })
        .unwrap_or(Ok(false))
    }

    /// The first attribute for which `pick` gives a value.
    ///
    /// # Errors
    /// An attribute that can't be read.
    pub fn pick<T>(
        mut self,
        pick: impl Fn(Attribute<'a>) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        self.find_map(|attribute| attribute.map(&pick).transpose())
            .transpose()
    }

    /// The object's State.
    ///
    /// # Errors
    /// An attribute that can't be read.
    pub fn state(self) -> Result<Option<State>, Error> {
        self.pick(|attribute| match attribute {
            Attribute::State(state) => Some(state),
            _ => None,
        })
    }

    /// The object's Deactivation Date, in seconds since 1970-01-01 00:00:00 UTC.
    ///
    /// # Errors
    /// An attribute that can't be read.
    pub fn deactivation_date(self) -> Result<Option<i64>, Error> {
        self.pick(|attribute| match attribute {
            Attribute::DeactivationDate(seconds) => Some(seconds),
            _ => None,
        })
    }

    /// The object's Cryptographic Algorithm.
    ///
    /// # Errors
    /// An attribute that can't be read.
    pub fn algorithm(self) -> Result<Option<CryptographicAlgorithm>, Error> {
        self.pick(|attribute| match attribute {
            Attribute::CryptographicAlgorithm(algorithm) => Some(algorithm),
            _ => None,
        })
    }

    /// The object's Cryptographic Length, in bits.
    ///
    /// # Errors
    /// An attribute that can't be read.
    pub fn length_bits(self) -> Result<Option<i32>, Error> {
        self.pick(|attribute| match attribute {
            Attribute::CryptographicLength(bits) => Some(bits),
            _ => None,
        })
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Result<Attribute<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.items.find_map(|item| {
            item.map_err(Error::from)
                .and_then(Attribute::read)
                .transpose()
        })
    }
}
