//! Why a message couldn't be read or written: where, what, and what to do.

use std::fmt;

use fieldgate_core::ttlv;

use crate::{ATTRIBUTES_MAX, INPUT_BYTES_MAX, ITEMS_MAX, WRAPPERS_MAX};

/// Where something is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// In text: line and column, both counted from 1, the column in characters.
    Text {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// In the bytes of messages: how many come before it.
    Bytes(usize),
    /// Nowhere in particular.
    Nowhere,
}

/// An error, with its place and the path of tags to it. It shows no value of a field that may be a secret.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{}", self.words())]
pub struct Error {
    /// Where in the input.
    pub place: Place,
    /// The tags from the message to the item, such as `RequestMessage/BatchItem[2]/Operation`; empty outside of messages.
    pub path: String,
    /// What is wrong.
    pub fault: Fault,
}

impl Error {
    fn words(&self) -> String {
        let mut words = self.place.to_string();
        if !self.path.is_empty() {
            if !words.is_empty() {
                words.push_str(", ");
            }
            words.push_str("in ");
            words.push_str(&self.path);
        }
        if !words.is_empty() {
            words.push_str(": ");
        }
        words + &self.fault.to_string()
    }
}

/// What is wrong. Values of fields are in it only in the escaped, shortened form that [`fmt::Display`] prints.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// More than [`INPUT_BYTES_MAX`].
    #[error("the input is longer than {INPUT_BYTES_MAX} bytes; give it in parts")]
    InputTooLong,
    /// No message.
    #[error("there is no message in it; {0}")]
    Empty(&'static str),
    /// None of the forms that are known.
    #[error(
        "this is neither hexadecimal, base64, binary TTLV, XML nor JSON; it has to begin with a message, whose first bytes are 42 00 78 or 42 00 7b; say with --from what it is, for a more exact message"
    )]
    UnknownForm,
    /// Not hexadecimal.
    #[error("{0} is no hexadecimal digit; expected digits, blanks, colons, commas and 0x only")]
    NotHex(String),
    /// Half a byte.
    #[error("the number of hexadecimal digits is odd: one is missing, or the input was cut")]
    OddHex,
    /// Not base64.
    #[error("this is not base64: {0}")]
    NotBase64(&'static str),
    /// Not UTF-8.
    #[error("this is not UTF-8; convert it, for example with iconv")]
    NotUtf8,
    /// The bytes end within an item, or within its padding.
    #[error(
        "the message was cut: {present} of the {declared} bytes are there that the item has after its header"
    )]
    Cut {
        /// Bytes that are there, of value and padding.
        present: usize,
        /// Bytes of value and padding, as the item's length says.
        declared: usize,
    },
    /// The bytes end within a header.
    #[error("the message was cut: an item begins with a header of 8 bytes, and {0} are there")]
    CutHeader(usize),
    /// A structure ends with too few bytes for an item.
    #[error("{0} bytes are left over in the structure, too few for an item: its length is wrong")]
    Stray(usize),
    /// An item reaches beyond its structure.
    #[error(
        "the item's length, {declared}, reaches beyond its structure, which has {present} bytes left: one of the two lengths is wrong"
    )]
    Overlapping {
        /// Bytes that are left of the structure.
        present: usize,
        /// Bytes that the item's length says.
        declared: usize,
    },
    /// The first item is no structure.
    #[error("a message is a structure, and this is an item of type {0}")]
    NoStructure(&'static str),
    /// Not TTLV.
    #[error("{0}")]
    Ttlv(ttlv::Error),
    /// Not XML.
    #[error("{0}")]
    Xml(String),
    /// Not JSON.
    #[error("{0}")]
    Json(String),
    /// `<!DOCTYPE`.
    #[error(
        "a document type declaration is not allowed: remove <!DOCTYPE …>; entities are not expanded"
    )]
    DocumentType,
    /// An entity that isn't predefined.
    #[error(
        "the entity &{0}; is not known: only &lt; &gt; &amp; &quot; &apos; and numbers such as &#10; are"
    )]
    Entity(String),
    /// Text in a message.
    #[error("text between elements: a value stands in the attribute value=\"…\"")]
    StrayText,
    /// More wrappers than [`WRAPPERS_MAX`].
    #[error("more than {WRAPPERS_MAX} elements within one another outside of messages")]
    TooManyWrappers,
    /// More attributes than [`ATTRIBUTES_MAX`].
    #[error("the element has more than {ATTRIBUTES_MAX} attributes")]
    TooManyAttributes,
    /// More items than [`ITEMS_MAX`].
    #[error("the input has more than {ITEMS_MAX} items; give it in parts")]
    TooManyItems,
    /// An item that stands outside of messages.
    #[error(
        "{0} stands outside of a message; is the element around it meant to be RequestMessage or ResponseMessage?"
    )]
    OutsideMessage(String),
    /// A tag that isn't known.
    #[error(
        "the tag {name} is not known{hint}; write an extension as tag 0x54…, in XML <TTLV tag=\"0x540001\" …>"
    )]
    UnknownTag {
        /// Its name.
        name: String,
        /// A name that is known and like it.
        hint: String,
    },
    /// A type that isn't known.
    #[error(
        "the type {0} is not known; the types are Structure, Integer, LongInteger, BigInteger, Enumeration, Boolean, TextString, ByteString, DateTime, Interval and DateTimeExtended"
    )]
    UnknownType(String),
    /// An attribute or member that isn't known.
    #[error("{0} is not known here; expected are tag, name, type and value")]
    UnknownMember(String),
    /// An attribute or member that is needed.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A Structure with a value, or something else with items.
    #[error("{0}")]
    Shape(&'static str),
    /// A value that its type doesn't allow.
    #[error("{value} is no {kind}; expected {expected}")]
    Value {
        /// The value, or what it was called in place of it.
        value: String,
        /// The type.
        kind: &'static str,
        /// What would be right.
        expected: &'static str,
    },
    /// A name that the enumeration or mask doesn't have.
    #[error(
        "{value} is not known as {of}{hint}; a value without a name is written as a number, such as 0x00000001"
    )]
    UnknownName {
        /// The name.
        value: String,
        /// The enumeration or mask.
        of: String,
        /// A name that is known and like it.
        hint: String,
    },
    /// A name where no names are known.
    #[error("{value} is a name, and {of} has no names here; write a number, such as 0x00000001")]
    NoNames {
        /// The name.
        value: String,
        /// The tag.
        of: String,
    },
    /// A placeholder where there must be a value.
    #[error(
        "${name} stands for a value that a {kind} needs: give it one with --define {name}=VALUE, or with --define-file {name}=FILE if it is a secret"
    )]
    Placeholder {
        /// The placeholder.
        name: String,
        /// The type.
        kind: &'static str,
    },
    /// A value that was masked.
    #[error(
        "the value was masked when the message was printed, so it can't be made again; print it with --show-secrets, or put a value in"
    )]
    Masked,
    /// Written as XML, it wouldn't be what it is.
    #[error("{0}")]
    Unwritable(&'static str),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { line, column } => write!(f, "line {line}, column {column}"),
            Self::Bytes(offset) => write!(f, "offset {offset}"),
            Self::Nowhere => Ok(()),
        }
    }
}

