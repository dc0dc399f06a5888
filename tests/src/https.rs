//! One HTTPS request at a time to the gateway, by rustls without an HTTP library, and bodies of any size.

use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::SupportError;
use crate::http::{self, Response};

/// A TLS connection to read from and write to.
pub type Stream = StreamOwned<ClientConnection, TcpStream>;

/// A client that trusts one authority.
#[derive(Debug, Clone)]
pub struct Client {
    config: Arc<ClientConfig>,
}

impl Client {
    /// Trusts the authority in this PEM file, and no other.
    ///
    /// # Errors
    /// [`SupportError::Answer`] when it is no certificate.
    pub fn new(authority: &Path) -> Result<Self, SupportError> {
        let unusable = |error: String| SupportError::Answer {
            from: authority.display().to_string(),
            expected: "a certificate",
            found: error,
        };
        let certificate = CertificateDer::from_pem_file(authority)
            .map_err(|error| unusable(error.to_string()))?;
        let mut roots = RootCertStore::empty();
        roots
            .add(certificate)
            .map_err(|error| unusable(error.to_string()))?;
        let config = ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            config: Arc::new(config),
        })
    }

    /// Connects to `127.0.0.1:PORT`, where it wants the certificate of localhost.
    ///
    /// # Errors
    /// [`SupportError::Io`], [`SupportError::Answer`].
    pub fn connect(&self, address: &str) -> Result<Stream, SupportError> {
        let name = ServerName::from(std::net::Ipv4Addr::LOCALHOST);
        let connection =
            ClientConnection::new(Arc::clone(&self.config), name).map_err(|error| {
                SupportError::Answer {
                    from: address.to_owned(),
                    expected: "TLS",
                    found: error.to_string(),
                }
            })?;
        let socket =
            http::connect(address).map_err(SupportError::io(format!("connect to {address}")))?;
        Ok(StreamOwned::new(connection, socket))
    }

    /// Sends one request on its own connection and reads the answer to its end.
    ///
    /// # Errors
    /// [`SupportError::Io`], [`SupportError::Answer`].
    pub fn request(
        &self,
        address: &str,
        method: &str,
        path: &str,
        fields: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Response, SupportError> {
        let mut stream = self.connect(address)?;
        let url = format!("https://{address}{path}");
        http::exchange(
            &mut stream,
            &url,
            &http::request(method, address, path, fields, body),
        )
    }
}
