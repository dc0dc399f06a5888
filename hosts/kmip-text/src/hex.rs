//! Hexadecimal.

use zeroize::Zeroizing;

/// Appends the bytes in lower case.
pub(crate) fn push(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        for four in [byte >> 4, byte & 15] {
            out.extend(char::from_digit(four.into(), 16));
        }
    }
}

/// The bytes that an even number of digits stands for, in either case.
pub(crate) fn bytes(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    let mut out = Zeroizing::new(Vec::with_capacity(text.len() / 2));
    for pair in text.as_bytes().chunks_exact(2) {
        let [high, low] = [digit(pair[0])?, digit(pair[1])?];
        out.push(high << 4 | low);
    }
    Some(out)
}

/// The value of a digit.
pub(crate) fn digit(character: u8) -> Option<u8> {
    let value = char::from(character).to_digit(16)?;
    u8::try_from(value).ok()
}

/// The digits after `0x`, if the text begins so.
pub(crate) fn after_prefix(text: &str) -> Option<&str> {
    text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"))
}

/// The number of at most eight digits, as its 32 bits.
pub(crate) fn number_32(digits: &str) -> Option<u32> {
    all_digits(digits, 8).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// The number of at most sixteen digits, as its 64 bits.
pub(crate) fn number_64(digits: &str) -> Option<u64> {
    all_digits(digits, 16).then(|| u64::from_str_radix(digits, 16).ok())?
}

fn all_digits(digits: &str, length_max: usize) -> bool {
    (1..=length_max).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}
