//! Typed values: what is written comes back, other spellings become it, and each fault is named with its place.

use fieldgate_text::value::*;
use proptest::prelude::*;

fn fault<T>(result: Result<T, ValueError>) -> Option<(ValueFault, usize)> {
    result.err().map(|error| (error.fault, error.at))
}

#[test]
fn unsigned_integers_have_faults() {
    use ValueFault::*;
    let long = "1".repeat(VALUE_TEXT_BYTES_MAX + 1);
    for (text, what, at) in [
        ("", Empty, 0),
        ("-1", Minus, 0),
        ("+1", Plus, 0),
        ("01", LeadingZero, 0),
        ("00", LeadingZero, 0),
        (" 1", NotADigit, 0),
        ("a", NotADigit, 0),
        ("１", NotADigit, 0),
        ("1.0", Follows, 1),
        ("12 ", Follows, 2),
        ("18446744073709551616", OutOfRange, 0),
        (&long, TooLong, VALUE_TEXT_BYTES_MAX),
    ] {
        assert_eq!(fault(parse_unsigned(text)), Some((what, at)), "{text}");
    }
    assert_eq!(parse_unsigned("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(parse_unsigned("0"), Ok(0));
    assert_eq!(parse_unsigned("10"), Ok(10));
}

#[test]
fn signed_integers_have_faults() {
    use ValueFault::*;
    for (text, what, at) in [
        ("", Empty, 0),
        ("-", Ends, 1),
        ("--1", NotADigit, 1),
        ("-+1", Plus, 1),
        ("-01", LeadingZero, 1),
        ("1-", Follows, 1),
        ("9223372036854775808", OutOfRange, 0),
        ("-9223372036854775809", OutOfRange, 0),
        ("99999999999999999999", OutOfRange, 0),
    ] {
        assert_eq!(fault(parse_signed(text)), Some((what, at)), "{text}");
    }
    assert_eq!(parse_signed("-9223372036854775808"), Ok(i64::MIN));
    assert_eq!(parse_signed("9223372036854775807"), Ok(i64::MAX));
    assert_eq!(parse_signed("-0"), Ok(0));
}

#[test]
fn decimals_have_faults() {
    use ValueFault::*;
    for (text, scale, what, at) in [
        ("", 2, Empty, 0),
        ("1", 19, Scale, 0),
        ("1.", 2, Ends, 2),
        (".5", 2, NotADigit, 0),
        ("1.a", 2, NotADigit, 2),
        ("00.5", 2, LeadingZero, 0),
        ("1.234", 2, TooManyFractionDigits, 4),
        ("1.230", 2, TooManyFractionDigits, 4),
        ("1.0", 0, TooManyFractionDigits, 2),
        ("1e2", 2, Follows, 1),
        ("1.2.3", 2, Follows, 3),
        ("1,5", 2, Follows, 1),
        ("92233720368547758.08", 2, OutOfRange, 0),
        ("-92233720368547758.09", 2, OutOfRange, 0),
        ("10", 18, OutOfRange, 0),
        ("99999999999999999999", 0, OutOfRange, 0),
    ] {
        assert_eq!(
            fault(parse_decimal(text, scale)),
            Some((what, at)),
            "{text}"
        );
    }
    assert_eq!(write_decimal(1, 19).unwrap_err().fault, Scale);
    for (text, scale, unscaled, written) in [
        ("0", 0, 0, "0"),
        ("-0.00", 2, 0, "0.00"),
        ("1.5", 2, 150, "1.50"),
        ("-0.05", 2, -5, "-0.05"),
        (
            "-92233720368547758.08",
            2,
            i64::MIN,
            "-92233720368547758.08",
        ),
        ("9.223372036854775807", 18, i64::MAX, "9.223372036854775807"),
    ] {
        assert_eq!(parse_decimal(text, scale), Ok(unscaled), "{text}");
        assert_eq!(write_decimal(unscaled, scale).unwrap(), written);
    }
}

#[test]
fn floats_have_faults() {
    use ValueFault::*;
    for (text, what, at) in [
        ("", Empty, 0),
        ("NaN", NotANumber, 0),
        ("-nan", NotANumber, 0),
        ("inf", Infinite, 0),
        ("-Infinity", Infinite, 0),
        ("1e309", OutOfRange, 0),
        ("-1e400", OutOfRange, 0),
        ("+1", Plus, 0),
        ("01", LeadingZero, 0),
        ("-01.5", LeadingZero, 1),
        ("1.", Ends, 2),
        (".5", NotADigit, 0),
        ("1e", Ends, 2),
        ("1e+", Ends, 3),
        ("1ex", NotADigit, 2),
        ("1f", Follows, 1),
        ("0x10", Follows, 1),
    ] {
        assert_eq!(fault(parse_float(text)), Some((what, at)), "{text}");
    }
    assert_eq!(parse_float("-0").unwrap().to_bits(), 0);
    assert_eq!(parse_float("-1e-400").unwrap().to_bits(), 0);
    assert_eq!(write_float(f64::NAN).unwrap_err().fault, NotANumber);
    assert_eq!(write_float(f64::NEG_INFINITY).unwrap_err().fault, Infinite);
}

/// RFC 8785 appendix B, the finite ones.
#[test]
fn floats_are_written_as_ecmascript_does() {
    for (bits, text) in [
        (0x0000000000000000, "0"),
        (0x8000000000000000, "0"),
        (0x0000000000000001, "5e-324"),
        (0x8000000000000001, "-5e-324"),
        (0x7fefffffffffffff, "1.7976931348623157e+308"),
        (0xffefffffffffffff, "-1.7976931348623157e+308"),
        (0x4340000000000000, "9007199254740992"),
        (0xc340000000000000, "-9007199254740992"),
        (0x4430000000000000, "295147905179352830000"),
        (0x44b52d02c7e14af5, "9.999999999999997e+22"),
        (0x44b52d02c7e14af6, "1e+23"),
        (0x44b52d02c7e14af7, "1.0000000000000001e+23"),
        (0x444b1ae4d6e2ef4e, "999999999999999700000"),
        (0x444b1ae4d6e2ef4f, "999999999999999900000"),
        (0x444b1ae4d6e2ef50, "1e+21"),
        (0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"),
        (0x3eb0c6f7a0b5ed8d, "0.000001"),
        (0x41b3de4355555553, "333333333.3333332"),
        (0x41b3de4355555554, "333333333.33333325"),
        (0x41b3de4355555555, "333333333.3333333"),
        (0x41b3de4355555556, "333333333.3333334"),
        (0x41b3de4355555557, "333333333.33333343"),
        (0xbecbf647612f3696, "-0.0000033333333333333333"),
        (0x43143ff3c1cb0959, "1424953923781206.2"),
    ] {
        assert_eq!(write_float(f64::from_bits(bits)).unwrap(), text);
    }
}

#[test]
fn dates_have_faults() {
    use ValueFault::*;
    for (text, what, at) in [
        ("", Empty, 0),
        ("1962", Ends, 4),
        ("1962-04", Ends, 7),
        ("1962/04/11", Separator, 4),
        ("62-04-11", NotADigit, 2),
        ("-962-04-11", NotADigit, 0),
        ("1962-00-11", Month, 5),
        ("1962-13-11", Month, 5),
        ("1962-04-00", Day, 8),
        ("1962-04-31", Day, 8),
        ("1900-02-29", Day, 8),
        ("2023-02-29", Day, 8),
        ("1962-04-11T", Follows, 10),
    ] {
        assert_eq!(fault(parse_date(text)), Some((what, at)), "{text}");
    }
    for (text, days) in [
        ("0000-01-01", DATE_DAYS_MIN),
        ("1969-12-31", -1),
        ("1970-01-01", 0),
        ("2000-02-29", 11_016),
        ("9999-12-31", DATE_DAYS_MAX),
    ] {
        assert_eq!(parse_date(text), Ok(days));
        assert_eq!(write_date(days).unwrap(), text);
    }
    for days in [i32::MIN, DATE_DAYS_MIN - 1, DATE_DAYS_MAX + 1, i32::MAX] {
        assert_eq!(fault(write_date(days)), Some((OutOfRange, 0)));
    }
}

#[test]
fn moments_have_faults() {
    use ValueFault::*;
    for (text, what, at) in [
        ("", Empty, 0),
        ("1962-04-11", Ends, 10),
        ("1962-04-11_21:00:00Z", Separator, 10),
        ("1962-02-30T21:00:00Z", Day, 8),
        ("1962-04-11T24:00:00Z", Hour, 11),
        ("1962-04-11T21-00:00Z", Separator, 13),
        ("1962-04-11T21:60:00Z", Minute, 14),
        ("2016-12-31T23:59:60Z", LeapSecond, 17),
        ("1962-04-11T21:00:61Z", Second, 17),
        ("1962-04-11T21:00:00.Z", NotADigit, 20),
        ("1962-04-11T21:00:00.1234567Z", BeyondMicroseconds, 26),
        ("1962-04-11T21:00:00.0000000Z", BeyondMicroseconds, 26),
        ("1962-04-11T21:00:00", Ends, 19),
        ("1962-04-11T21:00:00+0100", Separator, 22),
        ("1962-04-11T21:00:00+24:00", Hour, 20),
        ("1962-04-11T21:00:00+01:60", Minute, 23),
        ("1962-04-11T21:00:00CET", Offset, 19),
        ("1962-04-11T21:00:00ZZ", Follows, 20),
        ("0000-01-01T00:00:00+00:01", OutOfRange, 0),
        ("9999-12-31T23:59:59-00:01", OutOfRange, 0),
    ] {
        assert_eq!(fault(parse_date_time(text)), Some((what, at)), "{text}");
    }
    // The first three are examples of RFC 3339 section 5.8.
    for (text, microseconds, written) in [
        (
            "1985-04-12T23:20:50.52Z",
            482_196_050_520_000,
            "1985-04-12T23:20:50.52Z",
        ),
        (
            "1996-12-19T16:39:57-08:00",
            851_042_397_000_000,
            "1996-12-20T00:39:57Z",
        ),
        (
            "1937-01-01T12:00:27.87+00:20",
            -1_041_337_172_130_000,
            "1937-01-01T11:40:27.87Z",
        ),
        (
            "1969-12-31 23:59:59.999999z",
            -1,
            "1969-12-31T23:59:59.999999Z",
        ),
        (
            "1970-01-01t00:00:00.000000-00:00",
            0,
            "1970-01-01T00:00:00Z",
        ),
        (
            "0000-01-01T00:00:00Z",
            DATE_TIME_MICROSECONDS_MIN,
            "0000-01-01T00:00:00Z",
        ),
        (
            "9999-12-31T23:59:59.999999Z",
            DATE_TIME_MICROSECONDS_MAX,
            "9999-12-31T23:59:59.999999Z",
        ),
    ] {
        assert_eq!(parse_date_time(text), Ok(microseconds), "{text}");
        assert_eq!(write_date_time(microseconds).unwrap(), written);
    }
    for moment in [
        i64::MIN,
        DATE_TIME_MICROSECONDS_MIN - 1,
        DATE_TIME_MICROSECONDS_MAX + 1,
        i64::MAX,
    ] {
        assert_eq!(fault(write_date_time(moment)), Some((OutOfRange, 0)));
    }
}

#[test]
fn uuids_have_faults() {
    use ValueFault::*;
    let good = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"; // RFC 9562 section 4
    for (text, what, at) in [
        ("", Empty, 0),
        (&good[..35], Ends, 35),
        (&good.replace('-', ""), Separator, 8),
        ("f81d4fae-7dec-11d0-a765_00a0c91e6bf6", Separator, 23),
        ("g81d4fae-7dec-11d0-a765-00a0c91e6bf6", NotAHexDigit, 0),
        ("{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}", NotAHexDigit, 0),
        (&format!("{good}0"), Follows, 36),
    ] {
        assert_eq!(fault(parse_uuid(text)), Some((what, at)), "{text}");
    }
    let bytes = [
        0xf8, 0x1d, 0x4f, 0xae, 0x7d, 0xec, 0x11, 0xd0, 0xa7, 0x65, 0, 0xa0, 0xc9, 0x1e, 0x6b, 0xf6,
    ];
    assert_eq!(parse_uuid(good), Ok(bytes));
    assert_eq!(parse_uuid(&good.to_uppercase()), Ok(bytes));
    assert_eq!(write_uuid(bytes), good);
}

#[test]
fn fault_numbers_are_stable_and_errors_say_where() {
    assert_eq!(ValueFault::Empty.code(), 1);
    assert_eq!(ValueFault::Offset.code(), 23);
    assert_eq!(
        parse_date("1962-13-11").unwrap_err().to_string(),
        "no such month, at byte 5"
    );
}

proptest! {
    #[test]
    fn integers_come_back(signed: i64, unsigned: u64) {
        prop_assert_eq!(parse_signed(&write_signed(signed)), Ok(signed));
        prop_assert_eq!(parse_unsigned(&write_unsigned(unsigned)), Ok(unsigned));
    }

    #[test]
    fn decimals_come_back(unscaled: i64, scale in 0..=DECIMAL_SCALE_MAX) {
        prop_assert_eq!(parse_decimal(&write_decimal(unscaled, scale).unwrap(), scale), Ok(unscaled));
    }

    #[test]
    fn floats_come_back(bits: u64) {
        let number = f64::from_bits(bits);
        prop_assume!(number.is_finite());
        let text = write_float(number).unwrap();
        prop_assert_eq!(parse_float(&text).unwrap().to_bits(), (number + 0.0).to_bits());
    }

    #[test]
    fn dates_come_back(days in DATE_DAYS_MIN..=DATE_DAYS_MAX) {
        prop_assert_eq!(parse_date(&write_date(days).unwrap()), Ok(days));
    }

    #[test]
    fn moments_come_back(
        moment in DATE_TIME_MICROSECONDS_MIN..=DATE_TIME_MICROSECONDS_MAX,
        hour in 0..24_i64,
        minute in 0..60_i64,
    ) {
        let text = write_date_time(moment).unwrap();
        prop_assert_eq!(parse_date_time(&text), Ok(moment));
        let offset = format!("+{hour:02}:{minute:02}");
        let expected = moment - (hour * 60 + minute) * 60_000_000;
        let read = parse_date_time(&text.replace('Z', &offset));
        if expected >= DATE_TIME_MICROSECONDS_MIN {
            prop_assert_eq!(read, Ok(expected));
        } else {
            prop_assert_eq!(read.unwrap_err().fault, ValueFault::OutOfRange);
        }
    }

    #[test]
    fn uuids_come_back(uuid: [u8; 16]) {
        let text = write_uuid(uuid);
        prop_assert_eq!(parse_uuid(&text), Ok(uuid));
        prop_assert_eq!(text, format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            u32::from_be_bytes(*uuid[..4].first_chunk().unwrap()),
            u16::from_be_bytes([uuid[4], uuid[5]]),
            u16::from_be_bytes([uuid[6], uuid[7]]),
            u16::from_be_bytes([uuid[8], uuid[9]]),
            uuid[10..].iter().fold(0_u64, |n, b| n << 8 | u64::from(*b)),
        ));
    }

    #[test]
    fn whatever_is_read_is_written_canonically(text in "[-+0-9.eETtZz: a-f]{0,30}|\\PC{0,20}") {
        if let Ok(number) = parse_float(&text) {
            prop_assert_eq!(parse_float(&write_float(number).unwrap()), Ok(number));
        }
        if let Ok(number) = parse_decimal(&text, 4) {
            prop_assert_eq!(parse_decimal(&write_decimal(number, 4).unwrap(), 4), Ok(number));
        }
        if let Ok(number) = parse_unsigned(&text) {
            prop_assert_eq!(write_unsigned(number), text.as_str());
        }
        if let Ok(days) = parse_date(&text) {
            prop_assert_eq!(write_date(days).unwrap(), text.as_str());
        }
        if let Ok(moment) = parse_date_time(&text) {
            prop_assert_eq!(parse_date_time(&write_date_time(moment).unwrap()), Ok(moment));
        }
        if let Ok(uuid) = parse_uuid(&text) {
            prop_assert_eq!(write_uuid(uuid), text.to_lowercase());
        }
    }
}
