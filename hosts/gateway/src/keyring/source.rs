//! Where keys are fetched from.

use std::{
    future::Future,
    pin::Pin,
    time::{Duration, SystemTime},
};

use fieldgate_core::{secret::Secret, slot::FetchFailure};

/// A fetched key, and what its server says of its time.
pub struct FetchedKey {
    /// The key, on the heap, so that handing it on doesn't copy its bytes.
    pub secret: Box<Secret<32>>,
    /// How long it may be kept, if its server leases it.
    pub lease: Option<Duration>,
    /// When it stops to protect, if ever: its Deactivation Date, or an earlier Protect Stop Date.
    pub deactivates: Option<SystemTime>,
}

impl From<Box<Secret<32>>> for FetchedKey {
    /// A key whose server sets no time.
    fn from(secret: Box<Secret<32>>) -> Self {
        Self {
            secret,
            lease: None,
            deactivates: None,
        }
    }
}

/// Fetches one key. The caller sets the deadline and drops the future when it is over.
pub trait KeySource: Send + Sync {
    /// Fetches the key's bytes, from a key server or from under the root of trust.
    fn fetch(&self) -> Pin<Box<dyn Future<Output = Result<FetchedKey, FetchFailed>> + Send + '_>>;

    /// The name of the KMIP server that it comes from, if it comes from one, and how many keys were got from that server.
    fn kmip_gets(&self) -> Option<(String, u64)> {
        None
    }
}

/// A key could not be fetched. The text is for people: what failed, where, and what to try; never a secret.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{text}")]
pub struct FetchFailed {
    text: String,
    kind: FetchFailure,
}

impl FetchFailed {
    /// Nobody answered.
    #[must_use]
    pub const fn unreachable(text: String) -> Self {
        Self {
            text,
            kind: FetchFailure::Unreachable,
        }
    }

    /// There was an answer, and it isn't the key.
    #[must_use]
    pub const fn refused(text: String) -> Self {
        Self {
            text,
            kind: FetchFailure::Refused,
        }
    }

    /// The key that others are wrapped under couldn't be had.
    pub(super) fn of_wrapping_key(self) -> Self {
        Self {
            text: format!("its wrapping key: {}", self.text),
            ..self
        }
    }

    /// Which of the two.
    #[must_use]
    pub const fn kind(&self) -> FetchFailure {
        self.kind
    }
}
