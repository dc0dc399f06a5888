//! An item that was read, and its value in one of KMIP's types (KMIP 1.4 sections 9.1.1.2 and 9.1.1.4).

use core::fmt;

use super::{Error, Items, Tag};

/// The types of items.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum ItemType {
    /// Items in an item.
    Structure = 0x01,
    /// 32 bits, signed.
    Integer = 0x02,
    /// 64 bits, signed.
    LongInteger = 0x03,
    /// Any number of bytes that is a multiple of eight, two's complement.
    BigInteger = 0x04,
    /// 32 bits.
    Enumeration = 0x05,
    /// 0 or 1, in 64 bits.
    Boolean = 0x06,
    /// UTF-8, without a terminator.
    TextString = 0x07,
    /// Bytes.
    ByteString = 0x08,
    /// Seconds since 1970-01-01 00:00:00 UTC, 64 bits, signed.
    DateTime = 0x09,
    /// Seconds, 32 bits.
    Interval = 0x0a,
    /// Microseconds since 1970-01-01 00:00:00 UTC, 64 bits, signed (KMIP 2.0 and later).
    DateTimeExtended = 0x0b,
}

impl ItemType {
    /// The type of this code.
    ///
    /// # Errors
    /// [`Error::UnknownType`].
    pub const fn from_code(code: u8) -> Result<Self, Error> {
        Ok(match code {
            0x01 => Self::Structure,
            0x02 => Self::Integer,
            0x03 => Self::LongInteger,
            0x04 => Self::BigInteger,
            0x05 => Self::Enumeration,
            0x06 => Self::Boolean,
            0x07 => Self::TextString,
            0x08 => Self::ByteString,
            0x09 => Self::DateTime,
            0x0a => Self::Interval,
            0x0b => Self::DateTimeExtended,
            _ => return Err(Error::UnknownType(code)),
        })
    }
}

/// A value, borrowed from its message. Compared by tests only: it may be a key, and `==` stops at the first difference.
#[derive(Clone, Copy)]
#[cfg_attr(test, derive(PartialEq, Eq))]
pub enum Value<'a> {
    /// Items in an item.
    Structure(Items<'a>),
    /// 32 bits, signed.
    Integer(i32),
    /// 64 bits, signed.
    LongInteger(i64),
    /// Two's complement, most significant byte first; a multiple of eight bytes, at least eight.
    BigInteger(&'a [u8]),
    /// One of a list of named numbers.
    Enumeration(u32),
    /// Truth.
    Boolean(bool),
    /// Text.
    TextString(&'a str),
    /// Bytes: key material, for one.
    ByteString(&'a [u8]),
    /// Seconds since 1970-01-01 00:00:00 UTC.
    DateTime(i64),
    /// Seconds.
    Interval(u32),
    /// Microseconds since 1970-01-01 00:00:00 UTC.
    DateTimeExtended(i64),
}

impl Value<'_> {
    /// The type it is of.
    #[must_use]
    pub const fn kind(&self) -> ItemType {
        match self {
            Self::Structure(_) => ItemType::Structure,
            Self::Integer(_) => ItemType::Integer,
            Self::LongInteger(_) => ItemType::LongInteger,
            Self::BigInteger(_) => ItemType::BigInteger,
            Self::Enumeration(_) => ItemType::Enumeration,
            Self::Boolean(_) => ItemType::Boolean,
            Self::TextString(_) => ItemType::TextString,
            Self::ByteString(_) => ItemType::ByteString,
            Self::DateTime(_) => ItemType::DateTime,
            Self::Interval(_) => ItemType::Interval,
            Self::DateTimeExtended(_) => ItemType::DateTimeExtended,
        }
    }
}

/// Text and bytes may be passwords and keys: of these only the length is shown.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Structure(_) => f.write_str("Structure"),
            Self::Integer(value) => write!(f, "Integer({value})"),
            Self::LongInteger(value) => write!(f, "LongInteger({value})"),
            Self::BigInteger(bytes) => write!(f, "BigInteger({} bytes)", bytes.len()),
            Self::Enumeration(value) => write!(f, "Enumeration({value:#x})"),
            Self::Boolean(value) => write!(f, "Boolean({value})"),
            Self::TextString(text) => write!(f, "TextString({} bytes)", text.len()),
            Self::ByteString(bytes) => write!(f, "ByteString({} bytes)", bytes.len()),
            Self::DateTime(value) => write!(f, "DateTime({value})"),
            Self::Interval(value) => write!(f, "Interval({value})"),
            Self::DateTimeExtended(value) => write!(f, "DateTimeExtended({value})"),
        }
    }
}

