//! From a value's digits to limbs and back, whatever the parameter set.

use core::marker::PhantomData;

use aes::cipher::{
    BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, consts::U16,
};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use super::{OrderError, VALUE_BYTES_MAX, prefix::PrefixInput};
use crate::cipher::{Aes256, Block};

/// Blocks that are encrypted at once when there are many values: three times what the widest AES units take, because the 22
/// or 11 of d1w8 don't divide 64.
const BATCH_BLOCKS: usize = 192;

/// How a value is divided into digits, and what hides them; `N` bytes of limbs come from one AES output.
///
/// Values are 64 bits, the first digit highest; those of fewer bytes end in zero bits that are no digits.
pub(super) trait Digits<const N: usize> {
    /// Bits of a digit.
    const DIGIT_BITS: u32;
    /// Digits whose limbs come from one AES output.
    const BLOCK_DIGITS: usize;
    /// Bytes in which a limb is written.
    const LIMB_BYTES: usize = N / Self::BLOCK_DIGITS;
    /// The limbs of a value from its AES outputs; for an output beyond the value's digits, anything.
    fn hide<const BLOCKS: usize>(outputs: &[[u8; 16]; BLOCKS], value: u64) -> [[u8; N]; BLOCKS];

    /// The digits of `limbs`, highest first, and something other than 0 when one of them isn't a digit.
    fn find(output: &[u8; 16], limbs: &[u8]) -> (u64, u32);
}

/// Bytes of the limbs of a value.
pub(super) const fn limb_bytes<D: Digits<N>, const N: usize>(value_bytes: usize) -> usize {
    value_bytes * 8 / D::DIGIT_BITS as usize * D::LIMB_BYTES
}

/// The value of at most 8 bytes that an order-keeping encoding gave.
pub(super) fn value(encoded: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(encoded) {
        *to = *from;
    }
    u64::from_be_bytes(bytes)
}

/// Encrypts one value into `limbs`, which are as many as it has: in `LONG` AES calls, or in `SHORT` where they are enough.
///
/// The numbers are constants so that the loops over them are unrolled and vectorised; values of 8 and of 4 bytes need as many.
pub(super) fn encrypt<D: Digits<N>, const N: usize, const LONG: usize, const SHORT: usize>(
    cipher: &Aes256,
    input: PrefixInput,
    value: u64,
    limbs: &mut [u8],
) {
    if limbs.len() <= SHORT * N {
        encrypt_blocks::<D, N, SHORT>(cipher, input, value, limbs);
    } else {
        encrypt_blocks::<D, N, LONG>(cipher, input, value, limbs);
    }
}

fn encrypt_blocks<D: Digits<N>, const N: usize, const BLOCKS: usize>(
    cipher: &Aes256,
    input: PrefixInput,
    value: u64,
    limbs: &mut [u8],
) {
    let mut blocks = [[0; 16]; BLOCKS];
    fill::<D, N, BLOCKS>(input, value, &mut blocks);
    cipher.encrypt_blocks(Block::cast_slice_from_core_mut(&mut blocks));
    hide::<D, N, BLOCKS>(&blocks, value, limbs);
    blocks.as_flattened_mut().zeroize();
}

/// Encrypts values of `value_bytes` bytes, one after the other, into `limbs`; otherwise as [`encrypt`].
pub(super) fn encrypt_batch<D: Digits<N>, const N: usize, const LONG: usize, const SHORT: usize>(
    cipher: &Aes256,
    input: PrefixInput,
    encoded: &[u8],
    value_bytes: usize,
    limbs: &mut [u8],
) {
    if limb_bytes::<D, N>(value_bytes) <= SHORT * N {
        encrypt_batch_blocks::<D, N, SHORT>(cipher, input, encoded, value_bytes, limbs);
    } else {
        encrypt_batch_blocks::<D, N, LONG>(cipher, input, encoded, value_bytes, limbs);
    }
}

