//! The whole registry: every name leads to its number and back, and no name or number stands twice.

extern crate std;
use std::collections::HashSet;

use super::super::ProtocolVersion;
use super::super::tags::{self, TAGS};
use super::*;

#[test]
fn every_tag_has_one_name_and_every_name_one_tag() {
    let mut names = HashSet::new();
    for row in TAGS.iter() {
        assert!(names.insert(row.name), "{} stands twice", row.name);
        assert_eq!(row.tag.name(), Some(row.name));
        assert_eq!(Tag::from_name(row.name), Some(row.tag));
        assert_eq!(row.tag.bytes()[0], 0x42);
    }
    let in_order = |rows: &[StandardTag]| {
        rows.iter()
            .zip(rows.iter().skip(1))
            .all(|(a, b)| a.tag.number() < b.tag.number() && a.since <= b.since)
    };
    assert!(in_order(TAGS), "the look-up needs the order of the numbers");
}

#[test]
fn what_is_no_tag_of_the_standard_has_no_name() {
    for tag in [
        Tag::standard(0),
        Tag::standard(0x0137),
        Tag::extension(0x0057),
    ] {
        assert_eq!(tag.name(), None, "{tag}");
    }
    for name in ["", "operation", "Operation ", "x-ID"] {
        assert_eq!(Tag::from_name(name), None, "{name:?}");
        assert_eq!(attribute_tag(name), None, "{name:?}");
    }
}

#[test]
fn every_value_has_one_name_and_every_name_one_value() {
    let mut enumerations = HashSet::new();
    for enumeration in ENUMERATIONS.iter().chain(MASKS) {
        assert!(enumerations.insert(enumeration.name));
        assert!(enumeration.section.starts_with("KMIP "));
        let mut names = HashSet::new();
        for (number, name) in enumeration.values {
            let place = std::format!("{} of {}", name, enumeration.name);
            assert!(names.insert(name), "{place} stands twice");
            assert_eq!(enumeration.name_of(*number), Some(*name), "{place}");
            assert_eq!(enumeration.number_of(name), Some(*number), "{place}");
        }
        for (number, name) in enumeration.other_names {
            assert!(names.insert(name), "{name} stands twice");
            assert!(enumeration.name_of(*number).is_some(), "{name}");
            assert_eq!(enumeration.number_of(name), Some(*number), "{name}");
        }
        assert_eq!(enumeration.name_of(0x8000_0001), None);
        assert_eq!(enumeration.number_of("no such value"), None);
    }
}

#[test]
fn masks_are_of_single_bits() {
    for mask in MASKS {
        assert!(mask.values.iter().all(|(bit, _)| bit.is_power_of_two()));
    }
}

#[test]
fn a_tag_that_is_named_like_an_enumeration_takes_it() {
    for enumeration in ENUMERATIONS {
        if let Some(tag) = Tag::from_name(enumeration.name) {
            let taken = enumeration_of(tag).map(|taken| taken.name);
            assert_eq!(taken, Some(enumeration.name));
        }
    }
    for mask in MASKS {
        let tag = Tag::from_name(mask.name).unwrap();
        assert_eq!(mask_of(tag).map(|taken| taken.name), Some(mask.name));
    }
    assert!(enumeration_of(tags::KEY_BLOCK).is_none());
    assert!(mask_of(tags::KEY_BLOCK).is_none());
}

#[test]
fn an_attribute_is_named_like_its_tag() {
    let mut names = HashSet::new();
    for attribute in ATTRIBUTES {
        assert!(names.insert(attribute.name), "{}", attribute.name);
        assert_eq!(attribute.tag.name(), Some(attribute.name));
        assert_eq!(attribute_tag(attribute.name), Some(attribute.tag));
        let tag_since = StandardTag::of(attribute.tag).map(|row| row.since);
        assert!(
            tag_since.is_some_and(|since| since <= attribute.since),
            "{}",
            attribute.name
        );
        let is_enumeration = attribute.kind == crate::ttlv::ItemType::Enumeration;
        assert_eq!(
            is_enumeration,
            enumeration_of(attribute.tag).is_some() && attribute.tag != tags::UNIQUE_IDENTIFIER,
            "{}",
            attribute.name
        );
    }
}

#[test]
fn an_attribute_ended_with_1_4_if_2_1_has_no_section_of_it() {
    for attribute in ATTRIBUTES {
        let is_in_2 = attribute.section.contains("KMIP 2.1");
        let until = (!is_in_2).then_some(ProtocolVersion::V1_4);
        assert_eq!(attribute.until, until, "{}", attribute.name);
    }
}
