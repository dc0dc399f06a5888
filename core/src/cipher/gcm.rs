//! GCM with 96-bit nonces (NIST SP 800-38D), and a key commitment beside it.
//!
//! GCM alone does not commit to its key: a ciphertext can be made that opens under two keys, which lets whoever controls
//! one key learn about another by watching what opens (Len, Grubbs, Ristenpart, "Partitioning Oracle Attacks", USENIX
//! Security 2021). [`Gcm::commitment`] is one more block of the same counter mode, at a counter that no message reaches:
//! E_K(nonce ‖ 2³² − 1). To find two keys with one commitment takes about 2⁶⁴ work, as for any 128-bit commitment
//! (Bellare, Hoang, "Efficient Schemes for Committing Authenticated Encryption", EUROCRYPT 2022).

use aes::cipher::array::Array;
use ghash::{GHash, universal_hash::UniversalHash};
use zeroize::Zeroize;

use super::{
    BlockCipher128, Key, NotAuthentic, Together, TooLong, WrongKeyLength,
    blocks::{BLOCK_BYTES, Block, GROUP_BLOCKS, Scratch, add_keystream, same, xor, zero_padded},
};

/// Bytes of a nonce. A nonce is never used twice under one key.
pub const NONCE_BYTES: usize = 12;
/// Bytes of a tag.
pub const TAG_BYTES: usize = 16;
/// Bytes of a key commitment.
pub const COMMITMENT_BYTES: usize = 16;
/// Longest message and longest associated data, in bytes: far below SP 800-38D's 2³⁶ − 32, so that the commitment's
/// counter is out of every message's reach and lengths fit in 64 bits of bits.
pub const MESSAGE_BYTES_MAX: u64 = 1 << 32;

const TAG_COUNTER: u32 = 1;
const FIRST_MESSAGE_COUNTER: u32 = 2;
const COMMITMENT_COUNTER: u32 = u32::MAX;

/// Blocks of a nonce that are no keystream: the tag's mask and the commitment, in this order, before the keystream.
const LONE_BLOCKS: usize = 2;
/// Blocks of a message that one call encrypts on the stack: its lone blocks and keystream for 96 bytes.
const SHORT_BLOCKS: usize = 8;
/// Blocks that GHASH takes at once, and for which it takes as long as for one, where it has carry-less multiplication.
const HASHED_TOGETHER: usize = if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) {
    4
} else {
    1
};

type Nonce = [u8; NONCE_BYTES];

/// A GCM key: round keys and the hash key.
pub struct Gcm<C: BlockCipher128> {
    cipher: C,
    ghash: GHash,
}

/// Associated data that many messages share, hashed once. It is secret: a function of the key.
pub struct Header {
    sum: Block,
    bytes: usize,
}

impl Drop for Header {
    fn drop(&mut self) {
        self.sum[..].zeroize();
    }
}

/// The blocks of one nonce, encrypted: mask, commitment, and keystream for the message or its beginning.
#[derive(Clone, Copy)]
pub(crate) struct Pad<'b> {
    mask: &'b Block,
    commitment: &'b Block,
    keystream: &'b [Block],
}

impl<'b> Pad<'b> {
    pub(crate) fn new(blocks: &'b [Block]) -> Option<Self> {
        let (lone, keystream) = blocks.split_first_chunk::<LONE_BLOCKS>()?;
        let [mask, commitment] = lone;
        Some(Self {
            mask,
            commitment,
            keystream,
        })
    }

    pub(crate) fn commitment(&self) -> &[u8; COMMITMENT_BYTES] {
        self.commitment.as_ref()
    }
}

/// Blocks of the pad of a message.
pub(crate) const fn pad_blocks(message_bytes: usize) -> usize {
    LONE_BLOCKS + message_bytes.div_ceil(BLOCK_BYTES)
}

/// Writes what a pad is encrypted from.
#[inline(always)]
pub(crate) fn write_counters(nonce: &Nonce, blocks: &mut [Block]) {
    let base = counter_base(nonce);
    let counters = [TAG_COUNTER, COMMITMENT_COUNTER].into_iter();
    for (block, counter) in blocks
        .iter_mut()
        .zip(counters.chain(FIRST_MESSAGE_COUNTER..))
    {
        *block = counter_block(&base, counter);
    }
}

impl<C: BlockCipher128> Gcm<C> {
    /// Expands `key`.
    ///
    /// # Errors
    /// [`WrongKeyLength`] when it is not as long as the cipher's keys.
    pub fn from_slice(key: &[u8]) -> Result<Self, WrongKeyLength> {
        <&Key<C>>::try_from(key)
            .map(Self::new)
            .map_err(|_| WrongKeyLength)
    }

