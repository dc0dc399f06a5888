//! GCM with 96-bit nonces (NIST SP 800-38D), and a key commitment beside it.
//!
//! GCM alone does not commit to its key: a ciphertext can be made that opens under two keys, which lets whoever controls
//! one key learn about another by watching what opens (Len, Grubbs, Ristenpart, "Partitioning Oracle Attacks", USENIX
//! Security 2021). [`Gcm::commitment`] is one more block of the same counter mode, at a counter that no message reaches:
//! E_K(nonce ‖ 2³² − 1). To find two keys with one commitment takes about 2⁶⁴ work, as for any 128-bit commitment
//! (Bellare, Hoang, "Efficient Schemes for Committing Authenticated Encryption", EUROCRYPT 2022).

mod hash;

use aes::cipher::{InnerIvInit, StreamCipherCore, inout::InOutBuf};
use ctr::{CtrCore, flavors::Ctr32BE};
use zeroize::Zeroize;

pub(crate) use hash::Hasher;
pub use hash::Header;

use self::hash::HashKey;
use super::{
    BlockCipher128, Key, NotAuthentic, Together, TooLong, WrongKeyLength,
    blocks::{BLOCK_BYTES, Block, LONG_BLOCKS, Scratch, add_keystream, halves, same, xor},
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
type Nonce = [u8; NONCE_BYTES];

/// A GCM key: round keys and the hash key.
pub struct Gcm<C: BlockCipher128> {
    cipher: C,
    hash: HashKey,
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
    let base = Base::new(nonce);
    let counters = [TAG_COUNTER, COMMITMENT_COUNTER].into_iter();
    for (block, counter) in blocks
        .iter_mut()
        .zip(counters.chain(FIRST_MESSAGE_COUNTER..))
    {
        *block = base.block(counter);
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
        let hash = HashKey::new(&hash_key);
        hash_key[..].zeroize();
        Self { cipher, hash }
    }

    /// Hashes `associated` once, for many messages. One that is too long is refused with each message.
    #[must_use]
    pub fn header(&self, associated: &[u8]) -> Header {
        self.hash.header(associated)
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
        Ok(self.seal_with(pad, nonce, &header, &mut self.hasher(), message.into()))
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
        self.check(pad, &header, &mut self.hasher(), message, tag)?;
        self.add_keystream(pad, nonce, message.into());
        Ok(())
    }

    /// What ties a message under `nonce` to this key and no other. See the module's text.
    #[must_use]
    pub fn commitment(&self, nonce: &Nonce) -> [u8; COMMITMENT_BYTES] {
        let mut block = Base::new(nonce).block(COMMITMENT_COUNTER);
        self.cipher.encrypt_block(&mut block);
        block.into()
    }

    /// For one message, or many.
    #[inline(always)]
    pub(super) fn hasher(&self) -> Hasher<'_> {
        self.hash.hasher()
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

    /// Encrypts `message` and returns its tag.
    #[inline(always)]
    pub(super) fn seal_with(
        &self,
        pad: Pad<'_>,
        nonce: &Nonce,
        header: &Header,
        hasher: &mut Hasher<'_>,
        mut message: InOutBuf<'_, '_, u8>,
    ) -> [u8; TAG_BYTES] {
        self.add_keystream(pad, nonce, message.reborrow());
        tag(pad, header, hasher, message.get_out()).into()
    }

    /// Whether `tag` is that of the ciphertext `message`.
    #[inline(always)]
    pub(super) fn check(
        &self,
        pad: Pad<'_>,
        header: &Header,
        hasher: &mut Hasher<'_>,
        message: &[u8],
        expected: &[u8; TAG_BYTES],
    ) -> Result<(), NotAuthentic> {
        let tag: [u8; TAG_BYTES] = tag(pad, header, hasher, message).into();
        if same(&tag, expected) {
            Ok(())
        } else {
            Err(NotAuthentic)
        }
    }

    /// Counter mode over `message`: with the pad's keystream, then with more where the message is longer.
    #[inline(always)]
    pub(super) fn add_keystream(&self, pad: Pad<'_>, nonce: &Nonce, message: InOutBuf<'_, '_, u8>) {
        let rest = add_keystream(message, pad.keystream);
        if !rest.is_empty() {
            let first = FIRST_MESSAGE_COUNTER.wrapping_add(pad.keystream.len() as u32);
            self.add_more_keystream(nonce, first, rest);
        }
    }

    #[inline(never)]
    fn add_more_keystream(&self, nonce: &Nonce, first: u32, mut message: InOutBuf<'_, '_, u8>) {
        let mut blocks = Scratch::<LONG_BLOCKS>::zeroed();
        let first = Base::new(nonce).block(first);
        let mut counter = CtrCore::<_, Ctr32BE>::inner_iv_init(&self.cipher, &first);
        while !message.is_empty() {
            let used = message.len().div_ceil(BLOCK_BYTES).min(LONG_BLOCKS);
            let keystream = blocks.blocks_mut().get_mut(..used).unwrap_or_default();
            counter.write_keystream_blocks(keystream);
            message = add_keystream(message, keystream);
        }
    }
}

/// The tag of the ciphertext `message`.
#[inline(always)]
fn tag(pad: Pad<'_>, header: &Header, hasher: &mut Hasher<'_>, message: &[u8]) -> Block {
    // With the mask added in place, no hash is left behind: mask and hash would give the hash key away, and with it
    // forgeries under every nonce that was seen.
    let mut tag = hasher.hash(header, message);
    xor(&mut tag, pad.mask);
    tag
}

/// Refuses lengths beyond [`MESSAGE_BYTES_MAX`].
pub(super) fn check_lengths(header: &Header, message: &[u8]) -> Result<(), TooLong> {
    if header.bytes as u64 > MESSAGE_BYTES_MAX || message.len() as u64 > MESSAGE_BYTES_MAX {
        Err(TooLong)
    } else {
        Ok(())
    }
}

/// A nonce as counter blocks begin with it. It is read as it is written as a rule, in 8 bytes and 4: a read across what was
/// written apart waits for both.
#[derive(Clone, Copy)]
struct Base {
    front: u64,
    back: u64,
}

impl Base {
    #[inline(always)]
    fn new(nonce: &Nonce) -> Self {
        let [a, b, c, d, e, f, g, h, i, j, k, l] = *nonce;
        Self {
            front: u64::from_ne_bytes([a, b, c, d, e, f, g, h]),
            back: u64::from_ne_bytes([i, j, k, l, 0, 0, 0, 0]),
        }
    }

    #[inline(always)]
    fn block(self, counter: u32) -> Block {
        let [a, b, c, d] = counter.to_be_bytes();
        halves(
            self.front,
            self.back | u64::from_ne_bytes([0, 0, 0, 0, a, b, c, d]),
        )
    }
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
