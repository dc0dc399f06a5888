//! Nodes as an indented tree, with the standard's names.

use std::fmt::Write;

use zeroize::Zeroizing;

use fieldgate_core::{kmip::tags, ttlv::ItemType};

use crate::{
    date, escape, hex, names,
    node::{Content, Node},
    scope::{Scope, Subject},
    secret::{self, Guard, Secrets},
    value::tag_of,
};

/// A message as a tree, a line an item. It ends with a line end.
#[must_use]
pub fn write(message: &Node, secrets: Secrets) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::new());
    line(&mut out, message, Scope::default(), Guard::new(secrets), 0);
    out
}

// Writing to a String can't fail, here and below.
fn line(out: &mut String, node: &Node, scope: Scope, guard: Guard, depth: usize) {
    for _ in 0..depth {
        out.push_str("  ");
    }
    match node.tag.name() {
        Some(name) => out.push_str(name),
        None => {
            let _ = write!(out, "0x{}", node.tag);
        }
    }
    if let Content::Structure(items) = &node.content {
        out.push_str(if items.is_empty() { " (empty)\n" } else { "\n" });
        let (scope, guard) = (Scope::of(items), guard.within(node));
        for item in items {
            line(out, item, scope, guard, depth + 1);
        }
        return;
    }
    out.push_str(": ");
    if guard.hides(node) {
        let kind = type_text(node.content.kind());
        let _ = write!(out, "{} ({kind})", secret::mask(&node.content));
    } else {
        value(out, &node.content, scope.subject(node.tag));
    }
    out.push('\n');
}

fn value(out: &mut String, content: &Content, subject: Subject) {
    let kind = type_text(content.kind());
    let _ = match content {
        Content::Structure(_) => Ok(()),
        Content::Integer(value) => {
            mask(out, value.cast_unsigned(), subject);
            write!(out, "{value} ({kind})")
        }
        Content::LongInteger(value) => write!(out, "{value} ({kind})"),
        Content::Enumeration(value) => match enumerant(*value, subject) {
            Some(name) => write!(out, "{name} ({kind} {value:#010x})"),
            None => write!(out, "{value:#010x} ({kind})"),
        },
        Content::Boolean(value) => write!(out, "{value} ({kind})"),
        Content::TextString(text) => {
            escape::quoted(out, text);
            write!(out, " ({kind})")
        }
        Content::ByteString(bytes) | Content::BigInteger(bytes) => {
            hex::push(out, bytes);
            write!(out, " ({kind}, {} bytes)", bytes.len())
        }
        Content::DateTime(seconds) => match date::text(*seconds) {
            Some(text) => write!(out, "{text} ({kind})"),
            None => write!(out, "{seconds} s from 1970 ({kind})"),
        },
        Content::DateTimeExtended(microseconds) => match date::text_extended(*microseconds) {
            Some(text) => write!(out, "{text} ({kind})"),
            None => write!(out, "{microseconds} µs from 1970 ({kind})"),
        },
        Content::Interval(seconds) => write!(out, "{seconds} s ({kind})"),
    };
}

/// The names of a mask's bits, if it is a mask and has any.
fn mask(out: &mut String, value: u32, subject: Subject) {
    let Some(names) = names::mask(subject.0) else {
        return;
    };
    let set = names.all().filter(|bit| *bit != 0 && value & *bit == *bit);
    let set: Vec<&str> = set.filter_map(|bit| names.text(bit)).collect();
    if !set.is_empty() {
        out.push_str(&set.join(", "));
        out.push_str(" = ");
    }
}

fn enumerant(value: u32, subject: Subject) -> Option<&'static str> {
    if subject.0 == tags::ATTRIBUTE_REFERENCE {
        return tag_of(value)?.name();
    }
    names::enumeration(subject.0)?.text(value)
}

const fn type_text(kind: ItemType) -> &'static str {
    match kind {
        ItemType::Structure => "Structure",
        ItemType::Integer => "Integer",
        ItemType::LongInteger => "Long Integer",
        ItemType::BigInteger => "Big Integer",
        ItemType::Enumeration => "Enumeration",
        ItemType::Boolean => "Boolean",
        ItemType::TextString => "Text String",
        ItemType::ByteString => "Byte String",
        ItemType::DateTime => "Date-Time",
        ItemType::Interval => "Interval",
        ItemType::DateTimeExtended => "Date-Time-Extended",
    }
}
