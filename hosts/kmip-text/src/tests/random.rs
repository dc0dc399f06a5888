//! Random trees, bytes and texts.

use fieldgate_core::{
    kmip::{
        registry::{self, ATTRIBUTES},
        tags::{self, TAGS},
    },
    ttlv::Tag,
};
use proptest::prelude::*;
use zeroize::Zeroizing;

use super::{from_json, from_xml, node, stream, text};
use crate::{
    Secrets, input, json,
    node::{Content, Node},
    tree, ttlv, xml,
};

fn any_tag() -> impl Strategy<Value = Tag> {
    prop_oneof![
        8 => (0..TAGS.len()).prop_map(|at| TAGS[at].tag),
        1 => any::<u16>().prop_map(Tag::standard),
        1 => any::<u16>().prop_map(Tag::extension),
    ]
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,20}",
        any::<String>(),
        "[\\x00-\\x20<>&\"'\\\\\u{7f}-\u{a0}\u{fffe}\u{ffff}$]{0,10}",
        "\\$[A-Z_0-9+-]{0,12}",
    ]
}

fn any_leaf() -> impl Strategy<Value = Content> {
    prop_oneof![
        prop_oneof![any::<i32>(), 0..0x2000_i32].prop_map(Content::Integer),
        any::<i64>().prop_map(Content::LongInteger),
        prop::collection::vec(any::<[u8; 8]>(), 1..4)
            .prop_map(|words| Content::BigInteger(Zeroizing::new(words.concat()))),
        prop_oneof![any::<u32>(), 0..0x50_u32, 0x0042_0000..0x0042_0180_u32]
            .prop_map(Content::Enumeration),
        any::<bool>().prop_map(Content::Boolean),
        any_text().prop_map(|value| text(&value)),
        prop::collection::vec(any::<u8>(), 0..40)
            .prop_map(|bytes| Content::ByteString(Zeroizing::new(bytes))),
        prop_oneof![any::<i64>(), -10_000_000_000..10_000_000_000_i64].prop_map(Content::DateTime),
        any::<u32>().prop_map(Content::Interval),
        any::<i64>().prop_map(Content::DateTimeExtended),
    ]
}

/// An attribute as KMIP 1.x has it: a value that is named by the text beside it, in front of it or after it.
fn attribute() -> impl Strategy<Value = Node> {
    let name = prop_oneof![
        4 => (0..ATTRIBUTES.len()).prop_map(|at| ATTRIBUTES[at].name.to_owned()),
        1 => any_text(),
    ];
    (name, any_leaf(), any::<bool>()).prop_map(|(name, value, turned)| {
        let mut items = vec![
            node(tags::ATTRIBUTE_NAME, text(&name)),
            node(tags::ATTRIBUTE_VALUE, value),
        ];
        if turned {
            items.reverse();
        }
        node(tags::ATTRIBUTE, Content::Structure(items))
    })
}

fn any_tree() -> impl Strategy<Value = Node> {
    let leaf = (any_tag(), any_leaf()).prop_map(|(tag, content)| node(tag, content));
    let item = prop_oneof![4 => leaf, 1 => attribute()];
    item.prop_recursive(6, 40, 6, |inner| {
        (any_tag(), prop::collection::vec(inner, 0..6))
            .prop_map(|(tag, items)| node(tag, Content::Structure(items)))
    })
}

fn any_message() -> impl Strategy<Value = Node> {
    prop::collection::vec(any_tree(), 0..4)
        .prop_map(|items| node(tags::REQUEST_MESSAGE, Content::Structure(items)))
}

/// Whether these are the same, without a `Debug` of what may be secrets.
fn same(left: &[Node], right: &[Node]) -> bool {
    left == right
}

