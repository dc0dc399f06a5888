//! Writing attributes: in templates, filters, alone, and by reference.

use super::super::{Error, ProtocolVersion, tags};
use super::name::{Written, write_reference, write_text};
use super::{Attribute, AttributeKind};
use crate::ttlv::{self, Tag, Writer};

impl Attribute<'_> {
    /// The attribute as KMIP 1.x sends it with an index, or as KMIP 2.x sends it under its tag.
    fn write(
        &self,
        w: &mut Writer<'_>,
        version: ProtocolVersion,
        index: Option<i32>,
    ) -> Result<(), ttlv::Error> {
        match self.kind().written(version) {
            Ok(Written::Tag(tag)) => self.write_value(w, tag),
            Ok(Written::Text(prefix, name)) => w.structure(tags::ATTRIBUTE, |w| {
                write_text(w, prefix, name)?;
                if let Some(index) = index {
                    w.integer(tags::ATTRIBUTE_INDEX, index)?;
                }
                self.write_value(w, tags::ATTRIBUTE_VALUE)
            }),
            Ok(Written::Vendor(vendor, name)) => w.structure(tags::ATTRIBUTE, |w| {
                w.text_string(tags::VENDOR_IDENTIFICATION, vendor)?;
                w.text_string(tags::ATTRIBUTE_NAME, name)?;
                self.write_value(w, tags::ATTRIBUTE_VALUE)
            }),
            // Asked before anything is written: `attributes_fit`.
            Err(_) => Err(ttlv::Error::BadTag),
        }
    }
}

/// Whether the version has all these attributes.
pub(in super::super) fn attributes_fit(
    version: ProtocolVersion,
    attributes: &[Attribute<'_>],
) -> Result<(), Error> {
    attributes
        .iter()
        .try_for_each(|attribute| attribute.kind().written(version).map(drop))
}

/// Whether the version can name all these attributes.
pub(in super::super) fn kinds_fit(
    version: ProtocolVersion,
    kinds: &[AttributeKind<'_>],
) -> Result<(), Error> {
    kinds
        .iter()
        .try_for_each(|kind| kind.written(version).map(drop))
}

/// The attributes of a new object: Template-Attribute in KMIP 1.x, Attributes in KMIP 2.x.
pub(in super::super) fn write_template(
    w: &mut Writer<'_>,
    version: ProtocolVersion,
    attributes: &[Attribute<'_>],
) -> Result<(), ttlv::Error> {
    let tags = (tags::TEMPLATE_ATTRIBUTE, tags::ATTRIBUTES);
    write_in(w, version, tags, attributes)
}

/// Attributes in a structure of the first tag in KMIP 1.x, and of the second in KMIP 2.x.
pub(in super::super) fn write_in(
    w: &mut Writer<'_>,
    version: ProtocolVersion,
    (before_2, since_2): (Tag, Tag),
    attributes: &[Attribute<'_>],
) -> Result<(), ttlv::Error> {
    let tag = if version.has_tagged_attributes() {
        since_2
    } else {
        before_2
    };
    w.structure(tag, |w| {
        attributes
            .iter()
            .try_for_each(|attribute| attribute.write(w, version, None))
    })
}

/// The attributes to locate by: each an Attribute in KMIP 1.x (section 4.9), Attributes in KMIP 2.x.
pub(in super::super) fn write_filter(
    w: &mut Writer<'_>,
    version: ProtocolVersion,
    attributes: &[Attribute<'_>],
) -> Result<(), ttlv::Error> {
    if version.has_tagged_attributes() {
        return write_template(w, version, attributes);
    }
    attributes
        .iter()
        .try_for_each(|attribute| attribute.write(w, version, None))
}

/// One attribute: an Attribute in KMIP 1.x, within a structure of this tag in KMIP 2.x.
pub(in super::super) fn write_alone(
    w: &mut Writer<'_>,
    version: ProtocolVersion,
    since_2: Tag,
    attribute: &Attribute<'_>,
    index: Option<i32>,
) -> Result<(), ttlv::Error> {
    if version.has_tagged_attributes() {
        return w.structure(since_2, |w| attribute.write(w, version, None));
    }
    attribute.write(w, version, index)
}

/// Which attributes are asked for: names in KMIP 1.x (section 4.12), Attribute References in KMIP 2.x.
pub(in super::super) fn write_references(
    w: &mut Writer<'_>,
    version: ProtocolVersion,
    kinds: &[AttributeKind<'_>],
) -> Result<(), ttlv::Error> {
    kinds
        .iter()
        .try_for_each(|kind| write_reference(w, version, *kind))
}
