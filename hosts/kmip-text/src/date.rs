//! Dates and times of day as ISO 8601, in the form of the published test cases: `2010-02-11T08:49:37+00:00`.
//!
//! The two conversions of days are those of the proleptic Gregorian calendar, by eras of 400 years, each of 146,097 days;
//! the tests walk every day of an era.

/// Days from 0000-03-01 to 1970-01-01.
const EPOCH_DAYS: i64 = 719_468;
const ERA_DAYS: i64 = 146_097;
const DAY_SECONDS: i64 = 86_400;
/// The first and the last year that have four digits.
const YEARS: std::ops::RangeInclusive<i64> = 0..=9999;

/// Seconds since 1970 as text; none when the year hasn't four digits.
pub(crate) fn text(seconds: i64) -> Option<String> {
    let (date, time) = parts(seconds)?;
    Some(format!("{date}T{time}+00:00"))
}

/// Microseconds since 1970 as text, always with six decimals; none when the year hasn't four digits.
pub(crate) fn text_extended(microseconds: i64) -> Option<String> {
    let (date, time) = parts(microseconds.div_euclid(1_000_000))?;
    let fraction = microseconds.rem_euclid(1_000_000);
    Some(format!("{date}T{time}.{fraction:06}+00:00"))
}

/// Seconds since 1970. A fraction of a second is not allowed.
pub(crate) fn seconds(text: &str) -> Option<i64> {
    let microseconds = microseconds(text)?;
    (microseconds % 1_000_000 == 0).then_some(microseconds / 1_000_000)
}

/// Microseconds since 1970.
pub(crate) fn microseconds(text: &str) -> Option<i64> {
    let (date, rest) = text.split_at_checked(10)?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (time, rest) = rest.split_at_checked(8)?;
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    let (fraction, zone) = fraction(rest)?;
    let days = days(year, month, day)?;
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = days * DAY_SECONDS + hour * 3600 + minute * 60 + second - offset_seconds(zone)?;
    Some(seconds * 1_000_000 + fraction)
}

fn parts(seconds: i64) -> Option<(String, String)> {
    let (year, month, day) = civil(seconds.div_euclid(DAY_SECONDS));
    if !YEARS.contains(&year) {
        return None;
    }
    let time = seconds.rem_euclid(DAY_SECONDS);
    Some((
        format!("{year:04}-{month:02}-{day:02}"),
        format!("{:02}:{:02}:{:02}", time / 3600, time / 60 % 60, time % 60),
    ))
}

/// Numbers of fixed widths, with a separator between them.
fn numbers(text: &str, separator: char, widths: [usize; 3]) -> Option<[i64; 3]> {
    let mut found = [0; 3];
    let mut texts = text.split(separator);
    for (number, width) in found.iter_mut().zip(widths) {
        let digits = texts.next()?;
        if digits.len() != width || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = digits.parse().ok()?;
    }
    texts.next().is_none().then_some(found)
}

/// The microseconds of a fraction of one to six digits, and what follows it.
fn fraction(text: &str) -> Option<(i64, &str)> {
    let Some(rest) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, zone) = rest.split_at_checked(length)?;
    if !(1..=6).contains(&length) {
        return None;
    }
    let scale = 10_i64.pow(6 - u32::try_from(length).ok()?);
    Some((digits.parse::<i64>().ok()? * scale, zone))
}

