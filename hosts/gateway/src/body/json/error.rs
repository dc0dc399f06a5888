//! Why a body was refused: what and where, never the value.

use std::fmt;

use super::nesting::DEPTH_MAX;

/// A JSON body can't be passed on.
///
/// The place is a byte offset and, inside a covered field, the path as the rule writes it. Names that only the body
/// knows are left out: an application may well use personal data as member names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JsonError {
    /// What is wrong.
    pub problem: JsonProblem,
    /// Where, in bytes from the body's start.
    pub offset: u64,
    /// The rule's path, when the place is a covered field.
    pub path: Option<String>,
}

/// What is wrong with a body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum JsonProblem {
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// A byte order mark, which RFC 8259 section 8.1 forbids.
    ByteOrderMark,
    /// Something else stands where this was expected.
    Expected(&'static str),
    /// A control character inside a string.
    ControlCharacter,
    /// A backslash with nothing valid after it.
    BadEscape,
    /// Half of a surrogate pair, in a covered field or a name: there is no text that it stands for.
    LoneSurrogate,
    /// More than 512 objects and arrays inside each other.
    TooDeep,
    /// An object or array where a rule seals a value.
    NotAScalar,
    /// A covered value longer than a sealed field can be.
    TooLong,
    /// A sealed value outside the covered fields.
    SealedPasted,
    /// The text that a response shows for a value that can't be opened.
    UnopenableWrittenBack,
    /// The body ends before its value does.
    Unfinished,
}

impl fmt::Display for JsonProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 => f.write_str("the body is not UTF-8"),
            Self::ByteOrderMark => f.write_str("the body starts with a byte order mark; leave it out"),
            Self::Expected(what) => write!(f, "not valid JSON: {what} was expected"),
            Self::ControlCharacter => f.write_str("not valid JSON: an unescaped control character in a string"),
            Self::BadEscape => f.write_str("not valid JSON: an unknown escape in a string"),
            Self::LoneSurrogate => f.write_str("half of a surrogate pair is not text"),
            Self::TooDeep => write!(f, "more than {DEPTH_MAX} objects and arrays inside each other"),
            Self::NotAScalar => f.write_str("an object or array where a single value is to be sealed"),
            Self::TooLong => f.write_str("the value is longer than a sealed field can be"),
            Self::SealedPasted => f.write_str("a sealed value outside the fields that are sealed"),
            Self::UnopenableWrittenBack => f.write_str(
                "the text that stands for a value that cannot be opened would replace that value; leave the field out",
            ),
            Self::Unfinished => f.write_str("not valid JSON: the body ends too early"),
        }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, at byte {}", self.problem, self.offset)?;
        match &self.path {
            Some(path) => write!(f, ", in {path}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for JsonError {}
