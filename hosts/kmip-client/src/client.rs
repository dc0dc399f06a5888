//! The client: its session, and the call that all operations go through.
//!
//! - `lookup`, `attributes`: what is on the server
//! - `new_key`, `transfer`: keys made, taken in, handed on
//! - `key_life`: leased, activated, replaced, revoked, destroyed
//! - `settle`, `mark`: what became of a request whose answer was lost

mod attributes;
mod key_life;
mod lookup;
mod mark;
mod new_key;
mod settle;
mod transfer;

pub use attributes::CheckVerdict;
pub use key_life::{Lease, Revocation};
pub use lookup::{KeyAttributes, Located, ServerAbilities};
pub(crate) use lookup::{QUERY, abilities};
pub use new_key::NewKey;
pub(crate) use settle::is_missing;
pub use settle::{Made, Settlement};

use std::sync::Arc;

use fieldgate_core::kmip::{ProtocolVersion, Request};
use tokio::sync::{Mutex, MutexGuard, OnceCell};

use crate::config::{ServerConfig, SharedConfig};
use crate::connection::{Connection, connect, resolve};
use crate::error::{Error, Stage};
use crate::negotiate::negotiate;

/// The length of the keys we use, in bits.
pub(crate) const KEY_BITS: i32 = 256;

/// A KMIP server to call.
///
/// It holds one connection, made at the first call and made anew when it broke or the server closed it. Calls wait for
/// one another. Each call has deadlines, and is sent once: after an error of the connection the caller finds out what the
/// server did (by [`Client::locate`], say) and decides.
pub struct Client {
    config: SharedConfig,
    session: Mutex<Option<Session>>,
    /// What Query told, once it was asked.
    abilities: OnceCell<ServerAbilities>,
}

/// A connection and the version spoken on it.
struct Session {
    connection: Connection,
    version: ProtocolVersion,
}

impl Client {
    /// A client that is not connected yet.
    #[must_use]
    pub fn new(config: ServerConfig) -> Self {
        Self {
            config: Arc::new(config),
            session: Mutex::new(None),
            abilities: OnceCell::new(),
        }
    }

    /// The server.
    #[must_use]
    pub fn config(&self) -> &ServerConfig {
        &self.config
    }

    /// The KMIP version that is spoken; connects if there is no connection.
    ///
    /// # Errors
    /// [`Error`], as in all methods here.
    pub async fn version(&self) -> Result<ProtocolVersion, Error> {
        let mut slot = self.session.lock().await;
        let session = self.take_or_open(&mut slot).await?;
        let version = session.version;
        *slot = Some(session);
        Ok(version)
    }

    /// Closes the connection, if there is one; the next call makes another.
    pub async fn disconnect(&self) {
        *self.session.lock().await = None;
    }

    pub(crate) async fn call<R: Request, T>(
        &self,
        request: &R,
        read: impl FnOnce(R::Response<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut slot = self.session.lock().await;
        let mut session = self.take_or_open(&mut slot).await?;
        let (stage, version) = (Stage::Operations, session.version);
        let result = session
            .connection
            .call(&self.config, stage, version, request, read)
            .await;
        // Back into the slot even when it broke: the next call looks at it, and replaces it.
        *slot = Some(session);
        result
    }

    /// The session out of its slot, or a new one. A call that is dropped halfway thus takes its session with it.
    async fn take_or_open(
        &self,
        slot: &mut MutexGuard<'_, Option<Session>>,
    ) -> Result<Session, Error> {
        if let Some(mut session) = slot.take()
            && session.connection.is_reusable()
        {
            return Ok(session);
        }
        let addresses = resolve(&self.config).await?;
        let socket = connect(&self.config, &addresses).await?;
        let mut connection = Connection::secure(&self.config, socket).await?;
        let version = negotiate(&self.config, &mut connection).await?;
        tracing::debug!(host = %self.config.host, %version, "connected to the KMIP server");
        Ok(Session {
            connection,
            version,
        })
    }
}
