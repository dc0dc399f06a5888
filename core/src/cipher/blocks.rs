//! Blocks, and many of them through the cipher in one call.
//!
//! A call into the block cipher costs as much as a few blocks: it chooses the backend and loads the round keys. So the
//! modes here gather what they need and call once.

use core::ops::Deref;

use aes::cipher::{
    BlockCipherEncBackend, BlockCipherEncClosure, BlockSizeUser, array::Array, consts::U16,
    typenum::Unsigned,
};
use zeroize::Zeroize;

/// One AES block.
pub(crate) type Block = Array<u8, U16>;

/// Bytes of a block.
pub(crate) const BLOCK_BYTES: usize = 16;

/// Blocks that are encrypted together when there are many messages: the width of the widest backend of `aes` (AVX-512),
/// whose full groups cost less than one block fewer. Where there is no such backend, stack counts.
pub(crate) const GROUP_BLOCKS: usize = if cfg!(target_pointer_width = "64") {
    64
} else {
    8
};

/// Adds `from` to `to` in GF(2^128).
#[inline(always)]
pub(crate) fn xor(to: &mut Block, from: &Block) {
    *to = (u128::from_ne_bytes((*to).into()) ^ u128::from_ne_bytes((*from).into()))
        .to_ne_bytes()
        .into();
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
