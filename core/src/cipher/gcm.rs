//! GCM with 96-bit nonces (NIST SP 800-38D), and a key commitment beside it.
//!
//! GCM alone does not commit to its key: a ciphertext can be made that opens under two keys, which lets whoever controls
//! one key learn about another by watching what opens (Len, Grubbs, Ristenpart, "Partitioning Oracle Attacks", USENIX
//! Security 2021). [`Gcm::commitment`] is one more block of the same counter mode, at a counter that no message reaches:
//! E_K(nonce ‖ 2³² − 1). To find two keys with one commitment takes about 2⁶⁴ work, as for any 128-bit commitment
//! (Bellare, Hoang, "Efficient Schemes for Committing Authenticated Encryption", EUROCRYPT 2022).

use aes::cipher::{InnerIvInit, StreamCipher, StreamCipherCoreWrapper};
use ctr::{CtrCore, flavors};
use ghash::{GHash, universal_hash::UniversalHash};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use super::{BlockCipher128, Key, NotAuthentic, TooLong, WrongKeyLength, blocks::Block};

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

type Nonce = [u8; NONCE_BYTES];
type CounterMode<'k, C> = StreamCipherCoreWrapper<CtrCore<&'k C, flavors::Ctr32BE>>;

/// A GCM key: round keys and the hash key.
pub struct Gcm<C: BlockCipher128> {
    cipher: C,
    ghash: GHash,
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
        hash_key.zeroize();
        Self { cipher, ghash }
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
        check_length(associated)?;
        check_length(message)?;
        self.apply_keystream(nonce, message);
        Ok(self.tag(nonce, associated, message))
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
        check_length(associated).map_err(|TooLong| NotAuthentic)?;
        check_length(message).map_err(|TooLong| NotAuthentic)?;
        if !bool::from(self.tag(nonce, associated, message).ct_eq(tag)) {
            return Err(NotAuthentic);
        }
        self.apply_keystream(nonce, message);
        Ok(())
    }

    /// What ties a message under `nonce` to this key and no other. See the module's text.
    #[must_use]
    pub fn commitment(&self, nonce: &Nonce) -> [u8; COMMITMENT_BYTES] {
        let mut block = counter_block(nonce, COMMITMENT_COUNTER);
        self.cipher.encrypt(&mut block);
        block
    }

    fn apply_keystream(&self, nonce: &Nonce, message: &mut [u8]) {
        let first = counter_block(nonce, FIRST_MESSAGE_COUNTER);
        let core = CtrCore::inner_iv_init(&self.cipher, &first.into());
        CounterMode::<C>::from_core(core).apply_keystream(message);
    }

    fn tag(&self, nonce: &Nonce, associated: &[u8], message: &[u8]) -> [u8; TAG_BYTES] {
        let mut hash = self.ghash.clone();
        hash.update_padded(associated);
        hash.update_padded(message);
        let lengths = (associated.len() as u128 * 8) << 64 | (message.len() as u128 * 8);
        hash.update(&[lengths.to_be_bytes().into()]);
        let mut mask = counter_block(nonce, TAG_COUNTER);
        self.cipher.encrypt(&mut mask);
        let mut hash: [u8; TAG_BYTES] = hash.finalize().into();
        let tag = (u128::from_be_bytes(hash) ^ u128::from_be_bytes(mask)).to_be_bytes();
        // One mask would give the hash key away, and with it forgeries under every nonce that was seen.
        mask.zeroize();
        hash.zeroize();
        tag
    }
}

fn check_length(bytes: &[u8]) -> Result<(), TooLong> {
    if bytes.len() as u64 > MESSAGE_BYTES_MAX {
        Err(TooLong)
    } else {
        Ok(())
    }
}

fn counter_block(nonce: &Nonce, counter: u32) -> [u8; 16] {
    let mut block = [0; 16];
    let (front, back) = block.split_at_mut(NONCE_BYTES);
    front.copy_from_slice(nonce);
    back.copy_from_slice(&counter.to_be_bytes());
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
