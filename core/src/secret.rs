//! Secret bytes: wiped when dropped, never printed or cloned, compared in constant time only.

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// `N` secret bytes.
///
/// It has no `Debug`, `Clone`, `PartialEq` or `Default` on purpose. The bytes leave only through [`Secret::expose`],
/// which is the word to grep for.
///
/// A `Secret` that is moved leaves its bytes where it was: the compiler copies them, and only the last place is wiped.
/// Who holds one for longer makes it [`zeroed`](Secret::zeroed) on the heap, writes it there through
/// [`expose_mut`](Secret::expose_mut), and moves the box.
pub struct Secret<const N: usize>([u8; N]);

impl<const N: usize> Secret<N> {
    /// `N` zero bytes, to be written in place.
    #[must_use]
    pub const fn zeroed() -> Self {
        Self([0; N])
    }

    /// A secret that `fill` writes into a place on the stack, from which it is then moved to the caller.
    ///
    /// The move may leave a copy of the bytes on the stack. Where that matters, write into a boxed
    /// [`zeroed`](Secret::zeroed) secret instead, and scrub the stack when the work is done.
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

    /// Whether both are the same bytes, in a time that doesn't depend on them: the one way to compare secrets.
    #[must_use]
    pub fn ct_eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
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

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn secrets_are_equal_in_all_bytes_or_not_at_all() {
        let secret = Secret::<32>::copied_from(&[7; 32]).unwrap();
        assert!(secret.ct_eq(&Secret::copied_from(&[7; 32]).unwrap()));
        for byte in 0..32 {
            let mut bytes = [7; 32];
            bytes[byte] ^= 0x80;
            assert!(!secret.ct_eq(&Secret::copied_from(&bytes).unwrap()));
        }
    }
}