/// A tag with its value.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(test, derive(PartialEq, Eq))]
pub struct Item<'a> {
    /// Which field or object it is.
    pub tag: Tag,
    /// What it holds.
    pub value: Value<'a>,
}

impl<'a> Item<'a> {
    /// The items of a Structure.
    ///
    /// # Errors
    /// [`Error::WrongType`] for another type, as in the methods that follow.
    pub const fn structure(&self) -> Result<Items<'a>, Error> {
        match self.value {
            Value::Structure(items) => Ok(items),
            _ => Err(Error::WrongType(self.tag)),
        }
    }

    /// The number of an Integer.
    ///
    /// # Errors
    /// [`Error::WrongType`].
    pub const fn integer(&self) -> Result<i32, Error> {
        match self.value {
            Value::Integer(value) => Ok(value),
            _ => Err(Error::WrongType(self.tag)),
        }
    }

    /// The number of an Enumeration.
    ///
    /// # Errors
    /// [`Error::WrongType`].
    pub const fn enumeration(&self) -> Result<u32, Error> {
        match self.value {
            Value::Enumeration(value) => Ok(value),
            _ => Err(Error::WrongType(self.tag)),
        }
    }

    /// The seconds of a Date-Time, since 1970-01-01 00:00:00 UTC.
    ///
    /// # Errors
    /// [`Error::WrongType`].
    pub const fn date_time(&self) -> Result<i64, Error> {
        match self.value {
            Value::DateTime(seconds) => Ok(seconds),
            _ => Err(Error::WrongType(self.tag)),
        }
    }

    /// The text of a Text String.
    ///
    /// # Errors
    /// [`Error::WrongType`].
    pub const fn text(&self) -> Result<&'a str, Error> {
        match self.value {
            Value::TextString(text) => Ok(text),
            _ => Err(Error::WrongType(self.tag)),
        }
    }

    /// The bytes of a Byte String.
    ///
    /// # Errors
    /// [`Error::WrongType`].
    pub const fn bytes(&self) -> Result<&'a [u8], Error> {
        match self.value {
            Value::ByteString(bytes) => Ok(bytes),
            _ => Err(Error::WrongType(self.tag)),
        }
    }

    /// The number of a Long Integer.
    ///
    /// # Errors
    /// [`Error::WrongType`].
    pub const fn long_integer(&self) -> Result<i64, Error> {
        match self.value {
            Value::LongInteger(value) => Ok(value),
            _ => Err(Error::WrongType(self.tag)),
        }
    }

    /// The bytes of a Big Integer: two's complement, most significant byte first; a multiple of eight, at least eight.
    ///
    /// # Errors
    /// [`Error::WrongType`].
    pub const fn big_integer(&self) -> Result<&'a [u8], Error> {
        match self.value {
            Value::BigInteger(bytes) => Ok(bytes),
            _ => Err(Error::WrongType(self.tag)),
        }
    }

    /// The truth of a Boolean.
    ///
    /// # Errors
    /// [`Error::WrongType`].
    pub const fn boolean(&self) -> Result<bool, Error> {
        match self.value {
            Value::Boolean(value) => Ok(value),
            _ => Err(Error::WrongType(self.tag)),
        }
    }

    /// The seconds of an Interval.
    ///
    /// # Errors
    /// [`Error::WrongType`].
    pub const fn interval(&self) -> Result<u32, Error> {
        match self.value {
            Value::Interval(seconds) => Ok(seconds),
            _ => Err(Error::WrongType(self.tag)),
        }
    }

    /// The microseconds of a Date-Time-Extended, since 1970-01-01 00:00:00 UTC (KMIP 2.0 and later).
    ///
    /// # Errors
    /// [`Error::WrongType`].
    pub const fn date_time_extended(&self) -> Result<i64, Error> {
        match self.value {
            Value::DateTimeExtended(microseconds) => Ok(microseconds),
            _ => Err(Error::WrongType(self.tag)),
        }
    }
}
