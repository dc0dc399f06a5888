//! TTLV to nodes, as far as it can be read, and nodes to TTLV.

use std::collections::HashMap;

use fieldgate_core::ttlv::{
    self, DEPTH_STRUCTURES_MAX, HEADER_BYTES, ItemType, Items, MESSAGE_BYTES_MAX, Tag, Value,
    Writer,
};
use zeroize::Zeroizing;

use crate::{
    error::{Error, Fault, Place, Unplaced},
    node::{Content, Node},
    raw::Count,
    scope, value,
};

/// Messages that were read, and why no more were.
pub struct Reading {
    /// The messages; the last one without what couldn't be read, if there is a fault.
    pub messages: Vec<Node>,
    /// What ended the reading before the end of the input.
    pub fault: Option<Error>,
}

/// Reads messages, one after another.
#[must_use]
pub fn read(input: &[u8]) -> Reading {
    let mut reader = Reader {
        input,
        count: Count::new(),
        fault: None,
    };
    let mut messages = Vec::new();
    let mut at = 0;
    while at < input.len() && reader.fault.is_none() {
        let (node, next) = reader.item(at, input.len(), true, 0);
        if let Some(node) = node {
            let step = scope::step(node.tag, 0);
            if node.content.kind() != ItemType::Structure {
                let kind = value::type_name(node.content.kind());
                reader.fault = Some(Unplaced::new(at, Fault::NoStructure(kind)));
                break;
            }
            reader.fault = reader.fault.map(|fault| fault.within(step));
            messages.push(node);
        }
        at = next;
    }
    Reading {
        messages,
        fault: reader.fault.map(Unplaced::in_bytes),
    }
}

struct Reader<'i> {
    input: &'i [u8],
    count: Count,
    fault: Option<Unplaced>,
}

impl<'i> Reader<'i> {
    /// The item at a place, of which as much is kept as is there, and the place after it. What is wrong is kept in `fault`,
    /// after which nothing more is read.
    ///
    /// `open`: the input's end is the only end that there is, since whatever is around the item was cut, or nothing is.
    fn item(&mut self, at: usize, end: usize, open: bool, depth: u8) -> (Option<Node>, usize) {
        match self.try_item(at, end, open, depth) {
            Ok((node, next)) => (Some(node), next),
            Err(fault) => {
                self.fault = Some(Unplaced::new(at, fault));
                (None, end)
            }
        }
    }

    fn try_item(
        &mut self,
        at: usize,
        end: usize,
        open: bool,
        depth: u8,
    ) -> Result<(Node, usize), Fault> {
        self.count.one()?;
        let bytes = self.input.get(at..end).unwrap_or_default();
        let Some(header) = bytes.first_chunk::<HEADER_BYTES>() else {
            return Err(if open {
                Fault::CutHeader(bytes.len())
            } else {
                Fault::Stray(bytes.len())
            });
        };
        let [t0, t1, t2, kind, length @ ..] = *header;
        let tag = Tag::from_bytes([t0, t1, t2]).map_err(Fault::Ttlv)?;
        let kind = ItemType::from_code(kind).map_err(Fault::Ttlv)?;
        let declared = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if declared > MESSAGE_BYTES_MAX {
            return Err(Fault::Ttlv(ttlv::Error::TooLong));
        }
        if kind == ItemType::Structure {
            let place = Extent {
                at,
                end,
                declared,
                open,
            };
            return self.structure(tag, place, depth + 1);
        }
        let whole = HEADER_BYTES + declared.next_multiple_of(8);
        let Some(item) = bytes.get(..whole) else {
            return Err(too_short(
                open,
                bytes.len() - HEADER_BYTES,
                whole - HEADER_BYTES,
            ));
        };
        let content = leaf(item)?;
        Ok((Node { tag, content }, at + whole))
    }

    /// A structure with the items that are there. Its own length is found wrong after the items, so that they are kept.
    fn structure(&mut self, tag: Tag, extent: Extent, depth: u8) -> Result<(Node, usize), Fault> {
        let Extent {
            at,
            end,
            declared,
            open,
        } = extent;
        if depth > DEPTH_STRUCTURES_MAX {
            return Err(Fault::Ttlv(ttlv::Error::TooDeep));
        }
        let start = at + HEADER_BYTES;
        let present = end - start;
        let inner_end = start + declared.min(present);
        let inner_open = open && declared > present;
        let mut items = Vec::new();
        let mut before: HashMap<Tag, usize> = HashMap::new();
        let mut next = start;
        while next < inner_end && self.fault.is_none() {
            let (node, after) = self.item(next, inner_end, inner_open, depth);
            if self.fault.is_some()
                && let Some(step) = self.step(next, &before)
            {
                self.fault = self.fault.take().map(|fault| fault.within(step));
            }
            if let Some(node) = node {
                *before.entry(node.tag).or_default() += 1;
                items.push(node);
            }
            next = after;
        }
        if self.fault.is_none() && declared > present {
            let fault = too_short(open, present, declared);
            self.fault = Some(Unplaced::new(at, fault));
        }
        if self.fault.is_none() && !declared.is_multiple_of(8) {
            let fault = Fault::Ttlv(ttlv::Error::BadLength(tag));
            self.fault = Some(Unplaced::new(at, fault));
        }
        let content = Content::Structure(items);
        Ok((Node { tag, content }, inner_end))
    }

