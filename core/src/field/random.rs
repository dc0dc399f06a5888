//! Scheme `random`: AES-256-GCM with a random nonce and a key commitment.
//!
//! Body: nonce 12 ‖ commitment 16 ‖ ciphertext ‖ tag 16, with the frame's header as associated data. The context needs
//! no place in the associated data: it is in the derivation of the key, to which the commitment ties the value.

use subtle::ConstantTimeEq;

use super::{frame::HEADER_BYTES, root::RootKey};
use crate::cipher::{
    Aes256, NotAuthentic, TooLong,
    gcm::{COMMITMENT_BYTES, Gcm, NONCE_BYTES, TAG_BYTES},
};

pub(super) struct RandomCipher(Gcm<Aes256>);

impl RandomCipher {
    pub(super) fn derive(root: &RootKey, context: &[&[u8]]) -> Self {
        let key = root.derive::<32>(b"fieldgate/1 random", context);
        Self(Gcm::new(key.expose().into()))
    }

    /// Writes the body for `plaintext` into `body`, which is as long as the scheme says.
    pub(super) fn seal(
        &self,
        header: &[u8; HEADER_BYTES],
        nonce: &[u8; NONCE_BYTES],
        plaintext: &[u8],
        body: &mut [u8],
    ) -> Result<(), TooLong> {
        let (nonce_out, rest) = body.split_at_mut(NONCE_BYTES);
        let (commitment, rest) = rest.split_at_mut(COMMITMENT_BYTES);
        let (message, tag) = rest.split_at_mut(plaintext.len());
        nonce_out.copy_from_slice(nonce);
        commitment.copy_from_slice(&self.0.commitment(nonce));
        message.copy_from_slice(plaintext);
        tag.copy_from_slice(&self.0.seal(nonce, header, message)?);
        Ok(())
    }

    /// Opens `body` into `plaintext`, which is as long as the plaintext. On an error it holds no plaintext.
    pub(super) fn open(
        &self,
        header: &[u8; HEADER_BYTES],
        body: &[u8],
        plaintext: &mut [u8],
    ) -> Result<(), NotAuthentic> {
        let (nonce, rest) = body.split_first_chunk::<NONCE_BYTES>().ok_or(NotAuthentic)?;
        let (commitment, rest) =
            rest.split_first_chunk::<COMMITMENT_BYTES>().ok_or(NotAuthentic)?;
        let (message, tag) = rest.split_last_chunk::<TAG_BYTES>().ok_or(NotAuthentic)?;
        if message.len() != plaintext.len()
            || !bool::from(self.0.commitment(nonce).ct_eq(commitment))
        {
            return Err(NotAuthentic);
        }
        plaintext.copy_from_slice(message);
        self.0.open(nonce, header, plaintext, tag)
    }
}
