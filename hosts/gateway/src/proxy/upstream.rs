//! The application behind the gateway: how it is reached, over HTTP/1.1, in the clear or over verified TLS.

use std::{fmt, io, sync::Arc, time::Duration};

use hyper::{
    Method, Request, Response, Uri, body::Incoming, client::conn::http1, header::HeaderValue,
    http::uri::Scheme,
};
use hyper_util::rt::TokioIo;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, InvalidDnsNameError, ServerName, pem::PemObject},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};
use tokio_rustls::TlsConnector;

use super::{
    limits::{HEADER_BYTES_MAX, HEADERS_MAX, Limits, READ_BYTES_MAX, UPSTREAM_CONNECTIONS_MAX},
    pool::{Lease, Pool},
    stream::RequestBody,
};

/// The upstream in the configuration can't be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UpstreamError {
    /// Not `http://HOST[:PORT]` or `https://HOST[:PORT]`.
    #[error("{0} is not an upstream; write http://HOST:PORT or https://HOST:PORT, with no path")]
    Address(String),
    /// A host that no certificate can name.
    #[error("{0} can't be in a certificate")]
    ServerName(String, #[source] InvalidDnsNameError),
    /// No certificate in the authority's file, or one that can't be read.
    #[error(
        "the upstream's certificate authority has no certificate that can be read; a PEM file is expected"
    )]
    Authority,
    /// The system has no certificate authorities.
    #[error(
        "the system has no certificate authorities; install them, or set upstream_certificate_authority"
    )]
    NoSystemAuthorities,
    /// TLS can't be set up.
    #[error("TLS to the upstream can't be set up")]
    Tls(#[source] rustls::Error),
}

/// A request got no response.
#[derive(Debug, thiserror::Error)]
pub(super) enum SendError {
    #[error("every connection to the upstream is in use")]
    Full,
    #[error("the upstream can't be reached")]
    Connect(#[source] io::Error),
    #[error("connecting to the upstream takes too long")]
    ConnectSlow,
    #[error("the upstream broke off before it answered")]
    Broken(#[source] hyper::Error),
}

/// The application.
pub struct Upstream {
    host: String,
    port: u16,
    host_header: HeaderValue,
    tls: Option<(TlsConnector, ServerName<'static>)>,
    pool: Arc<Pool>,
    connections: Arc<Semaphore>,
    connect: Duration,
}

impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upstream")
            .field("host", &self.host_header)
            .finish_non_exhaustive()
    }
}

impl Upstream {
    /// The application at `url`. With https, its certificate is checked against `authority_pem`, or the system's
    /// authorities.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub fn new(
        url: &str,
        authority_pem: Option<&[u8]>,
        limits: &Limits,
    ) -> Result<Self, UpstreamError> {
        let address = || UpstreamError::Address(url.to_owned());
        let uri: Uri = url.parse().map_err(|_| address())?;
        let authority = uri
            .authority()
            .filter(|authority| !authority.as_str().contains('@'))
            .ok_or_else(address)?;
        if uri.query().is_some() || !matches!(uri.path(), "" | "/") {
            return Err(address());
        }
        let is_tls = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTP => false,
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            _ => return Err(address()),
        };
        let host = authority
            .host()
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        let tls = if is_tls {
            let name = ServerName::try_from(host.clone())
                .map_err(|error| UpstreamError::ServerName(host.clone(), error))?;
            Some((connector(authority_pem)?, name))
        } else {
            None
        };
        Ok(Self {
            port: authority
                .port_u16()
                .unwrap_or(if is_tls { 443 } else { 80 }),
            host_header: HeaderValue::from_str(authority.as_str()).map_err(|_| address())?,
            host,
            tls,
            pool: Pool::new(limits.upstream_kept),
            connections: Arc::new(Semaphore::new(UPSTREAM_CONNECTIONS_MAX)),
            connect: limits.connect,
        })
    }

    /// What `Host` is for a request that has none.
    pub(super) fn host_header(&self) -> HeaderValue {
        self.host_header.clone()
    }

    /// Sends a request; the response's head and the connection that its body comes from.
    ///
    /// An idle connection may have been closed by the upstream. What was not sent at all is sent again on another one, and
    /// so is a safe request without a body that got no answer (RFC 9110 section 9.2.2).
    pub(super) async fn send(
        &self,
        mut request: Request<RequestBody>,
    ) -> Result<(Response<Incoming>, Lease), SendError> {
        loop {
            let mut lease = self.lease().await?;
            let again = (lease.is_reused && is_repeatable(&request)).then(|| head_of(&request));
            match lease.sender.try_send_request(request).await {
                Ok(response) => return Ok((response, lease)),
                Err(mut error) => match (error.take_message(), again) {
                    (Some(unsent), _) if lease.is_reused => request = unsent,
                    (None, Some(again)) => request = again,
                    _ => return Err(SendError::Broken(error.into_error())),
                },
            }
        }
    }

    async fn lease(&self) -> Result<Lease, SendError> {
        if let Some(lease) = self.pool.take() {
            return Ok(lease);
        }
        let permit = timeout(self.connect, Arc::clone(&self.connections).acquire_owned()).await;
        let Ok(Ok(permit)) = permit else {
            return Err(SendError::Full);
        };
        timeout(self.connect, self.open(permit))
            .await
            .map_err(|_| SendError::ConnectSlow)?
    }

    async fn open(&self, permit: OwnedSemaphorePermit) -> Result<Lease, SendError> {
        let socket = TcpStream::connect((self.host.as_str(), self.port))
            .await
            .map_err(SendError::Connect)?;
        socket.set_nodelay(true).map_err(SendError::Connect)?;
        match &self.tls {
            None => self.speak(socket, permit).await,
            Some((connector, name)) => {
                let socket = connector
                    .connect(name.clone(), socket)
                    .await
                    .map_err(SendError::Connect)?;
                self.speak(socket, permit).await
            }
        }
    }

    async fn speak<S>(&self, socket: S, permit: OwnedSemaphorePermit) -> Result<Lease, SendError>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (sender, connection) = http1::Builder::new()
            .max_header_size(HEADER_BYTES_MAX)
            .max_headers(HEADERS_MAX)
            .max_buf_size(READ_BYTES_MAX.max(HEADER_BYTES_MAX))
            .handshake(TokioIo::new(socket))
            .await
            .map_err(SendError::Broken)?;
        // Its errors are those of the requests on it; it ends with the last handle to it.
        tokio::spawn(connection);
        Ok(self.pool.lease(sender, permit))
    }
}

fn connector(authority_pem: Option<&[u8]>) -> Result<TlsConnector, UpstreamError> {
    let mut roots = RootCertStore::empty();
    match authority_pem {
        Some(pem) => {
            for certificate in CertificateDer::pem_slice_iter(pem) {
                let certificate = certificate.map_err(|_| UpstreamError::Authority)?;
                roots
                    .add(certificate)
                    .map_err(|_| UpstreamError::Authority)?;
            }
            if roots.is_empty() {
                return Err(UpstreamError::Authority);
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            if roots.is_empty() {
                return Err(UpstreamError::NoSystemAuthorities);
            }
        }
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(UpstreamError::Tls)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

fn is_repeatable(request: &Request<RequestBody>) -> bool {
    request.body().is_empty()
        && [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method())
}

fn head_of(request: &Request<RequestBody>) -> Request<RequestBody> {
    let mut head = Request::new(RequestBody::empty());
    *head.method_mut() = request.method().clone();
    *head.uri_mut() = request.uri().clone();
    *head.headers_mut() = request.headers().clone();
    head
}
