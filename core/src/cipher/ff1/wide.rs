//! Halves below 2¹⁹², such as 32 letters or digits: fixed arrays of 32-bit limbs, least significant first.
//!
//! Loops run over as many limbs as the domain needs, which is public.

use zeroize::Zeroize;

use super::{divisor::Divisor, half::Half, rounds::Direction};
use crate::cipher::Block;

/// Most bits of a modulus.
pub(super) const BITS_MAX: usize = 192;
/// Limbs of half a string.
pub(super) const LIMBS: usize = BITS_MAX / 32;
/// Limbs of y, and of sums: y is up to four bytes longer than what a half takes, rounded up to whole limbs.
const Y_LIMBS: usize = LIMBS + 1;
/// Limbs of a reciprocal: y has at most 8b + 56 bits, a half's modulus at least 8b − 7 (or, one numeral shorter, 16 less),
/// so that the quotient of the two stays below 2⁸¹.
const RECIPROCAL_LIMBS: usize = 3;
const PRODUCT_LIMBS: usize = Y_LIMBS + RECIPROCAL_LIMBS;

/// Half a string, below its modulus.
pub(super) struct Wide([u32; LIMBS]);

impl Zeroize for Wide {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

/// radix^m below 2¹⁹².
#[derive(Clone, Copy)]
pub(super) struct Modulus {
    value: [u32; LIMBS],
    /// ⌊2^(32 · `y_limbs`) / value⌋.
    reciprocal: [u32; RECIPROCAL_LIMBS],
    /// Limbs of y: d / 4 of SP 800-38G algorithm 7 step 4.
    y_limbs: usize,
}

impl Modulus {
    /// For a public `value` of which y has `y_limbs`. Divides bit by bit; all of it is public.
    pub(super) fn new(value: [u32; LIMBS], y_limbs: usize) -> Self {
        let bits = bit_length(&value);
        let mut reciprocal = [0_u32; RECIPROCAL_LIMBS];
        // The remainder after the first steps, which only shift: 2^(bits − 1), less than the value unless it is equal.
        let mut remainder = [0_u32; Y_LIMBS];
        if let Some(limb) = remainder.get_mut(bits.saturating_sub(1) / 32) {
            *limb = 1 << (bits.saturating_sub(1) % 32);
        }
        let steps = (32 * y_limbs + 1).saturating_sub(bits);
        for step in 0..=steps {
            if step > 0 {
                shift_left(&mut remainder);
            }
            let difference = subtract(&remainder, &value);
            let fits = difference.1 == 0;
            if fits {
                remainder = difference.0;
            }
            shift_left(&mut reciprocal);
            if let Some(first) = reciprocal.first_mut() {
                *first |= u32::from(fits);
            }
        }
        Self {
            value,
            reciprocal,
            y_limbs,
        }
    }

    /// `y` modulo the value: Barrett's reduction, whose quotient is the true one or one less.
    fn reduce(&self, y: &mut [u32; Y_LIMBS]) {
        let mut product = [0_u32; PRODUCT_LIMBS];
        accumulate(&mut product, y.iter().take(self.y_limbs), &self.reciprocal);
        let quotient = product.iter().skip(self.y_limbs).take(RECIPROCAL_LIMBS);
        let mut multiple = [0_u32; Y_LIMBS];
        accumulate(&mut multiple, quotient, &self.value);
        *y = subtract(y, &multiple).0;
        product.zeroize();
        multiple.zeroize();
        self.reduce_once(y);
    }

    /// `x` modulo the value, for `x` below twice the value.
    fn reduce_once(&self, x: &mut [u32; Y_LIMBS]) {
        let (less, borrow) = subtract(x, &self.value);
        let below = 0_u32.wrapping_sub(borrow);
        for (x, less) in x.iter_mut().zip(less) {
            *x = less ^ (below & (less ^ *x));
        }
    }
}

impl Half for Wide {
    type Modulus = Modulus;

    const ZERO: Self = Self([0; LIMBS]);

