//! Finds where the plain part of a string ends, eight bytes at a time.

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The high bit of each byte of `word` that is zero; exact up to and including the first such byte.
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(LOW) & !word & HIGH
}

/// How many bytes at the front of `bytes` are neither a quote nor a backslash nor a control character.
pub(super) fn plain_bytes(bytes: &[u8]) -> usize {
    const QUOTES: u64 = LOW * b'"' as u64;
    const BACKSLASHES: u64 = LOW * b'\\' as u64;
    const SPACES: u64 = LOW * b' ' as u64;
    let mut at = 0;
    // Most strings are short; in long ones whole blocks are tried at once, which the compiler turns into vectors.
    if let Some(first) = bytes.first_chunk::<16>()
        && !has_special(first)
    {
        at = 16;
        for block in bytes[16..].as_chunks::<32>().0 {
            if has_special(block) {
                break;
            }
            at += 32;
        }
    }
    let mut words = bytes[at..].chunks_exact(8);
    for word in &mut words {
        let word = u64::from_le_bytes(word.try_into().unwrap_or_default());
        let control = word.wrapping_sub(SPACES) & !word & HIGH;
        let found = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES) | control;
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = words.remainder();
    at + rest
        .iter()
        .position(|byte| is_special(*byte))
        .unwrap_or(rest.len())
}

/// Whether `byte` ends the plain part of a string.
const fn is_special(byte: u8) -> bool {
    (byte < b' ') | (byte == b'"') | (byte == b'\\')
}

/// Looks at all bytes, so that no branch stands in the way of vectors.
fn has_special<const N: usize>(block: &[u8; N]) -> bool {
    block
        .iter()
        .fold(false, |any, byte| any | is_special(*byte))
}

/// How many bytes at the front of `bytes` are JSON white space.
pub(super) fn white_bytes(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|byte| !is_white(*byte))
        .unwrap_or(bytes.len())
}

/// Whether `byte` is JSON white space, RFC 8259 section 2.
pub(super) const fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::plain_bytes;

    #[test]
    fn stops_exactly_at_the_first_special_byte() {
        for special in 0..=255u8 {
            for at in 0..100 {
                let mut bytes = [b'x'; 104];
                bytes[at] = special;
                bytes[at + 3] = b'"';
                let stops = special < 0x20 || special == b'"' || special == b'\\';
                assert_eq!(
                    plain_bytes(&bytes),
                    if stops { at } else { at + 3 },
                    "{special:#x} at {at}"
                );
            }
        }
        assert_eq!(plain_bytes(b"no end"), 6);
        assert_eq!(plain_bytes(b""), 0);
    }
}
