//! From the configuration of a KMIP server to a client of it.

use std::time::Duration;

use fieldgate_kmip_client::{
    ClientAuth, ClientCertificate, ConfigError, Deadlines, Login, ServerConfig,
};

use crate::config::{self, Authentication, KmipServer};

/// Each is well below the gateway's limit of 10 s for a fetch, so that a server which stops answering at one step is named
/// with that step. Together they are longer: where every step is slow, it is the gateway's limit that ends the fetch.
pub(crate) const DEADLINES: Deadlines = Deadlines {
    resolve: Duration::from_secs(3),
    connect: Duration::from_secs(3),
    handshake: Duration::from_secs(3),
    call: Duration::from_secs(4),
    whole: Duration::from_secs(12),
};

/// Reads the files that the configuration names.
pub(crate) fn server_config(server: &KmipServer) -> Result<ServerConfig, ConfigError> {
    let authentication = match &server.authentication {
        Authentication::Certificate(files) => ClientAuth::Certificate(certificate(files)?),
        Authentication::Login(files) => ClientAuth::Login(login(files)?),
        Authentication::Both(certificate_files, login_files) => {
            ClientAuth::CertificateAndLogin(certificate(certificate_files)?, login(login_files)?)
        }
    };
    let config = ServerConfig::new(&server.host, &server.certificate_authority, authentication)?;
    Ok(config.with_port(server.port).with_deadlines(DEADLINES))
}

fn certificate(files: &config::ClientCertificate) -> Result<ClientCertificate, ConfigError> {
    ClientCertificate::from_pem_files(&files.chain, &files.private_key)
}

fn login(files: &config::Login) -> Result<Login, ConfigError> {
    Login::with_password_file(files.username.clone(), &files.password_file)
}