/// Seconds that a zone is ahead of UTC. No zone stands for UTC.
fn offset_seconds(zone: &str) -> Option<i64> {
    if matches!(zone, "" | "Z" | "z") {
        return Some(0);
    }
    let sign = match zone.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let two = |digits: &str| -> Option<i64> {
        (digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| digits.parse().ok())?
    };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Days from 1970-01-01 to a date, if there is such a date.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years begin in March here, so that a leap day is a year's last.
    let (year_of_march, month_of_march) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let era = year_of_march.div_euclid(400);
    let year_of_era = year_of_march.rem_euclid(400);
    let day_of_year = (153 * month_of_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let days = era * ERA_DAYS + day_of_era - EPOCH_DAYS;
    // 30 February comes out as another day.
    (civil(days) == (year, month, day)).then_some(days)
}

/// The date that is so many days after 1970-01-01: year, month, day.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + EPOCH_DAYS;
    let era = days.div_euclid(ERA_DAYS);
    let day_of_era = days.rem_euclid(ERA_DAYS);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_of_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_of_march + 2) / 5 + 1;
    let (month, later) = if month_of_march < 10 {
        (month_of_march + 3, 0)
    } else {
        (month_of_march - 9, 1)
    };
    (era * 400 + year_of_era + later, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_four_centuries_follows_the_one_before() {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let (mut year, mut month, mut day) = (1800, 1, 1);
        let first = days(1800, 1, 1).unwrap();
        for count in first..first + ERA_DAYS {
            assert_eq!(civil(count), (year, month, day));
            assert_eq!(days(year, month, day), Some(count));
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length =
                lengths[usize::try_from(month - 1).unwrap()] + i64::from(leap && month == 2);
            assert_eq!(days(year, month, length + 1), None);
            day += 1;
            if day > length {
                (day, month) = (1, month + 1);
            }
            if month > 12 {
                (month, year) = (1, year + 1);
            }
        }
        assert_eq!((year, month, day), (2200, 1, 1));
    }

    #[test]
    fn published_forms_are_read_and_written() {
        assert_eq!(text(0).unwrap(), "1970-01-01T00:00:00+00:00");
        assert_eq!(text(1_265_878_177).unwrap(), "2010-02-11T08:49:37+00:00");
        assert_eq!(seconds("2010-02-11T08:49:37+00:00"), Some(1_265_878_177));
        assert_eq!(seconds("2010-02-11T08:49:37Z"), Some(1_265_878_177));
        assert_eq!(seconds("2010-02-11T08:49:37"), Some(1_265_878_177));
        assert_eq!(seconds("2010-02-11T10:49:37+02:00"), Some(1_265_878_177));
        assert_eq!(text(-1).unwrap(), "1969-12-31T23:59:59+00:00");
        assert_eq!(
            text_extended(-1).unwrap(),
            "1969-12-31T23:59:59.999999+00:00"
        );
        assert_eq!(microseconds("1969-12-31T23:59:59.999999+00:00"), Some(-1));
        assert_eq!(microseconds("1970-01-01T00:00:00.5Z"), Some(500_000));
    }

    #[test]
    fn years_of_more_or_less_than_four_digits_have_no_text() {
        let first = seconds("0000-01-01T00:00:00Z").unwrap();
        let last = seconds("9999-12-31T23:59:59Z").unwrap();
        assert!(text(first).is_some() && text(last).is_some());
        assert!(text(first - 1).is_none() && text(last + 1).is_none());
        assert!(text(i64::MIN).is_none() && text(i64::MAX).is_none());
        assert!(text_extended(i64::MIN).is_none() && text_extended(i64::MAX).is_none());
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "now",
            "2010",
            "2010-02-30T00:00:00Z",
            "2010-13-01T00:00:00Z",
            "2010-01-01T24:00:00Z",
            "2010-01-01T00:60:00Z",
            "2010-01-01T00:00:60Z",
            "2010-01-01",
            "2010-1-1T00:00:00Z",
            "2010-01-01T00:00:00+1:00",
            "2010-01-01T00:00:00+01",
            "2010-01-01T00:00:00.Z",
            "2010-01-01T00:00:00.1234567Z",
            "2010-01-01T00:00:00Zx",
            "+010-01-01T00:00:00Z",
            "2010-01-01T00:00:00+\u{e9}:00",
            "201\u{e9}-01-01T00:00:00Z",
        ] {
            assert_eq!(microseconds(text), None, "{text}");
        }
        assert_eq!(seconds("2010-01-01T00:00:00.5Z"), None);
    }
}
