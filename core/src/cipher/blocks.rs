//! Blocks, and many of them through the cipher in one call.
//!
//! A call into the block cipher costs as much as a few blocks: it chooses the backend and loads the round keys. So the
//! modes here gather what they need and call once.

use core::ops::Deref;

use aes::cipher::{
    BlockCipherEncBackend, BlockCipherEncClosure, BlockSizeUser, array::Array, consts::U16,
    inout::InOutBuf, typenum::Unsigned,
};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// One AES block.
pub(crate) type Block = Array<u8, U16>;

/// Bytes of a block.
pub(crate) const BLOCK_BYTES: usize = 16;

/// Blocks that are encrypted together when there are many messages: the width of the widest backend of `aes` (AVX-512),
/// whose full groups cost less than one block fewer. Where there is no such backend, stack counts.
pub(crate) const GROUP_BLOCKS: usize =
    if cfg!(all(target_pointer_width = "64", not(target_os = "none"))) {
        64
    } else {
        8
    };

/// A block of two halves, each in the processor's byte order.
///
/// Compilers put halves together in a vector register, and write a block at once. They write a number of 128 bits in two
/// pieces, for which a cipher that reads the block at once has to wait.
#[inline(always)]
pub(crate) fn halves(front: u64, back: u64) -> Block {
    let mut block = Block::default();
    let (to_front, to_back) = block.split_at_mut(BLOCK_BYTES / 2);
    to_front.copy_from_slice(&front.to_ne_bytes());
    to_back.copy_from_slice(&back.to_ne_bytes());
    block
}

/// A block from a number, the most significant byte first. See [`halves`].
#[inline(always)]
pub(crate) fn big_endian(number: u128) -> Block {
    halves(((number >> 64) as u64).to_be(), (number as u64).to_be())
}

/// Blocks of keystream that a long message takes at a time.
pub(super) const LONG_BLOCKS: usize = if cfg!(target_pointer_width = "64") {
    16
} else {
    8
};

/// Adds `from` to `to` in GF(2^128).
#[inline(always)]
pub(crate) fn xor(to: &mut Block, from: &Block) {
    // Byte by byte over values, of which compilers make one vector operation. Two 64-bit halves, or bytes behind two
    // references, would be stored in pieces, and the cipher's load would wait for them.
    let (mut sum, from) = (*to, *from);
    for (sum, from) in sum.iter_mut().zip(from) {
        *sum ^= from;
    }
    *to = sum;
}

/// Whether two blocks are equal, in constant time: as one number, because bytes would each pass an optimisation barrier.
#[inline(always)]
pub(crate) fn same(one: &[u8; BLOCK_BYTES], other: &[u8; BLOCK_BYTES]) -> bool {
    let difference = u128::from_ne_bytes(*one) ^ u128::from_ne_bytes(*other);
    let halves = difference as u64 | (difference >> 64) as u64;
    halves.ct_eq(&0).into()
}

/// The bytes, which are fewer than a block, with zeroes after them.
#[inline(always)]
pub(crate) fn zero_padded(bytes: &[u8]) -> Block {
    let mut block = Block::default();
    for (to, from) in block.iter_mut().zip(bytes) {
        *to = *from;
    }
    block
}

/// Adds `keystream` to the message's beginning and returns what is left of the message.
#[inline(always)]
pub(crate) fn add_keystream<'i, 'o>(
    message: InOutBuf<'i, 'o, u8>,
    keystream: &[Block],
) -> InOutBuf<'i, 'o, u8> {
    let now_bytes = message.len().min(keystream.len() * BLOCK_BYTES);
    let (now, later) = message.split_at(now_bytes);
    let (blocks, mut tail) = now.into_chunks::<U16>();
    let mut keystream = keystream.iter();
    for (mut block, key) in blocks.into_iter().zip(keystream.by_ref()) {
        let mut sum = *block.get_in();
        xor(&mut sum, key);
        *block.get_out() = sum;
    }
    if !tail.is_empty()
        && let Some(key) = keystream.next()
    {
        for (mut byte, key) in tail.reborrow().into_iter().zip(key) {
            let sum = *byte.get_in() ^ key;
            *byte.get_out() = sum;
        }
    }
    later
}

/// Blocks on the stack that are wiped when they go.
pub(crate) struct Scratch<const N: usize>([Block; N]);

impl<const N: usize> Scratch<N> {
    #[inline(always)]
    pub(crate) fn zeroed() -> Self {
        Self([Block::default(); N])
    }

    #[inline(always)]
    pub(crate) fn blocks_mut(&mut self) -> &mut [Block; N] {
        &mut self.0
    }
}

impl<const N: usize> Deref for Scratch<N> {
    type Target = [Block; N];

    #[inline(always)]
    fn deref(&self) -> &[Block; N] {
        &self.0
    }
}

impl<const N: usize> Drop for Scratch<N> {
    #[inline(always)]
    fn drop(&mut self) {
        Array::slice_as_flattened_mut(&mut self.0).zeroize();
    }
}

/// Encrypts the first `used` of `blocks`. What follows them may be encrypted too, where that is quicker.
pub(super) struct Front<'b> {
    pub(super) blocks: &'b mut [Block],
    pub(super) used: usize,
}

impl BlockSizeUser for Front<'_> {
    type BlockSize = U16;
}

impl BlockCipherEncClosure for Front<'_> {
    #[inline(always)]
    fn call<B: BlockCipherEncBackend<BlockSize = U16>>(self, backend: &B) {
        let width = B::ParBlocksSize::USIZE;
        // A group costs about half of what its blocks cost one by one, so the last is filled up when it is half used.
        let groups = (self.used + width / 2) / width;
        let room = self.blocks.len() / width;
        let grouped = self.blocks.split_at_mut_checked(groups.min(room) * width);
        let (grouped, rest) = grouped.unwrap_or_default();
        let left = self.used.saturating_sub(grouped.len());
        for group in Array::slice_as_chunks_mut(grouped).0 {
            backend.encrypt_par_blocks_inplace(group);
        }
        for block in rest.iter_mut().take(left) {
            backend.encrypt_block_inplace(block);
        }
    }
}

/// CBC without output: adds each block to the state and encrypts that.
pub(super) struct Chain<'b> {
    pub(super) state: &'b mut Block,
    pub(super) blocks: &'b [Block],
    /// More blocks, after those.
    pub(super) last: &'b [Block],
}

impl BlockSizeUser for Chain<'_> {
    type BlockSize = U16;
}

impl BlockCipherEncClosure for Chain<'_> {
    #[inline(always)]
    fn call<B: BlockCipherEncBackend<BlockSize = U16>>(self, backend: &B) {
        for block in self.blocks.iter().chain(self.last) {
            xor(self.state, block);
            backend.encrypt_block_inplace(self.state);
        }
    }
}
