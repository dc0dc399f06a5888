//! GCM with its key commitment, as one message: nonce 12 ‖ commitment 16 ‖ ciphertext ‖ tag 16.

use subtle::ConstantTimeEq;

use super::{
    BlockCipher128, Key, NotAuthentic, TooLong,
    gcm::{COMMITMENT_BYTES, Gcm, NONCE_BYTES, TAG_BYTES},
};

/// Bytes by which a message grows.
pub const GROWTH_BYTES: usize = NONCE_BYTES + COMMITMENT_BYTES + TAG_BYTES;

/// A key for committing authenticated encryption. At most 2³² messages a key, as nonces are random (SP 800-38D section 8.3).
pub struct CommittingGcm<C: BlockCipher128>(Gcm<C>);

impl<C: BlockCipher128> CommittingGcm<C> {
    /// Expands `key`.
    #[must_use]
    pub fn new(key: &Key<C>) -> Self {
        Self(Gcm::new(key))
    }

    /// Seals `plaintext` into `sealed`, under a nonce that is random and never used again.
    ///
    /// # Errors
    /// [`TooLong`] when `sealed` is not exactly [`GROWTH_BYTES`] longer than `plaintext`, or a length is beyond GCM's.
    pub fn seal(
        &self,
        nonce: &[u8; NONCE_BYTES],
        associated: &[u8],
        plaintext: &[u8],
        sealed: &mut [u8],
    ) -> Result<(), TooLong> {
        if sealed.len().checked_sub(GROWTH_BYTES) != Some(plaintext.len()) {
            return Err(TooLong);
        }
        let (nonce_out, rest) = sealed.split_at_mut(NONCE_BYTES);
        let (commitment, rest) = rest.split_at_mut(COMMITMENT_BYTES);
        let (message, tag) = rest.split_at_mut(plaintext.len());
        nonce_out.copy_from_slice(nonce);
        commitment.copy_from_slice(&self.0.commitment(nonce));
        message.copy_from_slice(plaintext);
        tag.copy_from_slice(&self.0.seal(nonce, associated, message)?);
        Ok(())
    }

    /// Opens `sealed` into `plaintext`, which holds no plaintext on an error.
    ///
    /// # Errors
    /// [`NotAuthentic`], also when `plaintext` has not the length of what is sealed.
    pub fn open(
        &self,
        associated: &[u8],
        sealed: &[u8],
        plaintext: &mut [u8],
    ) -> Result<(), NotAuthentic> {
        let (nonce, rest) = sealed
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(NotAuthentic)?;
        let (commitment, rest) = rest
            .split_first_chunk::<COMMITMENT_BYTES>()
            .ok_or(NotAuthentic)?;
        let (message, tag) = rest.split_last_chunk::<TAG_BYTES>().ok_or(NotAuthentic)?;
        if message.len() != plaintext.len()
            || !bool::from(self.0.commitment(nonce).ct_eq(commitment))
        {
            return Err(NotAuthentic);
        }
        plaintext.copy_from_slice(message);
        self.0.open(nonce, associated, plaintext, tag)
    }
}
