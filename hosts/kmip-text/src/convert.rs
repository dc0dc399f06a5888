//! Items of XML and JSON to nodes: texts become values of their types.

use std::collections::HashMap;

use fieldgate_core::{
    kmip::tags,
    ttlv::{ItemType, Tag},
};
use zeroize::Zeroizing;

use crate::{
    date,
    error::{Fault, Unplaced},
    escape, hex, names,
    node::{Content, Node},
    placeholder::{self, Placeholders},
    raw::{self, Raw, Value},
    scope::{self, Scope, Subject},
    secret, value,
};

/// The message that a raw item is.
pub(crate) fn message(raw: Raw, placeholders: &mut Placeholders) -> Result<Node, Unplaced> {
    let step = scope::step(raw.tag, 0);
    node(raw, Scope::default(), placeholders).map_err(|error| error.within(step))
}

fn node(raw: Raw, scope: Scope, placeholders: &mut Placeholders) -> Result<Node, Unplaced> {
    let Raw {
        tag,
        kind,
        value,
        items,
        at,
    } = raw;
    if kind == ItemType::Structure {
        return Ok(Node {
            tag,
            content: Content::Structure(structure(items, placeholders)?),
        });
    }
    let mut leaf = Leaf {
        kind,
        subject: scope.subject(tag),
        hide: secret::is_named_so(tag),
        placeholders,
    };
    let content = leaf.content(value).map_err(raw::at(at))?;
    Ok(Node { tag, content })
}

fn structure(items: Vec<Raw>, placeholders: &mut Placeholders) -> Result<Vec<Node>, Unplaced> {
    // The first one counts, as in what is written.
    let name = items
        .iter()
        .find(|item| item.tag == tags::ATTRIBUTE_NAME && item.kind == ItemType::TextString)
        .and_then(|item| match &item.value {
            Value::Text(name) => Some(name.clone()),
            _ => None,
        });
    let scope = Scope::named(name.as_ref().map(|name| name.as_str()));
    let mut before: HashMap<Tag, usize> = HashMap::new();
    let mut nodes = Vec::with_capacity(items.len());
    for item in items {
        let count = before.entry(item.tag).or_default();
        let (tag, place) = (item.tag, *count);
        *count += 1;
        nodes.push(
            node(item, scope, placeholders)
                .map_err(|error| error.within(scope::step(tag, place)))?,
        );
    }
    Ok(nodes)
}

/// A value on its way from text.
struct Leaf<'p> {
    kind: ItemType,
    subject: Subject,
    /// Whether errors must not show the value.
    hide: bool,
    placeholders: &'p mut Placeholders,
}

