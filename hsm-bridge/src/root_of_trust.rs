//! What every root of trust does.

use fieldgate_core::{cipher::committing, secret::Secret};

/// Bytes of a wrapped 256-bit key.
pub const WRAPPED_BYTES: usize = 32 + committing::GROWTH_BYTES;

/// What a wrapped key is bound to: unwrapping with another binding fails, so that entries of a store can't be swapped.
#[derive(Clone, Copy, Debug)]
pub struct Binding<'a> {
    /// What the key is for, for example `local key`.
    pub purpose: &'a str,
    /// The name it is stored under.
    pub name: &'a str,
}

/// A root of trust: it wraps keys for storage, and never shows what it wraps them with.
pub trait RootOfTrust: Send + Sync {
    /// Names this root among others; public.
    fn id(&self) -> String;

    /// Wraps a key for storage.
    ///
    /// # Errors
    /// When the root, or its source of random bytes, fails.
    fn wrap(
        &self,
        key: &Secret<32>,
        binding: Binding<'_>,
    ) -> Result<[u8; WRAPPED_BYTES], RootError>;

    /// Unwraps what [`Self::wrap`] made under the same binding into `key`, which should lie on the heap already. The work
    /// may leave copies on the stack: [`scrub_stack`](crate::scrub_stack) is the caller's.
    ///
    /// # Errors
    /// [`RootError::NotWrappedHere`] for anything else; `key` then holds no key.
    fn unwrap(
        &self,
        wrapped: &[u8],
        binding: Binding<'_>,
        key: &mut Secret<32>,
    ) -> Result<(), RootError>;

    /// Fills `bytes` from the root's source of random bytes, fit for keys.
    ///
    /// # Errors
    /// When the source fails; the content of `bytes` is then not to be used.
    fn random(&self, bytes: &mut [u8]) -> Result<(), RootError>;
}

/// A root of trust can't do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RootError {
    /// The wrapped key was made by another root or for another name, or was changed.
    #[error(
        "the wrapped key was not made by this root of trust under this name, or was changed since"
    )]
    NotWrappedHere,
    /// There are no random bytes.
    #[error("the source of random bytes failed")]
    Random(#[source] getrandom::Error),
    /// A name is longer than a wrapped key can be bound to.
    #[error("a name is longer than 255 bytes")]
    NameTooLong,
}
