//! CMAC (NIST SP 800-38B), with the subkeys computed once a key.

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{BlockCipher128, Key, WrongKeyLength, double};

/// Bytes of a block and of a full tag.
pub const TAG_BYTES: usize = 16;

/// A CMAC key: the block cipher's round keys and the two subkeys.
pub struct CmacKey<C: BlockCipher128> {
    cipher: C,
    /// K1 of SP 800-38B section 6.1, for a last block that is full.
    full: u128,
    /// K2, for a last block that is padded.
    padded: u128,
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
        let mut zero = [0; 16];
        cipher.encrypt(&mut zero);
        let full = double(u128::from_be_bytes(zero));
        zero.zeroize();
        Self {
            padded: double(full),
            full,
            cipher,
        }
    }

    /// Starts a message.
    #[must_use]
    pub fn start(&self) -> Cmac<'_, C> {
        Cmac {
            key: self,
            chain: [0; 16],
            pending: [0; 16],
            pending_len: 0,
        }
    }

    /// The tag of `message`.
    #[must_use]
    pub fn tag(&self, message: &[u8]) -> [u8; TAG_BYTES] {
        let mut mac = self.start();
        mac.update(message);
        mac.finish()
    }
}

impl<C: BlockCipher128> Drop for CmacKey<C> {
    fn drop(&mut self) {
        // The round keys are wiped by the cipher's own drop (feature `zeroize` of `aes`).
        self.full.zeroize();
        self.padded.zeroize();
    }
}

impl<C: BlockCipher128 + ZeroizeOnDrop> ZeroizeOnDrop for CmacKey<C> {}

/// A message under way.
pub struct Cmac<'k, C: BlockCipher128> {
    key: &'k CmacKey<C>,
    chain: [u8; 16],
    /// The last block is held back, because its treatment depends on whether more follows.
    pending: [u8; 16],
    pending_len: usize,
}

impl<C: BlockCipher128> Cmac<'_, C> {
    /// Adds bytes to the message.
    pub fn update(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.pending_len == TAG_BYTES {
                self.absorb();
                self.pending_len = 0;
            }
            let free = TAG_BYTES - self.pending_len;
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
        let mut subkey = if self.pending_len == TAG_BYTES {
            self.key.full
        } else {
            for (index, byte) in self.pending.iter_mut().enumerate().skip(self.pending_len) {
                *byte = if index == self.pending_len { 0x80 } else { 0 };
            }
            self.key.padded
        }
        .to_be_bytes();
        for (to, from) in self.pending.iter_mut().zip(&subkey) {
            *to ^= from;
        }
        subkey.zeroize();
        self.absorb();
        self.chain
    }

    fn absorb(&mut self) {
        for (to, from) in self.chain.iter_mut().zip(&self.pending) {
            *to ^= from;
        }
        self.key.cipher.encrypt(&mut self.chain);
    }
}

impl<C: BlockCipher128> Drop for Cmac<'_, C> {
    fn drop(&mut self) {
        self.chain.zeroize();
        self.pending.zeroize();
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

    #[test]
    fn a_key_of_another_length_is_refused() {
        assert!(CmacKey::<Aes256>::from_slice(&[0; 16]).is_err());
    }
}
