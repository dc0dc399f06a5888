//! What the rounds need of half a string, as an integer.

use zeroize::Zeroize;

use super::{divisor::Divisor, rounds::Direction};
use crate::cipher::Block;

/// Half a string as an integer. Secret; wiped by whoever holds it.
pub(super) trait Half: Zeroize {
    /// radix^m, and what reducing by it takes.
    type Modulus;

    const ZERO: Self;

    /// self · `by` + `plus`; the caller sees to it that the product is in range.
    fn multiply_add(&mut self, by: u32, plus: u32);

    /// self / `by`, and the remainder.
    fn divide(&mut self, by: &Divisor) -> u32;

    /// Xors \[round\]¹ ‖ \[self\]ᵇ, b = `half_bytes`, into the end of `first` ‖ `last`.
    fn feed(&self, round: u8, half_bytes: usize, first: &mut Block, last: &mut Block);

    /// self ± y modulo `modulus`, y being the leading bytes of `output` ‖ `more` that belong to the modulus.
    fn combine(
        &mut self,
        direction: Direction,
        output: &Block,
        more: &Block,
        modulus: &Self::Modulus,
    );
}
