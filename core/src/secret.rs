//! Secret bytes: wiped when dropped, never printed, copied or compared.

use zeroize::{Zeroize, ZeroizeOnDrop};

/// `N` secret bytes.
///
/// It has no `Debug`, `Clone`, `PartialEq` or `Default` on purpose. The bytes leave only through [`Secret::expose`],
/// which is the word to grep for.
pub struct Secret<const N: usize>([u8; N]);

impl<const N: usize> Secret<N> {
    /// `N` zero bytes, to be written in place.
    pub(crate) const fn zeroed() -> Self {
        Self([0; N])
    }

    /// A secret that `fill` writes in place, so that no copy of the bytes is left elsewhere.
    ///
    /// # Errors
    /// What `fill` returns; what it wrote until then is wiped.
    pub fn try_filled<E>(fill: impl FnOnce(&mut [u8; N]) -> Result<(), E>) -> Result<Self, E> {
        let mut secret = Self([0; N]);
        fill(&mut secret.0)?;
        Ok(secret)
    }

    /// Copies `bytes` in; the caller wipes its own.
    ///
    /// `None` when `bytes` is not exactly `N` long.
    #[must_use]
    pub fn copied_from(bytes: &[u8]) -> Option<Self> {
        if bytes.len() != N {
            return None;
        }
        let mut secret = Self([0; N]);
        secret.0.copy_from_slice(bytes);
        Some(secret)
    }

    /// The bytes.
    #[must_use]
    pub const fn expose(&self) -> &[u8; N] {
        &self.0
    }

    /// The bytes, to write.
    #[must_use]
    pub const fn expose_mut(&mut self) -> &mut [u8; N] {
        &mut self.0
    }
}

impl<const N: usize> Zeroize for Secret<N> {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl<const N: usize> Drop for Secret<N> {
    fn drop(&mut self) {
        self.zeroize();
    }
}

impl<const N: usize> ZeroizeOnDrop for Secret<N> {}
