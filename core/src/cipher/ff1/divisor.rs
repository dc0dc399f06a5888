//! Division of a secret by a small public number, without a division.

/// A public divisor from 2 to 2¹⁶, with its reciprocal.
#[derive(Clone, Copy)]
pub(super) struct Divisor {
    value: u32,
    /// ⌊(2⁶⁴ − 1) / value⌋ + 1.
    reciprocal: u64,
}

impl Divisor {
    /// For `value` from 2 to 2¹⁶; the division here is of public numbers.
    pub(super) const fn new(value: u32) -> Self {
        Self {
            value,
            reciprocal: u64::MAX / if value < 2 { 2 } else { value as u64 } + 1,
        }
    }

    pub(super) const fn value(&self) -> u32 {
        self.value
    }

    /// Quotient and remainder of `dividend` below `value` · 2³².
    ///
    /// Exact: with e = reciprocal · value − 2⁶⁴, 0 ≤ e < value (0 for a power of two), the product is too large by
    /// dividend · e < 2³² · value² < 2⁶⁴ for value < 2¹⁶, which is less than one in the quotient's last place.
    pub(super) const fn divide(&self, dividend: u64) -> (u32, u32) {
        let quotient = multiply_high(dividend, self.reciprocal);
        let remainder = dividend.wrapping_sub(quotient.wrapping_mul(self.value as u64));
        (quotient as u32, remainder as u32)
    }
}

/// The upper 64 bits of a product.
#[cfg(target_pointer_width = "64")]
pub(super) const fn multiply_high(a: u64, b: u64) -> u64 {
    ((a as u128 * b as u128) >> 64) as u64
}

/// The upper 64 bits of a product, for processors that multiply 32 bits at most.
#[cfg(not(target_pointer_width = "64"))]
pub(super) const fn multiply_high(a: u64, b: u64) -> u64 {
    multiply_high_in_halves(a, b)
}

/// Schoolbook multiplication of two digits in base 2³².
#[cfg(any(test, not(target_pointer_width = "64")))]
const fn multiply_high_in_halves(a: u64, b: u64) -> u64 {
    const LOW: u64 = u32::MAX as u64;
    let (a_high, a_low) = (a >> 32, a & LOW);
    let (b_high, b_low) = (b >> 32, b & LOW);
    let outer = a_low * b_high;
    // At most (2³² − 1)² + 2 · (2³² − 1) = 2⁶⁴ − 1.
    let middle = a_high * b_low + ((a_low * b_low) >> 32) + (outer & LOW);
    a_high * b_high + (outer >> 32) + (middle >> 32)
}

#[cfg(test)]
mod tests {
    use super::{Divisor, multiply_high_in_halves};

    #[test]
    fn every_divisor_is_exact_at_the_edges() {
        for value in 2..=65_536 {
            let divisor = Divisor::new(value);
            let last = (u64::from(value) << 32) - 1;
            let middle = u64::from(value) * 0x89ab_cdef;
            for dividend in [0, 1, middle - 1, middle, middle + 1, last - 1, last] {
                let expected = (
                    (dividend / u64::from(value)) as u32,
                    (dividend % u64::from(value)) as u32,
                );
                assert_eq!(divisor.divide(dividend), expected, "{dividend} / {value}");
            }
        }
    }

    #[test]
    fn both_ways_to_multiply_agree() {
        let mut a = 0x0123_4567_89ab_cdef_u64;
        for b in [0, 1, 3, u64::MAX, u64::MAX - 1, 1 << 32, (1 << 32) - 1] {
            for _ in 0..1000 {
                let expected = ((u128::from(a) * u128::from(b)) >> 64) as u64;
                assert_eq!(multiply_high_in_halves(a, b), expected);
                a = a.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            }
            let expected = ((u128::from(u64::MAX) * u128::from(b)) >> 64) as u64;
            assert_eq!(multiply_high_in_halves(u64::MAX, b), expected);
        }
    }
}
