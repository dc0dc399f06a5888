//! The root key that a command works with.

use std::{error::Error, path::PathBuf};

use clap::Args;
use fieldgate_core::{field::RootKey, secret::Secret};
use fieldgate_hsm_bridge::{FileError, read_private, scrub_stack};

/// Hexadecimal digits of a key.
const HEX_DIGITS: usize = 2 * RootKey::BYTES;
/// Longest key file, in bytes: the digits and a line end.
const KEY_FILE_BYTES_MAX: u64 = HEX_DIGITS as u64 + 2;

/// Which root key.
#[derive(Args)]
#[group(required = true, multiple = false)]
#[command(next_help_heading = "Key")]
pub(super) struct Key {
    /// A file with the root key: 64 hexadecimal digits in one line, or 32 bytes. Only its owner may have access to it.
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// A fixed key that everybody knows, to try things out. It protects nothing.
    #[arg(long)]
    trial_key: bool,
}

impl Key {
    /// Reads and expands the key. Nothing of its bytes stays on the stack.
    pub(super) fn root(&self) -> Result<RootKey, Box<dyn Error>> {
        let root = self.root_below();
        scrub_stack();
        root
    }

    #[inline(never)]
    fn root_below(&self) -> Result<RootKey, Box<dyn Error>> {
        let mut secret = Box::new(Secret::<{ RootKey::BYTES }>::zeroed());
        match &self.key_file {
            Some(path) => {
                let content =
                    read_private(path, KEY_FILE_BYTES_MAX).map_err(|error| match error {
                        FileError::TooLong { .. } => not_a_key(path),
                        error => error.into(),
                    })?;
                read(&content, secret.expose_mut()).ok_or_else(|| not_a_key(path))?;
            }
            None => {
                eprintln!(
                    "fieldgate: warning: --trial-key is public and protects nothing: everybody can open what it seals"
                );
                for (byte, number) in secret.expose_mut().iter_mut().zip(0..) {
                    *byte = number;
                }
            }
        }
        Ok(RootKey::new(&secret))
    }
}

fn not_a_key(path: &std::path::Path) -> Box<dyn Error> {
    format!(
        "{} holds no key: 64 hexadecimal digits in one line, or 32 bytes; make one with: (umask 077; head -c 32 /dev/urandom > FILE)",
        path.display()
    )
    .into()
}

/// The key in the content of a file: as it is when it has just so many bytes, and as digits otherwise.
fn read(content: &[u8], key: &mut [u8; RootKey::BYTES]) -> Option<()> {
    if content.len() == key.len() {
        key.copy_from_slice(content);
        return Some(());
    }
    let line = content.strip_suffix(b"\n").unwrap_or(content);
    let digits = line.strip_suffix(b"\r").unwrap_or(line);
    if digits.len() != HEX_DIGITS {
        return None;
    }
    let mut wrong = 0;
    for (byte, [high, low]) in key.iter_mut().zip(digits.as_chunks().0) {
        let ((high, high_wrong), (low, low_wrong)) = (nibble(*high), nibble(*low));
        *byte = high << 4 | low;
        wrong |= high_wrong | low_wrong;
    }
    (wrong == 0).then_some(())
}

/// The four bits of a hexadecimal digit, and 1 when it is none; without a branch or a table, as the digit is secret.
const fn nibble(digit: u8) -> (u8, u8) {
    let decimal = within(digit, b'0', b'9');
    let lower = digit | 0x20;
    let letter = within(lower, b'a', b'f');
    let value = digit.wrapping_sub(b'0') & 0_u8.wrapping_sub(decimal)
        | lower.wrapping_sub(b'a' - 10) & 0_u8.wrapping_sub(letter);
    (value, 1 ^ (decimal | letter))
}

/// 1 when `first <= digit <= last`, otherwise 0.
const fn within(digit: u8, first: u8, last: u8) -> u8 {
    let (digit, first, last) = (digit as u32, first as u32, last as u32);
    (1 ^ (digit.wrapping_sub(first) >> 31 | last.wrapping_sub(digit) >> 31)) as u8
}

#[cfg(test)]
mod tests {
    use super::{HEX_DIGITS, nibble, read};

    #[test]
    fn digits_are_read_as_std_reads_them() {
        for digit in 0..=u8::MAX {
            let expected = char::from(digit).to_digit(16);
            let (value, wrong) = nibble(digit);
            assert_eq!(wrong == 0, expected.is_some(), "{digit}");
            if let Some(expected) = expected {
                assert_eq!(u32::from(value), expected, "{digit}");
            }
        }
    }

    #[test]
    fn a_key_is_digits_with_or_without_a_line_end_or_bytes() {
        let digits = "a5".repeat(HEX_DIGITS / 2);
        for content in [
            digits.clone(),
            format!("{digits}\n"),
            format!("{}\r\n", digits.to_uppercase()),
        ] {
            let mut key = [0; 32];
            read(content.as_bytes(), &mut key).unwrap();
            assert_eq!(key, [0xa5; 32]);
        }
        let mut key = [0; 32];
        read(&[b'0'; 32], &mut key).unwrap();
        assert_eq!(key, [b'0'; 32]);
        for wrong in ["", "a5", &digits[1..], &format!("g{}", &digits[1..])] {
            assert!(read(wrong.as_bytes(), &mut [0; 32]).is_none(), "{wrong}");
        }
    }
}
