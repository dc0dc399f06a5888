//! Typed values to canonical bytes and back.

use fieldgate_core::field::value::{Encoded, Value};
use fieldgate_core::field::{FieldType, Scale};

use super::Case;
use crate::memcheck::{published, secret};

pub(super) const CASES: &[Case] = &[
    ("value: whole numbers", whole_numbers),
    ("value: float", float),
    ("value: date, UUID", date_and_uuid),
];

const NUMBERS: [i64; 5] = [i64::MIN, -1, 0, 1, i64::MAX];

fn secret_bytes<const N: usize>(mut bytes: [u8; N]) -> [u8; N] {
    secret(&mut bytes);
    bytes
}

/// Encodes, copies the encoding, which is as secret as the value, and decodes.
fn round(value: &Value<'_>, kind: FieldType, check: impl FnOnce(&Value<'_>)) {
    // Only whether it has an encoding is public; its bytes stand inside the result, so they are made secret again.
    let encoded: Encoded = published(value.encode(value.kind())).expect("an encoding");
    let mut bytes = [0; 16];
    let bytes = &mut bytes[..encoded.bytes().len()];
    bytes.copy_from_slice(encoded.bytes());
    secret(bytes);
    let decoded = published(Value::decode(kind, bytes)).expect("a value");
    check(&decoded);
}

fn whole_numbers() {
    for number in NUMBERS {
        let secret = i64::from_ne_bytes(secret_bytes(number.to_ne_bytes()));
        let scale = Scale::new(2).expect("a small scale");
        round(&Value::Signed(secret), FieldType::Signed, |back| {
            assert!(matches!(back, Value::Signed(back) if *back == number));
        });
        round(&Value::DateTime(secret), FieldType::DateTime, |back| {
            assert!(matches!(back, Value::DateTime(back) if *back == number));
        });
        round(
            &Value::Unsigned(secret as u64),
            FieldType::Unsigned,
            |back| {
                assert!(matches!(back, Value::Unsigned(back) if *back == number as u64));
            },
        );
        let decimal = Value::Decimal {
            unscaled: secret,
            scale,
        };
        round(&decimal, FieldType::Decimal(scale), |back| {
            assert!(matches!(back, Value::Decimal { unscaled, .. } if *unscaled == number));
        });
    }
}

fn float() {
    for number in [f64::NEG_INFINITY, -1.5, 0.0, f64::MIN_POSITIVE, f64::MAX] {
        let secret = f64::from_ne_bytes(secret_bytes(number.to_ne_bytes()));
        round(&Value::Float(secret), FieldType::Float, |back| {
            assert!(matches!(back, Value::Float(back) if back.to_bits() == number.to_bits()));
        });
    }
}

fn date_and_uuid() {
    for day in [i32::MIN, -1, 0, 1, i32::MAX] {
        let secret = i32::from_ne_bytes(secret_bytes(day.to_ne_bytes()));
        round(&Value::Date(secret), FieldType::Date, |back| {
            assert!(matches!(back, Value::Date(back) if *back == day));
        });
    }
    let uuid = Value::Uuid(secret_bytes([7; 16]));
    round(&uuid, FieldType::Uuid, |back| {
        assert!(matches!(back, Value::Uuid(back) if *back == [7; 16]));
    });
}
