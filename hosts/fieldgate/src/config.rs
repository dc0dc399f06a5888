//! The configuration: read from a file, checked once, and passed on as types that can't be wrong.

mod check;
pub(crate) mod key_policy;
mod v1;

use std::{net::SocketAddr, path::PathBuf};

use fieldgate_core::{id::KeyId, slot::Policy};
use fieldgate_kmip_client::Address;

/// Everything that a gateway runs with.
pub(crate) struct Config {
    pub(crate) gateway: Gateway,
    pub(crate) kmip_servers: Vec<KmipServer>,
    pub(crate) local_keys: Option<LocalKeys>,
    pub(crate) keys: Vec<EncryptionKey>,
    pub(crate) partition: Partition,
}

pub(crate) struct Gateway {
    pub(crate) listen: SocketAddr,
    pub(crate) certificate: PathBuf,
    pub(crate) private_key: PathBuf,
    pub(crate) upstream: String,
    pub(crate) upstream_certificate_authority: Option<PathBuf>,
    pub(crate) rules: PathBuf,
    pub(crate) unknown_writes: UnknownWrites,
    pub(crate) status: Option<SocketAddr>,
}

/// What happens to a body that is written where no rule covers it.
#[derive(Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UnknownWrites {
    Allow,
    Warn,
    Refuse,
}

pub(crate) struct KmipServer {
    pub(crate) name: String,
    /// At least one; several are the members of one cluster, which hold the same keys.
    pub(crate) addresses: Vec<Address>,
    /// Most connections at a time, if the client's own maximum isn't to hold.
    pub(crate) connections_max: Option<usize>,
    pub(crate) certificate_authority: PathBuf,
    pub(crate) authentication: Authentication,
    pub(crate) policy: Policy,
}

/// How the gateway shows who it is: at least one of the two.
pub(crate) enum Authentication {
    Certificate(ClientCertificate),
    Login(Login),
    Both(ClientCertificate, Login),
}

pub(crate) struct ClientCertificate {
    pub(crate) chain: PathBuf,
    pub(crate) private_key: PathBuf,
}

pub(crate) struct Login {
    pub(crate) username: String,
    pub(crate) password_file: PathBuf,
}

pub(crate) struct LocalKeys {
    pub(crate) directory: PathBuf,
    pub(crate) pass_phrase_file: PathBuf,
}

pub(crate) struct EncryptionKey {
    pub(crate) name: String,
    /// The id that the key must have, if the configuration says it.
    pub(crate) id: Option<KeyId>,
    pub(crate) home: KeyHome,
}

/// Where a key is stored: chosen when it is made, and never changed.
pub(crate) enum KeyHome {
    Local,
    Kmip {
        server: usize,
        unique_identifier: Option<String>,
        /// Absent: the key travels in the clear within TLS.
        wrapping: Option<Wrapping>,
    },
}

/// Under what a key travels wrapped.
#[derive(Clone)]
pub(crate) struct Wrapping {
    /// The wrapping key's place in [`Config::keys`]; it isn't wrapped itself.
    pub(crate) key: usize,
    /// What the wrapped key's server calls the wrapping key: located there by its name, if nothing is said.
    pub(crate) unique_identifier: Option<String>,
}

pub(crate) struct Partition {
    pub(crate) tenant: String,
    pub(crate) name: String,
    /// Places in [`Config::keys`]: the one that seals first, then those that only open.
    pub(crate) keys: Vec<usize>,
}

impl Config {
    /// The KMIP server of a name, or the only one.
    pub(crate) fn kmip_server(&self, name: Option<&str>) -> Result<&KmipServer, String> {
        let names: Vec<_> = self
            .kmip_servers
            .iter()
            .map(|server| server.name.as_str())
            .collect();
        match (name, self.kmip_servers.as_slice()) {
            (_, []) => Err("the configuration has no [[kmip_server]]; add one".to_owned()),
            (None, [only]) => Ok(only),
            (None, _) => Err(format!(
                "name one of the KMIP servers: {}",
                names.join(", ")
            )),
            (Some(name), servers) => servers
                .iter()
                .find(|server| server.name == name)
                .ok_or_else(|| {
                    format!(
                        "there is no KMIP server {name:?}; there are: {}",
                        names.join(", ")
                    )
                }),
        }
    }
}
