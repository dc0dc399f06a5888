//! Typed values as canonical bytes: what is sealed for them, and what `order` compares.
//!
//! Every type but text has one form of fixed length in which bytes compare as values do. It serves both ends: the payload
//! seals it, and `order` and `order-reveal` take its bits.
//!
//! | type | bytes | form, most significant byte first |
//! |---|---|---|
//! | unsigned | 8 | as it is |
//! | signed | 8 | sign bit flipped |
//! | float | 8 | IEEE 754 binary64: all bits flipped if negative, otherwise the sign bit; −0 is +0, NaN is refused |
//! | decimal | 8 | the unscaled number, as signed; the scale belongs to the field's type |
//! | date | 4 | days since 1970-01-01, as signed |
//! | date-time | 8 | microseconds since 1970-01-01T00:00:00Z without leap seconds, as signed |
//! | uuid | 16 | RFC 9562 |
//! | text | 1 each | UTF-8; `order` has its own form for text |
//!
//! ```
//! use fieldgate_core::field::{FieldType, value::Value};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let [below, above] = [-2.5, 0.1].map(|number| Value::Float(number).encode(FieldType::Float));
//! let (below, above) = (below?, above?);
//! assert!(below.bytes() < above.bytes());
//! assert!(matches!(Value::decode(FieldType::Float, below.bytes())?, Value::Float(n) if n == -2.5));
//! assert!(Value::Float(f64::NAN).encode(FieldType::Float).is_err());
//! assert!(Value::Signed(5).encode(FieldType::Unsigned).is_err());
//! # Ok(())
//! # }
//! ```

use core::fmt;

use zeroize::Zeroize;

use super::{FieldType, Scale};

/// Longest encoding, in bytes.
pub const ENCODED_BYTES_MAX: usize = 16;

/// A plaintext value of one of the field types. No `Debug`: it is what is kept secret.
pub enum Value<'a> {
    /// Text.
    Text(&'a str),
    /// A whole number from 0.
    Unsigned(u64),
    /// A whole number.
    Signed(i64),
    /// A binary64 number.
    Float(f64),
    /// A decimal: `unscaled` divided by 10 to the power of `scale`.
    Decimal {
        /// All its digits, as a whole number.
        unscaled: i64,
        /// How many of them stand after the point.
        scale: Scale,
    },
    /// Days since 1970-01-01.
    Date(i32),
    /// Microseconds since 1970-01-01T00:00:00Z.
    DateTime(i64),
    /// A UUID.
    Uuid([u8; 16]),
}

/// A value has no encoding, or bytes are the encoding of no value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum ValueError {
    /// It is not a number: NaN has no place in an order, and equals nothing.
    NotANumber = 1,
    /// Text has no encoding of fixed length.
    IsText = 2,
    /// The bytes have another length than the type's encoding.
    WrongLength = 3,
    /// The bytes encode nothing: −0, or NaN.
    NotCanonical = 4,
    /// The bytes are not UTF-8.
    NotUtf8 = 5,
    /// Values of this type are not encoded here.
    NoSuchType = 6,
    /// The value is of another type, or another scale, than the field's.
    OtherType = 7,
}

impl ValueError {
    /// Its stable number.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotANumber => "NaN can't be sealed as a number",
            Self::IsText => "text has no encoding of fixed length",
            Self::WrongLength => "the encoding of a value has another length",
            Self::NotCanonical => "the bytes are the encoding of no value",
            Self::NotUtf8 => "the text is not UTF-8",
            Self::NoSuchType => "values of this type have no encoding",
            Self::OtherType => "the value is of another type or scale than the field",
        })
    }
}

impl core::error::Error for ValueError {}

/// The canonical bytes of a value. Wiped when dropped.
pub struct Encoded {
    bytes: [u8; ENCODED_BYTES_MAX],
    length: usize,
}

