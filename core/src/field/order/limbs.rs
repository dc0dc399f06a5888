//! From a value's digits to limbs and back, whatever the parameter set.

use core::marker::PhantomData;

use aes::cipher::{
    BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, consts::U16,
};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use super::{OrderError, prefix::PrefixInput};
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
    /// AES calls for 8 bytes.
    const BLOCKS_MAX: usize = (64 / Self::DIGIT_BITS as usize).div_ceil(Self::BLOCK_DIGITS);

    /// The limbs of the highest digits in `digits`.
    fn hide(output: &[u8; 16], digits: u64) -> [u8; N];

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

/// Encrypts one value into `limbs`, which are as many as it has. `BLOCKS` are [`Digits::BLOCKS_MAX`].
pub(super) fn encrypt<D: Digits<N>, const N: usize, const BLOCKS: usize>(
    cipher: &Aes256,
    input: PrefixInput,
    value: u64,
    limbs: &mut [u8],
) {
    const { assert!(BLOCKS == D::BLOCKS_MAX) };
    let mut blocks = [[0; 16]; BLOCKS];
    let blocks = blocks
        .get_mut(..limbs.len().div_ceil(N))
        .unwrap_or_default();
    fill::<D, N>(input, value, blocks);
    cipher.encrypt_blocks(Block::cast_slice_from_core_mut(blocks));
    hide::<D, N>(blocks, value, limbs);
    blocks.as_flattened_mut().zeroize();
}

/// Encrypts values of `value_bytes` bytes, one after the other, into `limbs`.
pub(super) fn encrypt_batch<D: Digits<N>, const N: usize>(
    cipher: &Aes256,
    input: PrefixInput,
    encoded: &[u8],
    value_bytes: usize,
    limbs: &mut [u8],
) {
    let value_limb_bytes = limb_bytes::<D, N>(value_bytes);
    let value_blocks = value_limb_bytes.div_ceil(N);
    let group = BATCH_BLOCKS / value_blocks;
    let mut buffer = [[0; 16]; BATCH_BLOCKS];
    let groups = encoded.chunks(group * value_bytes);
    for (encoded, limbs) in groups.zip(limbs.chunks_mut(group * value_limb_bytes)) {
        let values = encoded.chunks(value_bytes).map(value);
        let used = encoded.len() / value_bytes * value_blocks;
        let blocks = buffer.get_mut(..used).unwrap_or_default();
        for (blocks, value) in blocks.chunks_mut(value_blocks).zip(values.clone()) {
            fill::<D, N>(input, value, blocks);
        }
        cipher.encrypt_blocks(Block::cast_slice_from_core_mut(blocks));
        let outputs = blocks.chunks(value_blocks).zip(values);
        for ((blocks, value), limbs) in outputs.zip(limbs.chunks_mut(value_limb_bytes)) {
            hide::<D, N>(blocks, value, limbs);
        }
    }
    buffer.as_flattened_mut().zeroize();
}

/// The AES inputs of a value.
#[inline(always)]
fn fill<D: Digits<N>, const N: usize>(input: PrefixInput, value: u64, blocks: &mut [[u8; 16]]) {
    for (index, block) in blocks.iter_mut().enumerate() {
        *block = prefix_block::<D, N>(input, index, value);
    }
}

/// The limbs of a value from its AES outputs.
#[inline(always)]
fn hide<D: Digits<N>, const N: usize>(outputs: &[[u8; 16]], value: u64, limbs: &mut [u8]) {
    for ((index, output), limbs) in outputs.iter().enumerate().zip(limbs.chunks_mut(N)) {
        put(D::hide(output, value << bits_before::<D, N>(index)), limbs);
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

/// Writes as many limbs as there is room for: the last output of a value may be for more digits than the value has.
#[inline(always)]
fn put<const N: usize>(limbs: [u8; N], room: &mut [u8]) {
    if let Some(room) = room.first_chunk_mut() {
        *room = limbs;
    } else {
        for (to, from) in room.iter_mut().zip(limbs) {
            *to = from;
        }
    }
}

/// Bits of the digits before those of a block; fewer than 64.
const fn bits_before<D: Digits<N>, const N: usize>(index: usize) -> u32 {
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
