//! Typed values from the text of a line or cell, and back.

use fieldgate_core::field::{
    FieldType,
    order::OrderColumn,
    value::{Encoded, Value},
};
use fieldgate_text::value as text;

/// The canonical bytes of a value.
pub(super) enum Plain<'a> {
    Text(&'a str),
    Fixed(Encoded),
}

impl Plain<'_> {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Fixed(encoded) => encoded.bytes(),
        }
    }
}

/// Reads a value. The error says what is wrong and how it is written, and shows nothing of it.
pub(super) fn parse(kind: FieldType, line: &str) -> Result<Plain<'_>, String> {
    let value = match kind {
        FieldType::Text => return Ok(Plain::Text(line)),
        FieldType::Unsigned => text::parse_unsigned(line).map(Value::Unsigned),
        FieldType::Signed => text::parse_signed(line).map(Value::Signed),
        FieldType::Float => text::parse_float(line).map(Value::Float),
        FieldType::Decimal(scale) => text::parse_decimal(line, scale.get())
            .map(|unscaled| Value::Decimal { unscaled, scale }),
        FieldType::Date => text::parse_date(line).map(Value::Date),
        FieldType::DateTime => text::parse_date_time(line).map(Value::DateTime),
        FieldType::Uuid => text::parse_uuid(line).map(Value::Uuid),
        _ => return Err(format!("no values of type {} here", kind.name())),
    };
    let value = value.map_err(|error| {
        format!(
            "not a value of type {}: {error}; write it as {}",
            kind.name(),
            example(kind)
        )
    })?;
    value
        .encode()
        .map(Plain::Fixed)
        .map_err(|error| format!("{error}; write it as {}", example(kind)))
}

/// How values of a type are written.
fn example(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Unsigned => "1962",
        FieldType::Signed => "-40",
        FieldType::Float => "-2.5e3",
        FieldType::Decimal(_) => "-12.50, with at most --scale digits after the point",
        FieldType::Date => "1962-04-11",
        FieldType::DateTime => "1962-04-11T20:00:00.5Z",
        FieldType::Uuid => "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        _ => "text",
    }
}

/// The text of the value that canonical bytes encode; `None` when they encode none.
pub(super) fn write(kind: FieldType, bytes: &[u8]) -> Option<String> {
    write_value(&Value::decode(kind, bytes).ok()?)
}

fn write_value(value: &Value<'_>) -> Option<String> {
    match *value {
        Value::Text(text) => Some(text.to_owned()),
        Value::Unsigned(number) => Some(text::write_unsigned(number)),
        Value::Signed(number) => Some(text::write_signed(number)),
        Value::Float(number) => text::write_float(number).ok(),
        Value::Decimal { unscaled, scale } => text::write_decimal(unscaled, scale.get()).ok(),
        Value::Date(days) => text::write_date(days).ok(),
        Value::DateTime(microseconds) => text::write_date_time(microseconds).ok(),
        Value::Uuid(uuid) => Some(text::write_uuid(uuid)),
    }
}

/// Whether values of a type, or some of them, fit into the columns for numbers.
pub(super) const fn has_column_form(kind: FieldType) -> bool {
    matches!(
        kind,
        FieldType::Unsigned | FieldType::Signed | FieldType::Decimal(_) | FieldType::Date
    )
}

/// What is added to a value before it is written in a column's bytes, so that negative ones come first.
const fn column_bias(kind: FieldType, column: OrderColumn) -> i128 {
    match kind {
        FieldType::Unsigned => 0,
        _ => 1 << (column.value_bytes() * 8 - 1),
    }
}

/// The bytes of a value in a column for numbers. `None` when it is out of the column's range.
pub(super) fn to_column(kind: FieldType, column: OrderColumn, encoded: &[u8]) -> Option<Vec<u8>> {
    let number = match Value::decode(kind, encoded).ok()? {
        Value::Unsigned(number) => i128::from(number),
        Value::Signed(number)
        | Value::Decimal {
            unscaled: number, ..
        } => i128::from(number),
        Value::Date(days) => i128::from(days),
        _ => return None,
    };
    let biased = u64::try_from(number + column_bias(kind, column)).ok()?;
    let bytes = biased.to_be_bytes();
    let (rest, kept) = bytes.split_at(bytes.len() - column.value_bytes());
    rest.iter().all(|byte| *byte == 0).then(|| kept.to_vec())
}

