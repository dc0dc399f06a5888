//! The client: its session, and the call that all operations go through.
//!
//! - `lookup`, `attributes`: what is on the server
//! - `new_key`, `register_active`, `transfer`: keys made, taken in, handed on
//! - `key_life`: leased, activated, replaced, revoked, destroyed
//! - `settle`, `mark`: what became of a request whose answer was lost

mod attributes;
mod key_life;
mod lookup;
mod mark;
mod new_key;
mod register_active;
mod settle;
mod transfer;

pub use attributes::CheckVerdict;
pub(crate) use key_life::same;
pub use key_life::{Lease, Revocation};
pub use lookup::{KeyAttributes, Located, ServerAbilities};
pub(crate) use lookup::{QUERY, abilities};
pub use new_key::NewKey;
pub use register_active::Registered;
pub(crate) use settle::is_missing;
pub use settle::{Made, Settlement};

use std::sync::atomic::AtomicBool;

use fieldgate_core::kmip::{ProtocolVersion, Request};

use crate::call::{Call, Shared};
use crate::certificate::CertificateInfo;
use crate::config::ServerConfig;
use crate::connection::MESSAGE_BYTES;
use crate::error::Error;
use crate::expiry::Certificates;

/// The length of the keys we use, in bits.
pub(crate) const KEY_BITS: i32 = 256;

/// A KMIP server to call.
///
/// It holds connections to use again ([`PoolLimits`](crate::PoolLimits)); calls on different ones don't wait for one
/// another. Each call has deadlines ([`Deadlines`](crate::Deadlines)). A request that changes what the server holds is
/// never sent twice: after an error of which [`Error::may_have_been_done`] is true, the caller finds out what the server
/// did (by [`Client::locate`], say) and decides. A request that only reads is sent again when its connection breaks.
///
/// A call that is dropped halfway takes its connection with it.
pub struct Client {
    pub(crate) shared: Shared,
    /// Whether the server ever said that it leases keys: then it isn't asked again whether it does.
    pub(crate) leases: AtomicBool,
}

impl Client {
    /// A client that is not connected yet.
    #[must_use]
    pub fn new(config: ServerConfig) -> Self {
        Self {
            shared: Shared::new(config),
            leases: AtomicBool::new(false),
        }
    }

    /// The server.
    #[must_use]
    pub const fn config(&self) -> &ServerConfig {
        &self.shared.config
    }

    /// The KMIP version that is spoken; connects if there is no connection.
    ///
    /// # Errors
    /// [`Error`], as in all methods here.
    pub async fn version(&self) -> Result<ProtocolVersion, Error> {
        let call = Call::begin(&self.shared, true, self.shared.until()).await?;
        let session = call.session().await?;
        let version = session.version;
        self.shared.pool.give_back(session);
        Ok(version)
    }

    /// Closes the connections that nobody uses; the next call makes another.
    pub async fn disconnect(&self) {
        self.shared.pool.close_all();
    }

    /// Our certificate, and those that the servers showed: how many days they have left, for one.
    #[must_use]
    pub fn certificates(&self) -> Certificates {
        let own = self.config().client_certificate();
        Certificates {
            client: own.and_then(|own| CertificateInfo::read(&own)),
            servers: self.shared.expiry.servers(),
        }
    }

    /// Sends any request, and hands the response to `read` while it lies in a buffer that is wiped afterwards.
    ///
    /// # Errors
    /// [`Error`], of the connection, of the server, or of `read`.
    pub async fn call<R: Request, T>(
        &self,
        request: &R,
        read: impl FnOnce(R::Response<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.shared.call(request, MESSAGE_BYTES, read).await
    }

    /// As [`Self::call`], for a request or a response that may be longer than usual (a Locate that finds many, an Export):
    /// up to `bytes_max`, and at most [`MESSAGE_BYTES_MAX`](crate::MESSAGE_BYTES_MAX). The server is told the size; the
    /// buffer is this call's own, and is wiped.
    ///
    /// # Errors
    /// [`Error`], as all calls; [`Error::ResponseTooLarge`].
    pub async fn call_longer<R: Request, T>(
        &self,
        request: &R,
        bytes_max: usize,
        read: impl FnOnce(R::Response<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.shared.call(request, bytes_max, read).await
    }
}
