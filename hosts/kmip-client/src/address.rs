//! The addresses of a server's cluster, and one of them with all that a connection to it needs.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use tokio::time::{Instant, timeout_at};

use crate::config::{ConfigError, Deadlines, Login, VersionChoice};
use crate::error::{Error, Stage};
use crate::tap::MessageTap;
use crate::tls::Tls;

/// How many addresses a cluster may have.
pub const ADDRESSES_MAX: usize = 16;

/// One address of a KMIP server.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Address {
    /// A host name or an IP address: the server's certificate has to name it.
    pub host: String,
    /// Its port, [`PORT`](fieldgate_core::kmip::PORT) usually.
    pub port: u16,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

/// An address whose host is one.
pub(crate) struct Named {
    pub(crate) address: Address,
    pub(crate) server_name: ServerName<'static>,
}

impl Named {
    pub(crate) fn new(address: Address) -> Result<Self, ConfigError> {
        let server_name =
            ServerName::try_from(address.host.clone()).map_err(|_| ConfigError::Host {
                host: address.host.clone(),
            })?;
        Ok(Self {
            address,
            server_name,
        })
    }
}

/// One address of the server, and as whom we speak there. No `Debug`: it leads to the private key and the password.
pub(crate) struct Peer {
    pub(crate) address: Address,
    pub(crate) server_name: ServerName<'static>,
    pub(crate) tls: Arc<Tls>,
    pub(crate) login: Option<Arc<Login>>,
    /// Which reading of the files `tls` and `login` came from.
    pub(crate) identity: u64,
    pub(crate) tap: Option<Arc<dyn MessageTap>>,
    pub(crate) versions: VersionChoice,
    pub(crate) deadlines: Deadlines,
    /// When whoever waits for what happens here gives up: no step goes on beyond.
    pub(crate) give_up: Option<Instant>,
}

impl Peer {
    /// Does one step within its deadline, and that of the whole.
    pub(crate) async fn within<T>(
        &self,
        stage: Stage,
        after: Duration,
        step: impl Future<Output = T>,
    ) -> Result<T, Error> {
        let start = Instant::now();
        // Without an end of its own when it lies beyond all time.
        let own = start.checked_add(after);
        let Some(end) = own.into_iter().chain(self.give_up).min() else {
            return Ok(step.await);
        };
        timeout_at(end, step).await.map_err(|_| Error::Timeout {
            stage,
            after: end.saturating_duration_since(start),
        })
    }
}
