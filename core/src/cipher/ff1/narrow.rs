//! Halves below 2³², such as eight decimal digits: one word, and y is 64 bits (SP 800-38G algorithm 7 step 4, d = 8).

use zeroize::Zeroize;

use super::{
    divisor::{Divisor, multiply_high},
    half::Half,
    rounds::Direction,
};
use crate::cipher::blocks::{Block, big_endian, xor};

/// Bytes of y for halves that take up to four bytes.
const Y_BYTES: usize = 8;

/// Half a string, below its modulus.
pub(super) struct Narrow(u64);

impl Zeroize for Narrow {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

/// radix^m below 2³².
#[derive(Clone, Copy)]
pub(super) struct Modulus {
    value: u64,
    /// ⌊(2⁶⁴ − 1) / value⌋.
    reciprocal: u64,
}

impl Modulus {
    /// For `value` from 2 on; the division here is of public numbers.
    pub(super) const fn new(value: u32) -> Self {
        let value = if value < 2 { 2 } else { value as u64 };
        Self {
            value,
            reciprocal: u64::MAX / value,
        }
    }

    /// `y` modulo the value: Barrett's reduction, whose quotient is the true one or one less.
    fn reduce(&self, y: u64) -> u64 {
        let quotient = multiply_high(y, self.reciprocal);
        self.reduce_once(y.wrapping_sub(quotient.wrapping_mul(self.value)))
    }

    /// `x` modulo the value, for `x` below twice the value.
    const fn reduce_once(&self, x: u64) -> u64 {
        let less = x.wrapping_sub(self.value);
        // All ones when x was below the value.
        let below = ((less as i64) >> 63) as u64;
        less.wrapping_add(self.value & below)
    }
}

impl Half for Narrow {
    type Modulus = Modulus;

    const ZERO: Self = Self(0);

    fn multiply_add(&mut self, by: u32, plus: u32) {
        self.0 = self.0.wrapping_mul(u64::from(by)) + u64::from(plus);
    }

    fn divide(&mut self, by: &Divisor) -> u32 {
        let (quotient, remainder) = by.divide(self.0);
        self.0 = u64::from(quotient);
        remainder
    }

    fn feed(&self, round: u8, half_bytes: usize, _first: &mut Block, last: &mut Block) {
        // At most four bytes of number and one of round. Xored as one block, as the cipher reads it: a shorter store would
        // hold up the load after it.
        let fed = u64::from(round) << (8 * half_bytes) | self.0;
        xor(last, &big_endian(u128::from(fed)));
    }

    fn combine(&mut self, direction: Direction, output: &Block, _more: &Block, modulus: &Modulus) {
        let y = output
            .first_chunk::<Y_BYTES>()
            .map_or(0, |y| u64::from_be_bytes(*y));
        let y = modulus.reduce(y);
        self.0 = modulus.reduce_once(match direction {
            Direction::Encrypt => self.0 + y,
            Direction::Decrypt => self.0 + modulus.value - y,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::Modulus;

    #[test]
    fn reduction_is_right_at_the_edges() {
        for value in [
            2,
            3,
            10,
            1000,
            10_000_000,
            99_999_999,
            1 << 31,
            u32::MAX - 4,
            u32::MAX,
        ] {
            let modulus = Modulus::new(value);
            let value = u64::from(value);
            let multiple = (u64::MAX / value) * value;
            for y in [
                0,
                1,
                value - 1,
                value,
                value + 1,
                multiple - 1,
                multiple,
                u64::MAX,
            ] {
                assert_eq!(modulus.reduce(y), y % value, "{y} mod {value}");
            }
        }
    }
}
