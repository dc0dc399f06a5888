//! Digits of one bit, three to an AES output.
//!
//! The nodes of the binary tree of prefixes are cut into subtrees of three levels. One AES output, under the prefix that
//! leads to the root of a subtree, gives a fraction of 16 bits to each of its 7 nodes, big-endian and in this order: the
//! root; its children 0, 00, 01; 16 bits that are not used; its children 1, 10, 11. So the first bit chooses a half of the
//! output, and one selection serves two levels.
//!
//! A subtree of four levels has 15 nodes, 8.5 bits each. With 8 bits for the 255 offsets of an 8-bit limb, one offset would
//! come twice as often, and a limb would tell its bit with an advantage of 2/256; with 16 bits it is 1/255 + 2⁻¹⁶ at most.

use core::hint::black_box;

use super::limbs::Digits;

/// Digits of one bit in limbs of 8 bits: v = ⌊r·255/2¹⁶⌋ + x.
pub(super) struct Bits8;

impl Digits<3> for Bits8 {
    const DIGIT_BITS: u32 = 1;
    const BLOCK_DIGITS: usize = 3;

    #[inline(always)]
    fn hide(output: &[u8; 16], digits: u64) -> [u8; 3] {
        hide(output, digits, |fraction, bit| {
            ((fraction * 255) >> 16) + bit
        })
    }

    #[inline(always)]
    fn find(output: &[u8; 16], limbs: &[u8]) -> (u64, u32) {
        Subtree::new(output).find(limbs, |limb, fraction| {
            let digit = limb.wrapping_sub((fraction * 255) >> 16);
            (digit & 1, digit >> 1)
        })
    }
}

/// Digits of one bit in limbs modulo 3: v = (⌊r·3/2¹⁶⌋ + x) mod 3.
pub(super) struct BitsModulo3;

impl Digits<3> for BitsModulo3 {
    const DIGIT_BITS: u32 = 1;
    const BLOCK_DIGITS: usize = 3;

    #[inline(always)]
    fn hide(output: &[u8; 16], digits: u64) -> [u8; 3] {
        hide(output, digits, |fraction, bit| {
            // At most 3, which is both bits set, and is 0 modulo 3.
            let sum = ((fraction * 3) >> 16) + bit;
            sum ^ ((sum & (sum >> 1)) * 3)
        })
    }

    #[inline(always)]
    fn find(output: &[u8; 16], limbs: &[u8]) -> (u64, u32) {
        Subtree::new(output).find(limbs, |limb, fraction| {
            // The limb, at most 3, less the offset, plus 3: 1..=6, of which ·11/32 is the quotient by 3.
            let difference = (limb + 3).wrapping_sub((fraction * 3) >> 16);
            let digit = difference.wrapping_sub(((difference * 11) >> 5) * 3);
            (digit & 1, (digit >> 1) | (limb & (limb >> 1)))
        })
    }
}

/// The limbs of the three highest bits: what `limb` makes of the fraction on the path and the bit.
#[inline(always)]
fn hide(output: &[u8; 16], digits: u64, limb: impl Fn(u32, u32) -> u32) -> [u8; 3] {
    let top = (digits >> 61) as u32;
    let (first, second, third) = (top >> 2, (top >> 1) & 1, top & 1);
    let subtree = Subtree::new(output);
    let half = subtree.half(first);
    [
        limb(subtree.root(), first) as u8,
        limb(half.second(), second) as u8,
        limb(half.third(second), third) as u8,
    ]
}

/// The fractions of a subtree's nodes: in the first half the root's and those under 0, in the second those under 1.
struct Subtree([u64; 2]);

/// Four fractions, of which the last three are those under the first bit: its own, under 0, under 1.
struct Half(u64);

impl Half {
    /// The fraction for the second bit.
    #[inline(always)]
    const fn second(&self) -> u32 {
        (self.0 >> 32) as u32 & 0xffff
    }

    /// The fraction for the third bit.
    #[inline(always)]
    fn third(&self, second: u32) -> u32 {
        let pair = self.0 as u32;
        let (zero, one) = (pair >> 16, pair & 0xffff);
        zero ^ (mask(second) as u32 & (zero ^ one))
    }
}

impl Subtree {
    #[inline(always)]
    const fn new(output: &[u8; 16]) -> Self {
        let output = u128::from_be_bytes(*output);
        Self([(output >> 64) as u64, output as u64])
    }

