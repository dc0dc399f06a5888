//! Keys on this machine, wrapped by the root of trust.

use std::{future::Future, pin::Pin, sync::Arc};

use fieldgate_store::LocalKeys;

use super::{FetchFailed, FetchedKey, KeySource};
use crate::causes::with_causes;

/// A key in the local folder.
pub struct LocalKey {
    keys: Arc<LocalKeys>,
    name: String,
}

impl LocalKey {
    /// The key `name` of `keys`.
    #[must_use]
    pub fn new(keys: Arc<LocalKeys>, name: String) -> Self {
        Self { keys, name }
    }
}

impl KeySource for LocalKey {
    fn fetch(&self) -> Pin<Box<dyn Future<Output = Result<FetchedKey, FetchFailed>> + Send + '_>> {
        let (keys, name) = (Arc::clone(&self.keys), self.name.clone());
        Box::pin(async move {
            // Reads a file: off the runtime's own threads.
            let load = tokio::task::spawn_blocking(move || keys.load(&name));
            match load.await {
                Ok(Ok(key)) => Ok(key.into()),
                Ok(Err(error)) => Err(FetchFailed::refused(with_causes(&error))),
                Err(_) => Err(FetchFailed::refused(
                    "reading the local key failed".to_owned(),
                )),
            }
        })
    }
}
