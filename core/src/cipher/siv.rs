//! SIV, deterministic authenticated encryption (RFC 5297).
//!
//! Equal messages under one key and one header give equal ciphertexts: that is what it is for, and all that it leaks
//! beside the length.

use aes::cipher::{InnerIvInit, StreamCipherCore, array::Array, inout::InOutBuf};
use ctr::{CtrCore, flavors::Ctr128BE};
use zeroize::Zeroize;

use super::{
    BlockCipher128, Key, NotAuthentic, Together, WrongKeyLength,
    blocks::{BLOCK_BYTES, Block, LONG_BLOCKS, Scratch, add_keystream, big_endian, same},
    cmac::{CmacKey, Link, Messages, one_padded},
    double,
};

/// Bytes of the synthetic initialization vector, which is also the tag.
pub const SIV_BYTES: usize = 16;

/// Keystream blocks of the first call into the cipher, which is the only one for messages up to 128 bytes.
const SHORT_BLOCKS: usize = 8;

/// A SIV key: one half for S2V, one for counter mode.
pub struct Siv<C: BlockCipher128> {
    mac: CmacKey<C>,
    cipher: C,
}

impl<C: BlockCipher128> Siv<C> {
    /// Expands `key`, whose leftmost half is for S2V (RFC 5297 section 2.6).
    ///
    /// # Errors
    /// [`WrongKeyLength`] when it is not twice as long as the cipher's keys.
    pub fn from_slice(key: &[u8]) -> Result<Self, WrongKeyLength> {
        let (mac, counter_mode) = key.split_at(key.len() / 2);
        Ok(Self::new(
            mac.try_into().map_err(|_| WrongKeyLength)?,
            counter_mode.try_into().map_err(|_| WrongKeyLength)?,
        ))
    }

    /// Expands the two keys: K1, for S2V, and K2, for counter mode.
    #[must_use]
    pub fn new(mac: &Key<C>, counter_mode: &Key<C>) -> Self {
        Self {
            mac: CmacKey::new(mac),
            cipher: C::new(counter_mode),
        }
    }

    /// S2V over the header strings, without the last string: the part that is the same for all messages of a header.
    #[must_use]
    pub fn header(&self, strings: &[&[u8]]) -> Header {
        let mut chain = u128::from_be_bytes(self.mac.tag(&[0; 16]));
        for string in strings {
            chain = self.chained(chain, string);
        }
        Header::new(chain)
    }

    /// The header with one more string at its end.
    #[must_use]
    pub fn extended(&self, header: &Header, string: &[u8]) -> Header {
        Header::new(self.chained(header.chain, string))
    }

    fn chained(&self, chain: u128, string: &[u8]) -> u128 {
        double(chain) ^ u128::from_be_bytes(self.mac.tag(string))
    }

    /// Encrypts `message` in place and returns its synthetic initialization vector.
    #[must_use]
    pub fn seal(&self, header: &Header, message: &mut [u8]) -> [u8; SIV_BYTES] {
        let iv = self.last_string(header, message);
        self.apply_keystream(&iv, message);
        iv
    }

    /// Decrypts `message` in place when `iv` is right; otherwise leaves it as it is.
    ///
    /// # Errors
    /// [`NotAuthentic`].
    pub fn open(
        &self,
        header: &Header,
        iv: &[u8; SIV_BYTES],
        message: &mut [u8],
    ) -> Result<(), NotAuthentic> {
        self.apply_keystream(iv, message);
        if same(&self.last_string(header, message), iv) {
            return Ok(());
        }
        // Counter mode undoes itself: the caller gets back what it gave.
        self.apply_keystream(iv, message);
        Err(NotAuthentic)
    }

    /// The last step of S2V (RFC 5297 section 2.4): the message, with the chain xored into its end or its padding.
    #[inline(always)]
    fn last_string(&self, header: &Header, message: &[u8]) -> [u8; SIV_BYTES] {
        // Only the last 16 bytes differ from the message, so only the last two blocks.
        let (blocks, _) = Array::slice_as_chunks(message);
        let front = blocks.len().saturating_sub(1);
        let front = blocks.get(..front).unwrap_or_default();
        let mut ending = Scratch::<2>::zeroed();
        let mut used = 0;
        for block in ending.blocks_mut() {
            let link = self.link(header, message, (front.len() + used) * BLOCK_BYTES);
            *block = link.block;
            used += 1;
            if link.last {
                break;
            }
        }
        let mut chain = Block::default();
        let ending = ending.get(..used).unwrap_or_default();
        self.mac.cipher.chain(&mut chain, front, ending);
        chain.into()
    }

