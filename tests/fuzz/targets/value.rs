//! Any bytes as the encoding of a value of any type: no panic, one encoding for each value, and order is kept.
#![no_main]

use fieldgate_core::field::{FieldType, Scale, value::Value};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&kind, bytes)) = data.split_first() else {
        return;
    };
    let kind = match kind % 8 {
        0 => FieldType::Text,
        1 => FieldType::Unsigned,
        2 => FieldType::Signed,
        3 => FieldType::Float,
        4 => FieldType::Decimal(Scale::new(kind / 8 % 19).unwrap()),
        5 => FieldType::Date,
        6 => FieldType::DateTime,
        _ => FieldType::Uuid,
    };
    let Ok(value) = Value::decode(kind, bytes) else {
        return;
    };
    if let Value::Text(text) = value {
        assert_eq!(text.as_bytes(), bytes);
        return;
    }
    assert_eq!(value.encode(kind).unwrap().bytes(), bytes);
    // The same bits as a float that was never encoded.
    if let Ok(bits) = <[u8; 8]>::try_from(bytes) {
        let number = f64::from_bits(u64::from_be_bytes(bits));
        match Value::Float(number).encode(FieldType::Float) {
            Ok(encoded) => match Value::decode(FieldType::Float, encoded.bytes()) {
                Ok(Value::Float(back)) => assert!(back == number),
                _ => panic!("an encoded float doesn't decode"),
            },
            Err(_) => assert!(number.is_nan()),
        }
    }
});
