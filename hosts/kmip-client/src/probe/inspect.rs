//! A second look at a server whose TLS fails, on connections of their own: which certificates it shows, and what it speaks
//! in place of TLS. Nothing secret is sent: neither our certificate nor a user name.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error as TlsError, SignatureScheme,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::finding::{ClientCertificateUse, Finding, TlsFinding};
use super::stages::our_certificate;
use crate::address::Peer;
use crate::certificate::CertificateInfo;
use crate::connection::connect;
use crate::error::Error;
use crate::link::Link;
use crate::opened;

/// How long a second look may take.
const INSPECT_MS_MAX: u64 = 1500;

/// How many certificates of a chain are looked at.
pub(super) const CHAIN_CERTIFICATES_MAX: usize = 8;

/// What a server says to one that doesn't speak TLS.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Plain {
    /// HTTP.
    Http,
    /// Another protocol that is known by its first words.
    Other(&'static str),
    /// Nothing, or nothing that is known.
    Unknown,
}

/// What the server shows and speaks, after its TLS failed so.
pub(super) async fn look_again(
    config: &Peer,
    addresses: &[SocketAddr],
    error: &Error,
) -> (Option<Finding>, Option<Plain>) {
    let asked_for = match error {
        Error::NotTls { .. } | Error::Closed { .. } => {
            let plain = match connect(config, addresses).await {
                Ok(socket) => plain(socket).await,
                Err(_) => Plain::Unknown,
            };
            return (None, Some(plain));
        }
        Error::ServerCertificateNotTrusted
        | Error::ServerNameMismatch { .. }
        | Error::ServerCertificateExpired
        | Error::ServerCertificateNotYetValid
        | Error::ServerCertificate { .. } => None,
        Error::ClientCertificateRefused { .. } | Error::ClientCertificateMissing => Some(true),
        _ => return (None, None),
    };
    let chain = match connect(config, addresses).await {
        Ok(socket) => certificates(socket, config.server_name.clone()).await,
        Err(_) => Vec::new(),
    };
    let finding = TlsFinding {
        version: None,
        suite: None,
        chain,
        client_certificate: ClientCertificateUse {
            asked_for,
            ours: our_certificate(config),
        },
    };
    (Some(Finding::Tls(finding)), None)
}

/// The certificates that the server shows, its own first. The handshake always ends there.
async fn certificates(socket: TcpStream, server_name: ServerName<'static>) -> Vec<CertificateInfo> {
    let shown = Arc::new(Shown::default());
    let Ok(builder) = ClientConfig::builder_with_provider(opened::provider())
        .with_safe_default_protocol_versions()
    else {
        return Vec::new();
    };
    let config = builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(&shown) as Arc<dyn ServerCertVerifier>)
        .with_no_client_auth();
    if let Ok(mut link) = Link::new(socket, Arc::new(config), server_name) {
        // It ends with an error in any case: the verifier below accepts nothing.
        let _ = timeout(Duration::from_millis(INSPECT_MS_MAX), link.handshake()).await;
    }
    shown
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .drain(..)
        .collect()
}

/// What the server says to a plain HTTP request, or of itself.
async fn plain(mut socket: TcpStream) -> Plain {
    let mut answer = [0; 64];
    let talk = async {
        socket
            .write_all(b"GET / HTTP/1.0\r\nConnection: close\r\n\r\n")
            .await?;
        socket.read(&mut answer).await
    };
    match timeout(Duration::from_millis(INSPECT_MS_MAX), talk).await {
        Ok(Ok(count)) => recognised(&answer[..count]),
        _ => Plain::Unknown,
    }
}

fn recognised(answer: &[u8]) -> Plain {
    let known: [(&[u8], Plain); 6] = [
        (b"HTTP/", Plain::Http),
        (b"<!DOCTYPE", Plain::Http),
        (b"<html", Plain::Http),
        (b"SSH-", Plain::Other("SSH")),
        (b"220", Plain::Other("SMTP or FTP")),
        (b"* OK", Plain::Other("IMAP")),
    ];
    known
        .into_iter()
        .find(|(start, _)| answer.starts_with(start))
        .map_or(Plain::Unknown, |(_, plain)| plain)
}

/// Notes the certificates that are shown, and accepts none of them: no connection can come of it.
#[derive(Default, Debug)]
struct Shown(Mutex<Vec<CertificateInfo>>);

impl ServerCertVerifier for Shown {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        let chain = std::iter::once(end_entity).chain(intermediates);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = chain
            .take(CHAIN_CERTIFICATES_MAX)
            .filter_map(CertificateInfo::read)
            .collect();
        Err(TlsError::InvalidCertificate(
            CertificateError::ApplicationVerificationFailure,
        ))
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        Err(TlsError::General("never asked".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        Err(TlsError::General("never asked".to_owned()))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        opened::provider()
            .signature_verification_algorithms
            .supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::{Plain, recognised};

    #[test]
    fn first_words_of_other_protocols_are_known() {
        assert_eq!(recognised(b"HTTP/1.1 400 Bad Request\r\n"), Plain::Http);
        assert_eq!(recognised(b"SSH-2.0-OpenSSH_9.6\r\n"), Plain::Other("SSH"));
        assert_eq!(
            recognised(b"220 mail.example ESMTP\r\n"),
            Plain::Other("SMTP or FTP")
        );
        assert_eq!(recognised(b""), Plain::Unknown);
        assert_eq!(recognised(b"\x15\x03\x01\0\x02\x02\x46"), Plain::Unknown);
    }
}
