//! Decimals of a fixed scale: integers that count units of 10⁻ˢ.

use super::{
    ValueError, ValueFault,
    cursor::Cursor,
    integer::{append, magnitude, signed},
};

/// Greatest scale: 10¹⁸ is the greatest power of ten in 64 bits with sign.
pub const DECIMAL_SCALE_MAX: u8 = 18;

/// Reads a decimal, in units of 10 to the power of −`scale`.
///
/// # Errors
/// [`ValueError`], also for more digits after the point than `scale`, even if they are zeros, for an exponent, and for a
/// leading zero.
pub fn parse_decimal(text: &str, scale: u8) -> Result<i64, ValueError> {
    if scale > DECIMAL_SCALE_MAX {
        return Err(ValueFault::Scale.at(0));
    }
    let mut cursor = Cursor::new(text)?;
    let negative = cursor.take(b"-").is_some();
    let mut number = magnitude(&mut cursor)?;
    let mut fraction_digits = 0;
    if cursor.take(b".").is_some() {
        number = append_fraction(number, cursor.digit()?, 0, scale, &cursor)?;
        fraction_digits = 1;
        while let Some(digit) = cursor.take_digit() {
            number = append_fraction(number, digit, fraction_digits, scale, &cursor)?;
            fraction_digits += 1;
        }
    }
    cursor.end()?;
    for _ in fraction_digits..scale {
        number = append(number, 0)?;
    }
    signed(negative, number)
}

fn append_fraction(
    number: u64,
    digit: u8,
    before: u8,
    scale: u8,
    cursor: &Cursor<'_>,
) -> Result<u64, ValueError> {
    if before >= scale {
        return Err(ValueFault::TooManyFractionDigits.at(cursor.at() - 1));
    }
    append(number, digit)
}

/// Writes a decimal, with `scale` digits after the point, and no point when `scale` is 0.
///
/// # Errors
/// [`ValueFault::Scale`].
pub fn write_decimal(unscaled: i64, scale: u8) -> Result<String, ValueError> {
    if scale > DECIMAL_SCALE_MAX {
        return Err(ValueFault::Scale.at(0));
    }
    let sign = if unscaled < 0 { "-" } else { "" };
    let unit = 10_u64.pow(scale.into());
    let (whole, fraction) = (
        unscaled.unsigned_abs() / unit,
        unscaled.unsigned_abs() % unit,
    );
    Ok(if scale == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction:0width$}", width = scale.into())
    })
}
