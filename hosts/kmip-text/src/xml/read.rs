//! KMIP XML to nodes.

use fieldgate_core::{kmip::tags, ttlv::ItemType};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zeroize::Zeroizing;

use super::{HEX, MASKED, NAME, TAG, TYPE, UNNAMED, VALUE};
use crate::{
    ATTRIBUTES_MAX, INPUT_BYTES_MAX, WRAPPERS_MAX, convert,
    error::{Error, Fault, Unplaced},
    escape, names,
    node::Node,
    placeholder::Placeholders,
    raw::{self, Count, Raw, Value},
};

const EMPTY: &str =
    "expected an element RequestMessage or ResponseMessage, alone or in a wrapper such as KMIP";

/// The messages of a document: its root, or elements RequestMessage and ResponseMessage within any others.
///
/// What stands between messages, such as the remarks of test cases, is passed over. A root that is another known tag is read
/// as the item that it is.
///
/// # Errors
/// See [`Fault`]; the place is a line and column.
pub fn read(text: &str, placeholders: &mut Placeholders) -> Result<Vec<Node>, Error> {
    if text.len() > INPUT_BYTES_MAX {
        return Err(Unplaced::new(0, Fault::InputTooLong).in_text(text));
    }
    Document::new(text)
        .messages()
        .and_then(|raws| {
            raws.into_iter()
                .map(|raw| convert::message(raw, placeholders))
                .collect()
        })
        .map_err(|error| error.in_text(text))
}

struct Document<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    /// Where the event at hand begins.
    at: usize,
    count: Count,
    wrappers: usize,
    /// The items around the place at hand, the outermost first.
    open: Vec<Raw>,
    messages: Vec<Raw>,
}

impl<'t> Document<'t> {
    fn new(text: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_comments = true;
        Self {
            text,
            reader,
            at: 0,
            count: Count::new(),
            wrappers: 0,
            open: Vec::new(),
            messages: Vec::new(),
        }
    }

    fn messages(mut self) -> Result<Vec<Raw>, Unplaced> {
        loop {
            self.at = self.position();
            let event = self.reader.read_event();
            let event = event.map_err(|error| {
                let at = usize::try_from(self.reader.error_position()).unwrap_or(self.at);
                self.at_path(at, Fault::Xml(format!("this is not XML: {error}")))
            })?;
            let done = self.event(&event);
            if done.map_err(|fault| self.at_path(self.at, fault))? {
                break;
            }
        }
        if self.messages.is_empty() {
            return Err(Unplaced::new(0, Fault::Empty(EMPTY)));
        }
        Ok(self.messages)
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(self.text.len())
    }

    /// An error with the path of the items that are open.
    fn at_path(&self, at: usize, fault: Fault) -> Unplaced {
        let mut error = Unplaced::new(at, fault);
        for (depth, item) in self.open.iter().enumerate().rev() {
            let earlier = match depth.checked_sub(1).and_then(|outer| self.open.get(outer)) {
                Some(outer) => outer.items.as_slice(),
                None => &[],
            };
            error = error.within(raw::step_after(earlier, item.tag));
        }
        error
    }

    /// Takes in an event, and says whether it is the end.
    fn event(&mut self, event: &Event<'t>) -> Result<bool, Fault> {
        match event {
            Event::Start(start) => self.start(start)?,
            Event::Empty(start) => {
                self.start(start)?;
                self.end()?;
            }
            Event::End(_) => self.end()?,
            Event::Text(text) => self.between(text)?,
            Event::CData(text) => self.between(text)?,
            Event::GeneralRef(reference) => {
                if !reference.is_char_ref() && !is_predefined(reference) {
                    return Err(Fault::Entity(escape_name(reference)));
                }
                self.between("&")?;
            }
            Event::DocType(_) => return Err(Fault::DocumentType),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => {
                if self.open.is_empty() && self.wrappers == 0 {
                    return Ok(true);
                }
                return Err(Fault::Xml(
                    "the document ends within an element: it was cut, or an end tag is missing"
                        .to_owned(),
                ));
            }
        }
        Ok(false)
    }

    /// Text between elements, which may only be blanks, but in wrappers.
    fn between(&self, text: &str) -> Result<(), Fault> {
        let blank = text.trim_ascii_start().is_empty();
        if blank || (self.open.is_empty() && self.wrappers > 0) {
            return Ok(());
        }
        Err(if self.open.is_empty() {
            Fault::Xml("text outside of the document's elements".to_owned())
        } else {
            Fault::StrayText
        })
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), Fault> {
        let name = start.name();
        let name: &str = name.as_ref();
        if self.open.is_empty() && !self.begins_message(name)? {
            self.wrappers += 1;
            if self.wrappers > WRAPPERS_MAX {
                return Err(Fault::TooManyWrappers);
            }
            return Ok(());
        }
        self.count.one()?;
        let item = item(start, name, self.at)?;
        if let Some(outer) = self.open.last()
            && outer.kind != ItemType::Structure
        {
            return Err(Fault::Shape("only a Structure has elements in it"));
        }
        let leaf = usize::from(item.kind != ItemType::Structure);
        raw::check_depth(self.open.len() + 1 - leaf)?;
        self.open.push(item);
        Ok(())
    }