    /// The block of S2V's last string at `from`, as it enters the chain of CMAC.
    #[inline(always)]
    fn link(&self, header: &Header, message: &[u8], from: usize) -> Link {
        let Some(end) = message.last_chunk::<BLOCK_BYTES>() else {
            let block = number(&one_padded(message)) ^ header.short ^ number(&self.mac.full);
            return Link::new(block, true);
        };
        let end = u128::from_be_bytes(*end) ^ header.chain;
        let rest = message.get(from..).unwrap_or_default();
        match rest.first_chunk::<BLOCK_BYTES>() {
            Some(block) => {
                let block = u128::from_be_bytes(*block);
                match rest.len() - BLOCK_BYTES {
                    0 => Link::new(end ^ number(&self.mac.full), true),
                    // The string's last 16 bytes begin in this block.
                    after @ 1..BLOCK_BYTES => {
                        Link::new(block ^ (header.chain >> (8 * after)), false)
                    }
                    _ => Link::new(block, false),
                }
            }
            None => {
                let padding = 0x80 << (8 * (BLOCK_BYTES - 1).saturating_sub(rest.len()));
                let bytes = end.unbounded_shl(8 * (BLOCK_BYTES - rest.len()) as u32);
                Link::new(bytes ^ padding ^ number(&self.mac.padded), true)
            }
        }
    }

    /// The synthetic initialization vectors of many messages under one header, which advance together.
    #[inline(always)]
    pub(crate) fn vectors(&self, header: &Header, messages: &mut impl Messages) {
        self.mac
            .lockstep(messages, |message, from| self.link(header, message, from));
    }

    /// Encrypts the first `used` blocks, which hold what [`write_counters`] wrote.
    #[inline(always)]
    pub(crate) fn encrypt_counters(&self, blocks: &mut [Block], used: usize) {
        self.cipher.encrypt_front(blocks, used);
    }

    /// Counter mode from `iv` over `message`.
    #[inline(always)]
    pub(crate) fn apply_keystream(&self, iv: &[u8; SIV_BYTES], message: &mut [u8]) {
        let mut blocks = Scratch::<SHORT_BLOCKS>::zeroed();
        let used = message.len().div_ceil(BLOCK_BYTES).min(SHORT_BLOCKS);
        let next = write_counters(first_counter(iv), blocks.blocks_mut());
        self.cipher.encrypt_front(blocks.blocks_mut(), used);
        let rest = add_keystream(message.into(), &*blocks);
        if !rest.is_empty() {
            self.apply_more_keystream(next, rest);
        }
    }

    #[inline(never)]
    fn apply_more_keystream(&self, first: u128, mut message: InOutBuf<'_, '_, u8>) {
        let mut blocks = Scratch::<LONG_BLOCKS>::zeroed();
        let first = big_endian(first);
        let mut counter = CtrCore::<_, Ctr128BE>::inner_iv_init(&self.cipher, &first);
        while !message.is_empty() {
            let used = message.len().div_ceil(BLOCK_BYTES).min(LONG_BLOCKS);
            let keystream = blocks.blocks_mut().get_mut(..used).unwrap_or_default();
            counter.write_keystream_blocks(keystream);
            message = add_keystream(message, keystream);
        }
    }
}

/// The first counter of a message, with bits 31 and 63, counted from the right, cleared (RFC 5297 section 2.5).
#[inline(always)]
pub(crate) fn first_counter(iv: &[u8; SIV_BYTES]) -> u128 {
    const CLEARED: u128 = !((1 << 31) | (1 << 63));
    u128::from_be_bytes(*iv) & CLEARED
}

/// Fills `blocks` with counters, and gives the one after them.
#[inline(always)]
pub(crate) fn write_counters(mut counter: u128, blocks: &mut [Block]) -> u128 {
    for block in blocks {
        *block = big_endian(counter);
        counter = counter.wrapping_add(1);
    }
    counter
}

#[inline(always)]
fn number(block: &Block) -> u128 {
    u128::from_be_bytes((*block).into())
}

/// S2V over a header, ready for messages. It is secret: a function of the key.
pub struct Header {
    chain: u128,
    /// The chain doubled, for messages shorter than a block.
    short: u128,
}

impl Header {
    fn new(chain: u128) -> Self {
        Self {
            chain,
            short: double(chain),
        }
    }
}

impl Drop for Header {
    fn drop(&mut self) {
        self.chain.zeroize();
        self.short.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::Siv;
    use crate::cipher::Aes256;

    #[test]
    fn every_length_opens_again_and_a_change_is_found() {
        let siv = Siv::<Aes256>::new(&[9; 32].into(), &[8; 32].into());
        let header = siv.header(&[b"header"]);
        let message: [u8; 50] = core::array::from_fn(|i| i as u8);
        for len in 0..message.len() {
            let mut buffer = message;
            let buffer = &mut buffer[..len];
            let iv = siv.seal(&header, buffer);
            let mut wrong = iv;
            wrong[0] ^= 1;
            let sealed: [u8; 50] = core::array::from_fn(|i| buffer.get(i).copied().unwrap_or(0));
            assert!(siv.open(&header, &wrong, buffer).is_err());
            assert_eq!(buffer, &sealed[..len], "a refused message is left sealed");
            assert!(siv.open(&header, &iv, buffer).is_ok());
            assert_eq!(buffer, &message[..len]);
        }
    }
}
