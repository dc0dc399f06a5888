//! The gateway's own certificate.

use std::{error::Error, path::Path, sync::Arc};

use rustls::{
    ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

/// TLS 1.2 and 1.3 under the certificate in these files.
pub(crate) fn server_config(
    certificate: &Path,
    private_key: &Path,
) -> Result<ServerConfig, Box<dyn Error>> {
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| format!("certificate {}: {error}", certificate.display()))?;
    if chain.is_empty() {
        return Err(format!(
            "certificate {}: there is no PEM section BEGIN CERTIFICATE in it",
            certificate.display()
        )
        .into());
    }
    let key = PrivateKeyDer::from_pem_file(private_key)
        .map_err(|error| format!("private_key {}: {error}", private_key.display()))?;
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