// A function of its own: inlined into a loop over groups, the compiler forgets the range of `value_bytes`.
#[inline(never)]
fn encrypt_batch_blocks<D: Digits<N>, const N: usize, const BLOCKS: usize>(
    cipher: &Aes256,
    input: PrefixInput,
    encoded: &[u8],
    value_bytes: usize,
    limbs: &mut [u8],
) {
    // It is in this range; said again where the compiler sees that nothing is divided by 0.
    let value_bytes = value_bytes.clamp(1, VALUE_BYTES_MAX);
    let value_limb_bytes = limb_bytes::<D, N>(value_bytes);
    let group = BATCH_BLOCKS / BLOCKS;
    let mut buffer = [[0; 16]; BATCH_BLOCKS];
    let groups = encoded.chunks(group * value_bytes);
    for (encoded, limbs) in groups.zip(limbs.chunks_mut(group * value_limb_bytes)) {
        let values = encoded.chunks(value_bytes).map(value);
        let used = encoded.len() / value_bytes * BLOCKS;
        let blocks = buffer.get_mut(..used).unwrap_or_default();
        for (blocks, value) in blocks.as_chunks_mut().0.iter_mut().zip(values.clone()) {
            fill::<D, N, BLOCKS>(input, value, blocks);
        }
        cipher.encrypt_blocks(Block::cast_slice_from_core_mut(blocks));
        let outputs = blocks.as_chunks().0.iter().zip(values);
        for ((blocks, value), limbs) in outputs.zip(limbs.chunks_mut(value_limb_bytes)) {
            hide::<D, N, BLOCKS>(blocks, value, limbs);
        }
    }
    buffer.as_flattened_mut().zeroize();
}

/// The AES inputs of a value.
#[inline(always)]
fn fill<D: Digits<N>, const N: usize, const BLOCKS: usize>(
    input: PrefixInput,
    value: u64,
    blocks: &mut [[u8; 16]; BLOCKS],
) {
    for (index, block) in blocks.iter_mut().enumerate() {
        *block = prefix_block::<D, N>(input, index, value);
    }
}

/// Writes the limbs of a value from its AES outputs.
#[inline(always)]
fn hide<D: Digits<N>, const N: usize, const BLOCKS: usize>(
    outputs: &[[u8; 16]; BLOCKS],
    value: u64,
    limbs: &mut [u8],
) {
    let hidden = D::hide(outputs, value);
    // The last output of a value may be for more digits than the value has.
    if let Some(hidden) = hidden.as_flattened().get(..limbs.len()) {
        limbs.copy_from_slice(hidden);
    }
}

/// Decrypts the limbs of one value, and says something other than 0 when they are no value's.
///
/// It goes on to the end whatever it finds, so that its time tells nothing.
pub(super) fn decrypt<D: Digits<N>, const N: usize>(
    cipher: &Aes256,
    input: PrefixInput,
    limbs: &[u8],
) -> (u64, u32) {
    let mut found = (0, 0);
    cipher.encrypt_with_backend(Decryption::<D, N> {
        input,
        limbs,
        found: &mut found,
        digits: PhantomData,
    });
    found
}

/// One decryption: AES calls of which each needs what the one before gave, in one choice of the AES unit.
struct Decryption<'a, D, const N: usize> {
    input: PrefixInput,
    limbs: &'a [u8],
    found: &'a mut (u64, u32),
    digits: PhantomData<D>,
}

impl<D, const N: usize> BlockSizeUser for Decryption<'_, D, N> {
    type BlockSize = U16;
}

impl<D: Digits<N>, const N: usize> BlockCipherEncClosure for Decryption<'_, D, N> {
    #[inline(always)]
    fn call<B: BlockCipherEncBackend<BlockSize = U16>>(self, backend: &B) {
        let (mut value, mut wrong) = (0, 0);
        for (index, limbs) in self.limbs.chunks(N).enumerate() {
            let mut block = prefix_block::<D, N>(self.input, index, value);
            backend.encrypt_block_inplace(Block::cast_from_core_mut(&mut block));
            let (digits, wrong_here) = D::find(&block, limbs);
            value |= digits >> bits_before::<D, N>(index);
            wrong |= wrong_here;
            block.zeroize();
        }
        *self.found = (value, wrong);
    }
}

#[inline(always)]
fn prefix_block<D: Digits<N>, const N: usize>(
    input: PrefixInput,
    index: usize,
    value: u64,
) -> [u8; 16] {
    input.block(
        (index * D::BLOCK_DIGITS) as u8,
        bits_before::<D, N>(index),
        value,
    )
}

/// Bits of the digits before those of a block; fewer than 64.
pub(super) const fn bits_before<D: Digits<N>, const N: usize>(index: usize) -> u32 {
    (index * D::BLOCK_DIGITS) as u32 * D::DIGIT_BITS % 64
}

/// Writes a decrypted value into `output`, unless it is wrong.
pub(super) fn release(value: u64, wrong: u32, output: &mut [u8]) -> Result<&mut [u8], OrderError> {
    // What is public from here on is only whether anything was wrong.
    if !bool::from(wrong.ct_eq(&0)) {
        return Err(OrderError::Invalid);
    }
    for (to, from) in output.iter_mut().zip(value.to_be_bytes()) {
        *to = from;
    }
    Ok(output)
}
