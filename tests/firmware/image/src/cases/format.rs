//! Scheme `format`: FF1 on the characters of a value. FF1 itself has a sample of the standard among the modes.
//!
//! The known answers were computed a second time, by a plain FF1 and a key derivation over the Python package `cryptography`.

use fieldgate_core::field::Scheme;
use fieldgate_core::field::format::{Format, FormatCipher};
use fieldgate_core::field::leakage::Domain;

use super::fixture::{CONTEXT, root};
use super::{Wrong, expect};

const CARD: &str = "4111 1111 1111 1111";
const CARD_KNOWN: &str = "1113 4562 8323 1468";
const DIGITS: &str = "1234567890123456";
const DIGITS_KNOWN: &str = "5466258883691524";
const VALUE_BYTES_MAX: usize = CARD.len();

/// A card number, there and back.
pub(super) fn card() -> Result<(), Wrong> {
    there_and_back(&Format::Card, CARD, CARD_KNOWN)?;
    if luhn_sum(CARD_KNOWN.as_bytes()).is_multiple_of(10) {
        Ok(())
    } else {
        Err(Wrong)
    }
}

/// Digits, there and back.
pub(super) fn digits() -> Result<(), Wrong> {
    there_and_back(&Format::Digits, DIGITS, DIGITS_KNOWN)
}

#[inline(never)]
fn there_and_back(format: &Format<'_>, value: &str, known: &str) -> Result<(), Wrong> {
    let admitted = Scheme::Format.admit(Domain::Unstated).map_err(|_| Wrong)?;
    let cipher = FormatCipher::derive(&root()?, &CONTEXT, admitted, format).map_err(|_| Wrong)?;
    let mut output = [0; VALUE_BYTES_MAX];
    let encrypted = cipher.encrypt(value, b"", &mut output).map_err(|_| Wrong)?;
    expect(encrypted, known.as_bytes())?;
    let decrypted = cipher.decrypt(known, b"", &mut output).map_err(|_| Wrong)?;
    expect(decrypted, value.as_bytes())
}

/// The sum of ISO/IEC 7812-1 annex B.
fn luhn_sum(text: &[u8]) -> u32 {
    let digits = text.iter().rev().filter(|byte| byte.is_ascii_digit());
    digits
        .zip([1, 2].into_iter().cycle())
        .map(|(digit, factor)| u32::from(*digit - b'0') * factor)
        .map(|product| product / 10 + product % 10)
        .sum()
}
