//! Typed values from text and back.
//!
//! Each type is written in one way, and reading what was written gives the same value. What is spelled in another way is
//! read where nothing is lost (`1.5` as `1.50` at scale 2, `+02:00` as `Z`, upper case in UUIDs), and refused where
//! something would be: leading zeros, digits beyond the scale or the microsecond. A float is the exception: it becomes the
//! nearest number that 64 bits hold.
//!
//! | type | read | written |
//! |---|---|---|
//! | unsigned, signed | digits, with `-` before | the same; `-0` as `0` |
//! | float | as JSON has numbers (RFC 8259 section 6) | as ECMAScript and RFC 8785 do; `-0` as `0` |
//! | decimal | as JSON without an exponent | with as many digits after the point as the scale |
//! | date | `yyyy-mm-dd` (ISO 8601), proleptic Gregorian, years 0000 to 9999 | the same |
//! | date and time | RFC 3339, to the microsecond | in UTC with `Z`, no zeros at the end of a fraction |
//! | UUID | RFC 9562 section 4, either case | in lower case |
//!
//! ```
//! use fieldgate_text::value::{parse_date_time, parse_decimal, write_date_time, write_decimal};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! assert_eq!(parse_decimal("-12.5", 2)?, -1250);
//! assert_eq!(write_decimal(-1250, 2)?, "-12.50");
//! let moment = parse_date_time("1962-04-11T21:00:00.5+01:00")?;
//! assert_eq!(write_date_time(moment)?, "1962-04-11T20:00:00.5Z");
//! assert_eq!(parse_decimal("1.234", 2).unwrap_err().to_string(), "more digits after the point than the scale, at byte 4");
//! # Ok(())
//! # }
//! ```

mod calendar;
mod cursor;
mod date_time;
mod decimal;
mod error;
mod float;
mod integer;
mod uuid;

pub use calendar::{DATE_DAYS_MAX, DATE_DAYS_MIN, parse_date, write_date};
pub use date_time::{
    DATE_TIME_MICROSECONDS_MAX, DATE_TIME_MICROSECONDS_MIN, parse_date_time, write_date_time,
};
pub use decimal::{DECIMAL_SCALE_MAX, parse_decimal, write_decimal};
pub use error::{ValueError, ValueFault};
pub use float::{parse_float, write_float};
pub use integer::{parse_signed, parse_unsigned, write_signed, write_unsigned};
pub use uuid::{parse_uuid, write_uuid};

/// Longest text of a value, in bytes.
pub const VALUE_TEXT_BYTES_MAX: usize = 1024;
