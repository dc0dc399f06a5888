//! Which attribute is meant: by the standard's name, its tag, or a vendor's name (sections 2.1.1 and 3.39; KMIP 2.0
//! section 4).

use super::super::registry::AttributeForm;
use super::super::response::required;
use super::super::{Error, ProtocolVersion, tags};
use crate::ttlv::{self, Item, Items, Tag, Value, Writer};

/// Which attribute: those with a type of their own here, or any other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum AttributeKind<'a> {
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
    /// Activation Date (section 3.24).
    ActivationDate,
    /// Process Start Date (section 3.25).
    ProcessStartDate,
    /// Protect Stop Date (section 3.26).
    ProtectStopDate,
    /// Deactivation Date (section 3.27).
    DeactivationDate,
    /// Object Group (section 3.33).
    ObjectGroup,
    /// Link (section 3.35).
    Link,
    /// Application Specific Information (section 3.36).
    ApplicationSpecificInformation,
    /// Any other.
    Other(AttributeName<'a>),
}

/// How an attribute without a type of its own here is named.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AttributeName<'a> {
    /// One of the standard's, from its [registry](super::super::registry::ATTRIBUTES): what requests name.
    Standard(&'static AttributeForm),
    /// The tag of a KMIP 2.x attribute, as it was sent.
    Tag(Tag),
    /// An Attribute Name of KMIP 1.x, as it was sent: clients' own start with `x-`, servers' own with `y-`.
    Text(&'a str),
    /// A vendor's attribute of KMIP 2.x. The vendor of clients' own is `x`, that of servers' own `y`.
    Vendor {
        /// Vendor Identification.
        vendor: &'a str,
        /// Attribute Name.
        name: &'a str,
    },
}

/// How a name is written in one version.
pub(super) enum Written<'a> {
    /// The Attribute Name of KMIP 1.x, in two parts.
    Text(&'a str, &'a str),
    /// The tag of KMIP 2.x.
    Tag(Tag),
    /// A vendor and a name, of KMIP 2.x.
    Vendor(&'a str, &'a str),
}

impl<'a> AttributeKind<'a> {
    const TYPED: [(Self, &'static str, Tag); 13] = [
        (Self::Name, "Name", tags::NAME),
        (Self::ObjectType, "Object Type", tags::OBJECT_TYPE),
        (
            Self::CryptographicAlgorithm,
            "Cryptographic Algorithm",
            tags::CRYPTOGRAPHIC_ALGORITHM,
        ),
        (
            Self::CryptographicLength,
            "Cryptographic Length",
            tags::CRYPTOGRAPHIC_LENGTH,
        ),
        (
            Self::CryptographicUsageMask,
            "Cryptographic Usage Mask",
            tags::CRYPTOGRAPHIC_USAGE_MASK,
        ),
        (Self::State, "State", tags::STATE),
        (
            Self::ActivationDate,
            "Activation Date",
            tags::ACTIVATION_DATE,
        ),
        (
            Self::ProcessStartDate,
            "Process Start Date",
            tags::PROCESS_START_DATE,
        ),
        (
            Self::ProtectStopDate,
            "Protect Stop Date",
            tags::PROTECT_STOP_DATE,
        ),
        (
            Self::DeactivationDate,
            "Deactivation Date",
            tags::DEACTIVATION_DATE,
        ),
        (Self::ObjectGroup, "Object Group", tags::OBJECT_GROUP),
        (Self::Link, "Link", tags::LINK),
        (
            Self::ApplicationSpecificInformation,
            "Application Specific Information",
            tags::APPLICATION_SPECIFIC_INFORMATION,
        ),
    ];

    /// The attribute that KMIP 2.x sends under this tag.
    #[must_use]
    pub fn of_tag(tag: Tag) -> Self {
        let typed = Self::TYPED.iter().find(|(_, _, known)| *known == tag);
        typed.map_or(Self::Other(AttributeName::Tag(tag)), |(kind, _, _)| *kind)
    }

    /// The attribute that KMIP 1.x names so.
    #[must_use]
    pub fn of_name(name: &'a str) -> Self {
        let typed = Self::TYPED.iter().find(|(_, known, _)| *known == name);
        typed.map_or(Self::Other(AttributeName::Text(name)), |(kind, _, _)| *kind)
    }

    /// The standard's attribute of this row of the registry.
    #[must_use]
    pub fn standard(form: &'static AttributeForm) -> Self {
        match Self::of_tag(form.tag) {
            Self::Other(_) => Self::Other(AttributeName::Standard(form)),
            typed => typed,
        }
    }

    /// Whether it has a type of its own here.
    pub(super) const fn is_typed(self) -> bool {
        !matches!(self, Self::Other(_))
    }

    /// What an Attribute structure, or a reference in that form, names.
    pub(in super::super) fn read_parts(parts: Items<'a>) -> Result<Self, Error> {
        let name = required(parts, tags::ATTRIBUTE_NAME)?.text()?;
        Ok(match parts.find(tags::VENDOR_IDENTIFICATION)? {
            Some(vendor) => Self::Other(AttributeName::Vendor {
                vendor: vendor.text()?,
                name,
            }),
            None => Self::of_name(name),
        })
    }

    /// How the attribute is named in this version.
    ///
    /// # Errors
    /// [`Error::FieldNotInVersion`] when the version can't name it or doesn't have it.
    pub(super) fn written(self, version: ProtocolVersion) -> Result<Written<'a>, Error> {
        let lacks = |field| Err(Error::FieldNotInVersion { field, version });
        let name = match self {
            Self::Other(name) => name,
            typed => {
                let row = Self::TYPED.iter().find(|(kind, _, _)| *kind == typed);
                return match row {
                    Some((_, _, tag)) if version.has_tagged_attributes() => Ok(Written::Tag(*tag)),
                    Some((_, name, _)) => Ok(Written::Text("", name)),
                    None => lacks(tags::ATTRIBUTE_NAME),
                };
            }
        };
        match name {
            AttributeName::Standard(form) if !form.is_in(version) => lacks(form.tag),
            AttributeName::Standard(form) if version.has_tagged_attributes() => {
                Ok(Written::Tag(form.tag))
            }
            AttributeName::Standard(form) => Ok(Written::Text("", form.name)),
            AttributeName::Tag(tag) if version.has_tagged_attributes() => Ok(Written::Tag(tag)),
            AttributeName::Tag(tag) => lacks(tag),
            AttributeName::Text(text) if version.has_tagged_attributes() => {
                match text.split_once('-') {
                    Some((vendor @ ("x" | "y"), name)) => Ok(Written::Vendor(vendor, name)),
                    _ => lacks(tags::ATTRIBUTE_NAME),
                }
            }
            AttributeName::Text(text) => Ok(Written::Text("", text)),
            AttributeName::Vendor { vendor, name } if version.has_tagged_attributes() => {
                Ok(Written::Vendor(vendor, name))
            }
            AttributeName::Vendor { vendor: "x", name } => Ok(Written::Text("x-", name)),
            AttributeName::Vendor { vendor: "y", name } => Ok(Written::Text("y-", name)),
            AttributeName::Vendor { .. } => lacks(tags::VENDOR_IDENTIFICATION),
        }
    }
}

