//! KMIP JSON to nodes.
//!
//! Each object's members are first found as raw pieces of the text: so each has its place, numbers stay as they are written,
//! and how deep it goes is decided here.

use fieldgate_core::ttlv::ItemType;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::{
    INPUT_BYTES_MAX, convert,
    error::{Error, Fault, Unplaced},
    node::Node,
    placeholder::Placeholders,
    raw::{self, Count, Raw, Value},
};

const EMPTY: &str =
    "expected an object with the tag RequestMessage or ResponseMessage, or a list of such";

/// The messages of a document: one object, or a list of objects.
///
/// # Errors
/// See [`Fault`]; the place is a line and column.
pub fn read(text: &str, placeholders: &mut Placeholders) -> Result<Vec<Node>, Error> {
    let document = Document { text };
    document
        .messages()
        .and_then(|raws| {
            raws.into_iter()
                .map(|raw| convert::message(raw, placeholders))
                .collect()
        })
        .map_err(|error| error.in_text(text))
}

/// The members of an item.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with tag, type and value")]
struct Members<'t> {
    #[serde(borrow)]
    tag: &'t RawValue,
    #[serde(borrow, rename = "type")]
    kind: Option<&'t RawValue>,
    #[serde(borrow)]
    value: Option<&'t RawValue>,
    #[serde(borrow)]
    masked: Option<&'t RawValue>,
    #[serde(borrow, rename = "name")]
    _name: Option<&'t RawValue>,
}

struct Document<'t> {
    text: &'t str,
}

impl<'t> Document<'t> {
    fn messages(&self) -> Result<Vec<Raw>, Unplaced> {
        if self.text.len() > INPUT_BYTES_MAX {
            return Err(Unplaced::new(0, Fault::InputTooLong));
        }
        let mut count = Count::new();
        let mut objects = vec![self.text];
        if self.text.trim_ascii_start().starts_with('[') {
            objects = self.pieces(self.text)?;
        }
        if objects.is_empty() {
            return Err(Unplaced::new(0, Fault::Empty(EMPTY)));
        }
        objects
            .into_iter()
            .map(|object| self.item(object, 1, &mut count))
            .collect()
    }

    /// Where a piece of the text begins in it.
    fn at(&self, piece: &str) -> usize {
        (piece.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    /// The elements of a list.
    fn pieces(&self, text: &'t str) -> Result<Vec<&'t str>, Unplaced> {
        let pieces: Vec<&RawValue> =
            serde_json::from_str(text).map_err(|error| self.not_json(text, &error))?;
        Ok(pieces.into_iter().map(RawValue::get).collect())
    }

    fn not_json(&self, piece: &str, error: &serde_json::Error) -> Unplaced {
        // Its line and column are counted from the beginning of the piece, the column in bytes.
        let lines = piece
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1));
        let before: usize = lines.map(str::len).sum();
        let at = self.at(piece) + before + error.column().saturating_sub(1);
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        Unplaced::new(at, Fault::Json(format!("this is not KMIP JSON: {words}")))
    }

    fn item(&self, text: &'t str, depth: usize, count: &mut Count) -> Result<Raw, Unplaced> {
        let text = text.trim_ascii_start();
        let at = self.at(text);
        count.one().map_err(raw::at(at))?;
        // The library's words for another value would show it, and it may be a secret.
        if !text.is_empty() && !text.starts_with('{') {
            let shape = Fault::Shape("expected an object with tag, type and value");
            return Err(Unplaced::new(at, shape));
        }
        let members: Members<'t> =
            serde_json::from_str(text).map_err(|error| self.not_json(text, &error))?;
        let tag = self.text_of(members.tag)?;
        let tag = raw::tag(&tag).map_err(raw::at(self.at(members.tag.get())))?;
        let kind = match members.kind {
            None => ItemType::Structure,
            Some(kind) => {
                let name = self.text_of(kind)?;
                raw::kind(&name).map_err(raw::at(self.at(kind.get())))?
            }
        };
        let mut raw = Raw {
            tag,
            kind,
            value: Value::Missing,
            items: Vec::new(),
            at,
        };
        if members.masked.is_some() {
            raw.value = Value::Masked;
            if kind == ItemType::Structure || members.value.is_some() {
                let shape =
                    Fault::Shape("masked stands in place of the value of an item with a type");
                return Err(Unplaced::new(at, shape));
            }
            return Ok(raw);
        }
        let Some(value) = members.value.map(RawValue::get) else {
            return Err(Unplaced::new(at, Fault::Missing("the member value")));
        };
        if kind == ItemType::Structure {
            raw::check_depth(depth).map_err(raw::at(at))?;
            self.items(&mut raw, value, depth, count)?;
        } else {
            raw.value = self.value(value)?;
        }
        Ok(raw)
    }

    fn items(
        &self,
        raw: &mut Raw,
        value: &'t str,
        depth: usize,
        count: &mut Count,
    ) -> Result<(), Unplaced> {
        if !value.starts_with('[') {
            let shape = Fault::Shape(
                "a Structure's value is a list of items; an item with another value needs its type",
            );
            return Err(Unplaced::new(self.at(value), shape));
        }
        for piece in self.pieces(value)? {
            let item = self.item(piece, depth + 1, count);
            raw.items.push(item?);
        }
        Ok(())
    }

    fn value(&self, value: &'t str) -> Result<Value, Unplaced> {
        Ok(match value.as_bytes().first() {
            Some(b'"') => Value::Text(Zeroizing::new(self.parsed(value)?)),
            Some(b't') => Value::Boolean(true),
            Some(b'f') => Value::Boolean(false),
            Some(b'-' | b'0'..=b'9') => Value::Number(Zeroizing::new(value.to_owned())),
            _ => {
                let shape = Fault::Shape("expected a text, a number or a truth value");
                return Err(Unplaced::new(self.at(value), shape));
            }
        })
    }

    fn text_of(&self, value: &'t RawValue) -> Result<String, Unplaced> {
        if !value.get().starts_with('"') {
            let shape = Fault::Shape("a tag and a type are texts");
            return Err(Unplaced::new(self.at(value.get()), shape));
        }
        self.parsed(value.get())
    }

    fn parsed<T: DeserializeOwned>(&self, piece: &'t str) -> Result<T, Unplaced> {
        serde_json::from_str(piece).map_err(|error| self.not_json(piece, &error))
    }
}
