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
use tokio::sync::Mutex;

use super::{FetchFailed, FetchedKey, KeySource};
use crate::causes::with_causes;

/// A KMIP server, as its keys share it.
pub struct KmipServer {
    name: String,
    /// Held for a fetch and the disconnect that follows, which would tear down the fetch of another key.
    client: Mutex<Client>,
    gets: Arc<AtomicU64>,
}

impl KmipServer {
    /// The server that people call `name`. `gets` counts the keys got from it, and may outlive a reload.
    #[must_use]
    pub fn new(name: String, client: Client, gets: Arc<AtomicU64>) -> Self {
        Self {
            name,
            client: Mutex::new(client),
            gets,
        }
    }
}

/// A key on a KMIP server.
pub struct KmipKey {
    server: Arc<KmipServer>,
    selector: KeySelector,
    purpose: KeyPurpose,
}

impl KmipKey {
    /// The key that `selector` names. `purpose` decides which states of its life are fit.
    #[must_use]
    pub fn new(server: Arc<KmipServer>, selector: KeySelector, purpose: KeyPurpose) -> Self {
        Self {
            server,
            selector,
            purpose,
        }
    }

    async fn fetch_and_disconnect(&self) -> Result<FetchedKey, FetchFailed> {
        let server = &self.server;
        let client = server.client.lock().await;
        let mut fetched = client.fetch_dated_key(&self.selector, self.purpose).await;
        // A server may close just when a request is on its way. A fetch only reads, so once more does no harm.
        if let Err(KmipError::Closed { .. } | KmipError::Io { .. }) = &fetched {
            client.disconnect().await;
            fetched = client.fetch_dated_key(&self.selector, self.purpose).await;
        }
        // Minutes or months pass until the next fetch: an idle connection would only be cut.
        client.disconnect().await;
        drop(client);
        match fetched {
            Ok(fetched) => {
                server.gets.fetch_add(1, Ordering::Relaxed);
                Ok(FetchedKey {
                    secret: fetched.secret,
                    // The client sends no Obtain Lease.
                    lease: None,
                    // A key that only opens what was sealed before does so after this date, too.
                    deactivates: fetched
                        .deactivates
                        .filter(|_| self.purpose == KeyPurpose::Protect),
                })
            }
            Err(error) => {
                let why = with_causes(&error);
                let text = format!("KMIP server {}: {why}", server.name);
                Err(if is_unreachable(&error) {
                    FetchFailed::unreachable(text)
                } else {
                    FetchFailed::refused(text)
                })
            }
        }
    }
}

/// Whether there was no answer at all. Whoever answers, be it with a certificate that isn't trusted, isn't unreachable.
const fn is_unreachable(error: &KmipError) -> bool {
    matches!(
        error,
        KmipError::Resolve { .. }
            | KmipError::ConnectRefused { .. }
            | KmipError::Connect { .. }
            | KmipError::Timeout { .. }
            | KmipError::Closed { .. }
            | KmipError::Io { .. }
    )
}

impl KeySource for KmipKey {
    fn fetch(&self) -> Pin<Box<dyn Future<Output = Result<FetchedKey, FetchFailed>> + Send + '_>> {
        Box::pin(self.fetch_and_disconnect())
    }

    fn kmip_gets(&self) -> Option<(String, u64)> {
        let gets = self.server.gets.load(Ordering::Relaxed);
        Some((self.server.name.clone(), gets))
    }
}
