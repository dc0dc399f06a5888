//! Keys on a KMIP server.

use std::{error::Error, future::Future, pin::Pin, sync::Arc};

use fieldgate_kmip_client::{Client, KeySelector};

use super::{FetchFailed, FetchedKey, KeySource};

/// A key on a KMIP server.
pub struct KmipKey {
    server: String,
    client: Arc<Client>,
    selector: KeySelector,
}

impl KmipKey {
    /// The key that `selector` names, on the server that people call `server`.
    #[must_use]
    pub fn new(server: String, client: Arc<Client>, selector: KeySelector) -> Self {
        Self {
            server,
            client,
            selector,
        }
    }

    async fn fetch_and_disconnect(&self) -> Result<FetchedKey, FetchFailed> {
        let fetched = self.client.fetch_key(&self.selector).await;
        // Minutes or months pass until the next fetch: an idle connection would only be cut.
        self.client.disconnect().await;
        match fetched {
            Ok((_, key)) => Ok(key),
            Err(error) => {
                let mut text = format!("KMIP server {}: {error}", self.server);
                let mut cause = error.source();
                while let Some(error) = cause {
                    text = format!("{text}: {error}");
                    cause = error.source();
                }
                Err(FetchFailed(text))
            }
        }
    }
}

impl KeySource for KmipKey {
    fn fetch(&self) -> Pin<Box<dyn Future<Output = Result<FetchedKey, FetchFailed>> + Send + '_>> {
        Box::pin(self.fetch_and_disconnect())
    }

    fn server(&self) -> Option<&str> {
        Some(&self.server)
    }
}
