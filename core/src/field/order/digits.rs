//! Digits of more than one bit, one to an AES output.

use super::{
    fraction::scale,
    limbs::{Digits, bits_before},
};

/// Digits of `D` bits, 4 or 8, hidden in limbs of `W` bits.
pub(super) struct Wide<const D: u32, const W: u32>;

impl<const D: u32, const W: u32> Wide<D, W> {
    /// Offsets that a digit can have and stay within its limb.
    const SPAN: u32 = (1 << W) - (1 << D) + 1;
}

impl<const D: u32, const W: u32, const N: usize> Digits<N> for Wide<D, W> {
    const DIGIT_BITS: u32 = D;
    const BLOCK_DIGITS: usize = 1;

    #[inline(always)]
    fn hide<const BLOCKS: usize>(outputs: &[[u8; 16]; BLOCKS], value: u64) -> [[u8; N]; BLOCKS] {
        const { assert!(N * 8 >= W as usize && N <= 4) };
        let mut limbs = [[0; N]; BLOCKS];
        for ((index, limb), output) in limbs.iter_mut().enumerate().zip(outputs) {
            let digits = value << bits_before::<Self, N>(index);
            let hidden = scale(first_half(output), Self::SPAN) + (digits >> (64 - D)) as u32;
            *limb = core::array::from_fn(|byte| (hidden >> (8 * (N - 1 - byte))) as u8);
        }
        limbs
    }

    #[inline(always)]
    fn find(output: &[u8; 16], limbs: &[u8]) -> (u64, u32) {
        let limb = limbs
            .iter()
            .fold(0, |limb, byte| (limb << 8) | u32::from(*byte));
        let digit = limb.wrapping_sub(scale(first_half(output), Self::SPAN));
        let (low, wrong) = (digit & ((1 << D) - 1), digit >> D);
        (u64::from(low) << (64 - D), wrong)
    }
}

#[inline(always)]
pub(super) const fn first_half(output: &[u8; 16]) -> u64 {
    (u128::from_be_bytes(*output) >> 64) as u64
}
