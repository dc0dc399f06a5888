//! Integers.

use super::{ValueError, ValueFault, cursor::Cursor};

/// Reads an unsigned integer.
///
/// # Errors
/// [`ValueError`], also for a leading zero: `007` may be a name rather than a number, and would come back as `7`.
pub fn parse_unsigned(text: &str) -> Result<u64, ValueError> {
    let mut cursor = Cursor::new(text)?;
    if cursor.peek() == Some(b'-') {
        return Err(ValueFault::Minus.at(0));
    }
    let number = magnitude(&mut cursor)?;
    cursor.end()?;
    Ok(number)
}

/// Reads a signed integer.
///
/// # Errors
/// As [`parse_unsigned`].
pub fn parse_signed(text: &str) -> Result<i64, ValueError> {
    let mut cursor = Cursor::new(text)?;
    let negative = cursor.take(b"-").is_some();
    let number = magnitude(&mut cursor)?;
    cursor.end()?;
    signed(negative, number)
}

/// The number with its sign.
pub(super) fn signed(negative: bool, magnitude: u64) -> Result<i64, ValueError> {
    let number = if negative {
        0_i64.checked_sub_unsigned(magnitude)
    } else {
        i64::try_from(magnitude).ok()
    };
    number.ok_or(ValueFault::OutOfRange.at(0))
}

/// Digits without a leading zero.
pub(super) fn magnitude(cursor: &mut Cursor<'_>) -> Result<u64, ValueError> {
    let start = cursor.at();
    if cursor.peek() == Some(b'+') {
        return Err(ValueFault::Plus.at(start));
    }
    let mut number = u64::from(cursor.digit()?);
    while let Some(digit) = cursor.take_digit() {
        if number == 0 && cursor.at() == start + 2 {
            return Err(ValueFault::LeadingZero.at(start));
        }
        number = append(number, digit)?;
    }
    Ok(number)
}

/// The number with one more digit.
pub(super) fn append(number: u64, digit: u8) -> Result<u64, ValueError> {
    number
        .checked_mul(10)
        .and_then(|number| number.checked_add(digit.into()))
        .ok_or(ValueFault::OutOfRange.at(0))
}

/// Writes an unsigned integer.
#[must_use]
pub fn write_unsigned(number: u64) -> String {
    number.to_string()
}

/// Writes a signed integer.
#[must_use]
pub fn write_signed(number: i64) -> String {
    number.to_string()
}
