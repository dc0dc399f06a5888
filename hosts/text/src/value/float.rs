//! Binary floating point numbers of 64 bits.

use super::{ValueError, ValueFault, cursor::Cursor};

/// Reads a number as JSON has it; `-0` becomes `0`.
///
/// A number with more digits than 64 bits hold becomes the nearest that they do hold, and one that is too small 0.
///
/// # Errors
/// [`ValueError`], also for NaN, for infinities and for numbers that round to them.
pub fn parse_float(text: &str) -> Result<f64, ValueError> {
    let mut cursor = Cursor::new(text)?;
    let unsigned = text.trim_start_matches(['-', '+']);
    if unsigned.eq_ignore_ascii_case("nan") {
        return Err(ValueFault::NotANumber.at(0));
    }
    if ["inf", "infinity"]
        .iter()
        .any(|name| unsigned.eq_ignore_ascii_case(name))
    {
        return Err(ValueFault::Infinite.at(0));
    }
    check(&mut cursor)?;
    let number: f64 = text.parse().map_err(|_| ValueFault::NotADigit.at(0))?;
    if number.is_infinite() {
        return Err(ValueFault::OutOfRange.at(0));
    }
    Ok(number + 0.0) // −0 + 0 is 0 (IEEE 754 section 6.3)
}

/// The grammar of RFC 8259 section 6.
fn check(cursor: &mut Cursor<'_>) -> Result<(), ValueError> {
    cursor.take(b"-");
    if cursor.peek() == Some(b'+') {
        return Err(ValueFault::Plus.at(cursor.at()));
    }
    let start = cursor.at();
    if digits(cursor)? == 0 && cursor.at() > start + 1 {
        return Err(ValueFault::LeadingZero.at(start));
    }
    if cursor.take(b".").is_some() {
        digits(cursor)?;
    }
    if cursor.take(b"eE").is_some() {
        cursor.take(b"+-");
        digits(cursor)?;
    }
    cursor.end()
}

/// Takes one or more digits and returns the first.
fn digits(cursor: &mut Cursor<'_>) -> Result<u8, ValueError> {
    let first = cursor.digit()?;
    while cursor.take_digit().is_some() {}
    Ok(first)
}

/// Writes a number: the fewest digits that read back as the same number, laid out as ECMAScript's `Number::toString`
/// does (RFC 8785 section 3.2.2.3).
///
/// # Errors
/// [`ValueFault::NotANumber`] and [`ValueFault::Infinite`].
pub fn write_float(number: f64) -> Result<String, ValueError> {
    if number.is_nan() {
        return Err(ValueFault::NotANumber.at(0));
    }
    if number.is_infinite() {
        return Err(ValueFault::Infinite.at(0));
    }
    let sign = if number < 0.0 { "-" } else { "" };
    let scientific = shortest(number.abs());
    let (digits, power) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits = digits.replace('.', "");
    let power: i32 = power.parse().unwrap_or_default();
    let body = match (power, i32::try_from(digits.len()).unwrap_or(i32::MAX)) {
        (0..21, length) if power + 1 >= length => {
            format!("{digits}{}", "0".repeat((power + 1 - length) as usize))
        }
        (0..21, _) => {
            let (whole, fraction) = digits.split_at((power + 1) as usize);
            format!("{whole}.{fraction}")
        }
        (-6..0, _) => format!("0.{}{digits}", "0".repeat((-power - 1) as usize)),
        (_, 1) => format!("{digits}e{power:+}"),
        _ => {
            let (first, rest) = digits.split_at(1);
            format!("{first}.{rest}e{power:+}")
        }
    };
    Ok(format!("{sign}{body}"))
}

/// The fewest digits that read back as the number, as `d.ddd` and a power of ten.
///
/// Where several of that length do, the closest; of two as close, the even one, as RFC 8785 demands and `{:e}` alone
/// doesn't give: it says ….3 for ….25. Rounding the exact number to as many digits does.
fn shortest(number: f64) -> String {
    let shortest = format!("{number:e}");
    let digits = shortest
        .bytes()
        .take_while(|byte| *byte != b'e')
        .filter(u8::is_ascii_digit)
        .count();
    let rounded = format!("{number:.*e}", digits.saturating_sub(1));
    if rounded.parse() == Ok(number) {
        rounded
    } else {
        shortest
    }
}
