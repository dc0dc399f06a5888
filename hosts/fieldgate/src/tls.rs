//! The gateway's own certificate.

use std::{error::Error, path::Path, sync::Arc};

use rustls::{
    ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{
        CertificateDer, PrivateKeyDer,
        pem::{self, PemObject},
    },
};

/// TLS 1.2 and 1.3 under the certificate in these files.
pub(crate) fn server_config(
    certificate: &Path,
    private_key: &Path,
) -> Result<ServerConfig, Box<dyn Error>> {
    let chain: Vec<_> = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(|error| unreadable("certificate", certificate, &error))?;
    if chain.is_empty() {
        return Err(unreadable("certificate", certificate, &pem::Error::NoItemsFound).into());
    }
    let key = PrivateKeyDer::from_pem_file(private_key)
        .map_err(|error| unreadable("private_key", private_key, &error))?;
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| {
            format!(
                "certificate {} and private_key {} can't be used together: {error}",
                certificate.display(),
                private_key.display()
            )
        })?;
    Ok(config)
}

fn unreadable(what: &str, path: &Path, error: &pem::Error) -> String {
    let path = path.display();
    match error {
        pem::Error::NoItemsFound => {
            let section = what.replace('_', " ").to_uppercase();
            format!("{what} {path}: it has no PEM section BEGIN {section}")
        }
        pem::Error::Io(error) => format!("{what} {path}: {error}"),
        error => format!("{what} {path}: it is not valid PEM: {error}"),
    }
}
