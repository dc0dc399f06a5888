//! Which KMIP server, and as whom: read from PEM and password files.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use fieldgate_core::kmip::{PORT, ProtocolVersion};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use zeroize::{Zeroize, Zeroizing};

use crate::address::{Address, Named, Peer};
use crate::files::{FILE_BYTES_MAX, Source, certificates, read_password, read_private_key};
use crate::identity::Identities;
use crate::pool::PoolLimits;
use crate::tap::MessageTap;

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
        "the client certificate and the private key cannot be used; check that they belong together"
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
    #[error("{host} is neither a host name nor an IP address; a port is given by itself")]
    Host {
        /// What was given.
        host: String,
    },
    /// A cluster of no address, or of too many.
    #[error(
        "a KMIP server has 1 to {} addresses, not {count}",
        crate::address::ADDRESSES_MAX
    )]
    Addresses {
        /// How many were given.
        count: usize,
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
    /// The files of the chain and of the key.
    pub(crate) files: [PathBuf; 2],
    pub(crate) sources: Vec<Source>,
}

impl ClientCertificate {
    /// Reads the chain, the client's own certificate first, and the key. Warns in the log of a key that others can read.
    ///
    /// # Errors
    /// Names the file.
    pub fn from_pem_files(chain: &Path, private_key: &Path) -> Result<Self, ConfigError> {
        let sources = vec![Source::of(chain), Source::of(private_key)];
        Ok(Self {
            chain: certificates(chain)?,
            private_key: read_private_key(private_key)?,
            files: [chain.to_owned(), private_key.to_owned()],
            sources,
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
    /// Where the password was read from.
    pub(crate) source: Option<Source>,
}

impl Login {
    /// A user name with a password, or without one for servers that want none.
    #[must_use]
    pub const fn new(user_name: String, password: Option<Zeroizing<String>>) -> Self {
        Self {
            user_name,
            password,
            source: None,
        }
    }

    /// Reads the password from a file, without the line end that editors put there.
    ///
    /// # Errors
    /// Names the file: also when it holds no password, or can be read by others than its owner.
    pub fn with_password_file(user_name: String, path: &Path) -> Result<Self, ConfigError> {
        let source = Source::of(path);
        let password = read_password(path)?;
        Ok(Self {
            source: Some(source),
            ..Self::new(user_name, Some(password))
        })
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
    /// To connect to one address of the cluster, to however many IP addresses it has: each may take an equal share of what is left.
    pub connect: Duration,
    /// For the TLS handshake.
    pub handshake: Duration,
    /// For a request and its response.
    pub call: Duration,
    /// For a whole call: all of these, the wait for a connection of the pool, a request that is sent again, and the
    /// questions after a result that the server has later.
    pub whole: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            resolve: Duration::from_secs(5),
            connect: Duration::from_secs(5),
            handshake: Duration::from_secs(5),
            call: Duration::from_secs(10),
            whole: Duration::from_secs(30),
        }
    }
}

/// A KMIP server as we use it: one, or a cluster that has several addresses.
pub struct ServerConfig {
    addresses: Vec<Named>,
    identities: Identities,
    tap: Option<Arc<dyn MessageTap>>,
    pub(crate) versions: VersionChoice,
    pub(crate) deadlines: Deadlines,
    pub(crate) pool: PoolLimits,
}

impl ServerConfig {
    /// The server `host` on KMIP's port, whose certificate is issued by an authority of the PEM file.
    ///
    /// The certificate always has to name `host`. Whether it was revoked is not looked up. The files of the authority, of
    /// the client certificate, its key and the password are read again before a new connection when they have changed.
    ///
    /// # Errors
    /// A host that is none, or certificates that can't be used.
    pub fn new(
        host: &str,
        certificate_authority: &Path,
        auth: ClientAuth,
    ) -> Result<Self, ConfigError> {
        let address = Address {
            host: host.to_owned(),
            port: PORT,
        };
        Ok(Self {
            addresses: vec![Named::new(address)?],
            identities: Identities::new(certificate_authority, auth)?,
            tap: None,
            versions: VersionChoice::default(),
            deadlines: Deadlines::default(),
            pool: PoolLimits::default(),
        })
    }

    /// The addresses of the server's cluster, in place of the one so far: the first is used while it is healthy, the
    /// others in their order when those before them fail. Each one's certificate has to name its own host.
    ///
    /// # Errors
    /// A host that is none; no address, or more than [`ADDRESSES_MAX`](crate::address::ADDRESSES_MAX).
    pub fn with_addresses(mut self, addresses: Vec<Address>) -> Result<Self, ConfigError> {
        let count = addresses.len();
        if !(1..=crate::address::ADDRESSES_MAX).contains(&count) {
            return Err(ConfigError::Addresses { count });
        }
        self.addresses = addresses
            .into_iter()
            .map(Named::new)
            .collect::<Result<_, _>>()?;
        Ok(self)
    }

    /// Another port, of the first address.
    #[must_use]
    pub fn with_port(mut self, port: u16) -> Self {
        self.addresses[0].address.port = port;
        self
    }

    /// Other deadlines.
    #[must_use]
    pub fn with_deadlines(mut self, deadlines: Deadlines) -> Self {
        self.deadlines = deadlines;
        self
    }

    /// Other limits of the pool of connections.
    #[must_use]
    pub fn with_pool(mut self, limits: PoolLimits) -> Self {
        self.pool = limits;
        self
    }

    /// Shows each message to `tap`, in plain: keys and passwords, too.
    #[must_use]
    pub fn with_tap(mut self, tap: Arc<dyn MessageTap>) -> Self {
        self.tap = Some(tap);
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

    /// The host name of the first address.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.addresses[0].address.host
    }

    /// The port of the first address.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.addresses[0].address.port
    }

    /// The addresses of the cluster, at least one, in the order of preference.
    pub fn addresses(&self) -> impl ExactSizeIterator<Item = &Address> {
        self.addresses.iter().map(|named| &named.address)
    }

    pub(crate) const fn addresses_count(&self) -> usize {
        self.addresses.len()
    }

    /// One address, with the certificates and the login of now: files that have changed are read again.
    pub(crate) fn peer(&self, index: usize) -> Peer {
        let named = &self.addresses[index];
        let identity = self.identities.renewed();
        Peer {
            address: named.address.clone(),
            server_name: named.server_name.clone(),
            tls: Arc::clone(&identity.tls),
            login: identity.login.clone(),
            identity: identity.number,
            tap: self.tap.clone(),
            versions: self.versions,
            deadlines: self.deadlines,
            give_up: None,
        }
    }

    /// The number of the certificates and the login of now. Those of a connection that was made with other ones are
    /// outdated.
    pub(crate) fn identity(&self) -> u64 {
        self.identities.renewed().number
    }

    /// [`Self::identity`], of a moment ago at most.
    pub(crate) fn identity_lately(&self) -> u64 {
        self.identities.renewed_lately().number
    }

    /// The login of the last time that the files were looked at.
    pub(crate) fn login(&self) -> Option<Arc<Login>> {
        self.identities.current().login.clone()
    }

    /// Our own certificate, of the last time that the files were looked at.
    pub(crate) fn client_certificate(&self) -> Option<CertificateDer<'static>> {
        let identity = self.identities.current();
        identity.tls.client_certificate().cloned()
    }
}
