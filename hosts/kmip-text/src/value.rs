//! Values as XML and JSON write them (KMIP Additional Message Encodings 1.0 sections 6.1.5 and 4.1.5).

use fieldgate_core::kmip::tags;
use fieldgate_core::ttlv::{ItemType, Tag};
use zeroize::Zeroizing;

use crate::{date, hex, names, node::Content, scope::Subject};

/// The largest number that a JSON Long Integer is written as; larger ones, of either sign, are hexadecimal.
const JSON_NUMBER_MAX: u64 = 1 << 52;

/// Which encoding a value is written in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Xml,
    Json,
}

/// A value, as JSON tells numbers, truth and text apart.
pub(crate) enum Shown {
    Number(i64),
    Boolean(bool),
    Text(Zeroizing<String>),
}

/// The name of a type in camel case.
pub(crate) const fn type_name(kind: ItemType) -> &'static str {
    match kind {
        ItemType::Structure => "Structure",
        ItemType::Integer => "Integer",
        ItemType::LongInteger => "LongInteger",
        ItemType::BigInteger => "BigInteger",
        ItemType::Enumeration => "Enumeration",
        ItemType::Boolean => "Boolean",
        ItemType::TextString => "TextString",
        ItemType::ByteString => "ByteString",
        ItemType::DateTime => "DateTime",
        ItemType::Interval => "Interval",
        ItemType::DateTimeExtended => "DateTimeExtended",
    }
}

/// The value; none of a Structure.
pub(crate) fn shown(content: &Content, subject: Subject, form: Form) -> Option<Shown> {
    let text = |text: String| Shown::Text(Zeroizing::new(text));
    Some(match content {
        Content::Structure(_) => return None,
        Content::Integer(value) => match mask_words(*value, subject, form) {
            Some(words) => text(words),
            None => Shown::Number((*value).into()),
        },
        Content::LongInteger(value) => {
            if form == Form::Json && value.unsigned_abs() > JSON_NUMBER_MAX {
                text(format!("{value:#018x}"))
            } else {
                Shown::Number(*value)
            }
        }
        Content::BigInteger(bytes) => {
            let prefix = match form {
                Form::Xml => "",
                Form::Json => "0x",
            };
            Shown::Text(hex_text(prefix, bytes))
        }
        Content::Enumeration(value) => text(enumerant(*value, subject)),
        Content::Boolean(value) => Shown::Boolean(*value),
        Content::TextString(value) => Shown::Text(value.clone()),
        Content::ByteString(bytes) => Shown::Text(hex_text("", bytes)),
        Content::DateTime(seconds) => {
            text(date::text(*seconds).unwrap_or_else(|| format!("{seconds:#018x}")))
        }
        Content::Interval(seconds) => Shown::Number((*seconds).into()),
        Content::DateTimeExtended(microseconds) => text(
            date::text_extended(*microseconds).unwrap_or_else(|| format!("{microseconds:#018x}")),
        ),
    })
}

/// The bytes in hexadecimal, in a buffer that doesn't grow.
pub(crate) fn hex_text(prefix: &str, bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(prefix.len() + 2 * bytes.len()));
    text.push_str(prefix);
    hex::push(&mut text, bytes);
    text
}

/// The name of an enumeration's value, or its number.
fn enumerant(value: u32, subject: Subject) -> String {
    let name = if subject.0 == tags::ATTRIBUTE_REFERENCE {
        tag_of(value).and_then(names::tag_name)
    } else {
        names::enumeration(subject.0).and_then(|names| names.name(value))
    };
    name.map_or_else(|| format!("{value:#010x}"), str::to_owned)
}

/// The tag of a number, as an Attribute Reference holds it (KMIP 2.1 section 4.3).
pub(crate) fn tag_of(number: u32) -> Option<Tag> {
    match number.to_be_bytes() {
        [0, tag @ ..] => Tag::from_bytes(tag).ok(),
        _ => None,
    }
}

/// The names of a mask's bits, from the highest on as in the published test cases, and the other bits as a number; none
/// when it is no mask or has no bits.
fn mask_words(value: i32, subject: Subject, form: Form) -> Option<String> {
    let names = names::mask(subject.0)?;
    let mut left = value.cast_unsigned();
    if left == 0 {
        return None;
    }
    let mut words: Vec<String> = Vec::new();
    for bit in names.all().rev() {
        if bit != 0 && left & bit == bit {
            left &= !bit;
            words.extend(names.name(bit).map(str::to_owned));
        }
    }
    if left != 0 {
        words.push(format!("{left:#010x}"));
    }
    Some(words.join(match form {
        Form::Xml => " ",
        Form::Json => "|",
    }))
}