impl Encoded {
    fn new(value: &[u8]) -> Self {
        let mut bytes = [0; ENCODED_BYTES_MAX];
        for (to, from) in bytes.iter_mut().zip(value) {
            *to = *from;
        }
        Self {
            bytes,
            length: value.len().min(ENCODED_BYTES_MAX),
        }
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl Drop for Encoded {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}

impl FieldType {
    /// Bytes of every encoded value of this type; `None` for text and scalars, whose length varies.
    #[must_use]
    pub const fn encoded_bytes(self) -> Option<usize> {
        match self {
            Self::Text | Self::Scalar => None,
            Self::Date => Some(4),
            Self::Unsigned | Self::Signed | Self::Float | Self::Decimal(_) | Self::DateTime => {
                Some(8)
            }
            Self::Uuid => Some(16),
        }
    }
}

const SIGN_64: u64 = 1 << 63;
const SIGN_32: u32 = 1 << 31;
/// Bits of +∞: above them, without the sign, is NaN.
const INFINITY: u64 = 0x7ff0_0000_0000_0000;

impl<'a> Value<'a> {
    /// The type of the fields that take it.
    #[must_use]
    pub const fn kind(&self) -> FieldType {
        match self {
            Self::Text(_) => FieldType::Text,
            Self::Unsigned(_) => FieldType::Unsigned,
            Self::Signed(_) => FieldType::Signed,
            Self::Float(_) => FieldType::Float,
            Self::Decimal { scale, .. } => FieldType::Decimal(*scale),
            Self::Date(_) => FieldType::Date,
            Self::DateTime(_) => FieldType::DateTime,
            Self::Uuid(_) => FieldType::Uuid,
        }
    }

    /// The canonical bytes for a field of type `kind`, in a time that doesn't depend on the value.
    ///
    /// # Errors
    /// [`ValueError::OtherType`] when the field takes other values, [`ValueError::NotANumber`] for NaN,
    /// [`ValueError::IsText`] for text.
    pub fn encode(&self, kind: FieldType) -> Result<Encoded, ValueError> {
        if kind != self.kind() {
            return Err(ValueError::OtherType);
        }
        Ok(match *self {
            Value::Text(_) => return Err(ValueError::IsText),
            Value::Unsigned(number) => Encoded::new(&number.to_be_bytes()),
            Value::Signed(number)
            | Value::Decimal {
                unscaled: number, ..
            }
            | Value::DateTime(number) => Encoded::new(&flipped(number).to_be_bytes()),
            Value::Float(number) => {
                let bits = number.to_bits();
                if bits & !SIGN_64 > INFINITY {
                    return Err(ValueError::NotANumber);
                }
                Encoded::new(&ordered_float(bits).to_be_bytes())
            }
            Value::Date(days) => Encoded::new(&(days as u32 ^ SIGN_32).to_be_bytes()),
            Value::Uuid(bytes) => Encoded::new(&bytes),
        })
    }

    /// The value that bytes of a type encode.
    ///
    /// # Errors
    /// [`ValueError`] when they encode none; there is one encoding for each value.
    pub fn decode(kind: FieldType, bytes: &'a [u8]) -> Result<Self, ValueError> {
        Ok(match kind {
            FieldType::Text => {
                Self::Text(core::str::from_utf8(bytes).map_err(|_| ValueError::NotUtf8)?)
            }
            FieldType::Scalar => return Err(ValueError::NoSuchType),
            FieldType::Unsigned => Self::Unsigned(u64::from_be_bytes(exact(bytes)?)),
            FieldType::Signed => Self::Signed(signed(exact(bytes)?)),
            FieldType::Decimal(scale) => Self::Decimal {
                unscaled: signed(exact(bytes)?),
                scale,
            },
            FieldType::DateTime => Self::DateTime(signed(exact(bytes)?)),
            FieldType::Float => {
                let bits = float_bits(u64::from_be_bytes(exact(bytes)?));
                if bits & !SIGN_64 > INFINITY || bits == SIGN_64 {
                    return Err(ValueError::NotCanonical);
                }
                Self::Float(f64::from_bits(bits))
            }
            FieldType::Date => Self::Date((u32::from_be_bytes(exact(bytes)?) ^ SIGN_32) as i32),
            FieldType::Uuid => Self::Uuid(exact(bytes)?),
        })
    }
}

fn exact<const N: usize>(bytes: &[u8]) -> Result<[u8; N], ValueError> {
    bytes.try_into().map_err(|_| ValueError::WrongLength)
}

const fn flipped(number: i64) -> u64 {
    number as u64 ^ SIGN_64
}

const fn signed(bytes: [u8; 8]) -> i64 {
    (u64::from_be_bytes(bytes) ^ SIGN_64) as i64
}

/// Bits of a number, not NaN, to bits that compare as the numbers do. −0 becomes +0.
const fn ordered_float(bits: u64) -> u64 {
    // All ones exactly for −0: of x and its negation, both lack the top bit only when x is 0.
    let other = bits ^ SIGN_64;
    let is_minus_zero = ((other | other.wrapping_neg()) >> 63).wrapping_sub(1);
    let bits = bits & !is_minus_zero;
    let negative = (bits >> 63).wrapping_neg();
    bits ^ (negative | SIGN_64)
}

/// The reverse; gives −0 or NaN for what [`ordered_float`] never gives.
const fn float_bits(ordered: u64) -> u64 {
    let negative = (ordered >> 63).wrapping_sub(1);
    ordered ^ (negative | SIGN_64)
}

#[cfg(test)]
mod tests {
    use super::{Value, ValueError};
    use crate::field::{FieldType, Scale};

    #[test]
    fn floats_compare_as_numbers_do() {
        let numbers = [
            f64::NEG_INFINITY,
            f64::MIN,
            -1.5,
            -f64::MIN_POSITIVE,
            -f64::from_bits(1),
            0.0,
            f64::from_bits(1),
            f64::MIN_POSITIVE,
            1.0,
            1.5,
            f64::MAX,
            f64::INFINITY,
        ];
        let encoded = numbers.map(|number| Value::Float(number).encode(FieldType::Float).unwrap());
        for (pair, values) in encoded.windows(2).zip(numbers.windows(2)) {
            assert!(pair[0].bytes() < pair[1].bytes(), "{values:?}");
        }
        for (encoded, number) in encoded.iter().zip(numbers) {
            let decoded = Value::decode(FieldType::Float, encoded.bytes());
            assert!(
                matches!(decoded, Ok(Value::Float(back)) if back.to_bits() == number.to_bits())
            );
        }
    }

    #[test]
    fn minus_zero_is_zero_and_nan_is_refused() {
        let [minus, plus] =
            [-0.0, 0.0].map(|zero| Value::Float(zero).encode(FieldType::Float).unwrap());
        assert_eq!(minus.bytes(), plus.bytes());
        for nan in [f64::NAN, -f64::NAN, f64::from_bits(0x7ff0_0000_0000_0001)] {
            assert_eq!(
                Value::Float(nan).encode(FieldType::Float).err(),
                Some(ValueError::NotANumber)
            );
        }
        for wrong in [0x7fff_ffff_ffff_ffff_u64, u64::MAX, 0] {
            let decoded = Value::decode(FieldType::Float, &wrong.to_be_bytes()).err();
            assert_eq!(decoded, Some(ValueError::NotCanonical), "{wrong:x}");
        }
    }

    #[test]
    fn whole_numbers_compare_as_numbers_do() {
        let numbers = [i64::MIN, i64::MIN + 1, -256, -1, 0, 1, 255, 256, i64::MAX];
        let scale = Scale::new(2).unwrap();
        for (kind, value) in [
            (
                FieldType::Signed,
                Value::Signed as fn(i64) -> Value<'static>,
            ),
            (FieldType::DateTime, Value::DateTime),
            (FieldType::Decimal(scale), |unscaled| Value::Decimal {
                unscaled,
                scale: Scale::new(2).unwrap(),
            }),
        ] {
            let encoded = numbers.map(|number| value(number).encode(kind).unwrap());
            assert!(
                encoded
                    .windows(2)
                    .all(|pair| pair[0].bytes() < pair[1].bytes()),
                "{kind:?}"
            );
            for (encoded, number) in encoded.iter().zip(numbers) {
                assert_eq!(encoded.bytes().len(), kind.encoded_bytes().unwrap());
                let back = match Value::decode(kind, encoded.bytes()).unwrap() {
                    Value::Signed(back) | Value::DateTime(back) => back,
                    Value::Decimal {
                        unscaled,
                        scale: back,
                    } if back == scale => unscaled,
                    _ => panic!("another type"),
                };
                assert_eq!(back, number);
            }
        }
        let days = [i32::MIN, -1, 0, 1, i32::MAX]
            .map(|day| Value::Date(day).encode(FieldType::Date).unwrap());
        assert!(
            days.windows(2)
                .all(|pair| pair[0].bytes() < pair[1].bytes())
        );
    }

    #[test]
    fn other_lengths_and_types_are_refused() {
        assert_eq!(
            Value::Text("x").encode(FieldType::Text).err(),
            Some(ValueError::IsText)
        );
        let cents = Value::Decimal {
            unscaled: 1250,
            scale: Scale::new(2).unwrap(),
        };
        let thousandths = FieldType::Decimal(Scale::new(3).unwrap());
        assert_eq!(cents.encode(thousandths).err(), Some(ValueError::OtherType));
        let unsigned = Value::Unsigned(5).encode(FieldType::Signed).err();
        assert_eq!(unsigned, Some(ValueError::OtherType));
        assert_eq!(
            Value::decode(FieldType::Scalar, b"x").err(),
            Some(ValueError::NoSuchType)
        );
        assert_eq!(
            Value::decode(FieldType::Text, &[0xff]).err(),
            Some(ValueError::NotUtf8)
        );
        for kind in [
            FieldType::Unsigned,
            FieldType::Date,
            FieldType::Uuid,
            FieldType::Float,
        ] {
            for length in (0..20).filter(|&length| Some(length) != kind.encoded_bytes()) {
                let decoded = Value::decode(kind, &[0x80; 20][..length]).err();
                assert_eq!(decoded, Some(ValueError::WrongLength), "{kind:?} {length}");
            }
        }
    }

    #[test]
    fn every_type_has_its_own_number() {
        let mut seen = [false; 256];
        let decimals =
            (0..=Scale::MAX).map(|digits| FieldType::Decimal(Scale::new(digits).unwrap()));
        let others = [
            FieldType::Text,
            FieldType::Scalar,
            FieldType::Unsigned,
            FieldType::Signed,
            FieldType::Float,
            FieldType::Date,
            FieldType::DateTime,
            FieldType::Uuid,
        ];
        assert!(
            others
                .into_iter()
                .chain(decimals)
                .all(|kind| !core::mem::replace(&mut seen[usize::from(kind.number())], true))
        );
        assert!(Scale::new(Scale::MAX + 1).is_none());
    }
}