    /// Expands `key`.
    #[must_use]
    pub fn new(key: &Key<C>) -> Self {
        let cipher = C::new(key);
        let mut hash_key = Block::default();
        cipher.encrypt_block(&mut hash_key);
        let ghash = GHash::new(&hash_key);
        hash_key[..].zeroize();
        Self { cipher, ghash }
    }

    /// Hashes `associated` once, for many messages. One that is too long is refused with each message.
    #[must_use]
    pub fn header(&self, associated: &[u8]) -> Header {
        let mut hashed = self.ghash.clone();
        hashed.update_padded(associated);
        Header {
            sum: hashed.finalize(),
            bytes: associated.len(),
        }
    }

    /// Encrypts `message` in place and returns the tag over it and `associated`.
    ///
    /// # Errors
    /// [`TooLong`] for more than [`MESSAGE_BYTES_MAX`] bytes of either.
    pub fn seal(
        &self,
        nonce: &Nonce,
        associated: &[u8],
        message: &mut [u8],
    ) -> Result<[u8; TAG_BYTES], TooLong> {
        let header = self.header(associated);
        check_lengths(&header, message)?;
        let mut blocks = Scratch::zeroed();
        let pad = self.pad(nonce, message.len(), &mut blocks);
        let pad = pad.ok_or(TooLong)?;
        Ok(self.seal_with(pad, nonce, &header, message))
    }

    /// Decrypts `message` in place when its tag is right; otherwise leaves it as it is.
    ///
    /// # Errors
    /// [`NotAuthentic`].
    pub fn open(
        &self,
        nonce: &Nonce,
        associated: &[u8],
        message: &mut [u8],
        tag: &[u8; TAG_BYTES],
    ) -> Result<(), NotAuthentic> {
        let header = self.header(associated);
        check_lengths(&header, message).map_err(|TooLong| NotAuthentic)?;
        let mut blocks = Scratch::zeroed();
        let pad = self.pad(nonce, message.len(), &mut blocks);
        let pad = pad.ok_or(NotAuthentic)?;
        self.check(pad, &header, message, tag)?;
        self.add_keystream(pad, nonce, message);
        Ok(())
    }

    /// What ties a message under `nonce` to this key and no other. See the module's text.
    #[must_use]
    pub fn commitment(&self, nonce: &Nonce) -> [u8; COMMITMENT_BYTES] {
        let mut block = counter_block(&counter_base(nonce), COMMITMENT_COUNTER);
        self.cipher.encrypt_block(&mut block);
        block.into()
    }

