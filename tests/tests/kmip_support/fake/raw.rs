//! TTLV without rules: items of any tag, type and length, written as they are asked for, and read as they lie there.
//!
//! This is not our codec: what this reads and writes is a witness beside it.

/// Item types (KMIP 1.4 section 9.1.1.2).
pub(crate) const STRUCTURE: u8 = 1;
pub(crate) const INTEGER: u8 = 2;
pub(crate) const ENUMERATION: u8 = 5;
pub(crate) const TEXT: u8 = 7;
pub(crate) const BYTES: u8 = 8;
pub(crate) const DATE_TIME: u8 = 9;
pub(crate) const INTERVAL: u8 = 10;

const HEADER_BYTES: usize = 8;

/// An item, padded.
pub(crate) fn item(tag: u32, kind: u8, value: &[u8]) -> Vec<u8> {
    let length = u32::try_from(value.len()).unwrap();
    let mut bytes = item_of_length(tag, kind, length, value);
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    bytes
}

/// An item whose header may lie about its length; not padded.
pub(crate) fn item_of_length(tag: u32, kind: u8, length: u32, value: &[u8]) -> Vec<u8> {
    let mut bytes = tag.to_be_bytes()[1..].to_vec();
    bytes.push(kind);
    bytes.extend(length.to_be_bytes());
    bytes.extend(value);
    bytes
}

pub(crate) fn structure(tag: u32, items: &[Vec<u8>]) -> Vec<u8> {
    item(tag, STRUCTURE, &items.concat())
}

pub(crate) fn integer(tag: u32, value: i32) -> Vec<u8> {
    item(tag, INTEGER, &value.to_be_bytes())
}

pub(crate) fn enumeration(tag: u32, value: u32) -> Vec<u8> {
    item(tag, ENUMERATION, &value.to_be_bytes())
}

pub(crate) fn text(tag: u32, value: &str) -> Vec<u8> {
    item(tag, TEXT, value.as_bytes())
}

pub(crate) fn bytes(tag: u32, value: &[u8]) -> Vec<u8> {
    item(tag, BYTES, value)
}

pub(crate) fn date_time(tag: u32, seconds: i64) -> Vec<u8> {
    item(tag, DATE_TIME, &seconds.to_be_bytes())
}

pub(crate) fn interval(tag: u32, seconds: u32) -> Vec<u8> {
    item(tag, INTERVAL, &seconds.to_be_bytes())
}

/// An item as it lies in a message.
#[derive(Clone, Copy)]
pub(crate) struct Raw<'a> {
    pub(crate) tag: u32,
    pub(crate) kind: u8,
    pub(crate) value: &'a [u8],
}

impl<'a> Raw<'a> {
    pub(crate) fn number(&self) -> u32 {
        u32::from_be_bytes(self.value.try_into().unwrap())
    }

    pub(crate) fn text(&self) -> &'a str {
        std::str::from_utf8(self.value).unwrap()
    }

    /// The items within, if it is a structure.
    pub(crate) fn items(&self) -> Vec<Raw<'a>> {
        if self.kind == STRUCTURE {
            items(self.value)
        } else {
            Vec::new()
        }
    }

    /// The first item of this tag within.
    pub(crate) fn find(&self, tag: u32) -> Option<Raw<'a>> {
        self.items().into_iter().find(|item| item.tag == tag)
    }

    /// The first item of this tag at any depth within.
    pub(crate) fn find_deep(&self, tag: u32) -> Option<Raw<'a>> {
        self.items()
            .into_iter()
            .find_map(|item| (item.tag == tag).then_some(item).or(item.find_deep(tag)))
    }
}

/// The items that lie one after another; panics when they don't, as our client never sends such.
pub(crate) fn items(mut rest: &[u8]) -> Vec<Raw<'_>> {
    let mut found = Vec::new();
    while let Some((header, after)) = rest.split_at_checked(HEADER_BYTES) {
        let length = message_length(header) - HEADER_BYTES;
        found.push(Raw {
            tag: u32::from_be_bytes([0, header[0], header[1], header[2]]),
            kind: header[3],
            value: &after[..length],
        });
        rest = &after[length.next_multiple_of(8)..];
    }
    assert!(rest.is_empty(), "{} bytes follow the items", rest.len());
    found
}

/// How long the message is that starts with this header.
pub(crate) fn message_length(header: &[u8]) -> usize {
    HEADER_BYTES + u32::from_be_bytes(header[4..8].try_into().unwrap()) as usize
}
