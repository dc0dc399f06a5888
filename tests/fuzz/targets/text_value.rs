//! Any text as a typed value: no panic, and what is written reads as the same value.
#![no_main]

use fieldgate_text::value::{
    parse_date, parse_date_time, parse_decimal, parse_float, parse_signed, parse_unsigned,
    parse_uuid, write_date, write_date_time, write_decimal, write_float, write_signed,
    write_unsigned, write_uuid,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(number) = parse_unsigned(text) {
        assert_eq!(parse_unsigned(&write_unsigned(number)), Ok(number));
    }
    if let Ok(number) = parse_signed(text) {
        assert_eq!(parse_signed(&write_signed(number)), Ok(number));
    }
    if let Ok(number) = parse_float(text) {
        let written = write_float(number).unwrap();
        assert_eq!(
            parse_float(&written).map(f64::to_bits),
            Ok(number.to_bits())
        );
    }
    for scale in [0, 2, 18] {
        if let Ok(unscaled) = parse_decimal(text, scale) {
            assert_eq!(
                parse_decimal(&write_decimal(unscaled, scale).unwrap(), scale),
                Ok(unscaled)
            );
        }
    }
    if let Ok(days) = parse_date(text) {
        assert_eq!(write_date(days).unwrap(), text);
    }
    if let Ok(moment) = parse_date_time(text) {
        assert_eq!(
            parse_date_time(&write_date_time(moment).unwrap()),
            Ok(moment)
        );
    }
    if let Ok(uuid) = parse_uuid(text) {
        assert_eq!(write_uuid(uuid), text.to_ascii_lowercase());
    }
});
