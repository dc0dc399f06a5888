//! Scheme `equal`: AES-SIV with AES-256 in both halves.
//!
//! Body: SIV 16 ‖ ciphertext, with the frame's header as the one header string; S2V over it is computed once a field.
//! In a composed value the binding to its neighbours is a second header string.

use super::{binding::Binding, frame::HEADER_BYTES, root::RootKey};
use crate::cipher::{
    Aes256, Block, Messages, NotAuthentic, TooLong,
    siv::{Header, SIV_BYTES, Siv},
};

pub(super) struct EqualCipher {
    siv: Siv<Aes256>,
    header: Header,
}

impl EqualCipher {
    pub(super) fn derive(root: &RootKey, context: &[&[u8]], header: &[u8; HEADER_BYTES]) -> Self {
        let mac = root.derive::<32>(b"fieldgate/1 equal S2V", context);
        let counter_mode = root.derive::<32>(b"fieldgate/1 equal CTR", context);
        let siv = Siv::new(mac.expose().into(), counter_mode.expose().into());
        let header = siv.header(&[header]);
        Self { siv, header }
    }

    /// Writes the body for `plaintext` into `body`.
    ///
    /// # Errors
    /// [`TooLong`] when `body` has not the length that the scheme says. The caller sees to it; the check shows the
    /// compiler that nothing here panics.
    pub(super) fn seal(
        &self,
        plaintext: &[u8],
        binding: Option<&Binding>,
        body: &mut [u8],
    ) -> Result<(), TooLong> {
        let (iv, message) = body.split_first_chunk_mut::<SIV_BYTES>().ok_or(TooLong)?;
        if message.len() != plaintext.len() {
            return Err(TooLong);
        }
        message.copy_from_slice(plaintext);
        *iv = match binding {
            None => self.siv.seal(&self.header, message),
            Some(binding) => self
                .siv
                .seal(&self.siv.extended(&self.header, binding), message),
        };
        Ok(())
    }

    /// Opens `body` into `plaintext`, which is as long as the plaintext. On an error it holds no plaintext.
    pub(super) fn open(
        &self,
        body: &[u8],
        binding: Option<&Binding>,
        plaintext: &mut [u8],
    ) -> Result<(), NotAuthentic> {
        let (iv, message) = body.split_first_chunk::<SIV_BYTES>().ok_or(NotAuthentic)?;
        if message.len() != plaintext.len() {
            return Err(NotAuthentic);
        }
        plaintext.copy_from_slice(message);
        match binding {
            None => self.siv.open(&self.header, iv, plaintext),
            Some(binding) => {
                self.siv
                    .open(&self.siv.extended(&self.header, binding), iv, plaintext)
            }
        }
    }

    /// The synthetic initialization vectors of many plaintexts.
    #[inline]
    pub(super) fn vectors(&self, plaintexts: &mut impl Messages) {
        self.siv.vectors(&self.header, plaintexts);
    }

    /// Encrypts the counters of many values.
    #[inline]
    pub(super) fn encrypt_counters(&self, blocks: &mut [Block], used: usize) {
        self.siv.encrypt_counters(blocks, used);
    }

    /// Counter mode from `iv` over `message`.
    #[inline]
    pub(super) fn apply_keystream(&self, iv: &[u8; SIV_BYTES], message: &mut [u8]) {
        self.siv.apply_keystream(iv, message);
    }
}
