//! The KMIP client: tokio and rustls around the sans-IO exchange of `fieldgate_core::kmip`.
//!
//! - [`config`]: which server, and as whom; PEM and password files
//! - [`client`]: [`Client`], one method an operation, by topic
//! - [`fetch`]: [`Client::fetch_key`], which finds a key, checks it and hands it out
//! - [`mod@probe`]: [`probe()`], the verdict of a connection test, stage by stage
//! - [`certificate`]: what a certificate says
//! - [`error`]: what can go wrong, each with its own words
//! - [`pool`], [`address`]: connections that are used again, and the addresses of a cluster that they lead to
//! - [`batch`]: several operations at once
//! - [`expiry`]: when certificates end
//! - [`tap`]: a look at the messages
//! - `call`, `cluster`, `backoff`: which address and which connection a request takes, and whether it is sent again
//! - `identity`, `files`: certificates and passwords, read again when they change
//! - `tls`, `opened`, `link`, `connection`, `negotiate`: what the above stand on
//!
//! Key bytes: a key comes out of [`Client::fetch_key`] as a boxed `Secret<32>` and stays nowhere else. Decrypted TLS
//! records and KMIP messages lie only in buffers that this crate owns and wipes (`opened` says how).
//!
//! After a broken connection nobody knows whether the server carried a request out. So a request that changes something is
//! sent again only if nothing of it was sent; `call` says what else is.

pub mod address;
mod backoff;
pub mod batch;
mod call;
pub mod certificate;
pub mod client;
mod cluster;
pub mod config;
mod connect;
mod connection;
pub mod error;
pub mod expiry;
pub mod fetch;
mod files;
mod identifier;
mod identity;
mod link;
mod negotiate;
mod opened;
pub mod pool;
pub mod probe;
pub mod tap;
#[cfg(test)]
mod tests;
mod tls;

pub use address::{ADDRESSES_MAX, Address};
pub use certificate::{CertificateInfo, Validity};
pub use client::{
    CheckVerdict, Client, KeyAttributes, Lease, Located, Made, NewKey, Registered, Revocation,
    ServerAbilities, Settlement,
};
pub use config::{
    ClientAuth, ClientCertificate, ConfigError, Deadlines, Login, ServerConfig, VersionChoice,
};
pub use error::{Error, ServerFailure, Stage};
pub use expiry::Certificates;
pub use fetch::{FetchedKey, KeyPurpose, KeySelector};
pub use fieldgate_core::ttlv::MESSAGE_BYTES_MAX;
pub use identifier::UniqueIdentifier;
pub use pool::PoolLimits;
pub use probe::{Event, ProbeOptions, Verdict, probe, probe_with};
pub use tap::MessageTap;
