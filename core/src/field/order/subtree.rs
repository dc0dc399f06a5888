//! Digits of one bit, three to an AES output.
//!
//! The nodes of the binary tree of prefixes are cut into subtrees of three levels. One AES output, under the prefix that
//! leads to the root of a subtree, gives a fraction of 16 bits to each of its 7 nodes, in heap order: the root, the two
//! prefixes one bit longer, the four that are two bits longer. The last 16 bits are not used.
//!
//! A subtree of four levels has 15 nodes, 8.5 bits each. With 8 bits for the 255 offsets of an 8-bit limb, one offset would
//! come twice as often, and a limb would tell its bit with an advantage of 2/256; with 16 bits it is 1/255 + 2⁻¹⁶ at most.

use core::hint::black_box;

use super::limbs::Digits;

/// Digits of one bit in limbs of 8 bits: v = ⌊r·255/2¹⁶⌋ + x.
pub(super) struct Bits8;

impl Digits for Bits8 {
    const DIGIT_BITS: u32 = 1;
    const BLOCK_DIGITS: usize = 3;
    const LIMB_BYTES: usize = 1;

    fn hide(output: &[u8; 16], digits: u64, limbs: &mut [u8]) {
        let bits = top_bits(digits);
        let hidden = Subtree::new(output)
            .path(bits)
            .map(|fraction| (fraction * 255) >> 16);
        for ((limb, offset), bit) in limbs.iter_mut().zip(hidden).zip(bits) {
            *limb = (offset + bit) as u8;
        }
    }

    fn find(output: &[u8; 16], limbs: &[u8]) -> (u64, u32) {
        Subtree::new(output).find(limbs, |limb, fraction| {
            let digit = limb.wrapping_sub((fraction * 255) >> 16);
            (digit & 1, digit >> 1)
        })
    }
}

/// Digits of one bit in limbs modulo 3: v = (⌊r·3/2¹⁶⌋ + x) mod 3.
pub(super) struct BitsModulo3;

impl Digits for BitsModulo3 {
    const DIGIT_BITS: u32 = 1;
    const BLOCK_DIGITS: usize = 3;
    const LIMB_BYTES: usize = 1;

    fn hide(output: &[u8; 16], digits: u64, limbs: &mut [u8]) {
        let bits = top_bits(digits);
        let hidden = Subtree::new(output)
            .path(bits)
            .map(|fraction| (fraction * 3) >> 16);
        for ((limb, offset), bit) in limbs.iter_mut().zip(hidden).zip(bits) {
            // At most 3, which is both bits set, and is 0 modulo 3.
            let sum = offset + bit;
            *limb = (sum ^ ((sum & (sum >> 1) & 1) * 3)) as u8;
        }
    }

    fn find(output: &[u8; 16], limbs: &[u8]) -> (u64, u32) {
        Subtree::new(output).find(limbs, |limb, fraction| {
            // The limb, at most 3, less the offset, plus 3: 1..=6, of which ·11/32 is the quotient by 3.
            let difference = (limb + 3).wrapping_sub((fraction * 3) >> 16);
            let digit = difference.wrapping_sub(((difference * 11) >> 5) * 3);
            (digit & 1, (digit >> 1) | (limb & (limb >> 1)))
        })
    }
}

/// The fractions of a subtree's nodes.
struct Subtree([u32; 7]);

impl Subtree {
    fn new(output: &[u8; 16]) -> Self {
        let (pairs, _) = output.as_chunks::<2>();
        let mut nodes = [0; 7];
        for (node, pair) in nodes.iter_mut().zip(pairs) {
            *node = u32::from(u16::from_be_bytes(*pair));
        }
        Self(nodes)
    }

    /// The fractions on the path that the first two bits take.
    fn path(&self, [first, second, _]: [u32; 3]) -> [u32; 3] {
        let [root, ..] = self.0;
        let first = mask(first);
        [root, self.second(first), self.third(first, mask(second))]
    }

    fn second(&self, first: u32) -> u32 {
        let [_, left, right, ..] = self.0;
        select(first, left, right)
    }

    fn third(&self, first: u32, second: u32) -> u32 {
        let [_, _, _, n0, n1, n2, n3] = self.0;
        select(second, select(first, n0, n2), select(first, n1, n3))
    }

    /// The bits of at most three limbs. `bit` gives a limb's bit for a fraction, and something other than 0 when it has none.
    fn find(&self, limbs: &[u8], bit: impl Fn(u32, u32) -> (u32, u32)) -> (u64, u32) {
        let mut limbs = limbs.iter().copied().map(u32::from);
        let (mut digits, mut wrong) = (0, 0);
        let (mut first, mut second) = (0, 0);
        let [root, ..] = self.0;
        if let Some(limb) = limbs.next() {
            let (found, wrong_here) = bit(limb, root);
            first = mask(found);
            digits |= u64::from(found) << 63;
            wrong |= wrong_here;
        }
        if let Some(limb) = limbs.next() {
            let (found, wrong_here) = bit(limb, self.second(first));
            second = mask(found);
            digits |= u64::from(found) << 62;
            wrong |= wrong_here;
        }
        if let Some(limb) = limbs.next() {
            let (found, wrong_here) = bit(limb, self.third(first, second));
            digits |= u64::from(found) << 61;
            wrong |= wrong_here;
        }
        (digits, wrong)
    }
}

/// The three highest bits.
const fn top_bits(digits: u64) -> [u32; 3] {
    let top = (digits >> 61) as u32;
    [top >> 2, (top >> 1) & 1, top & 1]
}

/// All ones for 1, none for 0. The compiler is kept from seeing that there are but two cases, and from branching on them.
fn mask(bit: u32) -> u32 {
    black_box(0_u32.wrapping_sub(bit))
}

/// `zero` for an empty mask, `one` for a full one.
const fn select(mask: u32, zero: u32, one: u32) -> u32 {
    zero ^ (mask & (zero ^ one))
}