impl Place {
    /// The line and column of a byte of a text.
    pub(crate) fn in_text(text: &str, at: usize) -> Self {
        let mut end = at.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(..end).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self::Text {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before
                .get(line_start..)
                .map_or(1, |line| line.chars().count() + 1),
        }
    }
}

/// An error whose place is a byte of the input yet, and whose path grows from its end as it goes up.
pub(crate) struct Unplaced {
    pub(crate) at: usize,
    pub(crate) path: Vec<String>,
    pub(crate) fault: Fault,
}

impl Unplaced {
    pub(crate) fn new(at: usize, fault: Fault) -> Self {
        Self {
            at,
            path: Vec::new(),
            fault,
        }
    }

    /// Puts a step in front of the path.
    pub(crate) fn within(mut self, step: String) -> Self {
        self.path.push(step);
        self
    }

    fn path(&self) -> String {
        let steps: Vec<&str> = self.path.iter().rev().map(String::as_str).collect();
        steps.join("/")
    }

    pub(crate) fn in_text(self, text: &str) -> Error {
        Error {
            place: Place::in_text(text, self.at),
            path: self.path(),
            fault: self.fault,
        }
    }

    pub(crate) fn in_bytes(self) -> Error {
        Error {
            place: Place::Bytes(self.at),
            path: self.path(),
            fault: self.fault,
        }
    }
}
