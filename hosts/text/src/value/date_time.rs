//! Moments, as microseconds since 1970-01-01T00:00:00Z, without leap seconds.

use super::{
    DATE_DAYS_MAX, DATE_DAYS_MIN, ValueError, ValueFault,
    calendar::{date, write_date},
    cursor::Cursor,
};

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The moment 0000-01-01T00:00:00Z.
pub const DATE_TIME_MICROSECONDS_MIN: i64 = DATE_DAYS_MIN as i64 * DAY;
/// The moment 9999-12-31T23:59:59.999999Z.
pub const DATE_TIME_MICROSECONDS_MAX: i64 = (DATE_DAYS_MAX as i64 + 1) * DAY - 1;

/// Reads a date and time of RFC 3339, as microseconds since 1970-01-01T00:00:00Z. A space may stand for the `T`.
///
/// # Errors
/// [`ValueError`], also for second 60, for digits beyond the microsecond, even if they are zeros, and for a moment that
/// is in another year than 0000 to 9999 in UTC.
pub fn parse_date_time(text: &str) -> Result<i64, ValueError> {
    let mut cursor = Cursor::new(text)?;
    let day = i64::from(date(&mut cursor)?) * DAY;
    cursor.expect(b"Tt ", ValueFault::Separator)?;
    let time = time(&mut cursor)?;
    let offset = offset(&mut cursor)?;
    cursor.end()?;
    let moment = day + time - offset;
    if !(DATE_TIME_MICROSECONDS_MIN..=DATE_TIME_MICROSECONDS_MAX).contains(&moment) {
        return Err(ValueFault::OutOfRange.at(0));
    }
    Ok(moment)
}

fn time(cursor: &mut Cursor<'_>) -> Result<i64, ValueError> {
    let hour = part(cursor, 23, ValueFault::Hour)?;
    cursor.expect(b":", ValueFault::Separator)?;
    let minute = part(cursor, 59, ValueFault::Minute)?;
    cursor.expect(b":", ValueFault::Separator)?;
    let at = cursor.at();
    let second = part(cursor, 60, ValueFault::Second)?;
    if second == 60 {
        return Err(ValueFault::LeapSecond.at(at));
    }
    let mut fraction = 0;
    if cursor.take(b".").is_some() {
        let mut unit = SECOND / 10;
        fraction = i64::from(cursor.digit()?) * unit;
        while let Some(digit) = cursor.take_digit() {
            unit /= 10;
            if unit == 0 {
                return Err(ValueFault::BeyondMicroseconds.at(cursor.at() - 1));
            }
            fraction += i64::from(digit) * unit;
        }
    }
    Ok(hour * HOUR + minute * MINUTE + second * SECOND + fraction)
}

/// How far local time is ahead of UTC. `-00:00`, an unknown offset, is none.
fn offset(cursor: &mut Cursor<'_>) -> Result<i64, ValueError> {
    let sign = match cursor.expect(b"Zz+-", ValueFault::Offset)? {
        b'+' => 1,
        b'-' => -1,
        _ => return Ok(0),
    };
    let hour = part(cursor, 23, ValueFault::Hour)?;
    cursor.expect(b":", ValueFault::Separator)?;
    let minute = part(cursor, 59, ValueFault::Minute)?;
    Ok(sign * (hour * HOUR + minute * MINUTE))
}

/// Two digits that make a number up to `most`.
fn part(cursor: &mut Cursor<'_>, most: u32, otherwise: ValueFault) -> Result<i64, ValueError> {
    let at = cursor.at();
    let number = cursor.fixed(2)?;
    if number > most {
        return Err(otherwise.at(at));
    }
    Ok(number.into())
}

/// Writes a date and time.
///
/// # Errors
/// [`ValueFault::OutOfRange`] when it is not from [`DATE_TIME_MICROSECONDS_MIN`] to [`DATE_TIME_MICROSECONDS_MAX`].
pub fn write_date_time(microseconds: i64) -> Result<String, ValueError> {
    let day =
        i32::try_from(microseconds.div_euclid(DAY)).map_err(|_| ValueFault::OutOfRange.at(0))?;
    let date = write_date(day)?;
    let time = microseconds.rem_euclid(DAY);
    let (hour, minute, second) = (time / HOUR, time % HOUR / MINUTE, time % MINUTE / SECOND);
    let mut text = format!("{date}T{hour:02}:{minute:02}:{second:02}");
    let fraction = time % SECOND;
    if fraction != 0 {
        let digits = format!(".{fraction:06}");
        text.push_str(digits.trim_end_matches('0'));
    }
    text.push('Z');
    Ok(text)
}
