//! What an item's value is named by: its tag, or, of an Attribute Value, the Attribute Name beside it (KMIP 1.4 section
//! 2.1.1).

use fieldgate_core::{
    kmip::{registry, tags},
    ttlv::Tag,
};

use crate::{
    names,
    node::{Content, Node},
};

/// The tag that names the values of an item.
#[derive(Clone, Copy)]
pub(crate) struct Subject(pub(crate) Tag);

/// What is known of the items of one structure.
#[derive(Clone, Copy, Default)]
pub(crate) struct Scope {
    attribute: Option<Tag>,
}

impl Scope {
    /// The scope of these items.
    pub(crate) fn of(items: &[Node]) -> Self {
        Self::named(items.iter().find_map(|node| match &node.content {
            Content::TextString(name) if node.tag == tags::ATTRIBUTE_NAME => Some(name.as_str()),
            _ => None,
        }))
    }

    /// The scope of items with this Attribute Name among them.
    pub(crate) fn named(attribute_name: Option<&str>) -> Self {
        Self {
            attribute: attribute_name.and_then(registry::attribute_tag),
        }
    }

    /// What names the values of an item.
    pub(crate) fn subject(self, tag: Tag) -> Subject {
        match self.attribute {
            Some(attribute) if tag == tags::ATTRIBUTE_VALUE => Subject(attribute),
            _ => Subject(tag),
        }
    }
}

/// A step of a path of tags: the name, and which one it is among those of its name, from the second on.
pub(crate) fn step(tag: Tag, before: usize) -> String {
    let name = names::tag_or_number(tag);
    match before {
        0 => name,
        before => format!("{name}[{}]", before + 1),
    }
}
