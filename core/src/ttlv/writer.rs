//! Writing: items into a caller's buffer.

use super::check::check_items;
use super::reader::padding_bytes;
use super::{
    DEPTH_STRUCTURES_MAX, Error, HEADER_BYTES, Item, ItemType, Items, MESSAGE_BYTES_MAX, Tag, Value,
};

/// Writes items one after another into a buffer.
///
/// After an error the buffer holds part of a message, perhaps with secrets: its owner wipes it.
pub struct Writer<'b> {
    buffer: &'b mut [u8],
    length: usize,
    depth: u8,
}

impl<'b> Writer<'b> {
    /// Writes to the start of `buffer`.
    #[must_use]
    pub const fn new(buffer: &'b mut [u8]) -> Self {
        Self {
            buffer,
            length: 0,
            depth: 0,
        }
    }

    /// How many bytes were written.
    #[must_use]
    pub const fn length_bytes(&self) -> usize {
        self.length
    }

    /// A Structure with the items that `fill` writes.
    ///
    /// # Errors
    /// Those of `fill`; [`Error::TooDeep`]; and, as in all methods here, [`Error::BufferTooSmall`] when the item doesn't
    /// fit, and [`Error::TooLong`] beyond [`MESSAGE_BYTES_MAX`].
    pub fn structure(
        &mut self,
        tag: Tag,
        fill: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if self.depth == DEPTH_STRUCTURES_MAX {
            return Err(Error::TooDeep);
        }
        let start = self.length;
        self.append(&header(tag, ItemType::Structure, 0)?)?;
        self.depth += 1;
        let filled = fill(self);
        self.depth -= 1;
        filled?;
        // The length is known only now: every item in the structure is already padded to a multiple of eight.
        let finished = header(tag, ItemType::Structure, self.length - start - HEADER_BYTES)?;
        self.buffer
            .get_mut(start..start + HEADER_BYTES)
            .ok_or(Error::BufferTooSmall)?
            .copy_from_slice(&finished);
        Ok(())
    }

    /// An Integer.
    ///
    /// # Errors
    /// See [`Writer::structure`].
    pub fn integer(&mut self, tag: Tag, value: i32) -> Result<(), Error> {
        self.item(tag, ItemType::Integer, &value.to_be_bytes())
    }

    /// A Long Integer.
    ///
    /// # Errors
    /// See [`Writer::structure`].
    pub fn long_integer(&mut self, tag: Tag, value: i64) -> Result<(), Error> {
        self.item(tag, ItemType::LongInteger, &value.to_be_bytes())
    }

    /// A Big Integer: two's complement, most significant byte first, any number of bytes.
    ///
    /// The sign is extended to a multiple of eight bytes, at the front. No bytes stand for zero.
    ///
    /// # Errors
    /// See [`Writer::structure`].
    pub fn big_integer(&mut self, tag: Tag, value: &[u8]) -> Result<(), Error> {
        let extension_bytes = if value.is_empty() {
            8
        } else {
            padding_bytes(value.len())
        };
        let sign = match value.first() {
            Some(first) if *first >= 0x80 => 0xff,
            _ => 0,
        };
        self.append(&header(
            tag,
            ItemType::BigInteger,
            extension_bytes + value.len(),
        )?)?;
        self.append([sign; 8].get(..extension_bytes).unwrap_or_default())?;
        self.append(value)
    }

    /// An Enumeration.
    ///
    /// # Errors
    /// See [`Writer::structure`].
    pub fn enumeration(&mut self, tag: Tag, value: u32) -> Result<(), Error> {
        self.item(tag, ItemType::Enumeration, &value.to_be_bytes())
    }

    /// A Boolean.
    ///
    /// # Errors
    /// See [`Writer::structure`].
    pub fn boolean(&mut self, tag: Tag, value: bool) -> Result<(), Error> {
        self.item(tag, ItemType::Boolean, &u64::from(value).to_be_bytes())
    }

    /// A Text String.
    ///
    /// # Errors
    /// See [`Writer::structure`].
    pub fn text_string(&mut self, tag: Tag, value: &str) -> Result<(), Error> {
        self.item(tag, ItemType::TextString, value.as_bytes())
    }

    /// A Text String in two parts, one after the other.
    ///
    /// # Errors
    /// See [`Writer::structure`].
    pub fn text_string_of(&mut self, tag: Tag, first: &str, second: &str) -> Result<(), Error> {
        let length = first
            .len()
            .checked_add(second.len())
            .ok_or(Error::TooLong)?;
        self.append(&header(tag, ItemType::TextString, length)?)?;
        self.append(first.as_bytes())?;
        self.append(second.as_bytes())?;
        self.append([0; 8].get(..padding_bytes(length)).unwrap_or_default())
    }

