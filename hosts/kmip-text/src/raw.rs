//! Items as XML and JSON hold them, before their values are understood: an Attribute Value's names depend on an item beside
//! it, which may follow it.

use fieldgate_core::ttlv::{self, DEPTH_STRUCTURES_MAX, ItemType, Tag};
use zeroize::Zeroizing;

use crate::{
    ITEMS_MAX,
    error::{Fault, Unplaced},
    escape, hex, names, scope,
    value::{self, tag_of},
};

/// An item whose value is a text yet.
pub(crate) struct Raw {
    pub(crate) tag: Tag,
    pub(crate) kind: ItemType,
    pub(crate) value: Value,
    pub(crate) items: Vec<Raw>,
    /// Where it begins in the input.
    pub(crate) at: usize,
}

/// What stands where a value is expected.
pub(crate) enum Value {
    Missing,
    /// A text: in XML every value.
    Text(Zeroizing<String>),
    /// A number of JSON.
    Number(Zeroizing<String>),
    /// A Boolean of JSON.
    Boolean(bool),
    /// The bytes of a text that XML can't hold, in hexadecimal.
    TextBytes(Zeroizing<String>),
    /// It was masked.
    Masked,
}

/// Counts the items of an input.
pub(crate) struct Count(usize);

impl Count {
    pub(crate) const fn new() -> Self {
        Self(0)
    }

    pub(crate) fn one(&mut self) -> Result<(), Fault> {
        self.0 += 1;
        if self.0 > ITEMS_MAX {
            return Err(Fault::TooManyItems);
        }
        Ok(())
    }
}

/// Whether a structure may lie this deep, the outermost at 1.
pub(crate) fn check_depth(depth: usize) -> Result<(), Fault> {
    if depth > DEPTH_STRUCTURES_MAX.into() {
        return Err(Fault::Ttlv(ttlv::Error::TooDeep));
    }
    Ok(())
}

/// The tag of a name or of a number such as `0x42000b`.
pub(crate) fn tag(name: &str) -> Result<Tag, Fault> {
    let tag = match hex::after_prefix(name) {
        Some(digits) => hex::number_32(digits).and_then(tag_of),
        None => names::tag_named(name),
    };
    tag.ok_or_else(|| Fault::UnknownTag {
        name: escape::shown(name),
        hint: names::tag_hint(name),
    })
}

/// The type of a name or of a number such as `0x07`.
pub(crate) fn kind(name: &str) -> Result<ItemType, Fault> {
    let code = match hex::after_prefix(name) {
        Some(digits) => hex::number_32(digits).and_then(|code| u8::try_from(code).ok()),
        None => (1..=0x0b).find(|code| {
            ItemType::from_code(*code).is_ok_and(|kind| value::type_name(kind) == name)
        }),
    };
    code.and_then(|code| ItemType::from_code(code).ok())
        .ok_or_else(|| Fault::UnknownType(escape::shown(name)))
}

/// The step of a path to an item that would follow these.
pub(crate) fn step_after(items: &[Raw], tag: Tag) -> String {
    let before = items.iter().filter(|item| item.tag == tag).count();
    scope::step(tag, before)
}

/// An error at a place that is the end of a path yet.
pub(crate) fn at(at: usize) -> impl Fn(Fault) -> Unplaced {
    move |fault| Unplaced::new(at, fault)
}
