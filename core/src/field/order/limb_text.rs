//! The text form of order ciphertexts: four bits a character, `0123456789bjkqtv`.
//!
//! Texts of equal length compare as the bytes do: by bytes, without regard to case, and in the linguistic collations of
//! databases. The letters were chosen for those. A collation may sort two letters as one of its own (`aa` in Danish, `ch` in
//! Czech, `cs` in Hungarian, `kp` in Igbo, `mb` in phonetic Lingala) or a letter at another place (`e` before `b` in Hawaiian, `z`
//! before `t` in Estonian, `y` as `i` in Lithuanian); over these characters none of CLDR does either, which a test asks ICU
//! about, locale by locale. Lower-case hexadecimal and base32hex (RFC 4648) lose the order in a number of them.
//!
//! Two kinds of comparison lose it still: one that reads digits as numbers (`numeric`, `kn`), and one in EBCDIC, where digits
//! follow letters. The text form of [`text`](crate::field::text), base64url, keeps no order at all.

use core::{fmt, hint::black_box};

/// A text form can't be written or read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum LimbTextError {
    /// The output buffer is too short.
    NoRoom = 1,
    /// The characters are not the text form of any bytes.
    NotLimbText = 2,
}

impl LimbTextError {
    /// The error's stable number.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl fmt::Display for LimbTextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRoom => "the output buffer is too short",
            Self::NotLimbText => "not an even number of the characters 0-9, b, j, k, q, t, v",
        })
    }
}

impl core::error::Error for LimbTextError {}

/// Characters of the text form of `raw_bytes` bytes.
#[must_use]
pub const fn text_bytes(raw_bytes: usize) -> usize {
    raw_bytes * 2
}

/// Bytes of the raw form of `text_bytes` characters, if there is one.
#[must_use]
pub const fn raw_bytes(text_bytes: usize) -> usize {
    text_bytes / 2
}

/// Whether `text` is the text form of some bytes, be they none: an even number of characters of the alphabet.
///
/// For public text: what [`decode`] would say, without a buffer.
#[must_use]
pub fn is_limb_text(text: &[u8]) -> bool {
    text.len().is_multiple_of(2)
        && text
            .iter()
            .all(|character| from_character(*character).1 == 0)
}

/// Writes the text form of `raw` into the front of `output` and returns that part.
///
/// # Errors
/// [`LimbTextError::NoRoom`] when `output` is shorter than [`text_bytes`].
///
/// ```
/// use fieldgate_core::field::order::limb_text;
///
/// let mut text = [0; 16];
/// assert_eq!(limb_text::encode(&[0x01, 0x9a, 0xef], &mut text), Ok("019btv"));
/// ```
pub fn encode<'o>(raw: &[u8], output: &'o mut [u8]) -> Result<&'o str, LimbTextError> {
    let output = output
        .get_mut(..text_bytes(raw.len()))
        .ok_or(LimbTextError::NoRoom)?;
    for (byte, characters) in raw.iter().zip(output.as_chunks_mut::<2>().0) {
        *characters = [to_character(byte >> 4), to_character(byte & 15)];
    }
    core::str::from_utf8(output).map_err(|_| LimbTextError::NotLimbText)
}

/// Reads a text form into the front of `output` and returns that part.
///
/// # Errors
/// [`LimbTextError`]; there is one text form for each raw form, so another spelling is refused: upper case, padding, a
/// character too many. `output` may hold a part of the raw form then.
pub fn decode<'o>(text: &[u8], output: &'o mut [u8]) -> Result<&'o mut [u8], LimbTextError> {
    let (characters, rest) = text.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(LimbTextError::NotLimbText);
    }
    let output = output
        .get_mut(..characters.len())
        .ok_or(LimbTextError::NoRoom)?;
    let mut wrong = 0;
    for ([high, low], byte) in characters.iter().zip(&mut *output) {
        let ((high, high_wrong), (low, low_wrong)) = (from_character(*high), from_character(*low));
        wrong |= high_wrong | low_wrong;
        *byte = (high << 4) | low;
    }
    if wrong != 0 {
        return Err(LimbTextError::NotLimbText);
    }
    Ok(output)
}

