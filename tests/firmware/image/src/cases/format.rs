//! Scheme `format`: FF1 on the characters of a value. FF1 itself has a sample of the standard among the modes.

use fieldgate_core::field::Scheme;
use fieldgate_core::field::format::{Format, FormatCipher};
use fieldgate_core::field::leakage::Domain;

use super::fixture::{CONTEXT, root};
use super::{Wrong, expect};

const CARD: &str = "4111 1111 1111 1111";
const KNOWN: &str = "1113 4562 8323 1468";

/// A card number, there and back.
pub(super) fn card() -> Result<(), Wrong> {
    let admitted = Scheme::Format.admit(Domain::Unstated).map_err(|_| Wrong)?;
    let card =
        FormatCipher::derive(&root()?, &CONTEXT, admitted, &Format::Card).map_err(|_| Wrong)?;
    let mut encrypted = [0; CARD.len()];
    let encrypted = card.encrypt(CARD, b"", &mut encrypted).map_err(|_| Wrong)?;
    expect(encrypted, KNOWN.as_bytes())?;
    if !luhn_sum(encrypted).is_multiple_of(10) {
        return Err(Wrong);
    }
    let mut decrypted = [0; CARD.len()];
    let decrypted = card
        .decrypt(KNOWN, b"", &mut decrypted)
        .map_err(|_| Wrong)?;
    expect(decrypted, CARD.as_bytes())
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
