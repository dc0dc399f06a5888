//! Scheme `random`: AES-256-GCM with a random nonce and a key commitment.
//!
//! Body: nonce 12 ‖ commitment 16 ‖ ciphertext ‖ tag 16, with the frame's header as associated data; in a composed
//! value, header ‖ binding to its neighbours. The context needs
//! no place in the associated data: it is in the derivation of the key, to which the commitment ties the value.

use super::{
    binding::{BINDING_BYTES, Binding},
    frame::HEADER_BYTES,
    root::RootKey,
};
use crate::cipher::{
    Aes256, Block, NotAuthentic, TooLong,
    committing::CommittingGcm,
    gcm::{Hasher, Header, NONCE_BYTES, Pad},
};

pub(super) struct RandomCipher {
    gcm: CommittingGcm<Aes256>,
    associated: [u8; HEADER_BYTES],
    /// The same, hashed.
    header: Header,
}

impl RandomCipher {
    pub(super) fn derive(
        root: &RootKey,
        context: &[&[u8]],
        associated: [u8; HEADER_BYTES],
    ) -> Self {
        let key = root.derive::<32>(b"fieldgate/1 random", context);
        let gcm = CommittingGcm::new(key.expose().into());
        let header = gcm.header(&associated);
        Self {
            gcm,
            associated,
            header,
        }
    }

    /// Writes the body for `plaintext` into `body`, which is as long as the scheme says.
    #[inline]
    pub(super) fn seal(
        &self,
        nonce: &[u8; NONCE_BYTES],
        plaintext: &[u8],
        binding: Option<&Binding>,
        body: &mut [u8],
    ) -> Result<(), TooLong> {
        match binding {
            None => self.gcm.seal_under(&self.header, nonce, plaintext, body),
            Some(binding) => self.gcm.seal(nonce, &self.bound(binding), plaintext, body),
        }
    }

    /// Opens `body` into `plaintext`, which is as long as the plaintext. On an error it holds no plaintext.
    #[inline]
    pub(super) fn open(
        &self,
        body: &[u8],
        binding: Option<&Binding>,
        plaintext: &mut [u8],
    ) -> Result<(), NotAuthentic> {
        match binding {
            None => self.gcm.open_under(&self.header, body, plaintext),
            Some(binding) => self.gcm.open(&self.bound(binding), body, plaintext),
        }
    }

    /// The associated data of a payload that is bound to its neighbours: the header, and the binding.
    fn bound(&self, binding: &Binding) -> [u8; HEADER_BYTES + BINDING_BYTES] {
        let mut both = [0; HEADER_BYTES + BINDING_BYTES];
        let (front, back) = both.split_at_mut(HEADER_BYTES);
        front.copy_from_slice(&self.associated);
        back.copy_from_slice(binding);
        both
    }

    /// For many values.
    #[inline]
    pub(super) fn hasher(&self) -> Hasher<'_> {
        self.gcm.hasher()
    }

    /// Encrypts the pads of many values.
    #[inline]
    pub(super) fn encrypt_pads(&self, blocks: &mut [Block], used: usize) {
        self.gcm.encrypt_pads(blocks, used);
    }

    /// As [`RandomCipher::seal`], with the pad of `nonce`.
    #[inline]
    pub(super) fn seal_with(
        &self,
        pad: Pad<'_>,
        hasher: &mut Hasher<'_>,
        nonce: &[u8; NONCE_BYTES],
        plaintext: &[u8],
        body: &mut [u8],
    ) -> Result<(), TooLong> {
        self.gcm
            .seal_with(pad, &self.header, hasher, nonce, plaintext, body)
    }

    /// As [`RandomCipher::open`], with the pad of the nonce in `body`.
    #[inline]
    pub(super) fn open_with(
        &self,
        pad: Pad<'_>,
        hasher: &mut Hasher<'_>,
        body: &[u8],
        plaintext: &mut [u8],
    ) -> Result<(), NotAuthentic> {
        self.gcm
            .open_with(pad, &self.header, hasher, body, plaintext)
    }
}
