//! Nodes to KMIP XML.

use std::fmt::Write;

use zeroize::Zeroizing;

use super::{HEX, MASKED, TAG, TYPE, UNNAMED, VALUE, WRAPPER};
use crate::{
    names,
    node::{Content, Node},
    scope::Scope,
    secret::{self, Guard, Secrets},
    value::{self, Form, Shown},
};

/// Messages as a document: one is the document's root, several are in an element `KMIP`. It ends with a line end.
#[must_use]
pub fn write(messages: &[Node], secrets: Secrets) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::new());
    let guard = Guard::new(secrets);
    if let [message] = messages {
        element(&mut out, message, Scope::default(), guard, 0);
    } else {
        out.extend(["<", WRAPPER, ">\n"]);
        for message in messages {
            element(&mut out, message, Scope::default(), guard, 1);
        }
        out.extend(["</", WRAPPER, ">\n"]);
    }
    out
}

fn element(out: &mut String, node: &Node, scope: Scope, guard: Guard, depth: usize) {
    indent(out, depth);
    out.push('<');
    let name = names::tag_name(node.tag).unwrap_or(UNNAMED);
    out.push_str(name);
    if name == UNNAMED {
        attribute(out, TAG, &format!("0x{}", node.tag));
    }
    let Content::Structure(items) = &node.content else {
        attribute(out, TYPE, value::type_name(node.content.kind()));
        if guard.hides(node) {
            attribute(out, MASKED, &secret::mask(&node.content));
        } else {
            value_attribute(out, node, scope);
        }
        out.push_str("/>\n");
        return;
    };
    if items.is_empty() {
        out.push_str("/>\n");
        return;
    }
    out.push_str(">\n");
    let (scope, guard) = (Scope::of(items), guard.within(node));
    for item in items {
        element(out, item, scope, guard, depth + 1);
    }
    indent(out, depth);
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

fn value_attribute(out: &mut String, node: &Node, scope: Scope) {
    match value::shown(&node.content, scope.subject(node.tag), Form::Xml) {
        None => {}
        Some(Shown::Number(number)) => attribute(out, VALUE, &number.to_string()),
        Some(Shown::Boolean(truth)) => attribute(out, VALUE, if truth { "true" } else { "false" }),
        Some(Shown::Text(text)) if text.chars().all(is_allowed) => attribute(out, VALUE, &text),
        Some(Shown::Text(text)) => attribute(out, HEX, &value::hex_text("", text.as_bytes())),
    }
}

/// Whether XML 1.0 can hold a character at all (section 2.2).
const fn is_allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    for character in value.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            // A reader would make blanks of these (XML 1.0 section 3.3.3), and a terminal might obey the others.
            character if character.is_control() => {
                // Writing to a String can't fail.
                let _ = write!(out, "&#{};", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

fn indent(out: &mut String, depth: usize) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}
