//! What is wrong with a value, and where.

use thiserror::Error;

use super::{DECIMAL_SCALE_MAX, VALUE_TEXT_BYTES_MAX};

/// A text is no value of the type, or a value has no text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("{fault}, at byte {at}")]
pub struct ValueError {
    /// What is wrong. It shows nothing of the value.
    pub fault: ValueFault,
    /// Where in the text, in bytes from 0; 0 when the whole is meant.
    pub at: usize,
}

/// What can be wrong with a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[non_exhaustive]
#[repr(u8)]
pub enum ValueFault {
    /// There is no text.
    #[error("no text")]
    Empty = 1,
    /// It is longer than [`VALUE_TEXT_BYTES_MAX`].
    #[error("longer than {VALUE_TEXT_BYTES_MAX} bytes")]
    TooLong = 2,
    /// It ends too early.
    #[error("the text ends too early")]
    Ends = 3,
    /// Something follows the value.
    #[error("something follows the value")]
    Follows = 4,
    /// A digit is missing.
    #[error("not a digit")]
    NotADigit = 5,
    /// A hexadecimal digit is missing.
    #[error("not a hexadecimal digit")]
    NotAHexDigit = 6,
    /// A number starts with a zero that isn't its only digit.
    #[error("a leading zero")]
    LeadingZero = 7,
    /// A minus before an unsigned number.
    #[error("a minus before a number without sign")]
    Minus = 8,
    /// A plus before a number.
    #[error("a plus before a number")]
    Plus = 9,
    /// A number is out of the type's range.
    #[error("out of the type's range")]
    OutOfRange = 10,
    /// Not a number, by name.
    #[error("NaN is no number")]
    NotANumber = 11,
    /// An infinite number.
    #[error("an infinite number")]
    Infinite = 12,
    /// More digits after the point than the scale.
    #[error("more digits after the point than the scale")]
    TooManyFractionDigits = 13,
    /// The scale is more than [`DECIMAL_SCALE_MAX`].
    #[error("a scale of more than {DECIMAL_SCALE_MAX}")]
    Scale = 14,
    /// A separator of a date, time or UUID is missing.
    #[error("not the separator that belongs here")]
    Separator = 15,
    /// No such month.
    #[error("no such month")]
    Month = 16,
    /// No such day in that month.
    #[error("no such day in that month")]
    Day = 17,
    /// No such hour.
    #[error("no such hour")]
    Hour = 18,
    /// No such minute.
    #[error("no such minute")]
    Minute = 19,
    /// No such second.
    #[error("no such second")]
    Second = 20,
    /// Second 60, which the count of seconds since 1970 has no place for.
    #[error("a leap second has no place in the count of seconds")]
    LeapSecond = 21,
    /// A fraction of a second beyond the microsecond.
    #[error("more digits of a second than microseconds have")]
    BeyondMicroseconds = 22,
    /// Neither `Z` nor an offset as `+01:00`.
    #[error("neither Z nor an offset such as +01:00")]
    Offset = 23,
}

impl ValueFault {
    /// A stable number: the same in every version.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }

    pub(super) const fn at(self, at: usize) -> ValueError {
        ValueError { fault: self, at }
    }
}