/// From 0..16, without a table or a branch: each step of the alphabet adds the characters that it leaves out.
const fn to_character(four: u8) -> u8 {
    b'0' + four
        + from(10, four) * (b'b' - b'9' - 1)
        + from(11, four) * (b'j' - b'b' - 1)
        + from(13, four) * (b'q' - b'k' - 1)
        + from(14, four) * (b't' - b'q' - 1)
        + from(15, four) // only `u` is left out before `v`
}

/// 1 when `four` is at least `first`, otherwise 0; both are below 128.
const fn from(first: u8, four: u8) -> u8 {
    // Hidden from the compiler, which makes a branch of it.
    black_box(1 ^ (four.wrapping_sub(first) >> 7))
}

/// The four bits of a character, and 1 when it is none of the alphabet.
const fn from_character(character: u8) -> (u8, u8) {
    let (digit, is_digit) = within(character, b'0', b'9', 0);
    let (b, is_b) = within(character, b'b', b'b', 10);
    let (jk, is_jk) = within(character, b'j', b'k', 11);
    let (q, is_q) = within(character, b'q', b'q', 13);
    let (t, is_t) = within(character, b't', b't', 14);
    let (v, is_v) = within(character, b'v', b'v', 15);
    (
        digit | b | jk | q | t | v,
        1 ^ is_digit ^ is_b ^ is_jk ^ is_q ^ is_t ^ is_v,
    )
}

/// The bits of a character when `first <= character <= last`, where `first` stands for `bits`, and 1; otherwise zeros.
const fn within(character: u8, first: u8, last: u8, bits: u8) -> (u8, u8) {
    let (wide, low, high) = (character as u32, first as u32, last as u32);
    let is_within = (1 ^ (wide.wrapping_sub(low) >> 31) ^ (high.wrapping_sub(wide) >> 31)) as u8;
    let found = character.wrapping_sub(first).wrapping_add(bits);
    (found & 0_u8.wrapping_sub(is_within), is_within)
}

#[cfg(test)]
mod tests {
    use super::{LimbTextError, decode, encode, is_limb_text, raw_bytes, text_bytes};

    const ALPHABET: &[u8; 16] = b"0123456789bjkqtv";

    #[test]
    fn every_byte_has_its_two_characters() {
        for byte in 0..=u8::MAX {
            let (mut text, mut raw) = ([0; 2], [0; 1]);
            let expected = [byte >> 4, byte & 15].map(|four| ALPHABET[usize::from(four)]);
            assert_eq!(encode(&[byte], &mut text).unwrap().as_bytes(), expected);
            assert_eq!(decode(&text, &mut raw).unwrap(), [byte]);
        }
        assert!(ALPHABET.is_sorted());
        assert_eq!(encode(&[], &mut []), Ok(""));
        assert_eq!(decode(b"", &mut []).unwrap(), []);
        assert_eq!((text_bytes(5), raw_bytes(10)), (10, 5));
    }

    #[test]
    fn there_is_one_spelling() {
        let mut raw = [0; 16];
        for wrong in ["0", "00=", "00==", "BJ", "bJ", "0b1", " 0", "0 ", "0a", "é"] {
            assert_eq!(
                decode(wrong.as_bytes(), &mut raw),
                Err(LimbTextError::NotLimbText),
                "{wrong}"
            );
            assert!(!is_limb_text(wrong.as_bytes()), "{wrong}");
        }
        for character in 0..=u8::MAX {
            let known = ALPHABET.contains(&character);
            for text in [[b'0', character], [character, b'0']] {
                assert_eq!(decode(&text, &mut raw).is_ok(), known, "{character}");
                assert_eq!(is_limb_text(&text), known, "{character}");
            }
        }
        assert_eq!(decode(b"bjkq", &mut raw[..1]), Err(LimbTextError::NoRoom));
        assert_eq!(encode(b"ab", &mut raw[..3]), Err(LimbTextError::NoRoom));
    }
}
