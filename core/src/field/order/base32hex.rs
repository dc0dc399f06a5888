//! The text form of order ciphertexts: base32hex (RFC 4648 section 7) in lower case, without padding.
//!
//! The alphabet is in the order of its characters, `0`–`9` then `a`–`v`, so that texts of equal length compare as the bytes
//! do: by bytes, without regard to case, and in the collations of databases that put digits before letters. The text form of
//! [`text`](crate::field::text), base64url, keeps no order, and upper case would sort differently beside lower.

use core::{fmt, hint::black_box};

/// A text form can't be written or read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum Base32HexError {
    /// The output buffer is too short.
    NoRoom = 1,
    /// The characters are not the text form of any bytes.
    NotBase32Hex = 2,
}

impl Base32HexError {
    /// The error's stable number.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl fmt::Display for Base32HexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRoom => "the output buffer is too short",
            Self::NotBase32Hex => "not lower-case base32hex",
        })
    }
}

impl core::error::Error for Base32HexError {}

/// Characters of the text form of `raw_bytes` bytes.
#[must_use]
pub const fn text_bytes(raw_bytes: usize) -> usize {
    raw_bytes / 5 * 8 + (raw_bytes % 5 * 8).div_ceil(5)
}

/// Bytes of the raw form of `text_bytes` characters, if there is one.
#[must_use]
pub const fn raw_bytes(text_bytes: usize) -> usize {
    text_bytes / 8 * 5 + text_bytes % 8 * 5 / 8
}

/// Writes the text form of `raw` into the front of `output` and returns that part.
///
/// # Errors
/// [`Base32HexError::NoRoom`] when `output` is shorter than [`text_bytes`].
///
/// ```
/// use fieldgate_core::field::order::base32hex;
///
/// let mut text = [0; 16];
/// assert_eq!(base32hex::encode(b"foobar", &mut text), Ok("cpnmuoj1e8"));
/// ```
pub fn encode<'o>(raw: &[u8], output: &'o mut [u8]) -> Result<&'o str, Base32HexError> {
    let output = output
        .get_mut(..text_bytes(raw.len()))
        .ok_or(Base32HexError::NoRoom)?;
    for (group, characters) in raw.chunks(5).zip(output.chunks_mut(8)) {
        let mut bits = bits(group);
        for character in characters {
            bits = bits.rotate_left(5);
            *character = to_character((bits & 31) as u8);
        }
    }
    core::str::from_utf8(output).map_err(|_| Base32HexError::NotBase32Hex)
}

/// Reads a text form into the front of `output` and returns that part.
///
/// # Errors
/// [`Base32HexError`]; there is one text form for each raw form, so another spelling is refused: upper case, padding, a
/// character too many, or a bit set that belongs to no byte. `output` may hold a part of the raw form then.
pub fn decode<'o>(text: &[u8], output: &'o mut [u8]) -> Result<&'o mut [u8], Base32HexError> {
    let raw = raw_bytes(text.len());
    if text_bytes(raw) != text.len() {
        return Err(Base32HexError::NotBase32Hex);
    }
    let output = output.get_mut(..raw).ok_or(Base32HexError::NoRoom)?;
    let mut wrong = 0;
    for (characters, group) in text.chunks(8).zip(output.chunks_mut(5)) {
        let mut bits = 0;
        let mut shift = 64_u32;
        for character in characters {
            let (five, wrong_here) = from_character(*character);
            wrong |= u64::from(wrong_here);
            shift = shift.wrapping_sub(5);
            bits |= u64::from(five) << shift;
        }
        for byte in group {
            *byte = (bits >> 56) as u8;
            bits <<= 8;
        }
        wrong |= bits;
    }
    if wrong != 0 {
        return Err(Base32HexError::NotBase32Hex);
    }
    Ok(output)
}

/// At most 8 bytes, the first highest.
fn bits(group: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(group) {
        *to = *from;
    }
    u64::from_be_bytes(bytes)
}

/// From 0..32, without a table or a branch.
const fn to_character(five: u8) -> u8 {
    // Hidden from the compiler, which makes a branch of it.
    let is_letter = black_box(9_u8.wrapping_sub(five) >> 7);
    five + b'0' + is_letter * (b'a' - b'0' - 10)
}

/// The five bits of a character, and 1 when it is none of the alphabet.
const fn from_character(character: u8) -> (u8, u8) {
    let is_digit = within(character, b'0', b'9');
    let is_letter = within(character, b'a', b'v');
    let digit = character.wrapping_sub(b'0') & 0_u8.wrapping_sub(is_digit);
    let letter = character.wrapping_sub(b'a' - 10) & 0_u8.wrapping_sub(is_letter);
    (digit | letter, 1 ^ is_digit ^ is_letter)
}

/// 1 when `first <= character <= last`, otherwise 0.
const fn within(character: u8, first: u8, last: u8) -> u8 {
    let (character, first, last) = (character as u32, first as u32, last as u32);
    (1 ^ (character.wrapping_sub(first) >> 31) ^ (last.wrapping_sub(character) >> 31)) as u8
}

#[cfg(test)]
mod tests {
    use super::{Base32HexError, decode, encode, text_bytes};

    #[test]
    fn rfc_4648_section_10() {
        let vectors = [
            ("", ""),
            ("f", "co"),
            ("fo", "cpng"),
            ("foo", "cpnmu"),
            ("foob", "cpnmuog"),
            ("fooba", "cpnmuoj1"),
            ("foobar", "cpnmuoj1e8"),
        ];
        for (raw, text) in vectors {
            let (mut encoded, mut decoded) = ([0; 16], [0; 16]);
            assert_eq!(text_bytes(raw.len()), text.len());
            assert_eq!(encode(raw.as_bytes(), &mut encoded), Ok(text));
            assert_eq!(
                decode(text.as_bytes(), &mut decoded).unwrap(),
                raw.as_bytes()
            );
        }
    }

    #[test]
    fn there_is_one_spelling() {
        let mut raw = [0; 16];
        for wrong in [
            "c", "CO", "cp", "co======", "cpn", "cpnmuo", "cw", "c/", "c:", "c`", "co ", "cpnh",
            "c\u{7f}",
        ] {
            assert_eq!(
                decode(wrong.as_bytes(), &mut raw),
                Err(Base32HexError::NotBase32Hex),
                "{wrong}"
            );
        }
        let alphabet = b"0123456789abcdefghijklmnopqrstuv";
        for character in 0..=u8::MAX {
            let known = decode(
                &[b'0', character, b'0', b'0', b'0', b'0', b'0', b'0'],
                &mut raw,
            )
            .is_ok();
            assert_eq!(known, alphabet.contains(&character), "{character}");
        }
        assert_eq!(
            decode(b"cpnmuog", &mut raw[..3]),
            Err(Base32HexError::NoRoom)
        );
        assert_eq!(encode(b"foob", &mut raw[..6]), Err(Base32HexError::NoRoom));
    }
}
