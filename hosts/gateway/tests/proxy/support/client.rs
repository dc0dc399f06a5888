//! A client: one TLS connection, with whole requests over hyper, or byte by byte.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use http_body_util::{BodyExt, Full};
use hyper::{
    HeaderMap, Method, Request,
    body::Bytes,
    client::conn::http1::{self, SendRequest},
};
use hyper_util::rt::TokioIo;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

/// A TLS connection to the gateway, which has a certificate in `pem`.
pub(crate) async fn connect(address: SocketAddr, pem: &str) -> io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let socket = TcpStream::connect(address).await?;
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(config))
        .connect(name, socket)
        .await
}

/// An answer, as the client saw it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// Whether the body came to its end.
    pub(crate) is_whole: bool,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The gateway's own code, when it refused.
    pub(crate) fn code(&self) -> String {
        let body: serde_json::Value = serde_json::from_slice(&self.body).unwrap_or_default();
        assert!(body["error"].is_null() || body["error"] == "fieldgate");
        format!(
            "{} {}",
            self.status,
            body["code"].as_str().unwrap_or_default()
        )
    }
}

pub(crate) struct Client(SendRequest<Full<Bytes>>);

impl Client {
    pub(crate) async fn connect(address: SocketAddr, pem: &str) -> io::Result<Self> {
        let socket = connect(address, pem).await?;
        let (sender, connection) = http1::handshake(TokioIo::new(socket)).await.unwrap();
        tokio::spawn(connection);
        Ok(Self(sender))
    }

    pub(crate) async fn send(&mut self, request: Request<Full<Bytes>>) -> Answer {
        self.0.ready().await.unwrap();
        let response = self.0.send_request(request).await.unwrap();
        let (parts, mut incoming) = response.into_parts();
        let (mut body, mut is_whole) = (Vec::new(), true);
        while let Some(frame) = incoming.frame().await {
            match frame {
                Ok(frame) => body.extend_from_slice(&frame.into_data().unwrap_or_default()),
                Err(_) => {
                    is_whole = false;
                    break;
                }
            }
        }
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
            is_whole,
        }
    }

    pub(crate) async fn request(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Answer {
        let mut request = Request::new(Full::new(body.into()));
        *request.method_mut() = Method::from_bytes(method.as_bytes()).unwrap();
        *request.uri_mut() = target.parse().unwrap();
        request
            .headers_mut()
            .insert("host", "films.example".parse().unwrap());
        for (name, value) in headers {
            request.headers_mut().append(
                name.parse::<hyper::header::HeaderName>().unwrap(),
                value.parse().unwrap(),
            );
        }
        self.send(request).await
    }

    pub(crate) async fn get(&mut self, target: &str) -> Answer {
        self.request("GET", target, &[], "").await
    }

    pub(crate) async fn json(
        &mut self,
        method: &str,
        target: &str,
        body: impl Into<Bytes>,
    ) -> Answer {
        self.request(
            method,
            target,
            &[("content-type", "application/json")],
            body,
        )
        .await
    }
}

/// Writes `text` and reads until the gateway closes, or 3 seconds pass.
pub(crate) async fn raw(socket: &mut TlsStream<TcpStream>, text: &[u8]) -> String {
    // A gateway that has closed already has answered already.
    let _ = socket.write_all(text).await;
    let mut answer = Vec::new();
    let _ = timeout(Duration::from_secs(3), socket.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}
