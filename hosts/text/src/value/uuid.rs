//! UUIDs (RFC 9562), of any version.

use super::{ValueError, ValueFault, cursor::Cursor};

/// Reads 8-4-4-4-12 hexadecimal digits in either case (RFC 9562 section 4).
///
/// # Errors
/// [`ValueError`].
pub fn parse_uuid(text: &str) -> Result<[u8; 16], ValueError> {
    let mut cursor = Cursor::new(text)?;
    let mut bytes = [0; 16];
    for (index, byte) in bytes.iter_mut().enumerate() {
        if is_after_hyphen(index) {
            cursor.expect(b"-", ValueFault::Separator)?;
        }
        *byte = hex_digit(&mut cursor)? << 4 | hex_digit(&mut cursor)?;
    }
    cursor.end()?;
    Ok(bytes)
}

fn hex_digit(cursor: &mut Cursor<'_>) -> Result<u8, ValueError> {
    Ok(
        match cursor.expect(b"0123456789abcdefABCDEF", ValueFault::NotAHexDigit)? {
            digit @ b'0'..=b'9' => digit - b'0',
            letter => (letter | 0x20) - b'a' + 10,
        },
    )
}

const fn is_after_hyphen(byte: usize) -> bool {
    matches!(byte, 4 | 6 | 8 | 10)
}

/// Writes a UUID, in lower case.
#[must_use]
pub fn write_uuid(uuid: [u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for (index, byte) in uuid.into_iter().enumerate() {
        if is_after_hyphen(index) {
            text.push('-');
        }
        for digit in [byte >> 4, byte & 0x0f] {
            text.push(char::from_digit(digit.into(), 16).unwrap_or_default());
        }
    }
    text
}
