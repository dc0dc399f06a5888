//! GCM with its key commitment, as one message: nonce 12 ‖ commitment 16 ‖ ciphertext ‖ tag 16.

use aes::cipher::inout::InOutBuf;

use super::{
    BlockCipher128, Key, NotAuthentic, TooLong,
    blocks::{Block, Scratch, same},
    gcm::{COMMITMENT_BYTES, Gcm, Hasher, Header, NONCE_BYTES, Pad, TAG_BYTES, check_lengths},
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

    /// Hashes `associated` once, for the messages of [`CommittingGcm::seal_under`] and [`CommittingGcm::open_under`].
    #[must_use]
    pub fn header(&self, associated: &[u8]) -> Header {
        self.0.header(associated)
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
        self.seal_under(&self.header(associated), nonce, plaintext, sealed)
    }

    /// As [`CommittingGcm::seal`], with associated data that was hashed before.
    ///
    /// # Errors
    /// As [`CommittingGcm::seal`].
    pub fn seal_under(
        &self,
        header: &Header,
        nonce: &[u8; NONCE_BYTES],
        plaintext: &[u8],
        sealed: &mut [u8],
    ) -> Result<(), TooLong> {
        let mut blocks = Scratch::zeroed();
        let pad = self.0.pad(nonce, plaintext.len(), &mut blocks);
        let mut hasher = self.hasher();
        self.seal_with(
            pad.ok_or(TooLong)?,
            header,
            &mut hasher,
            nonce,
            plaintext,
            sealed,
        )
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
        self.open_under(&self.header(associated), sealed, plaintext)
    }

    /// As [`CommittingGcm::open`], with associated data that was hashed before.
    ///
    /// # Errors
    /// As [`CommittingGcm::open`].
    pub fn open_under(
        &self,
        header: &Header,
        sealed: &[u8],
        plaintext: &mut [u8],
    ) -> Result<(), NotAuthentic> {
        let nonce = sealed.first_chunk().ok_or(NotAuthentic)?;
        let mut blocks = Scratch::zeroed();
        let pad = self.0.pad(nonce, plaintext.len(), &mut blocks);
        let mut hasher = self.hasher();
        self.open_with(
            pad.ok_or(NotAuthentic)?,
            header,
            &mut hasher,
            sealed,
            plaintext,
        )
    }

    /// For one message, or many.
    #[inline(always)]
    pub(crate) fn hasher(&self) -> Hasher<'_> {
        self.0.hasher()
    }

    /// Encrypts the pads of one or many messages.
    #[inline(always)]
    pub(crate) fn encrypt_pads(&self, blocks: &mut [Block], used: usize) {
        self.0.encrypt_pads(blocks, used);
    }

    /// As [`CommittingGcm::seal_under`], with the pad of `nonce`.
    #[inline(always)]
    pub(crate) fn seal_with(
        &self,
        pad: Pad<'_>,
        header: &Header,
        hasher: &mut Hasher<'_>,
        nonce: &[u8; NONCE_BYTES],
        plaintext: &[u8],
        sealed: &mut [u8],
    ) -> Result<(), TooLong> {
        let (nonce_out, rest) = sealed.split_first_chunk_mut().ok_or(TooLong)?;
        let (commitment, rest) = rest.split_first_chunk_mut().ok_or(TooLong)?;
        let (message, tag) = rest.split_last_chunk_mut().ok_or(TooLong)?;
        check_lengths(header, message)?;
        let message = InOutBuf::new(plaintext, message).map_err(|_| TooLong)?;
        *nonce_out = *nonce;
        *commitment = *pad.commitment();
        *tag = self.0.seal_with(pad, nonce, header, hasher, message);
        Ok(())
    }

    /// As [`CommittingGcm::open_under`], with the pad of the nonce in `sealed`.
    #[inline(always)]
    pub(crate) fn open_with(
        &self,
        pad: Pad<'_>,
        header: &Header,
        hasher: &mut Hasher<'_>,
        sealed: &[u8],
        plaintext: &mut [u8],
    ) -> Result<(), NotAuthentic> {
        let (nonce, rest) = sealed.split_first_chunk().ok_or(NotAuthentic)?;
        let (commitment, rest) = rest
            .split_first_chunk::<COMMITMENT_BYTES>()
            .ok_or(NotAuthentic)?;
        let (message, tag) = rest.split_last_chunk().ok_or(NotAuthentic)?;
        check_lengths(header, message).map_err(|TooLong| NotAuthentic)?;
        if message.len() != plaintext.len() || !same(pad.commitment(), commitment) {
            return Err(NotAuthentic);
        }
        self.0.check(pad, header, hasher, message, tag)?;
        let message = InOutBuf::new(message, plaintext).map_err(|_| NotAuthentic)?;
        self.0.add_keystream(pad, nonce, message);
        Ok(())
    }
}