/// The name in an Attribute Name item: at most two pieces, of which the first is short.
pub(super) fn write_text(w: &mut Writer<'_>, prefix: &str, name: &str) -> Result<(), ttlv::Error> {
    if prefix.is_empty() {
        return w.text_string(tags::ATTRIBUTE_NAME, name);
    }
    w.text_string_of(tags::ATTRIBUTE_NAME, prefix, name)
}

/// A reference to an attribute: its name in KMIP 1.x (section 4.12); in KMIP 2.x an Attribute Reference, which is a
/// number for the standard's and a structure for vendors'.
pub(in super::super) fn write_reference(
    w: &mut Writer<'_>,
    version: ProtocolVersion,
    kind: AttributeKind<'_>,
) -> Result<(), ttlv::Error> {
    match kind.written(version) {
        Ok(Written::Text(prefix, name)) => write_text(w, prefix, name),
        Ok(Written::Tag(tag)) => w.enumeration(tags::ATTRIBUTE_REFERENCE, tag.number()),
        Ok(Written::Vendor(vendor, name)) => w.structure(tags::ATTRIBUTE_REFERENCE, |w| {
            w.text_string(tags::VENDOR_IDENTIFICATION, vendor)?;
            w.text_string(tags::ATTRIBUTE_NAME, name)
        }),
        // Asked before anything is written: `kinds_fit`.
        Err(_) => Err(ttlv::Error::BadTag),
    }
}

/// What a reference names, if the item is one.
pub(in super::super) fn read_reference<'a>(
    item: &Item<'a>,
) -> Result<Option<AttributeKind<'a>>, Error> {
    Ok(match (item.tag, item.value) {
        (tags::ATTRIBUTE_NAME, _) => Some(AttributeKind::of_name(item.text()?)),
        (tags::ATTRIBUTE_REFERENCE, Value::Structure(parts)) => {
            Some(AttributeKind::read_parts(parts)?)
        }
        (tags::ATTRIBUTE_REFERENCE, _) => {
            let [first, bytes @ ..] = item.enumeration()?.to_be_bytes();
            if first != 0 {
                return Err(Error::OutOfRange(tags::ATTRIBUTE_REFERENCE));
            }
            Some(AttributeKind::of_tag(Tag::from_bytes(bytes)?))
        }
        _ => None,
    })
}
