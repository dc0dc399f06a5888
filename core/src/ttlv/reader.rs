//! Reading: the items of a message, one after another, borrowed.

use core::fmt;

use super::{
    DEPTH_STRUCTURES_MAX, Error, HEADER_BYTES, Item, ItemType, MESSAGE_BYTES_MAX, Tag, Value,
};

/// The items in some bytes, in order: an iterator that ends after the first error.
///
/// An item is looked at when it is asked for, and so are the items within it; bytes that nobody asks for are only
/// skipped. Copies are cheap: a place in the message and a depth.
#[derive(Clone, Copy)]
#[cfg_attr(test, derive(PartialEq, Eq))]
pub struct Items<'a> {
    rest: &'a [u8],
    depth: u8,
}

/// The bytes may be passwords and keys: only how many there are is shown, and how deep they lie.
impl fmt::Debug for Items<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Items({} bytes, depth {})", self.rest.len(), self.depth)
    }
}

impl<'a> Items<'a> {
    /// The items of a message.
    #[must_use]
    pub const fn of_message(message: &'a [u8]) -> Self {
        Self {
            rest: message,
            depth: 0,
        }
    }

    /// No items, as in a structure that was left out.
    #[must_use]
    pub const fn none() -> Self {
        Self::of_message(&[])
    }

    /// The bytes that are still to be read, as they were received.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.rest
    }

    /// The first item of this tag, wherever it stands. What stands in front of it is stepped over by its length, and not
    /// looked at otherwise: [`check_message`](super::check_message) does that, once for the whole message.
    ///
    /// # Errors
    /// That of the item, if it is not TTLV; or of a length in front of it that isn't possible.
    pub fn find(mut self, tag: Tag) -> Result<Option<Item<'a>>, Error> {
        while let Some((header, rest)) = self.rest.split_first_chunk::<HEADER_BYTES>() {
            let [here @ .., _, _, _, _, _] = *header;
            if here == tag.bytes() {
                return self.read().map(Some);
            }
            let length = length_of(header)?;
            let next = rest.get(length + padding_bytes(length)..);
            self.rest = next.ok_or(Error::Truncated)?;
        }
        if self.rest.is_empty() {
            Ok(None)
        } else {
            Err(Error::Truncated)
        }
    }

    fn read(&mut self) -> Result<Item<'a>, Error> {
        let (header, rest) = self
            .rest
            .split_first_chunk::<HEADER_BYTES>()
            .ok_or(Error::Truncated)?;
        let [tag @ .., code, _, _, _, _] = *header;
        let tag = Tag::from_bytes(tag)?;
        let kind = ItemType::from_code(code)?;
        let length = length_of(header)?;
        let padding = padding_bytes(length);
        let cut = if self.depth == 0 {
            Error::Truncated
        } else {
            Error::Overlap(tag)
        };
        let (padded, rest) = rest.split_at_checked(length + padding).ok_or(cut)?;
        let value = self.value(tag, kind, padded.get(..length).unwrap_or_default())?;
        // The padding ends the last eight bytes.
        if let Some(last) = padded.last_chunk::<8>()
            && u64::from_be_bytes(*last) & !(u64::MAX << (8 * padding)) != 0
        {
            return Err(Error::BadPadding(tag));
        }
        self.rest = rest;
        Ok(Item { tag, value })
    }

    fn value(&self, tag: Tag, kind: ItemType, bytes: &'a [u8]) -> Result<Value<'a>, Error> {
        Ok(match kind {
            ItemType::Structure => {
                let depth = self.depth + 1;
                if depth > DEPTH_STRUCTURES_MAX {
                    return Err(Error::TooDeep);
                }
                if !bytes.len().is_multiple_of(8) {
                    return Err(Error::BadLength(tag));
                }
                Value::Structure(Items { rest: bytes, depth })
            }
            ItemType::Integer => Value::Integer(i32::from_be_bytes(exactly(tag, bytes)?)),
            ItemType::LongInteger => Value::LongInteger(i64::from_be_bytes(exactly(tag, bytes)?)),
            ItemType::BigInteger => {
                if bytes.is_empty() || !bytes.len().is_multiple_of(8) {
                    return Err(Error::BadLength(tag));
                }
                Value::BigInteger(bytes)
            }
            ItemType::Enumeration => Value::Enumeration(u32::from_be_bytes(exactly(tag, bytes)?)),
            ItemType::Boolean => match u64::from_be_bytes(exactly(tag, bytes)?) {
                0 => Value::Boolean(false),
                1 => Value::Boolean(true),
                _ => return Err(Error::BadBoolean(tag)),
            },
            ItemType::TextString => {
                Value::TextString(core::str::from_utf8(bytes).map_err(|_| Error::BadText(tag))?)
            }
            ItemType::ByteString => Value::ByteString(bytes),
            ItemType::DateTime => Value::DateTime(i64::from_be_bytes(exactly(tag, bytes)?)),
            ItemType::Interval => Value::Interval(u32::from_be_bytes(exactly(tag, bytes)?)),
            ItemType::DateTimeExtended => {
                Value::DateTimeExtended(i64::from_be_bytes(exactly(tag, bytes)?))
            }
        })
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Result<Item<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let item = self.read();
        if item.is_err() {
            self.rest = &[];
        }
        Some(item)
    }
}

impl core::iter::FusedIterator for Items<'_> {}

/// How long the item is that starts with `header`, with header, value and padding.
///
/// This is how a stream is cut into messages: a message is one structure.
///
/// # Errors
/// [`Error::BadTag`], [`Error::UnknownType`], or [`Error::TooLong`] beyond [`MESSAGE_BYTES_MAX`].
pub fn message_length_bytes(header: &[u8; HEADER_BYTES]) -> Result<usize, Error> {
    let [tag @ .., _, _, _, _, _] = *header;
    Tag::from_bytes(tag)?;
    ItemType::from_code(header[3])?;
    let length = length_of(header)?;
    let whole = HEADER_BYTES + length + padding_bytes(length);
    if whole > MESSAGE_BYTES_MAX {
        return Err(Error::TooLong);
    }
    Ok(whole)
}

/// The length field: of the value alone, without its padding.
fn length_of(header: &[u8; HEADER_BYTES]) -> Result<usize, Error> {
    let [_, _, _, _, length @ ..] = *header;
    let length = usize::try_from(u32::from_be_bytes(length)).map_err(|_| Error::TooLong)?;
    if length > MESSAGE_BYTES_MAX {
        return Err(Error::TooLong);
    }
    Ok(length)
}

/// What fills a value of this length up to a multiple of eight.
pub(super) const fn padding_bytes(length: usize) -> usize {
    (8 - length % 8) % 8
}

fn exactly<const N: usize>(tag: Tag, bytes: &[u8]) -> Result<[u8; N], Error> {
    bytes.try_into().map_err(|_| Error::BadLength(tag))
}