    /// The step of a path to the item at a place, if its tag can be read.
    fn step(&self, at: usize, before: &HashMap<Tag, usize>) -> Option<String> {
        let tag = Tag::from_bytes(*self.input.get(at..)?.first_chunk()?).ok()?;
        Some(scope::step(tag, before.get(&tag).copied().unwrap_or(0)))
    }
}

/// Where a structure is: its header, the end of what is around it, and its length as it says.
struct Extent {
    at: usize,
    end: usize,
    declared: usize,
    open: bool,
}

/// The fault of an item that is longer than what is there: of the input, or of the structure around it.
const fn too_short(open: bool, present: usize, declared: usize) -> Fault {
    if open {
        Fault::Cut { present, declared }
    } else {
        Fault::Overlapping { present, declared }
    }
}

/// The value of an item that is no structure and is there whole.
fn leaf(item: &[u8]) -> Result<Content, Fault> {
    let mut items = Items::of_message(item);
    let item = items
        .next()
        .unwrap_or(Err(ttlv::Error::Truncated))
        .map_err(Fault::Ttlv)?;
    Ok(match item.value {
        // Structures are not read here.
        Value::Structure(_) => Content::Structure(Vec::new()),
        Value::Integer(value) => Content::Integer(value),
        Value::LongInteger(value) => Content::LongInteger(value),
        Value::BigInteger(bytes) => Content::BigInteger(Zeroizing::new(bytes.to_vec())),
        Value::Enumeration(value) => Content::Enumeration(value),
        Value::Boolean(value) => Content::Boolean(value),
        Value::TextString(text) => Content::TextString(Zeroizing::new(text.to_owned())),
        Value::ByteString(bytes) => Content::ByteString(Zeroizing::new(bytes.to_vec())),
        Value::DateTime(seconds) => Content::DateTime(seconds),
        Value::Interval(seconds) => Content::Interval(seconds),
        Value::DateTimeExtended(microseconds) => Content::DateTimeExtended(microseconds),
    })
}

/// A message as TTLV.
///
/// # Errors
/// [`Fault::Ttlv`] for one that is longer than [`MESSAGE_BYTES_MAX`] or deeper than [`DEPTH_STRUCTURES_MAX`].
pub fn write(message: &Node) -> Result<Zeroizing<Vec<u8>>, Error> {
    let fault = |error| Error {
        place: Place::Nowhere,
        path: scope::step(message.tag, 0),
        fault: Fault::Ttlv(error),
    };
    let length = length_bytes(message);
    if length > MESSAGE_BYTES_MAX {
        return Err(fault(ttlv::Error::TooLong));
    }
    let mut buffer = Zeroizing::new(vec![0; length]);
    let mut writer = Writer::new(&mut buffer);
    write_node(message, &mut writer).map_err(fault)?;
    Ok(buffer)
}

fn length_bytes(node: &Node) -> usize {
    let items: usize = node.content.items().iter().map(length_bytes).sum();
    HEADER_BYTES + node.content.value_bytes().next_multiple_of(8) + items
}

fn write_node(node: &Node, writer: &mut Writer<'_>) -> Result<(), ttlv::Error> {
    let tag = node.tag;
    match &node.content {
        Content::Structure(items) => writer.structure(tag, |writer| {
            items.iter().try_for_each(|item| write_node(item, writer))
        }),
        Content::Integer(value) => writer.integer(tag, *value),
        Content::LongInteger(value) => writer.long_integer(tag, *value),
        Content::BigInteger(bytes) => writer.big_integer(tag, bytes),
        Content::Enumeration(value) => writer.enumeration(tag, *value),
        Content::Boolean(value) => writer.boolean(tag, *value),
        Content::TextString(text) => writer.text_string(tag, text),
        Content::ByteString(bytes) => writer.byte_string(tag, bytes),
        Content::DateTime(seconds) => writer.date_time(tag, *seconds),
        Content::Interval(seconds) => writer.interval(tag, *seconds),
        Content::DateTimeExtended(microseconds) => writer.date_time_extended(tag, *microseconds),
    }
}
