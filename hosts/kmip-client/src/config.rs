//! Which KMIP server, and as whom: read from PEM and password files.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{fs, io};

use fieldgate_core::kmip::{PORT, ProtocolVersion};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use zeroize::{Zeroize, Zeroizing};

use crate::tls::Tls;

/// The longest certificate, key or password file that is read.
const FILE_BYTES_MAX: usize = 256 * 1024;

/// A file or a value that a connection can't be set up with.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file can't be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is too long.
    #[error("{} is longer than {FILE_BYTES_MAX} bytes: is it the right file?", path.display())]
    TooLong {
        /// The file.
        path: PathBuf,
    },
    /// The file isn't PEM.
    #[error("{} is not valid PEM", path.display())]
    Pem {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rustls::pki_types::pem::Error,
    },
    /// No certificate in the file.
    #[error("{} holds no certificate: a PEM section BEGIN CERTIFICATE is needed", path.display())]
    NoCertificate {
        /// The file.
        path: PathBuf,
    },
    /// No private key in the file.
    #[error("{} holds no private key that can be read: an unencrypted PEM section BEGIN PRIVATE KEY is needed", path.display())]
    NoPrivateKey {
        /// The file.
        path: PathBuf,
    },
    /// A certificate authority can't be used.
    #[error("a certificate in {} cannot be used as a certificate authority", path.display())]
    Authority {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rustls::Error,
    },
    /// The client certificate and its key can't be used.
    #[error(
        "the client certificate and its private key cannot be used together: do they belong to one another?"
    )]
    ClientCertificate {
        /// Why.
        source: rustls::Error,
    },
    /// The password file isn't text.
    #[error("{} is not UTF-8 text", path.display())]
    PasswordNotText {
        /// The file.
        path: PathBuf,
    },
    /// The password file holds no password.
    #[error("{} holds no password: write it there", path.display())]
    PasswordEmpty {
        /// The file.
        path: PathBuf,
    },
    /// Others can read the password.
    #[error("{} can be read by others than its owner (mode {mode:o}); run chmod 600 on it", path.display())]
    PasswordFileTooOpen {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The host is neither a name nor an address.
    #[error("{host} is neither a host name nor an IP address")]
    Host {
        /// What was given.
        host: String,
    },
    /// The version isn't spoken here.
    #[error("KMIP {version} is not supported: 1.0 to 1.4, 2.0 and 2.1 are")]
    Version {
        /// What was given.
        version: ProtocolVersion,
    },
}

/// A client certificate with its chain and its private key. No `Debug`: it holds the key, which is wiped on drop.
pub struct ClientCertificate {
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) private_key: PrivateKeyDer<'static>,
}

impl ClientCertificate {
    /// Reads the chain, the client's own certificate first, and the key. Warns in the log of a key that others can read.
    ///
    /// # Errors
    /// Names the file.
    pub fn from_pem_files(chain: &Path, private_key: &Path) -> Result<Self, ConfigError> {
        Ok(Self {
            chain: certificates(chain)?,
            private_key: read_private_key(private_key)?,
        })
    }
}

impl Drop for ClientCertificate {
    fn drop(&mut self) {
        self.private_key.zeroize();
    }
}

/// A user name and its password. No `Debug`; wiped on drop.
pub struct Login {
    pub(crate) user_name: String,
    pub(crate) password: Option<Zeroizing<String>>,
}

impl Login {
    /// A user name with a password, or without one for servers that want none.
    #[must_use]
    pub const fn new(user_name: String, password: Option<Zeroizing<String>>) -> Self {
        Self {
            user_name,
            password,
        }
    }

    /// Reads the password from a file, without the line end that editors put there.
    ///
    /// # Errors
    /// Names the file: also when it holds no password, or can be read by others than its owner.
    pub fn with_password_file(user_name: String, path: &Path) -> Result<Self, ConfigError> {
        let PrivateBytes { bytes, mode } = read(path)?;
        if mode & OTHERS != 0 {
            return Err(ConfigError::PasswordFileTooOpen {
                path: path.to_owned(),
                mode,
            });
        }
        let text = std::str::from_utf8(&bytes).map_err(|_| ConfigError::PasswordNotText {
            path: path.to_owned(),
        })?;
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        if text.is_empty() {
            return Err(ConfigError::PasswordEmpty {
                path: path.to_owned(),
            });
        }
        Ok(Self::new(user_name, Some(Zeroizing::new(text.to_owned()))))
    }
}

/// As whom we speak to the server: at least one of the two ways.
pub enum ClientAuth {
    /// With a client certificate (mutual TLS).
    Certificate(ClientCertificate),
    /// With a user name and a password in each request.
    Login(Login),
    /// With both.
    CertificateAndLogin(ClientCertificate, Login),
}

/// How the protocol version is chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VersionChoice {
    /// The newest that the server also speaks, up to this one.
    UpTo(ProtocolVersion),
    /// This one, without asking.
    Only(ProtocolVersion),
}

impl Default for VersionChoice {
    fn default() -> Self {
        Self::UpTo(ProtocolVersion::V2_1)
    }
}

