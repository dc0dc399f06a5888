//! TLS as we use it: which authorities, which client certificate, and what the server asked for.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustls::client::{ResolvesClientCert, Resumption};
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::CertificateDer;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ClientConfig, InconsistentKeys, RootCertStore, SignatureScheme};

use crate::certificate::anchor_name;
use crate::config::{ClientCertificate, ConfigError};
use crate::files::certificates;
use crate::opened;

/// How many authorities are named in a message.
const AUTHORITIES_SHOWN_MAX: usize = 4;

/// How connections to one server are secured. No `Debug`: it holds the client's private key.
pub(crate) struct Tls {
    authorities: Arc<RootCertStore>,
    client: Option<Arc<dyn ResolvesClientCert>>,
    /// Our certificate, without its key.
    client_certificate: Option<CertificateDer<'static>>,
}

impl Tls {
    pub(crate) fn new(
        authority: &Path,
        client: Option<&ClientCertificate>,
    ) -> Result<Self, ConfigError> {
        let mut authorities = RootCertStore::empty();
        for certificate in certificates(authority)? {
            authorities
                .add(certificate)
                .map_err(|source| ConfigError::Authority {
                    path: authority.to_owned(),
                    source,
                })?;
        }
        let client_certificate = client.and_then(|client| client.chain.first().cloned());
        let client = client.map(resolver).transpose()?;
        Ok(Self {
            authorities: Arc::new(authorities),
            client,
            client_certificate,
        })
    }

    /// Our certificate, if one is configured.
    pub(crate) const fn client_certificate(&self) -> Option<&CertificateDer<'static>> {
        self.client_certificate.as_ref()
    }

    pub(crate) const fn has_client_certificate(&self) -> bool {
        self.client_certificate.is_some()
    }

    /// The names of the authorities that a server's certificate may come from.
    pub(crate) fn authority_names(&self) -> Vec<String> {
        let anchors = self.authorities.roots.iter().take(AUTHORITIES_SHOWN_MAX);
        anchors
            .filter_map(|anchor| anchor_name(&anchor.subject))
            .collect()
    }

    /// The configuration of one connection, and a flag that tells whether the server asked for our certificate.
    pub(crate) fn for_connection(
        &self,
    ) -> Result<(Arc<ClientConfig>, Arc<AskedFor>), rustls::Error> {
        let asked_for = Arc::new(AskedFor {
            certificate: AtomicBool::new(false),
            client: self.client.clone(),
        });
        let mut config = ClientConfig::builder_with_provider(opened::provider())
            .with_safe_default_protocol_versions()?
            .with_root_certificates(Arc::clone(&self.authorities))
            .with_client_cert_resolver(Arc::clone(&asked_for) as Arc<dyn ResolvesClientCert>);
        // Each connection shows both certificates anew: connections are few, and a revoked certificate is noticed.
        config.resumption = Resumption::disabled();
        Ok((Arc::new(config), asked_for))
    }
}

/// Our certificate with its key, if they belong together.
fn resolver(client: &ClientCertificate) -> Result<Arc<dyn ResolvesClientCert>, ConfigError> {
    let failed = |source| ConfigError::ClientCertificate { source };
    // By reference: rustls' other ways take a copy of the private key and drop it without wiping.
    let key = any_supported_type(&client.private_key).map_err(failed)?;
    let key = CertifiedKey::new(client.chain.clone(), key);
    match key.keys_match() {
        // Unknown: a kind of key that doesn't tell its public half.
        Ok(()) | Err(rustls::Error::InconsistentKeys(InconsistentKeys::Unknown)) => {
            Ok(Arc::new(SingleCertAndKey::from(key)))
        }
        Err(error) => Err(failed(error)),
    }
}

/// Hands out our client certificate, and remembers that it was asked for.
pub(crate) struct AskedFor {
    certificate: AtomicBool,
    client: Option<Arc<dyn ResolvesClientCert>>,
}

impl AskedFor {
    pub(crate) fn certificate_asked_for(&self) -> bool {
        self.certificate.load(Ordering::Relaxed)
    }

    /// Whether the server asked for a certificate, and there was none to show.
    pub(crate) fn missed_certificate(&self) -> bool {
        self.certificate_asked_for() && self.client.is_none()
    }

    pub(crate) fn has_certificate(&self) -> bool {
        self.client.is_some()
    }
}

impl std::fmt::Debug for AskedFor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AskedFor")
    }
}

impl ResolvesClientCert for AskedFor {
    fn resolve(&self, hints: &[&[u8]], schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.certificate.store(true, Ordering::Relaxed);
        self.client.as_ref()?.resolve(hints, schemes)
    }

    fn has_certs(&self) -> bool {
        true
    }
}
