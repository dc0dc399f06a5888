//! SIV, deterministic authenticated encryption (RFC 5297).
//!
//! Equal messages under one key and one header give equal ciphertexts: that is what it is for, and all that it leaks
//! beside the length.

use aes::cipher::{InnerIvInit, StreamCipher, StreamCipherCoreWrapper};
use ctr::{CtrCore, flavors};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use super::{BlockCipher128, Key, NotAuthentic, WrongKeyLength, cmac::CmacKey, double};

/// Bytes of the synthetic initialization vector, which is also the tag.
pub const SIV_BYTES: usize = 16;

type CounterMode<'k, C> = StreamCipherCoreWrapper<CtrCore<&'k C, flavors::Ctr128BE>>;

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
        Header(chain)
    }

    /// The header with one more string at its end.
    #[must_use]
    pub fn extended(&self, header: &Header, string: &[u8]) -> Header {
        Header(self.chained(header.0, string))
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
        if bool::from(self.last_string(header, message).ct_eq(iv)) {
            return Ok(());
        }
        // Counter mode undoes itself: the caller gets back what it gave.
        self.apply_keystream(iv, message);
        Err(NotAuthentic)
    }

    /// The last step of S2V (RFC 5297 section 2.4): the message, with the chain xored into its end or its padding.
    fn last_string(&self, header: &Header, message: &[u8]) -> [u8; SIV_BYTES] {
        let mut mac = self.mac.start();
        let mut last = [0; 16];
        if let Some(split) = message.len().checked_sub(16) {
            let (front, end) = message.split_at(split);
            mac.update(front);
            last.copy_from_slice(end);
            last = (u128::from_be_bytes(last) ^ header.0).to_be_bytes();
        } else {
            for (to, from) in last.iter_mut().zip(message.iter().chain(&[0x80])) {
                *to = *from;
            }
            last = (u128::from_be_bytes(last) ^ double(header.0)).to_be_bytes();
        }
        mac.update(&last);
        last.zeroize();
        mac.finish()
    }

    fn apply_keystream(&self, iv: &[u8; SIV_BYTES], message: &mut [u8]) {
        // Bits 31 and 63, counted from the right, are cleared (RFC 5297 section 2.5).
        const CLEARED: u128 = !((1 << 31) | (1 << 63));
        let counter = (u128::from_be_bytes(*iv) & CLEARED).to_be_bytes();
        let core = CtrCore::inner_iv_init(&self.cipher, &counter.into());
        CounterMode::<C>::from_core(core).apply_keystream(message);
    }
}

/// S2V over a header, ready for messages. It is secret: a function of the key.
pub struct Header(u128);

impl Drop for Header {
    fn drop(&mut self) {
        self.0.zeroize();
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
