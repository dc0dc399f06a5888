//! Nodes to KMIP JSON.

use std::fmt::Write;

use zeroize::Zeroizing;

use crate::{
    names,
    node::{Content, Node},
    scope::Scope,
    secret::{self, Guard, Secrets},
    value::{self, Form, Shown},
};

/// Messages as a document: one is an object, several are a list. It ends with a line end.
#[must_use]
pub fn write(messages: &[Node], secrets: Secrets) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::new());
    let guard = Guard::new(secrets);
    if let [message] = messages {
        object(&mut out, message, Scope::default(), guard, 0);
    } else {
        list(&mut out, messages, Scope::default(), guard, 0);
    }
    out.push('\n');
    out
}

fn list(out: &mut String, nodes: &[Node], scope: Scope, guard: Guard, depth: usize) {
    out.push('[');
    for (number, node) in nodes.iter().enumerate() {
        out.push_str(if number == 0 { "\n" } else { ",\n" });
        indent(out, depth + 1);
        object(out, node, scope, guard, depth + 1);
    }
    if !nodes.is_empty() {
        out.push('\n');
        indent(out, depth);
    }
    out.push(']');
}

fn object(out: &mut String, node: &Node, scope: Scope, guard: Guard, depth: usize) {
    out.push_str("{\"tag\":");
    text(out, &names::tag_or_number(node.tag));
    if let Content::Structure(items) = &node.content {
        out.push_str(", \"value\":");
        list(out, items, Scope::of(items), guard.within(node), depth);
        out.push('}');
        return;
    }
    out.push_str(", \"type\":");
    text(out, value::type_name(node.content.kind()));
    if guard.hides(node) {
        out.push_str(", \"masked\":");
        text(out, &secret::mask(&node.content));
    } else {
        out.push_str(", \"value\":");
        match value::shown(&node.content, scope.subject(node.tag), Form::Json) {
            None => {}
            // Writing to a String can't fail.
            Some(Shown::Number(number)) => {
                let _ = write!(out, "{number}");
            }
            Some(Shown::Boolean(truth)) => out.push_str(if truth { "true" } else { "false" }),
            Some(Shown::Text(value)) => text(out, &value),
        }
    }
    out.push('}');
}

fn text(out: &mut String, value: &str) {
    out.push('"');
    for character in value.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // A terminal might obey these. Controls are below U+10000.
            character if character.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(character));
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