    /// A Byte String.
    ///
    /// # Errors
    /// See [`Writer::structure`].
    pub fn byte_string(&mut self, tag: Tag, value: &[u8]) -> Result<(), Error> {
        self.item(tag, ItemType::ByteString, value)
    }

    /// A Date-Time, in seconds since 1970-01-01 00:00:00 UTC.
    ///
    /// # Errors
    /// See [`Writer::structure`].
    pub fn date_time(&mut self, tag: Tag, seconds: i64) -> Result<(), Error> {
        self.item(tag, ItemType::DateTime, &seconds.to_be_bytes())
    }

    /// An Interval, in seconds.
    ///
    /// # Errors
    /// See [`Writer::structure`].
    pub fn interval(&mut self, tag: Tag, seconds: u32) -> Result<(), Error> {
        self.item(tag, ItemType::Interval, &seconds.to_be_bytes())
    }

    /// A Date-Time-Extended, in microseconds since 1970-01-01 00:00:00 UTC (KMIP 2.0 and later).
    ///
    /// # Errors
    /// See [`Writer::structure`].
    pub fn date_time_extended(&mut self, tag: Tag, microseconds: i64) -> Result<(), Error> {
        self.item(tag, ItemType::DateTimeExtended, &microseconds.to_be_bytes())
    }

    /// A value of any type, under this tag. A Structure is copied with all that is in it, as it was read.
    ///
    /// # Errors
    /// See [`Writer::structure`]; for a Structure, also [`Error::TooDeep`] and all errors of what lies in it, which is
    /// read to be checked.
    pub fn value(&mut self, tag: Tag, value: &Value<'_>) -> Result<(), Error> {
        match *value {
            Value::Structure(items) => self.structure_as_it_is(tag, items),
            Value::Integer(value) => self.integer(tag, value),
            Value::LongInteger(value) => self.long_integer(tag, value),
            Value::BigInteger(value) => self.big_integer(tag, value),
            Value::Enumeration(value) => self.enumeration(tag, value),
            Value::Boolean(value) => self.boolean(tag, value),
            Value::TextString(value) => self.text_string(tag, value),
            Value::ByteString(value) => self.byte_string(tag, value),
            Value::DateTime(seconds) => self.date_time(tag, seconds),
            Value::Interval(seconds) => self.interval(tag, seconds),
            Value::DateTimeExtended(microseconds) => self.date_time_extended(tag, microseconds),
        }
    }

    /// An item that was read, unchanged: its tag, and its value as in [`Writer::value`].
    ///
    /// # Errors
    /// See [`Writer::value`].
    pub fn item_as_it_is(&mut self, item: &Item<'_>) -> Result<(), Error> {
        self.value(item.tag, &item.value)
    }

    /// A Structure of items that were read. What a reader looks at only when asked is checked here, for whoever reads
    /// what is written.
    fn structure_as_it_is(&mut self, tag: Tag, items: Items<'_>) -> Result<(), Error> {
        let bytes = items.bytes();
        let shape = check_items(bytes)?;
        if self.depth + 1 + shape.depth > DEPTH_STRUCTURES_MAX {
            return Err(Error::TooDeep);
        }
        self.item(tag, ItemType::Structure, bytes)
    }

    fn item(&mut self, tag: Tag, kind: ItemType, value: &[u8]) -> Result<(), Error> {
        self.append(&header(tag, kind, value.len())?)?;
        self.append(value)?;
        self.append([0; 8].get(..padding_bytes(value.len())).unwrap_or_default())
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let end = self.length.checked_add(bytes.len()).ok_or(Error::TooLong)?;
        if end > MESSAGE_BYTES_MAX {
            return Err(Error::TooLong);
        }
        self.buffer
            .get_mut(self.length..end)
            .ok_or(Error::BufferTooSmall)?
            .copy_from_slice(bytes);
        self.length = end;
        Ok(())
    }
}

fn header(tag: Tag, kind: ItemType, length: usize) -> Result<[u8; HEADER_BYTES], Error> {
    let [t0, t1, t2] = tag.bytes();
    let [l0, l1, l2, l3] = u32::try_from(length)
        .map_err(|_| Error::TooLong)?
        .to_be_bytes();
    Ok([t0, t1, t2, kind as u8, l0, l1, l2, l3])
}