impl Leaf<'_> {
    fn content(&mut self, value: Value) -> Result<Content, Fault> {
        match value {
            Value::Masked => Err(Fault::Masked),
            Value::Missing => Err(Fault::Missing("value")),
            Value::Boolean(truth) if self.kind == ItemType::Boolean => Ok(Content::Boolean(truth)),
            Value::Boolean(truth) => Err(self.wrong(if truth { "true" } else { "false" })),
            Value::Number(number) => match self.kind {
                ItemType::Integer
                | ItemType::LongInteger
                | ItemType::Enumeration
                | ItemType::Interval
                | ItemType::DateTime
                | ItemType::DateTimeExtended => self.of_text(&number),
                _ => Err(self.wrong(&number)),
            },
            Value::TextBytes(digits) => hex::bytes(&digits)
                .filter(|_| self.kind == ItemType::TextString)
                .and_then(|bytes| std::str::from_utf8(&bytes).ok().map(str::to_owned))
                .map(|text| Content::TextString(Zeroizing::new(text)))
                .ok_or(Fault::Shape(
                    "hex stands in place of the value of a TextString, and holds its bytes in UTF-8",
                )),
            Value::Text(text) => {
                let defined = self.placeholders.value(&text).map(str::to_owned);
                match defined.map(Zeroizing::new) {
                    Some(defined) => self.of_text(&defined),
                    None => self.of_placeholder_or_text(text),
                }
            }
        }
    }

    /// A text that may be a placeholder without a value: as text it stays what it is.
    fn of_placeholder_or_text(&mut self, text: Zeroizing<String>) -> Result<Content, Fault> {
        if self.kind == ItemType::TextString {
            return Ok(Content::TextString(text));
        }
        if !text.starts_with('$') {
            return self.of_text(&text);
        }
        let date = matches!(self.kind, ItemType::DateTime | ItemType::DateTimeExtended);
        if let Some(seconds) = date.then(|| self.placeholders.time(&text)).flatten() {
            return Ok(if self.kind == ItemType::DateTime {
                Content::DateTime(seconds)
            } else {
                Content::DateTimeExtended(seconds.saturating_mul(1_000_000))
            });
        }
        match placeholder::name(&text) {
            Some(name) => Err(Fault::Placeholder {
                name: name.to_owned(),
                kind: value::type_name(self.kind),
            }),
            None => self.of_text(&text),
        }
    }

    fn of_text(&self, text: &str) -> Result<Content, Fault> {
        let content = match self.kind {
            ItemType::Structure => None,
            ItemType::Integer => match integer(text) {
                Some(value) => Some(Content::Integer(value)),
                None if is_number(text) => None,
                None => return self.mask(text).map(Content::Integer),
            },
            ItemType::LongInteger => long_integer(text).map(Content::LongInteger),
            ItemType::BigInteger => big_integer(text).map(Content::BigInteger),
            ItemType::Enumeration => match unsigned(text) {
                Some(value) => Some(Content::Enumeration(value)),
                None if is_number(text) => None,
                None => return self.enumerant(text).map(Content::Enumeration),
            },
            ItemType::Boolean => boolean(text).map(Content::Boolean),
            ItemType::TextString => Some(Content::TextString(Zeroizing::new(text.to_owned()))),
            ItemType::ByteString => hex::bytes(text).map(Content::ByteString),
            ItemType::DateTime => date::seconds(text)
                .or_else(|| long_integer(text))
                .map(Content::DateTime),
            ItemType::Interval => unsigned(text).map(Content::Interval),
            ItemType::DateTimeExtended => date::microseconds(text)
                .or_else(|| long_integer(text))
                .map(Content::DateTimeExtended),
        };
        content.ok_or_else(|| self.wrong(text))
    }

    fn wrong(&self, text: &str) -> Fault {
        Fault::Value {
            value: self.shown(text),
            kind: value::type_name(self.kind),
            expected: match self.kind {
                ItemType::Structure => "items",
                ItemType::Integer => "a decimal number of 32 bits, or 0x and 8 hexadecimal digits",
                ItemType::LongInteger => {
                    "a decimal number of 64 bits, or 0x and 16 hexadecimal digits"
                }
                ItemType::BigInteger => {
                    "hexadecimal digits for a multiple of 8 bytes, in JSON after 0x"
                }
                ItemType::Enumeration => "a name, or 0x and 8 hexadecimal digits",
                ItemType::Boolean => "true or false",
                ItemType::TextString => "a text",
                ItemType::ByteString => "an even number of hexadecimal digits, without 0x",
                ItemType::DateTime => {
                    "a time such as 2010-02-11T08:49:37+00:00, or 0x and 16 hexadecimal digits"
                }
                ItemType::Interval => "a number of seconds from 0 to 4294967295",
                ItemType::DateTimeExtended => {
                    "a time such as 2010-02-11T08:49:37.000001+00:00, or 0x and 16 hexadecimal digits"
                }
            },
        }
    }

    fn shown(&self, text: &str) -> String {
        if self.hide || matches!(self.kind, ItemType::ByteString | ItemType::BigInteger) {
            format!("the value of {} characters", text.chars().count())
        } else {
            escape::shown(text)
        }
    }

    fn enumerant(&self, name: &str) -> Result<u32, Fault> {
        if self.subject.0 == tags::ATTRIBUTE_REFERENCE {
            return raw::tag(name).map(Tag::number);
        }
        let Some(names) = names::enumeration(self.subject.0) else {
            return Err(self.no_names(name));
        };
        names.value(name).ok_or_else(|| self.unknown(names, name))
    }

    /// Names of bits and numbers, with blanks or bars between them.
    fn mask(&self, text: &str) -> Result<i32, Fault> {
        let Some(names) = names::mask(self.subject.0) else {
            return Err(self.wrong(text));
        };
        let mut bits = 0;
        let words =
            text.split(|character: char| character == '|' || character.is_ascii_whitespace());
        for word in words.filter(|word| !word.is_empty()) {
            bits |= match unsigned(word) {
                Some(number) => number,
                None => names.value(word).ok_or_else(|| self.unknown(names, word))?,
            };
        }
        Ok(bits.cast_signed())
    }

    fn unknown(&self, names: &names::Names, name: &str) -> Fault {
        Fault::UnknownName {
            value: self.shown(name),
            of: names.of.to_owned(),
            hint: names.hint(name),
        }
    }

    fn no_names(&self, name: &str) -> Fault {
        Fault::NoNames {
            value: self.shown(name),
            of: names::tag_or_number(self.subject.0),
        }
    }
}

/// Whether a text is meant to be a number, not a name.
fn is_number(text: &str) -> bool {
    text.is_empty()
        || text.starts_with(|first: char| first.is_ascii_digit() || "+-".contains(first))
}

fn integer(text: &str) -> Option<i32> {
    match hex::after_prefix(text) {
        Some(digits) => hex::number_32(digits).map(u32::cast_signed),
        None => decimal(text)?.try_into().ok(),
    }
}

fn unsigned(text: &str) -> Option<u32> {
    match hex::after_prefix(text) {
        Some(digits) => hex::number_32(digits),
        None => decimal(text)?.try_into().ok(),
    }
}

fn long_integer(text: &str) -> Option<i64> {
    match hex::after_prefix(text) {
        Some(digits) => hex::number_64(digits).map(u64::cast_signed),
        None => decimal(text),
    }
}

/// A decimal number, written as it is usual: `5`, `-5`, neither `+5` nor `5.0`.
fn decimal(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
}

/// Sign-extended already: a multiple of eight bytes.
fn big_integer(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = hex::bytes(hex::after_prefix(text).unwrap_or(text))?;
    (!bytes.is_empty() && bytes.len().is_multiple_of(8)).then_some(bytes)
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => match hex::number_64(hex::after_prefix(text)?)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        },
    }
}