    /// Whether an element outside of messages is one, or a wrapper.
    fn begins_message(&self, name: &str) -> Result<bool, Fault> {
        let tag = names::tag_named(name);
        if name == UNNAMED || matches!(tag, Some(tags::REQUEST_MESSAGE | tags::RESPONSE_MESSAGE)) {
            return Ok(true);
        }
        if tag.is_some() && self.wrappers > 0 {
            return Err(Fault::OutsideMessage(escape::shown(name)));
        }
        Ok(tag.is_some())
    }

    /// The end of the element at hand; the reader has seen to it that it is the one that was opened last.
    fn end(&mut self) -> Result<(), Fault> {
        let Some(item) = self.open.pop() else {
            self.wrappers = self.wrappers.saturating_sub(1);
            return Ok(());
        };
        match self.open.last_mut() {
            Some(outer) => outer.items.push(item),
            None => self.messages.push(item),
        }
        Ok(())
    }
}

/// An element's tag, type and value.
fn item(start: &BytesStart<'_>, name: &str, at: usize) -> Result<Raw, Fault> {
    let (mut tag, mut kind, mut value) = (None, None, Value::Missing);
    let mut value_given = false;
    for (number, attribute) in start.attributes().enumerate() {
        if number == ATTRIBUTES_MAX {
            return Err(Fault::TooManyAttributes);
        }
        let attribute = attribute.map_err(|error| Fault::Xml(error.to_string()))?;
        let key: &str = attribute.key.as_ref();
        let text = unescaped(&attribute.value)?;
        let mut put = |given: Value| {
            let twice = std::mem::replace(&mut value_given, true);
            value = given;
            if twice {
                return Err(Fault::Shape("value, hex and masked don't go together"));
            }
            Ok(())
        };
        match key {
            TAG => tag = Some(raw::tag(&text)?),
            TYPE => kind = Some(raw::kind(&text)?),
            VALUE => put(Value::Text(text))?,
            HEX => put(Value::TextBytes(text))?,
            MASKED => put(Value::Masked)?,
            NAME => {}
            // Where names come from says nothing about them.
            _ if key == "xmlns" || key.starts_with("xmlns:") => {}
            _ => return Err(Fault::UnknownMember(escape::shown(key))),
        }
    }
    let tag = match (name == UNNAMED, tag) {
        (true, Some(tag)) => tag,
        (true, None) => {
            return Err(Fault::Missing(
                "the attribute tag of TTLV, such as 0x540001,",
            ));
        }
        (false, None) => raw::tag(name)?,
        (false, Some(tag)) if raw::tag(name).is_ok_and(|named| named == tag) => tag,
        (false, Some(_)) => {
            return Err(Fault::Shape(
                "the attribute tag is another than the element's name",
            ));
        }
    };
    let kind = kind.unwrap_or(ItemType::Structure);
    if kind == ItemType::Structure && value_given {
        return Err(Fault::Missing("the attribute type beside the value"));
    }
    // An empty text may be left out.
    if kind == ItemType::TextString && !value_given {
        value = Value::Text(Zeroizing::new(String::new()));
    }
    Ok(Raw {
        tag,
        kind,
        value,
        items: Vec::new(),
        at,
    })
}

/// An attribute's text: references become characters, and line ends and tabs become blanks (XML 1.0 section 3.3.3).
fn unescaped(raw: &str) -> Result<Zeroizing<String>, Fault> {
    let mut out = Zeroizing::new(String::with_capacity(raw.len()));
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        blanks(&mut out, before);
        let Some((name, after)) = after.split_once(';') else {
            return Err(Fault::Xml(
                "& begins an entity, and its end ; is missing: write &amp; for &".to_owned(),
            ));
        };
        out.push(entity(name).ok_or_else(|| Fault::Entity(escape_name(name)))?);
        rest = after;
    }
    blanks(&mut out, rest);
    Ok(out)
}

fn blanks(out: &mut String, text: &str) {
    let mut previous = ' ';
    for character in text.chars() {
        match character {
            '\n' if previous == '\r' => {}
            '\t' | '\n' | '\r' => out.push(' '),
            _ => out.push(character),
        }
        previous = character;
    }
}

fn is_predefined(name: &str) -> bool {
    entity(name).is_some()
}

fn entity(name: &str) -> Option<char> {
    let number = match name {
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "amp" => return Some('&'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => name.strip_prefix('#')?,
    };
    let (digits, radix) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let character = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
    (character != '\0').then_some(character)
}

fn escape_name(name: &str) -> String {
    name.chars().take(20).flat_map(char::escape_debug).collect()
}
