//! The proxy: TLS connections in, requests rewritten, one upstream application out.
//!
//! [`Gateway`] holds what is in force; a reload replaces it for new requests while old ones finish. `exchange` is the life
//! of one request.

mod exchange;
mod headers;
mod limits;
mod listener;
mod media;
mod metrics;
mod patient;
mod pool;
mod refusal;
mod request_body;
mod response_body;
mod status;
mod stream;
mod upstream;

use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use tokio_rustls::TlsAcceptor;

use crate::{fields::Fields, rules::Rules};
pub use limits::{COLLECTED_BYTES_MAX, Limits};
use metrics::Metrics;
pub use upstream::{Upstream, UpstreamError};

/// What becomes of a body that no rule covers.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum UnknownWrites {
    /// It passes.
    Allow,
    /// It passes, and the log names method and path.
    #[default]
    Warn,
    /// It is refused with 403.
    Refuse,
}

/// What the proxy is told, besides rules, keys and its certificate.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The application.
    pub upstream: Arc<Upstream>,
    /// What becomes of a body that no rule covers.
    pub unknown_writes: UnknownWrites,
    /// How much and how long.
    pub limits: Limits,
}

/// What is in force for a request, from its start to its end.
struct Generation<F> {
    settings: Settings,
    rules: Arc<Rules>,
    fields: Arc<F>,
    tls: TlsAcceptor,
}

struct Shared<F> {
    current: RwLock<Arc<Generation<F>>>,
    metrics: Metrics,
}

/// The gateway.
pub struct Gateway<F>(Arc<Shared<F>>);

impl<F> Clone for Gateway<F> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<F: Fields> Gateway<F> {
    /// A gateway that is ready to serve. `tls` has the certificate; ALPN is set to `http/1.1` here.
    #[must_use]
    pub fn new(settings: Settings, rules: Arc<Rules>, fields: Arc<F>, tls: &ServerConfig) -> Self {
        let current = RwLock::new(Arc::new(Generation::new(settings, rules, fields, tls)));
        Self(Arc::new(Shared {
            current,
            metrics: Metrics::default(),
        }))
    }

    /// Puts new settings, rules, keys and certificate in force, all at once.
    ///
    /// New requests and connections have them; requests under way finish with the old ones, and no connection is dropped.
    /// The limits on the number and the patience of connections stay those of the start.
    pub fn reload(
        &self,
        settings: Settings,
        rules: Arc<Rules>,
        fields: Arc<F>,
        tls: &ServerConfig,
    ) {
        let next = Arc::new(Generation::new(settings, rules, fields, tls));
        *self
            .0
            .current
            .write()
            .unwrap_or_else(PoisonError::into_inner) = next;
    }

    fn current(&self) -> Arc<Generation<F>> {
        Arc::clone(
            &self
                .0
                .current
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }
}

impl<F> Generation<F> {
    fn new(settings: Settings, rules: Arc<Rules>, fields: Arc<F>, tls: &ServerConfig) -> Self {
        let mut tls = tls.clone();
        tls.alpn_protocols = vec![b"http/1.1".to_vec()];
        Self {
            settings,
            rules,
            fields,
            tls: TlsAcceptor::from(Arc::new(tls)),
        }
    }
}
