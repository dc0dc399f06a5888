//! Dates of the proleptic Gregorian calendar, as days since 1970-01-01.

use super::{ValueError, ValueFault, cursor::Cursor};

/// The day 0000-01-01.
pub const DATE_DAYS_MIN: i32 = -719_528;
/// The day 9999-12-31.
pub const DATE_DAYS_MAX: i32 = 2_932_896;

/// Days from 0000-03-01, where years are counted from so that a leap day is the last of its year, to 1970-01-01.
const EPOCH_FROM_MARCH_OF_YEAR_0_DAYS: i32 = 719_468;
/// Days of 400 years, after which the calendar repeats.
const ERA_DAYS: i32 = 146_097;

/// Reads `yyyy-mm-dd`, as days since 1970-01-01.
///
/// # Errors
/// [`ValueError`].
pub fn parse_date(text: &str) -> Result<i32, ValueError> {
    let mut cursor = Cursor::new(text)?;
    let days = date(&mut cursor)?;
    cursor.end()?;
    Ok(days)
}

pub(super) fn date(cursor: &mut Cursor<'_>) -> Result<i32, ValueError> {
    let year = cursor.fixed(4)? as i32;
    cursor.expect(b"-", ValueFault::Separator)?;
    let at = cursor.at();
    let month = cursor.fixed(2)? as i32;
    if !(1..=12).contains(&month) {
        return Err(ValueFault::Month.at(at));
    }
    cursor.expect(b"-", ValueFault::Separator)?;
    let at = cursor.at();
    let day = cursor.fixed(2)? as i32;
    if !(1..=days_of_month(year, month)).contains(&day) {
        return Err(ValueFault::Day.at(at));
    }
    Ok(days(year, month, day))
}

/// Writes a date.
///
/// # Errors
/// [`ValueFault::OutOfRange`] when it is not from [`DATE_DAYS_MIN`] to [`DATE_DAYS_MAX`].
pub fn write_date(days: i32) -> Result<String, ValueError> {
    if !(DATE_DAYS_MIN..=DATE_DAYS_MAX).contains(&days) {
        return Err(ValueFault::OutOfRange.at(0));
    }
    let (year, month, day) = year_month_day(days);
    Ok(format!("{year:04}-{month:02}-{day:02}"))
}

const fn days_of_month(year: i32, month: i32) -> i32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days before a month of a year that starts in March (month 0): 31, 30, 31, 30, 31, repeated.
const fn days_before_month(month_from_march: i32) -> i32 {
    (153 * month_from_march + 2) / 5
}

const fn days(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year = year.rem_euclid(400);
    let day_of_year = days_before_month((month + 9) % 12) + day - 1;
    era * ERA_DAYS + year * 365 + year / 4 - year / 100 + day_of_year
        - EPOCH_FROM_MARCH_OF_YEAR_0_DAYS
}

const fn year_month_day(days: i32) -> (i32, i32, i32) {
    let days = days + EPOCH_FROM_MARCH_OF_YEAR_0_DAYS;
    let era = days.div_euclid(ERA_DAYS);
    let day = days.rem_euclid(ERA_DAYS);
    // Leap days before this one, of 4, 100 and 400 years, taken out: what remains are years of 365 days.
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (year * 365 + year / 4 - year / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - days_before_month(month_from_march) + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::{DATE_DAYS_MAX, DATE_DAYS_MIN, days, days_of_month, year_month_day};

    /// The calendar by its definition: one day after another.
    #[test]
    fn every_day_is_the_one_after_the_day_before() {
        let (mut year, mut month, mut day) = (0, 1, 1);
        for number in DATE_DAYS_MIN..=DATE_DAYS_MAX {
            assert_eq!(year_month_day(number), (year, month, day));
            assert_eq!(days(year, month, day), number);
            day += 1;
            if day > days_of_month(year, month) {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
        assert_eq!((year, month, day), (10_000, 1, 1));
        assert_eq!(days(1970, 1, 1), 0);
    }
}
