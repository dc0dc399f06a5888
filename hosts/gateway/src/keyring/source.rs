//! Where keys are fetched from.

use std::{future::Future, pin::Pin};

use fieldgate_core::secret::Secret;

/// A fetched key, on the heap, so that handing it on doesn't copy its bytes.
pub type FetchedKey = Box<Secret<32>>;

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
#[error("{0}")]
pub struct FetchFailed(pub String);
