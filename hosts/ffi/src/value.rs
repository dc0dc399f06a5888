//! Numbers as eight bytes that compare as the numbers do: what is sealed for them, and what `order` takes.

use fieldgate_core::field::{FieldType, value::Value};

use crate::{
    guard::guard,
    memory::{Input, Place, apart},
    status::fg_status,
};

/// A number as eight bytes, most significant first: byte by byte they compare as the numbers do. To be wiped after use.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct fg_encoded {
    /// The bytes.
    pub bytes: [u8; 8],
}

/// Encodes a number from 0 to 2^64 - 1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_value_encode_unsigned(
    number: u64,
    encoded: *mut fg_encoded,
) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe { encode(&Value::Unsigned(number), encoded) })
}

/// Encodes a number from -2^63 to 2^63 - 1; also the unscaled number of a decimal, or the microseconds of a moment.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_value_encode_signed(
    number: i64,
    encoded: *mut fg_encoded,
) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe { encode(&Value::Signed(number), encoded) })
}

/// Encodes an IEEE 754 binary64 number. FG_STATUS_NOT_A_NUMBER for NaN; -0 is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_value_encode_float(number: f64, encoded: *mut fg_encoded) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe { encode(&Value::Float(number), encoded) })
}

/// The number that was encoded.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_value_decode_unsigned(
    encoded: *const fg_encoded,
    number: *mut u64,
) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe {
        decode(FieldType::Unsigned, encoded, number, |value| match value {
            Value::Unsigned(number) => Some(number),
            _ => None,
        })
    })
}

/// The number that was encoded.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_value_decode_signed(
    encoded: *const fg_encoded,
    number: *mut i64,
) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe {
        decode(FieldType::Signed, encoded, number, |value| match value {
            Value::Signed(number) => Some(number),
            _ => None,
        })
    })
}

/// The number that was encoded. FG_STATUS_NOT_A_NUMBER for bytes that encode none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_value_decode_float(
    encoded: *const fg_encoded,
    number: *mut f64,
) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe {
        decode(FieldType::Float, encoded, number, |value| match value {
            Value::Float(number) => Some(number),
            _ => None,
        })
    })
}

/// # Safety
/// The crate's contract holds for the pointer.
unsafe fn encode(value: &Value<'_>, encoded: *mut fg_encoded) -> Result<(), fg_status> {
    let place = Place::of(encoded)?;
    let encoded = value
        .encode(value.kind())
        .map_err(|_| fg_status::NotANumber)?;
    let bytes = *encoded.bytes().first_chunk().ok_or(fg_status::Internal)?;
    // SAFETY: checked above; nothing else is used here.
    unsafe { place.get() }.write(fg_encoded { bytes });
    Ok(())
}

/// # Safety
/// The crate's contract holds for the pointers.
unsafe fn decode<T: Copy>(
    field_type: FieldType,
    encoded: *const fg_encoded,
    number: *mut T,
    pick: impl FnOnce(Value<'_>) -> Option<T>,
) -> Result<(), fg_status> {
    let encoded = Input::of(encoded, 1)?;
    let place = Place::of(number)?;
    apart(&[encoded.span], &[place.span])?;
    // SAFETY: checked above, and apart.
    let (encoded, place) = unsafe { (encoded.get(), place.get()) };
    let encoded = encoded.first().ok_or(fg_status::Internal)?;
    let value = Value::decode(field_type, &encoded.bytes).map_err(|_| fg_status::NotANumber)?;
    place.write(pick(value).ok_or(fg_status::Internal)?);
    Ok(())
}