proptest! {
    #[test]
    fn a_tree_as_xml_is_the_same_tree(tree in any_tree()) {
        let trees = [tree];
        let xml = xml::write(&trees, Secrets::Shown);
        let read = from_xml(&xml).map_err(|error| TestCaseError::fail(format!("{error}\n{}", &*xml)))?;
        prop_assert!(same(&read, &trees), "{}", &*xml);
        prop_assert_eq!(&*xml::write(&read, Secrets::Shown), &*xml);
    }

    #[test]
    fn a_tree_as_json_is_the_same_tree(tree in any_tree()) {
        let trees = [tree];
        let json = json::write(&trees, Secrets::Shown);
        let read = from_json(&json).map_err(|error| TestCaseError::fail(format!("{error}\n{}", &*json)))?;
        prop_assert!(same(&read, &trees), "{}", &*json);
    }

    #[test]
    fn messages_as_ttlv_xml_and_json_are_the_same_messages(messages in prop::collection::vec(any_message(), 1..4)) {
        let bytes = stream(&messages);
        let reading = ttlv::read(&bytes);
        prop_assert!(reading.fault.is_none());
        prop_assert!(same(&reading.messages, &messages));
        prop_assert!(same(&from_xml(&xml::write(&messages, Secrets::Shown)).unwrap(), &messages));
        prop_assert!(same(&from_json(&json::write(&messages, Secrets::Shown)).unwrap(), &messages));
    }

    #[test]
    fn a_cut_message_gives_what_came_before_and_an_error(message in any_message(), place in any::<prop::sample::Index>()) {
        let whole = stream(std::slice::from_ref(&message));
        let cut = &whole[..place.index(whole.len())];
        let reading = ttlv::read(cut);
        prop_assert_eq!(reading.fault.is_some(), !cut.is_empty());
        let _ = xml::write(&reading.messages, Secrets::Masked);
    }

    #[test]
    fn a_changed_bit_gives_messages_or_an_error(message in any_message(), place in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let mut whole = stream(std::slice::from_ref(&message));
        let at = place.index(whole.len());
        whole[at] ^= 1 << bit;
        let reading = ttlv::read(&whole);
        for message in &reading.messages {
            let _ = tree::write(message, Secrets::Masked);
        }
        let _ = json::write(&reading.messages, Secrets::Shown);
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = input::recognise(&bytes);
        let _ = input::from_hex(&bytes);
        let _ = input::from_base64(&bytes);
        let _ = ttlv::read(&bytes);
    }

    #[test]
    fn random_text_never_panics(text in any::<String>()) {
        let _ = from_xml(&text);
        let _ = from_json(&text);
        let _ = input::from_hex(text.as_bytes());
    }

    #[test]
    fn xml_and_json_with_a_change_never_panic(message in any_message(), place in any::<prop::sample::Index>(), put in ".{0,3}", remove in 0..4_usize) {
        let messages = [message];
        for text in [xml::write(&messages, Secrets::Shown), json::write(&messages, Secrets::Masked)] {
            let mut characters: Vec<char> = text.chars().collect();
            let at = place.index(characters.len());
            let end = (at + remove).min(characters.len());
            characters.splice(at..end, put.chars());
            let changed: String = characters.into_iter().collect();
            let _ = from_xml(&changed);
            let _ = from_json(&changed);
        }
    }
}

#[test]
fn every_name_of_every_enumeration_and_mask_is_read_as_it_is_written() {
    let mut items = Vec::new();
    for tag in TAGS.iter().map(|row| row.tag) {
        let numbers = |table: Option<&'static registry::Enumeration>| {
            table
                .map_or(&[][..], |table| table.values)
                .iter()
                .map(|(number, _)| *number)
        };
        items.extend(
            numbers(registry::enumeration_of(tag))
                .map(|number| node(tag, Content::Enumeration(number))),
        );
        items.extend(
            numbers(registry::mask_of(tag))
                .map(|number| node(tag, Content::Integer(number.cast_signed()))),
        );
        items.push(node(
            tags::ATTRIBUTE_REFERENCE,
            Content::Enumeration(tag.number()),
        ));
    }
    assert!(items.len() > 1000, "{} names", items.len());
    let messages = [node(tags::REQUEST_MESSAGE, Content::Structure(items))];
    let xml = xml::write(&messages, Secrets::Shown);
    assert!(!xml.contains("=\"0x"), "a name is missing");
    assert!(same(&from_xml(&xml).unwrap(), &messages));
    let json = json::write(&messages, Secrets::Shown);
    assert!(same(&from_json(&json).unwrap(), &messages));
}
