//! TLS for the stub, for the floor and for kmip-protocol: mutual, of one version, each handshake whole.

use std::{path::Path, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore, ServerConfig, SupportedProtocolVersion,
    client::Resumption,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject},
    server::{NoServerSessionStorage, WebPkiClientVerifier},
    version::{TLS12, TLS13},
};

use super::Fault;

/// The one version that is spoken.
pub(super) fn version(text: &str) -> Result<&'static SupportedProtocolVersion, Fault> {
    match text {
        "1.2" => Ok(&TLS12),
        "1.3" => Ok(&TLS13),
        other => Err(format!("{other} is no version of TLS that is measured").into()),
    }
}

pub(super) fn client(pki: &Path, version: &str) -> Result<Arc<ClientConfig>, Fault> {
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    let mut config = ClientConfig::builder_with_provider(provider.into())
        .with_protocol_versions(&[self::version(version)?])?
        .with_root_certificates(authorities(pki)?)
        .with_client_auth_cert(chain(pki, "client")?, key(pki, "client")?)?;
    // As ours: a connection shows both certificates anew.
    config.resumption = Resumption::disabled();
    Ok(Arc::new(config))
}

pub(super) fn server(
    pki: &Path,
    version: &'static SupportedProtocolVersion,
) -> Result<Arc<ServerConfig>, Fault> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier =
        WebPkiClientVerifier::builder_with_provider(authorities(pki)?.into(), provider.clone())
            .build()?;
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[version])?
        .with_client_cert_verifier(verifier)
        .with_single_cert(chain(pki, "server")?, key(pki, "server")?)?;
    // No client here resumes, and tickets are work for both.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(Arc::new(config))
}

/// What the server's certificate names.
pub(super) fn server_name() -> Result<ServerName<'static>, Fault> {
    Ok(ServerName::try_from("localhost")?)
}

fn authorities(pki: &Path) -> Result<RootCertStore, Fault> {
    let mut authorities = RootCertStore::empty();
    for certificate in chain(pki, "ca")? {
        authorities.add(certificate)?;
    }
    Ok(authorities)
}

fn chain(pki: &Path, name: &str) -> Result<Vec<CertificateDer<'static>>, Fault> {
    let file = pki.join(format!("{name}.pem"));
    let certificates = CertificateDer::pem_file_iter(&file)
        .map_err(|error| format!("can't read {}: {error}", file.display()))?;
    Ok(certificates.collect::<Result<_, _>>()?)
}

fn key(pki: &Path, name: &str) -> Result<PrivateKeyDer<'static>, Fault> {
    let file = pki.join(format!("{name}.key"));
    PrivateKeyDer::from_pem_file(&file)
        .map_err(|error| format!("can't read {}: {error}", file.display()).into())
}
