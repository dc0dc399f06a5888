//! Which places of a value are enciphered, and the numerals that stand there.

use zeroize::Zeroize;

use super::{FormatError, alphabet::Alphabet};
use crate::cipher::ff1::NUMERALS_MAX;

/// Longest value, in bytes.
pub const VALUE_BYTES_MAX: usize = 512;

const WORD_BITS: usize = u64::BITS as usize;

/// The enciphered places, which are public, and their numerals, which aren't: those are wiped when it is dropped.
pub(super) struct Layout {
    numerals: [u16; NUMERALS_MAX],
    count: usize,
    /// A bit for each byte of the value that an enciphered letter starts at.
    sealed: [u64; VALUE_BYTES_MAX / WORD_BITS],
}

impl Layout {
    pub(super) const fn new() -> Self {
        Self {
            numerals: [0; NUMERALS_MAX],
            count: 0,
            sealed: [0; VALUE_BYTES_MAX / WORD_BITS],
        }
    }

    /// Adds the next enciphered letter, which starts at byte `at`.
    pub(super) fn seal(&mut self, at: usize, numeral: u32) -> Result<(), FormatError> {
        let place = self
            .numerals
            .get_mut(self.count)
            .ok_or(FormatError::TooLong)?;
        let word = self
            .sealed
            .get_mut(at / WORD_BITS)
            .ok_or(FormatError::TooLong)?;
        *place = numeral as u16;
        *word |= 1 << (at % WORD_BITS);
        self.count += 1;
        Ok(())
    }

    /// The numerals of all enciphered places, in their order.
    pub(super) fn numerals_mut(&mut self) -> &mut [u16] {
        self.numerals.get_mut(..self.count).unwrap_or_default()
    }

    /// Writes the numerals as letters into their places in `output`.
    pub(super) fn write(&self, alphabet: &Alphabet, output: &mut [u8]) {
        let mut numerals = self.numerals.iter();
        for at in 0..output.len() {
            let word = self.sealed.get(at / WORD_BITS).copied().unwrap_or(0);
            if word >> (at % WORD_BITS) & 1 == 0 {
                continue;
            }
            if let (Some(numeral), Some(place)) = (
                numerals.next(),
                output.get_mut(at..at + alphabet.width_bytes()),
            ) {
                alphabet.write(*numeral, place);
            }
        }
    }
}

impl Drop for Layout {
    fn drop(&mut self) {
        self.numerals_mut().zeroize();
    }
}
