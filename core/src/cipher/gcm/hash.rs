//! GHASH (NIST SP 800-38D section 6.4) of a header, a ciphertext and their lengths.
//!
//! A hash is state: a copy of the key's powers and a sum. For messages of a few blocks, copying it takes longer than
//! hashing, so that messages of a batch share a copy, and short messages are hashed as POLYVAL, whose copy can be set back:
//! GHASH is POLYVAL with the bytes of key, blocks and sum in the other order (RFC 8452 appendix A).

use aes::cipher::array::Array;
use ghash::{GHash, universal_hash::UniversalHash};
use polyval::Polyval;
use zeroize::Zeroize;

use crate::cipher::blocks::{Block, Scratch, halves, xor, zero_padded};

/// Blocks that are hashed as one short message, that of the lengths among them.
const SHORT_BLOCKS: usize = 8;
/// Blocks that are hashed at once, and take as long as one, where there is carry-less multiplication.
const HASHED_TOGETHER: usize = if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) {
    4
} else {
    1
};

/// The hash key, ready for long messages and for short ones.
pub(super) struct HashKey {
    long: GHash,
    short: Polyval,
}

/// Associated data that many messages share, hashed once. It is secret: a function of the key.
pub struct Header {
    sum: Block,
    /// The block of lengths as POLYVAL takes it, without the message's, and where that goes.
    lengths: [u64; 2],
    message_bits: [u64; 2],
    pub(super) bytes: usize,
}

impl Drop for Header {
    fn drop(&mut self) {
        self.sum[..].zeroize();
    }
}

impl Header {
    /// The block of lengths, as POLYVAL takes it. Masked and added in two lanes, it is made in a vector register, and
    /// written at once, where the processor's vectors allow it.
    #[inline(always)]
    fn short_lengths(&self, message: &[u8]) -> Block {
        let mut lanes = [message.len() as u64 * 8; 2];
        for ((lane, mask), header) in lanes.iter_mut().zip(self.message_bits).zip(self.lengths) {
            *lane = ((*lane & mask) | header).to_le();
        }
        let [front, back] = lanes;
        halves(front, back)
    }
}

/// What hashes one message after the other.
pub(crate) struct Hasher<'k> {
    key: &'k HashKey,
    short: Polyval,
}

impl HashKey {
    pub(super) fn new(hash_key: &Block) -> Self {
        let mut short = doubled(hash_key);
        let key = Self {
            long: GHash::new(hash_key),
            short: Polyval::new(&short),
        };
        short[..].zeroize();
        key
    }

    pub(super) fn header(&self, associated: &[u8]) -> Header {
        let mut hash = self.long.clone();
        hash.update_padded(associated);
        Header {
            sum: hash.finalize(),
            lengths: [0, associated.len() as u64 * 8],
            message_bits: [u64::MAX, 0],
            bytes: associated.len(),
        }
    }

    #[inline(always)]
    pub(super) fn hasher(&self) -> Hasher<'_> {
        Hasher {
            key: self,
            short: self.short.clone(),
        }
    }

    #[inline(never)]
    fn long(&self, header: &Header, message: &[u8]) -> Block {
        let mut hash = self.long.clone();
        let (blocks, tail) = Array::slice_as_chunks(message);
        // The header's hash is added to the first block, as if the header had been hashed before.
        if let Some((first, blocks)) = blocks.split_first_chunk::<HASHED_TOGETHER>() {
            let mut first = *first;
            let [head, ..] = &mut first;
            xor(head, &header.sum);
            hash.update(&first);
            hash.update(blocks);
            Array::slice_as_flattened_mut(&mut first).zeroize();
        }
        let lengths = lengths(header, message);
        if tail.is_empty() {
            hash.update(&[lengths]);
        } else {
            hash.update(&[zero_padded(tail), lengths]);
        }
        hash.finalize()
    }
}

impl Hasher<'_> {
    #[inline(always)]
    pub(super) fn hash(&mut self, header: &Header, message: &[u8]) -> Block {
        let (blocks, tail) = Array::slice_as_chunks(message);
        let count = blocks.len() + usize::from(!tail.is_empty()) + 1;
        if count > SHORT_BLOCKS {
            return self.key.long(header, message);
        }
        // Blocks of zeroes before all others leave the hash at zero: they fill up what is hashed together.
        let all = count.next_multiple_of(HASHED_TOGETHER);
        let mut reversed = Scratch::<SHORT_BLOCKS>::zeroed();
        let mut places = reversed.blocks_mut().iter_mut().skip(all - count);
        let mut sum = header.sum;
        for (block, place) in blocks.iter().zip(places.by_ref()) {
            xor(&mut sum, block);
            *place = reverse(&sum);
            sum = Block::default();
        }
        if !tail.is_empty()
            && let Some(place) = places.next()
        {
            xor(&mut sum, &zero_padded(tail));
            *place = reverse(&sum);
        }
        if let Some(place) = places.next() {
            *place = header.short_lengths(message);
            if count == 1 {
                xor(place, &reverse(&sum));
            }
        }
        self.short.update(reversed.get(..all).unwrap_or_default());
        take(&mut self.short)
    }
}

/// The hash, which begins anew. Out of line, compilers see that only the sum is needed of the copy that is asked for.
#[inline(never)]
fn take(hash: &mut Polyval) -> Block {
    reverse(&hash.finalize_reset())
}

/// The block of lengths in bits, which are below 2³⁶.
#[inline(always)]
fn lengths(header: &Header, message: &[u8]) -> Block {
    let [header, message] = [header.bytes, message.len()].map(|bytes| bytes as u64 * 8);
    halves(header.to_be(), message.to_be())
}

#[inline(always)]
fn reverse(block: &Block) -> Block {
    let mut block = *block;
    block.reverse();
    block
}

/// `mulX_POLYVAL` of the key with its bytes in the other order: POLYVAL's key for the same hash (RFC 8452 appendix A).
fn doubled(hash_key: &Block) -> Block {
    const X_128: u128 = 1 << 127 | 1 << 126 | 1 << 121 | 1;
    let key = u128::from_be_bytes((*hash_key).into());
    let doubled = (key << 1) ^ ((key >> 127) * X_128);
    doubled.to_le_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::{HashKey, SHORT_BLOCKS};
    use crate::cipher::BLOCK_BYTES;

    /// The two ways to hash agree on all lengths that the shorter takes, one message after the other.
    #[test]
    fn short_and_long_messages_have_the_same_hash() {
        let key = HashKey::new(&core::array::from_fn::<u8, 16, _>(|i| i as u8 | 0x80).into());
        let header = key.header(b"header");
        let message: [u8; SHORT_BLOCKS * BLOCK_BYTES] = core::array::from_fn(|i| i as u8);
        let mut hasher = key.hasher();
        for len in BLOCK_BYTES * 4..(SHORT_BLOCKS - 1) * BLOCK_BYTES {
            let message = &message[..len];
            assert_eq!(hasher.hash(&header, message), key.long(&header, message));
        }
    }
}