    /// The fraction for the first bit.
    #[inline(always)]
    const fn root(&self) -> u32 {
        let [zero, _] = self.0;
        (zero >> 48) as u32
    }

    /// What lies under the first bit.
    #[inline(always)]
    fn half(&self, first: u32) -> Half {
        let [zero, one] = self.0;
        Half(zero ^ (mask(first) & (zero ^ one)))
    }

    /// The bits of at most three limbs. `bit` gives a limb's bit for a fraction, and something other than 0 when it has none.
    #[inline(always)]
    fn find(&self, limbs: &[u8], bit: impl Fn(u32, u32) -> (u32, u32)) -> (u64, u32) {
        let mut limbs = limbs.iter().copied().map(u32::from);
        let (mut digits, mut wrong) = (0, 0);
        let (mut half, mut second) = (self.half(0), 0);
        if let Some(limb) = limbs.next() {
            let (found, wrong_here) = bit(limb, self.root());
            half = self.half(found);
            digits |= u64::from(found) << 63;
            wrong |= wrong_here;
        }
        if let Some(limb) = limbs.next() {
            let (found, wrong_here) = bit(limb, half.second());
            second = found;
            digits |= u64::from(found) << 62;
            wrong |= wrong_here;
        }
        if let Some(limb) = limbs.next() {
            let (found, wrong_here) = bit(limb, half.third(second));
            digits |= u64::from(found) << 61;
            wrong |= wrong_here;
        }
        (digits, wrong)
    }
}

/// All ones for 1, none for 0. The compiler is kept from seeing that there are but two cases, and from branching on them.
#[inline(always)]
fn mask(bit: u32) -> u64 {
    black_box(0_u64.wrapping_sub(u64::from(bit)))
}

#[cfg(test)]
mod tests {
    use super::{Bits8, BitsModulo3, Digits};

    /// What a limb tells of its bit, exactly: the counts of each limb over all 2¹⁶ fractions, for a bit of 0 and of 1.
    fn distance<D: Digits<3>>(level: usize) -> u32 {
        let mut counts = [[0_i32; 256]; 2];
        for fraction in 0..=u16::MAX {
            let [high, low] = fraction.to_be_bytes();
            let output = core::array::from_fn(|byte| if byte % 2 == 0 { high } else { low });
            for path in 0..8_u64 {
                let limbs = D::hide(&output, path << 61);
                let bit = (path >> (2 - level)) & 1;
                counts[bit as usize][usize::from(limbs[level])] += 1;
            }
        }
        let [zero, one] = counts;
        let differences = zero.iter().zip(one).map(|(zero, one)| zero.abs_diff(one));
        // The statistical distance, in units of 2⁻¹⁶: half the sum, and each fraction was counted on four paths a bit.
        differences.sum::<u32>() / 2 / 4
    }

    #[test]
    fn a_limb_tells_its_bit_no_better_than_the_bound() {
        for level in 0..3 {
            // 1/255 + 2⁻¹⁶ of 2¹⁶ is 258.004.
            assert!(distance::<Bits8>(level) <= 258);
            assert!(distance::<Bits8>(level) > 0);
            // 2⁻¹⁶.
            assert!(distance::<BitsModulo3>(level) <= 1);
        }
    }

    /// Each node's fraction is used on its own paths only, and found again.
    #[test]
    fn a_path_takes_its_own_fractions() {
        let output = [0, 0, 32, 0, 64, 0, 96, 0, 255, 255, 128, 0, 160, 0, 192, 0];
        let offsets = |path: u64| {
            let limbs = Bits8::hide(&output, path << 61);
            assert_eq!(Bits8::find(&output, &limbs), (path << 61, 0));
            let limbs_modulo_3 = BitsModulo3::hide(&output, path << 61);
            assert_eq!(BitsModulo3::find(&output, &limbs_modulo_3), (path << 61, 0));
            core::array::from_fn(|level| limbs[level] - (path >> (2 - level)) as u8 % 2)
        };
        let [n, n0, n00, n01, n1, n10, n11] =
            [0, 32, 64, 96, 128, 160, 192].map(|r| ((r * 255_u32) >> 8) as u8);
        let expected = [[n, n0, n00], [n, n0, n01], [n, n1, n10], [n, n1, n11]];
        for path in 0..8 {
            assert_eq!(offsets(path), expected[path as usize / 2], "{path:03b}");
        }
    }
}
