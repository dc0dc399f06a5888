//! Scaling of pseudorandom fractions, in multiplications whose time is constant on every core.

/// ⌊`fraction` · `span` / 2⁶⁴⌋: a fraction of 64 bits scaled to 0..`span`, for a span of at most 32 bits.
///
/// A 32 × 32 → 64-bit multiplication ends early for small operands on Cortex-M3, and one of 64 × 64 bits is a library
/// routine there. So it is done by hand in halves of 16 bits: each product and its two additions fit in 32 bits,
/// (2¹⁶−1)² + 2·(2¹⁶−1) = 2³²−1, and a 32 × 32 → 32-bit multiplication takes the same time for all operands.
#[inline(always)]
pub(super) const fn scale(fraction: u64, span: u32) -> u32 {
    let [f3, f2, f1, f0] = halves(fraction);
    let (low, high) = (span & 0xffff, span >> 16);
    // Row by row: the fraction times the low half, then times the high half, one half further up.
    let (_, carry) = step(f0, low, 0, 0);
    let (s1, carry) = step(f1, low, 0, carry);
    let (s2, carry) = step(f2, low, 0, carry);
    let (s3, s4) = step(f3, low, 0, carry);
    let (_, carry) = step(f0, high, s1, 0);
    let (_, carry) = step(f1, high, s2, carry);
    let (_, carry) = step(f2, high, s3, carry);
    let (s4, s5) = step(f3, high, s4, carry);
    (s5 << 16) | s4
}

/// `a`·`b` + `sum` + `carry`, all of 16 bits, as its low half and the next carry.
#[inline(always)]
const fn step(a: u32, b: u32, sum: u32, carry: u32) -> (u32, u32) {
    let t = a.wrapping_mul(b).wrapping_add(sum).wrapping_add(carry);
    (t & 0xffff, t >> 16)
}

#[inline(always)]
const fn halves(fraction: u64) -> [u32; 4] {
    let (high, low) = ((fraction >> 32) as u32, fraction as u32);
    [high >> 16, high & 0xffff, low >> 16, low & 0xffff]
}

#[cfg(test)]
mod tests {
    use super::scale;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn scaling_is_the_high_half_of_a_product(fraction: u64, span: u32) {
            prop_assert_eq!(u128::from(scale(fraction, span)), (u128::from(fraction) * u128::from(span)) >> 64);
        }
    }

    #[test]
    fn scaling_holds_at_the_ends() {
        for fraction in [0, 1, u64::MAX, u64::MAX - 1, 1 << 63, 0xffff, 0xffff_0000] {
            for span in [0, 1, 255, 0xffff, 0x1_0000, 0xffff_ffff, (1 << 26) - 255] {
                let product = u128::from(fraction) * u128::from(span);
                assert_eq!(u128::from(scale(fraction, span)), product >> 64);
            }
        }
    }
}