/// The least and the greatest value of a column, as text.
pub(super) fn column_range(kind: FieldType, column: OrderColumn) -> Option<(String, String)> {
    let bytes = column.value_bytes();
    let all_ones = vec![u8::MAX; bytes];
    Some((
        from_column(kind, column, &vec![0; bytes]).or_else(|| first_date(kind))?,
        from_column(kind, column, &all_ones).or_else(|| last_date(kind))?,
    ))
}

fn first_date(kind: FieldType) -> Option<String> {
    (kind == FieldType::Date).then(|| text::write_date(text::DATE_DAYS_MIN).ok())?
}

fn last_date(kind: FieldType) -> Option<String> {
    (kind == FieldType::Date).then(|| text::write_date(text::DATE_DAYS_MAX).ok())?
}

/// The text of the value that a column's bytes stand for.
pub(super) fn from_column(kind: FieldType, column: OrderColumn, bytes: &[u8]) -> Option<String> {
    let biased = bytes
        .iter()
        .fold(0, |number: i128, byte| number << 8 | i128::from(*byte));
    let number = biased - column_bias(kind, column);
    write_value(&match kind {
        FieldType::Unsigned => Value::Unsigned(number.try_into().ok()?),
        FieldType::Signed => Value::Signed(number.try_into().ok()?),
        FieldType::Decimal(scale) => Value::Decimal {
            unscaled: number.try_into().ok()?,
            scale,
        },
        FieldType::Date => Value::Date(number.try_into().ok()?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use fieldgate_core::field::{FieldType, Scale, order::OrderColumn};

    use super::{column_range, from_column, parse, to_column};

    #[test]
    fn columns_keep_the_order_of_values_to_the_ends_of_their_range() {
        let cents = FieldType::Decimal(Scale::new(2).unwrap());
        for (kind, column, values, outside) in [
            (
                FieldType::Unsigned,
                OrderColumn::Integer64,
                &["0", "1", "4294967295"][..],
                &["4294967296"][..],
            ),
            (
                FieldType::Unsigned,
                OrderColumn::Double,
                &["0", "1", "65535"],
                &["65536"],
            ),
            (
                FieldType::Signed,
                OrderColumn::Double,
                &["-32768", "-1", "0", "1", "32767"],
                &[
                    "-32769",
                    "32768",
                    "9223372036854775807",
                    "-9223372036854775808",
                ],
            ),
            (
                cents,
                OrderColumn::Integer64,
                &["-21474836.48", "-0.01", "0.00", "21474836.47"],
                &["21474836.48"],
            ),
            (
                FieldType::Date,
                OrderColumn::Double,
                &["1880-04-14", "1969-12-31", "1970-01-01", "2059-09-18"],
                &["1880-04-13", "2059-09-19"],
            ),
            (
                FieldType::Date,
                OrderColumn::Integer64,
                &["0000-01-01", "9999-12-31"],
                &[],
            ),
        ] {
            let bytes = |text| to_column(kind, column, parse(kind, text).ok()?.bytes());
            let forms: Vec<_> = values.iter().map(|text| bytes(text).unwrap()).collect();
            assert!(forms.is_sorted_by(|a, b| a < b), "{values:?}");
            for (form, text) in forms.iter().zip(values) {
                assert_eq!(from_column(kind, column, form).as_deref(), Some(*text));
            }
            for text in outside {
                assert_eq!(bytes(text), None, "{text}");
            }
            let (least, most) = column_range(kind, column).unwrap();
            assert_eq!(
                [least.as_str(), &most],
                [values[0], values[values.len() - 1]]
            );
        }
    }
}
