//! What the proxy asks of the keys: seal this value of that field, open this sealed text.
//!
//! The proxy knows fields by number and never sees a key; the keyring behind the trait never sees a request.

use std::{future::Future, time::Duration};

/// What stands in a response in place of a value that can't be opened.
pub const UNOPENABLE_TEXT: &str = "[fieldgate: cannot be opened]";

/// A field: its index in [`Rules::fields`](crate::rules::Rules::fields).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct FieldId(u32);

impl FieldId {
    /// The field at `index`.
    #[must_use]
    pub const fn new(index: u32) -> Self {
        Self(index)
    }

    /// Where it stands in [`Rules::fields`](crate::rules::Rules::fields).
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a value was in JSON, and will be again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ScalarKind {
    /// A string; its bytes are the unescaped text, UTF-8.
    Text,
    /// A number; its bytes are the characters as they were written.
    Number,
    /// `true` or `false`; its bytes are these characters.
    Boolean,
}

/// A key that is needed can't be had now.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the key {key} is not available: {cause}")]
pub struct KeyUnavailable {
    /// The name of the key in the configuration.
    pub key: String,
    /// What failed, for a person; never key material.
    pub cause: String,
    /// When it is worth asking again.
    pub retry_after: Duration,
}

/// A value was not sealed; nothing was appended.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// The encryption key can't be had now.
    #[error(transparent)]
    KeyUnavailable(#[from] KeyUnavailable),
    /// The field takes text only, and this is a number or a boolean.
    #[error("the field takes text only, and this is a number, true or false")]
    WrongType,
    /// The value is longer than a sealed field can be.
    #[error("the value is longer than a sealed field can be")]
    TooLong,
    /// The operating system gave no random bytes.
    #[error("no random bytes")]
    Random,
}

/// A text was not opened; nothing was appended.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The text only looks like a sealed value: it is left as it is.
    #[error("not a sealed value")]
    NotAFrame,
    /// A sealed value that no key opens: [`UNOPENABLE_TEXT`] takes its place.
    #[error("a sealed value that can't be opened")]
    Unopenable,
    /// The key that it names is known and can't be had now.
    #[error(transparent)]
    KeyUnavailable(#[from] KeyUnavailable),
}

/// Seals and opens values. Implementations write `async fn`; the common path, with the key held, doesn't await.
pub trait Fields: Send + Sync + 'static {
    /// Appends the sealed text of `value` to `out`: `fg1.….`, nothing before or after it.
    ///
    /// # Errors
    /// [`SealError`]; `out` is then as it was.
    fn seal(
        &self,
        field: FieldId,
        kind: ScalarKind,
        value: &[u8],
        out: &mut Vec<u8>,
    ) -> impl Future<Output = Result<(), SealError>> + Send;

    /// Appends the value of `sealed`, a whole sealed text with marker and terminator, to `out`, unescaped.
    ///
    /// # Errors
    /// [`OpenError`]; `out` is then as it was.
    fn open(
        &self,
        sealed: &[u8],
        out: &mut Vec<u8>,
    ) -> impl Future<Output = Result<ScalarKind, OpenError>> + Send;

    /// The names of the keys that were needed and could not be had when last asked for; `/readyz` says no while there are any.
    fn missing_keys(&self) -> Vec<String> {
        Vec::new()
    }

    /// Appends further lines to `/metrics`, in the Prometheus text format.
    fn write_metrics(&self, _text: &mut String) {}
}