    /// The pad of a message, or of its first bytes, in one call into the cipher.
    #[inline(always)]
    pub(super) fn pad<'b>(
        &self,
        nonce: &Nonce,
        message_bytes: usize,
        blocks: &'b mut Scratch<SHORT_BLOCKS>,
    ) -> Option<Pad<'b>> {
        let used = pad_blocks(message_bytes).min(SHORT_BLOCKS);
        write_counters(nonce, blocks.blocks_mut());
        self.encrypt_pads(blocks.blocks_mut(), used);
        Pad::new(blocks.get(..used)?)
    }

    /// Encrypts the first `used` blocks, which hold what [`write_counters`] wrote.
    #[inline(always)]
    pub(super) fn encrypt_pads(&self, blocks: &mut [Block], used: usize) {
        self.cipher.encrypt_front(blocks, used);
    }

    /// Encrypts `message` in place and returns its tag.
    #[inline(always)]
    pub(super) fn seal_with(
        &self,
        pad: Pad<'_>,
        nonce: &Nonce,
        header: &Header,
        message: &mut [u8],
    ) -> [u8; TAG_BYTES] {
        self.add_keystream(pad, nonce, message);
        self.tag(pad, header, message).into()
    }

    /// Whether `tag` is that of the ciphertext `message`.
    #[inline(always)]
    pub(super) fn check(
        &self,
        pad: Pad<'_>,
        header: &Header,
        message: &[u8],
        expected: &[u8; TAG_BYTES],
    ) -> Result<(), NotAuthentic> {
        let tag: [u8; TAG_BYTES] = self.tag(pad, header, message).into();
        if same(&tag, expected) {
            Ok(())
        } else {
            Err(NotAuthentic)
        }
    }

    /// Counter mode over `message`: with the pad's keystream, then with more where the message is longer.
    #[inline(always)]
    pub(super) fn add_keystream(&self, pad: Pad<'_>, nonce: &Nonce, message: &mut [u8]) {
        let rest = add_keystream(message, pad.keystream);
        if !rest.is_empty() {
            let first = FIRST_MESSAGE_COUNTER.wrapping_add(pad.keystream.len() as u32);
            self.add_more_keystream(nonce, first, rest);
        }
    }

    /// The tag of the ciphertext `message`.
    #[inline(always)]
    fn tag(&self, pad: Pad<'_>, header: &Header, message: &[u8]) -> Block {
        let mut hash = self.ghash.clone();
        // Blocks of zeroes before all others leave the hash at zero: they fill up what is hashed together. The header's
        // hash is added to the first block after them, as if the header had been hashed there.
        let (blocks, tail) = Array::slice_as_chunks(message);
        let mut ending = [Block::default(); SHORT_BLOCKS];
        let mut sum = header.sum;
        let mut last = blocks;
        if blocks.len() + 2 > SHORT_BLOCKS {
            let front = blocks.len() / HASHED_TOGETHER * HASHED_TOGETHER;
            let (front, rest) = blocks.split_at_checked(front).unwrap_or_default();
            if let Some((first, front)) = front.split_first_chunk::<HASHED_TOGETHER>() {
                let mut first = *first;
                let [head, ..] = &mut first;
                xor(head, &sum);
                hash.update(&first);
                hash.update(front);
            }
            sum = Block::default();
            last = rest;
        }
        let count = last.len() + usize::from(!tail.is_empty()) + 1;
        let zeroes = if last.len() == blocks.len() {
            count.next_multiple_of(HASHED_TOGETHER) - count
        } else {
            0
        };
        let mut places = ending.iter_mut().skip(zeroes);
        for (block, place) in last.iter().zip(places.by_ref()) {
            *place = *block;
        }
        if !tail.is_empty()
            && let Some(place) = places.next()
        {
            *place = zero_padded(tail);
        }
        if let Some(place) = places.next() {
            let lengths = (header.bytes as u128 * 8) << 64 | (message.len() as u128 * 8);
            *place = lengths.to_be_bytes().into();
        }
        if let Some(first) = ending.get_mut(zeroes) {
            xor(first, &sum);
        }
        hash.update(ending.get(..zeroes + count).unwrap_or_default());
        // With the mask added in place, no hash is left behind: mask and hash would give the hash key away, and with it
        // forgeries under every nonce that was seen.
        let mut tag = hash.finalize();
        xor(&mut tag, pad.mask);
        tag
    }

    #[inline(never)]
    fn add_more_keystream(&self, nonce: &Nonce, first: u32, mut message: &mut [u8]) {
        let mut blocks = Scratch::<GROUP_BLOCKS>::zeroed();
        let base = counter_base(nonce);
        let mut counters = first..;
        while !message.is_empty() {
            let used = message.len().div_ceil(BLOCK_BYTES).min(GROUP_BLOCKS);
            for (block, counter) in blocks.blocks_mut().iter_mut().zip(counters.by_ref()) {
                *block = counter_block(&base, counter);
            }
            self.cipher.encrypt_front(blocks.blocks_mut(), used);
            message = add_keystream(message, &*blocks);
        }
    }
}

/// Refuses lengths beyond [`MESSAGE_BYTES_MAX`].
pub(super) fn check_lengths(header: &Header, message: &[u8]) -> Result<(), TooLong> {
    if header.bytes as u64 > MESSAGE_BYTES_MAX || message.len() as u64 > MESSAGE_BYTES_MAX {
        Err(TooLong)
    } else {
        Ok(())
    }
}

/// The nonce, and zeroes in the counter's place.
#[inline(always)]
fn counter_base(nonce: &Nonce) -> Block {
    let mut base = [0; BLOCK_BYTES];
    let (front, _) = base.split_at_mut(NONCE_BYTES);
    front.copy_from_slice(nonce);
    base.into()
}

/// `base` with a counter, added as a whole block: written in pieces, the cipher's load would wait for the last.
#[inline(always)]
fn counter_block(base: &Block, counter: u32) -> Block {
    let mut block = u128::from(counter).to_be_bytes().into();
    xor(&mut block, base);
    block
}

#[cfg(test)]
mod tests {
    use super::{COMMITMENT_COUNTER, Gcm, MESSAGE_BYTES_MAX};
    use crate::cipher::Aes256;

    #[test]
    fn no_message_reaches_the_commitment_counter() {
        const { assert!(2 + MESSAGE_BYTES_MAX / 16 < COMMITMENT_COUNTER as u64) };
    }

    #[test]
    fn the_commitment_differs_by_key_and_nonce() {
        let one = Gcm::<Aes256>::new(&[1; 32].into());
        let two = Gcm::<Aes256>::new(&[2; 32].into());
        assert_ne!(one.commitment(&[0; 12]), two.commitment(&[0; 12]));
        assert_ne!(one.commitment(&[0; 12]), one.commitment(&[1; 12]));
    }

    #[test]
    fn a_wrong_tag_leaves_the_message_sealed() {
        let gcm = Gcm::<Aes256>::new(&[1; 32].into());
        let mut message = *b"attack at dawn";
        let mut tag = gcm.seal(&[3; 12], b"header", &mut message).unwrap();
        let sealed = message;
        tag[15] ^= 1;
        assert!(gcm.open(&[3; 12], b"header", &mut message, &tag).is_err());
        assert_eq!(message, sealed);
    }
}
