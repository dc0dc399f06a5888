//! The registry: what KMIP numbers, by name and by number.
//!
//! One table each makes the constants in code, the names people read and the look-ups here: [`tags`](super::tags),
//! [`enumerations`](super::enumerations) with the bits of the masks, and the attributes in [`ATTRIBUTES`]. They hold
//! KMIP 1.0 to 2.1, and of 3.0 what it adds to them and how it names the tags it adds. Names are the standard's own, those of the newest version where
//! versions differ; what a later version reserved keeps the name it had.
//!
//! Nothing here allocates or panics, and a program that asks for no names carries none of the tables.
//!
//! ```
//! use fieldgate_core::kmip::{registry, tags};
//! use fieldgate_core::ttlv::Tag;
//!
//! assert_eq!(tags::OPERATION.name(), Some("Operation"));
//! assert_eq!(Tag::from_name("Operation"), Some(tags::OPERATION));
//!
//! let operations = registry::enumeration_of(tags::OPERATION).expect("the tag takes an enumeration");
//! assert_eq!(operations.name_of(0x0a), Some("Get"));
//! assert_eq!(operations.number_of("Get"), Some(0x0a));
//! ```

mod attributes;
mod masks;
mod placed;
#[cfg(test)]
mod tests;

pub use attributes::{ATTRIBUTES, AttributeForm};
pub use masks::{MASKS, object_class, protection_storage, storage_status, usage};
pub use placed::{ENUMERATIONS, enumeration_of, mask_of};

pub use super::standard_tag::StandardTag;
use super::tags::TAGS;
use crate::ttlv::Tag;

/// Named numbers: the values of an enumeration, or the bits of a mask.
#[derive(Debug)]
pub struct Enumeration {
    /// The standard's name, without the word "Enumeration" or "Bit Mask" that may follow it.
    pub name: &'static str,
    /// Where the standard lists it.
    pub section: &'static str,
    /// The numbers with the standard's names, in the order of the numbers.
    pub values: &'static [(u32, &'static str)],
    /// Names that other versions of the standard have for some of the numbers.
    pub other_names: &'static [(u32, &'static str)],
}

impl Enumeration {
    /// The name of this number.
    #[must_use]
    pub fn name_of(&self, number: u32) -> Option<&'static str> {
        name_in(self.values, number)
    }

    /// The number of this name, written as the standard writes it in any of its versions.
    #[must_use]
    pub fn number_of(&self, name: &str) -> Option<u32> {
        self.values
            .iter()
            .chain(self.other_names)
            .find(|(_, known)| *known == name)
            .map(|(number, _)| *number)
    }
}

/// The name of a number, in a table that is in the order of its numbers.
pub(super) fn name_in(values: &'static [(u32, &'static str)], number: u32) -> Option<&'static str> {
    let place = values
        .binary_search_by_key(&number, |(known, _)| *known)
        .ok()?;
    values.get(place).map(|(_, name)| *name)
}

/// Whether the numbers rise from row to row, which [`name_in`] needs: asked when the tables are compiled.
pub(super) const fn in_order(mut values: &[(u32, &str)]) -> bool {
    while let [first, rest @ ..] = values {
        if let [second, ..] = rest
            && first.0 >= second.0
        {
            return false;
        }
        values = rest;
    }
    true
}

impl StandardTag {
    /// The row of this tag, if the standard has it.
    #[must_use]
    pub fn of(tag: Tag) -> Option<&'static Self> {
        let place = TAGS
            .binary_search_by_key(&tag.number(), |row| row.tag.number())
            .ok()?;
        TAGS.get(place)
    }
}

impl Tag {
    /// The standard's name of the tag, such as "Cryptographic Algorithm"; none for extensions and unknown tags.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        StandardTag::of(self).map(|row| row.name)
    }

    /// The standard's tag of this name, written as the standard writes it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        TAGS.iter().find(|row| row.name == name).map(|row| row.tag)
    }
}

/// The tag of an attribute's value by its Attribute Name: in KMIP 2.x the tag it is sent under. None for custom
/// attributes, whose names start with "x-" or "y-" (KMIP 1.4 section 3.39), and unknown names.
#[must_use]
pub fn attribute_tag(name: &str) -> Option<Tag> {
    ATTRIBUTES
        .iter()
        .find(|row| row.name == name)
        .map(|row| row.tag)
}
