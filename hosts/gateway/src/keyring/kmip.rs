//! Keys on a KMIP server.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use fieldgate_kmip_client::{Client, Error as KmipError, KeyPurpose, KeySelector};

use super::{FetchFailed, FetchedKey, KeySource};
use crate::causes::with_causes;

/// A KMIP server, as its keys share it.
pub struct KmipServer {
    name: String,
    client: Client,
    gets: Arc<AtomicU64>,
}

impl KmipServer {
    /// The server that people call `name`. `gets` counts the keys got from it, and may outlive a reload.
    #[must_use]
    pub fn new(name: String, client: Client, gets: Arc<AtomicU64>) -> Self {
        Self { name, client, gets }
    }
}

/// Under what a key travels from its server to us.
pub struct WrappingKey {
    /// Where we have it from. It is fetched for each fetch of a key that it wraps, and wiped after it.
    pub source: Arc<dyn KeySource>,
    /// What the wrapped key's server calls it.
    pub selector: KeySelector,
}

/// A key on a KMIP server.
pub struct KmipKey {
    server: Arc<KmipServer>,
    selector: KeySelector,
    purpose: KeyPurpose,
    wrapping: Option<WrappingKey>,
}

impl KmipKey {
    /// The key that `selector` names. `purpose` decides which states of its life are fit.
    #[must_use]
    pub fn new(server: Arc<KmipServer>, selector: KeySelector, purpose: KeyPurpose) -> Self {
        Self {
            server,
            selector,
            purpose,
            wrapping: None,
        }
    }

    /// The key travels wrapped: what comes over the connection opens only under a key that we have already.
    #[must_use]
    pub fn wrapped_under(self, wrapping: WrappingKey) -> Self {
        Self {
            wrapping: Some(wrapping),
            ..self
        }
    }

    async fn fetch_checked(&self) -> Result<FetchedKey, FetchFailed> {
        let client = &self.server.client;
        let fetched = match &self.wrapping {
            None => client.fetch_leased_key(&self.selector, self.purpose).await,
            Some(wrapping) => {
                let key = wrapping
                    .source
                    .fetch()
                    .await
                    .map_err(FetchFailed::of_wrapping_key)?;
                client
                    .fetch_wrapped_key(
                        &self.selector,
                        self.purpose,
                        &wrapping.selector,
                        &key.secret,
                    )
                    .await
            }
        };
        let fetched = fetched.map_err(|error| self.failed(&error))?;
        self.server.gets.fetch_add(1, Ordering::Relaxed);
        Ok(FetchedKey {
            secret: fetched.secret,
            lease: fetched.lease,
            // A key that only opens what was sealed before does so after this date, too.
            deactivates: fetched
                .deactivates
                .filter(|_| self.purpose == KeyPurpose::Protect),
        })
    }

    fn failed(&self, error: &KmipError) -> FetchFailed {
        let text = format!("KMIP server {}: {}", self.server.name, with_causes(error));
        if is_unreachable(error) {
            FetchFailed::unreachable(text)
        } else {
            FetchFailed::refused(text)
        }
    }
}

/// Whether there was no answer at all. Whoever answers, be it with a certificate that isn't trusted, isn't unreachable.
fn is_unreachable(error: &KmipError) -> bool {
    match error {
        KmipError::NotSent { source } => is_unreachable(source),
        _ => matches!(
            error,
            KmipError::Resolve { .. }
                | KmipError::ConnectRefused { .. }
                | KmipError::Connect { .. }
                | KmipError::Timeout { .. }
                | KmipError::Closed { .. }
                | KmipError::Io { .. }
                | KmipError::PoolBusy { .. }
        ),
    }
}

impl KeySource for KmipKey {
    fn fetch(&self) -> Pin<Box<dyn Future<Output = Result<FetchedKey, FetchFailed>> + Send + '_>> {
        Box::pin(self.fetch_checked())
    }

    fn kmip_gets(&self) -> Option<(String, u64)> {
        let gets = self.server.gets.load(Ordering::Relaxed);
        Some((self.server.name.clone(), gets))
    }
}
