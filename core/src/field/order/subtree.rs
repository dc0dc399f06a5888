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

use zeroize::Zeroize;

use super::limbs::Digits;

/// Digits of one bit in limbs of 8 bits: v = ⌊r·255/2¹⁶⌋ + x.
pub(super) struct Bits8;

impl Digits<3> for Bits8 {
    const DIGIT_BITS: u32 = 1;
    const BLOCK_DIGITS: usize = 3;

    #[inline(always)]
    fn hide<const BLOCKS: usize>(outputs: &[[u8; 16]; BLOCKS], value: u64) -> [[u8; 3]; BLOCKS] {
        hide::<255, BLOCKS>(outputs, value, |offsets, bits| offsets + bits)
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
    fn hide<const BLOCKS: usize>(outputs: &[[u8; 16]; BLOCKS], value: u64) -> [[u8; 3]; BLOCKS] {
        hide::<3, BLOCKS>(outputs, value, |offsets, bits| {
            // At most 3 in each byte, which is both bits set, and is 0 modulo 3.
            let sums = offsets + bits;
            sums ^ ((sums & (sums >> 1) & 0x01_0101) * 3)
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

/// The limbs of a value: what `limbs` makes of three offsets, ⌊r·`SPAN`/2¹⁶⌋, and the three bits, each in a byte, the first
/// lowest.
///
/// All blocks take each step together, so that it is done in vectors; a block's offsets are half as long as its fractions,
/// and the two halves of 32 bits are those under 0 and under 1.
#[inline(always)]
fn hide<const SPAN: u32, const BLOCKS: usize>(
    outputs: &[[u8; 16]; BLOCKS],
    value: u64,
    limbs: impl Fn(u32, u32) -> u32,
) -> [[u8; 3]; BLOCKS] {
    const { assert!(SPAN <= 255) };
    let mut offsets = [[0_u8; 8]; BLOCKS];
    let fractions = outputs.as_flattened().as_chunks().0;
    for (offset, fraction) in offsets.as_flattened_mut().iter_mut().zip(fractions) {
        *offset = ((u32::from(u16::from_be_bytes(*fraction)) * SPAN) >> 16) as u8;
    }
    let mut paths = [[0_u32; 3]; BLOCKS];
    for (index, [bits, first, second]) in paths.iter_mut().enumerate() {
        let top = (value << (index * 3 % 64) >> 61) as u32;
        *bits = (top >> 2) | ((top << 7) & 0x100) | ((top << 16) & 0x1_0000);
        *first = mask(top >> 2);
        *second = mask((top >> 1) & 1) & 0xff_0000;
    }
    // The compiler is kept from seeing that a mask has but two values, and from branching on it.
    black_box(&mut paths);
    let mut hidden = [[0; 3]; BLOCKS];
    for ((hidden, offsets), [bits, first, second]) in hidden.iter_mut().zip(&offsets).zip(&paths) {
        let offsets = u64::from_le_bytes(*offsets);
        let (zero, one) = (offsets as u32, (offsets >> 32) as u32);
        // The offset of the root has one place, in the half under 0.
        let half = select(first & 0xffff_ff00, zero, one);
        let path = select(*second, half, half >> 8);
        let [a, b, c, _] = limbs(path & 0xff_ffff, *bits).to_le_bytes();
        *hidden = [a, b, c];
    }
    offsets.as_flattened_mut().zeroize();
    paths.as_flattened_mut().zeroize();
    hidden
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
        select(black_box(mask(second)), zero, one)
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
        let mask = black_box(mask(first));
        let mask = u64::from(mask) << 32 | u64::from(mask);
        Half(zero ^ (mask & (zero ^ one)))
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

/// All ones for 1, none for 0.
const fn mask(bit: u32) -> u32 {
    0_u32.wrapping_sub(bit)
}

/// `zero` where the mask is empty, `one` where it is full.
const fn select(mask: u32, zero: u32, one: u32) -> u32 {
    zero ^ (mask & (zero ^ one))
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
                let [limbs] = D::hide(&[output], path << 61);
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
            let [limbs] = Bits8::hide(&[output], path << 61);
            assert_eq!(Bits8::find(&output, &limbs), (path << 61, 0));
            let [limbs_modulo_3] = BitsModulo3::hide(&[output], path << 61);
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
