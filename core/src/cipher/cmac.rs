//! CMAC (NIST SP 800-38B), with the subkeys computed once a key.

mod lockstep;

use core::slice;

use aes::cipher::array::Array;
use zeroize::{Zeroize, ZeroizeOnDrop};

pub(super) use lockstep::Link;
pub(crate) use lockstep::Messages;

use super::{
    BlockCipher128, Key, Together, WrongKeyLength,
    blocks::{BLOCK_BYTES, Block, xor, zero_padded},
    double,
};

/// Bytes of a full tag.
pub const TAG_BYTES: usize = BLOCK_BYTES;

/// A CMAC key: the block cipher's round keys and the two subkeys.
pub struct CmacKey<C: BlockCipher128> {
    pub(super) cipher: C,
    /// K1 of SP 800-38B section 6.1, for a last block that is full.
    pub(super) full: Block,
    /// K2, for a last block that is padded.
    pub(super) padded: Block,
}

impl<C: BlockCipher128> CmacKey<C> {
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
        let mut zero = [0; BLOCK_BYTES];
        cipher.encrypt(&mut zero);
        let full = double(u128::from_be_bytes(zero));
        zero[..].zeroize();
        Self {
            padded: double(full).to_be_bytes().into(),
            full: full.to_be_bytes().into(),
            cipher,
        }
    }

    /// Starts a message.
    #[must_use]
    pub fn start(&self) -> Cmac<'_, C> {
        Cmac {
            key: self,
            chain: Block::default(),
            pending: Block::default(),
            pending_len: 0,
        }
    }

    /// The tag of `message`.
    #[must_use]
    pub fn tag(&self, message: &[u8]) -> [u8; TAG_BYTES] {
        let mut chain = Block::default();
        // The last block, full or not, is treated otherwise than those before it.
        let front = message.len().saturating_sub(1) / BLOCK_BYTES * BLOCK_BYTES;
        let (front, end) = message.split_at_checked(front).unwrap_or_default();
        let (blocks, _) = Array::slice_as_chunks(front);
        let last = self.link(end, 0).block;
        self.cipher
            .chain(&mut chain, blocks, slice::from_ref(&last));
        chain.into()
    }

    /// The block of `message` at `from`, as it enters the chain: the last with its subkey (SP 800-38B section 6.2).
    #[inline(always)]
    fn link(&self, message: &[u8], from: usize) -> Link {
        let rest = message.get(from..).unwrap_or_default();
        let (mut block, subkey) = match rest.split_first_chunk::<BLOCK_BYTES>() {
            Some((block, [])) => (Block::from(*block), &self.full),
            Some((block, _)) => {
                return Link {
                    block: Block::from(*block),
                    last: false,
                };
            }
            None => (one_padded(rest), &self.padded),
        };
        xor(&mut block, subkey);
        Link { block, last: true }
    }
}

/// The bytes, which are fewer than a block, with 10…0 after them.
#[inline(always)]
pub(super) fn one_padded(bytes: &[u8]) -> Block {
    let mut block = zero_padded(bytes);
    if let Some(next) = block.get_mut(bytes.len()) {
        *next = 0x80;
    }
    block
}

impl<C: BlockCipher128> Drop for CmacKey<C> {
    fn drop(&mut self) {
        // The round keys are wiped by the cipher's own drop (feature `zeroize` of `aes`).
        self.full[..].zeroize();
        self.padded[..].zeroize();
    }
}

impl<C: BlockCipher128 + ZeroizeOnDrop> ZeroizeOnDrop for CmacKey<C> {}

/// A message under way.
pub struct Cmac<'k, C: BlockCipher128> {
    key: &'k CmacKey<C>,
    chain: Block,
    /// The last block is held back, because its treatment depends on whether more follows.
    pending: Block,
    pending_len: usize,
}

impl<C: BlockCipher128> Cmac<'_, C> {
    /// Adds bytes to the message.
    pub fn update(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.pending_len == BLOCK_BYTES {
                let pending = slice::from_ref(&self.pending);
                self.key.cipher.chain(&mut self.chain, pending, &[]);
                self.pending_len = 0;
            }
            let free = BLOCK_BYTES - self.pending_len;
            let (now, later) = bytes.split_at(free.min(bytes.len()));
            for (held, byte) in self.pending.iter_mut().skip(self.pending_len).zip(now) {
                *held = *byte;
            }
            self.pending_len += now.len();
            bytes = later;
        }
    }

    /// The tag of all that was added.
    #[must_use]
    pub fn finish(mut self) -> [u8; TAG_BYTES] {
        let pending = self.pending.get(..self.pending_len).unwrap_or_default();
        let last = self.key.link(pending, 0).block;
        let last = slice::from_ref(&last);
        self.key.cipher.chain(&mut self.chain, &[], last);
        self.chain.into()
    }
}

impl<C: BlockCipher128> Drop for Cmac<'_, C> {
    fn drop(&mut self) {
        self.chain[..].zeroize();
        self.pending[..].zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::CmacKey;
    use crate::cipher::Aes256;

    #[test]
    fn a_message_in_pieces_has_the_same_tag() {
        let key = CmacKey::<Aes256>::new(&[7; 32].into());
        let message: [u8; 67] = core::array::from_fn(|i| i as u8);
        for cut in 0..message.len() {
            for end in cut..message.len() {
                let mut mac = key.start();
                mac.update(&message[..cut]);
                mac.update(&message[cut..end]);
                mac.update(&message[end..]);
                assert_eq!(mac.finish(), key.tag(&message));
            }
        }
    }

    /// Lengths around a block's, in more messages than advance together, so that chains end and start at all places.
    #[test]
    fn many_at_once_have_the_tags_of_each() {
        let key = CmacKey::<Aes256>::new(&[7; 32].into());
        let text: [u8; 100] = core::array::from_fn(|i| i as u8);
        let messages: [&[u8]; 300] = core::array::from_fn(|i| &text[..i * 37 % 101]);
        for count in [0, 1, 2, 7, 8, 9, 31, 33, 63, 64, 65, 128, 300] {
            let mut tags = [[0; 16]; 301];
            key.tag_many(&messages[..count], &mut tags);
            for (message, tag) in messages[..count].iter().zip(&tags) {
                assert_eq!(*tag, key.tag(message));
            }
            assert_eq!(tags[count], [0; 16], "no tag without a message");
        }
        let mut tags = [[0; 16]; 3];
        key.tag_many(&messages, &mut tags);
        assert_eq!(
            tags[2],
            key.tag(messages[2]),
            "as many as there is room for"
        );
    }

    #[test]
    fn a_key_of_another_length_is_refused() {
        assert!(CmacKey::<Aes256>::from_slice(&[0; 16]).is_err());
    }
}