    fn multiply_add(&mut self, by: u32, plus: u32) {
        let mut carry = u64::from(plus);
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(by);
            *limb = carry as u32;
            carry >>= 32;
        }
    }

    fn divide(&mut self, by: &Divisor) -> u32 {
        let mut remainder = 0;
        for limb in self.0.iter_mut().rev() {
            (*limb, remainder) = by.divide(u64::from(remainder) << 32 | u64::from(*limb));
        }
        remainder
    }

    fn feed(&self, round: u8, half_bytes: usize, first: &mut Block, last: &mut Block) {
        let bytes = self.0.iter().flat_map(|limb| limb.to_le_bytes());
        let fed = bytes.take(half_bytes).chain([round]);
        for (to, byte) in last.iter_mut().rev().chain(first.iter_mut().rev()).zip(fed) {
            *to ^= byte;
        }
    }

    fn combine(&mut self, direction: Direction, output: &Block, more: &Block, modulus: &Modulus) {
        let mut y = [0_u32; Y_LIMBS];
        let (words, _) = output.as_chunks::<4>();
        let (more, _) = more.as_chunks::<4>();
        let words = words.iter().chain(more);
        for (limb, word) in y.iter_mut().take(modulus.y_limbs).rev().zip(words) {
            *limb = u32::from_be_bytes(*word);
        }
        modulus.reduce(&mut y);
        match direction {
            Direction::Encrypt => add(&mut y, &self.0),
            Direction::Decrypt => {
                let mut sum = [0_u32; Y_LIMBS];
                add(&mut sum, &self.0);
                add(&mut sum, &modulus.value);
                y = subtract(&sum, &y).0;
                sum.zeroize();
            }
        }
        modulus.reduce_once(&mut y);
        for (to, from) in self.0.iter_mut().zip(&y) {
            *to = *from;
        }
        y.zeroize();
    }
}

/// Bits of a public number without leading zeros.
pub(super) fn bit_length(value: &[u32; LIMBS]) -> usize {
    let highest = value.iter().enumerate().rev().find(|(_, limb)| **limb != 0);
    highest.map_or(0, |(index, limb)| {
        32 * (index + 1) - limb.leading_zeros() as usize
    })
}

fn shift_left<const N: usize>(value: &mut [u32; N]) {
    let mut carry = 0;
    for limb in value {
        (*limb, carry) = (*limb << 1 | carry, *limb >> 31);
    }
}

/// `sum` += `a` · `b`, modulo what `sum` holds.
fn accumulate<'a>(sum: &mut [u32], a: impl Iterator<Item = &'a u32>, b: &[u32]) {
    for (shift, a) in a.enumerate() {
        let mut carry = 0_u64;
        let mut to = sum.iter_mut().skip(shift);
        for (b, to) in b.iter().zip(to.by_ref()) {
            // At most (2³² − 1)² + 2 · (2³² − 1) = 2⁶⁴ − 1.
            carry += u64::from(*a) * u64::from(*b) + u64::from(*to);
            *to = carry as u32;
            carry >>= 32;
        }
        if let Some(to) = to.next() {
            *to = carry as u32;
        }
    }
}

fn add(to: &mut [u32; Y_LIMBS], value: &[u32; LIMBS]) {
    let mut carry = 0_u64;
    for (to, limb) in to.iter_mut().zip(value.iter().chain(&[0])) {
        carry += u64::from(*to) + u64::from(*limb);
        *to = carry as u32;
        carry >>= 32;
    }
}

/// `from` − `value`, which may be shorter, and the borrow: 0 or 1.
fn subtract(from: &[u32; Y_LIMBS], value: &[u32]) -> ([u32; Y_LIMBS], u32) {
    let mut difference = [0; Y_LIMBS];
    let mut borrow = 0_u64;
    let value = value.iter().chain(core::iter::repeat(&0));
    for (to, (from, limb)) in difference.iter_mut().zip(from.iter().zip(value)) {
        let step = u64::from(*from)
            .wrapping_sub(u64::from(*limb))
            .wrapping_sub(borrow);
        *to = step as u32;
        borrow = step >> 63;
    }
    (difference, borrow as u32)
}