/// How long each step may take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deadlines {
    /// To look up the host name.
    pub resolve: Duration,
    /// To connect, to however many addresses: each may take an equal share of what is left.
    pub connect: Duration,
    /// For the TLS handshake.
    pub handshake: Duration,
    /// For a request and its response.
    pub call: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            resolve: Duration::from_secs(5),
            connect: Duration::from_secs(5),
            handshake: Duration::from_secs(5),
            call: Duration::from_secs(10),
        }
    }
}

/// A KMIP server as we use it.
pub struct ServerConfig {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) server_name: ServerName<'static>,
    pub(crate) tls: Tls,
    pub(crate) login: Option<Login>,
    pub(crate) versions: VersionChoice,
    pub(crate) deadlines: Deadlines,
}

impl ServerConfig {
    /// The server `host` on KMIP's port, whose certificate is issued by an authority of the PEM file.
    ///
    /// The certificate always has to name `host`. Whether it was revoked is not looked up.
    ///
    /// # Errors
    /// A host that is none, or certificates that can't be used.
    pub fn new(
        host: &str,
        certificate_authority: &Path,
        auth: ClientAuth,
    ) -> Result<Self, ConfigError> {
        let server_name = ServerName::try_from(host.to_owned()).map_err(|_| ConfigError::Host {
            host: host.to_owned(),
        })?;
        let (certificate, login) = match auth {
            ClientAuth::Certificate(certificate) => (Some(certificate), None),
            ClientAuth::Login(login) => (None, Some(login)),
            ClientAuth::CertificateAndLogin(certificate, login) => (Some(certificate), Some(login)),
        };
        Ok(Self {
            host: host.to_owned(),
            port: PORT,
            server_name,
            tls: Tls::new(certificate_authority, certificate.as_ref())?,
            login,
            versions: VersionChoice::default(),
            deadlines: Deadlines::default(),
        })
    }

    /// Another port.
    #[must_use]
    pub const fn with_port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Other deadlines.
    #[must_use]
    pub const fn with_deadlines(mut self, deadlines: Deadlines) -> Self {
        self.deadlines = deadlines;
        self
    }

    /// Another choice of versions.
    ///
    /// # Errors
    /// [`ConfigError::Version`] for one that isn't spoken here.
    pub fn with_versions(mut self, versions: VersionChoice) -> Result<Self, ConfigError> {
        let (VersionChoice::UpTo(version) | VersionChoice::Only(version)) = versions;
        if !version.is_spoken() {
            return Err(ConfigError::Version { version });
        }
        self.versions = versions;
        Ok(self)
    }

    /// The server's host name or address.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The server's port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }
}

/// The certificates of a PEM file, at least one.
pub(crate) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, ConfigError> {
    let bytes = read(path)?.bytes;
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(&bytes)
        .collect::<Result<_, _>>()
        .map_err(|source| ConfigError::Pem {
            path: path.to_owned(),
            source,
        })?;
    if certificates.is_empty() {
        return Err(ConfigError::NoCertificate {
            path: path.to_owned(),
        });
    }
    Ok(certificates)
}

fn read_private_key(path: &Path) -> Result<PrivateKeyDer<'static>, ConfigError> {
    use rustls::pki_types::pem::Error;
    let PrivateBytes { bytes, mode } = read(path)?;
    let key = PrivateKeyDer::from_pem_slice(&bytes).map_err(|source| match source {
        Error::NoItemsFound => ConfigError::NoPrivateKey {
            path: path.to_owned(),
        },
        source => ConfigError::Pem {
            path: path.to_owned(),
            source,
        },
    })?;
    if mode & OTHERS != 0 {
        tracing::warn!(
            "the private key {} can be read by others than its owner (mode {mode:o}); run chmod 600 on it",
            path.display()
        );
    }
    Ok(key)
}

/// The permissions of everybody but the owner.
const OTHERS: u32 = 0o077;

/// What a file holds, and who may read it: of the same open file.
struct PrivateBytes {
    bytes: Zeroizing<Vec<u8>>,
    mode: u32,
}

/// The whole file, in a buffer that is wiped and doesn't grow: it may hold a key. A pipe is read, too, so the length that
/// the file system tells counts for nothing.
fn read(path: &Path) -> Result<PrivateBytes, ConfigError> {
    use io::Read;
    let failed = |source| ConfigError::Read {
        path: path.to_owned(),
        source,
    };
    let file = fs::File::open(path).map_err(failed)?;
    let mode = file.metadata().map_err(failed)?.permissions().mode() & 0o777;
    // Room for one byte too many: what is longer shows, and the buffer needs not grow.
    let mut bytes = Zeroizing::new(Vec::with_capacity(FILE_BYTES_MAX + 2));
    let limit = FILE_BYTES_MAX as u64 + 1;
    file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > FILE_BYTES_MAX {
        return Err(ConfigError::TooLong {
            path: path.to_owned(),
        });
    }
    Ok(PrivateBytes { bytes, mode })
}

/// A configuration that several connections share.
pub(crate) type SharedConfig = Arc<ServerConfig>;
