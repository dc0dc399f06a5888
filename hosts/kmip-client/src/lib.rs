//! The KMIP client: tokio and rustls around the sans-IO exchange of `fieldgate_core::kmip`.
//!
//! - [`config`]: which server, and as whom; PEM and password files
//! - [`client`]: [`Client`], one method an operation, by topic
//! - [`fetch`]: [`Client::fetch_key`], which finds a key, checks it and hands it out
//! - [`mod@probe`]: [`probe()`], the verdict of a connection test, stage by stage
//! - [`certificate`]: what a certificate says
//! - [`error`]: what can go wrong, each with its own words
//! - `tls`, `opened`, `link`, `connection`, `negotiate`: what the above stand on
//!
//! Key bytes: a key comes out of [`Client::fetch_key`] as a boxed `Secret<32>` and stays nowhere else. Decrypted TLS
//! records and KMIP messages lie only in buffers that this crate owns and wipes (`opened` says how).
//!
//! A request is sent once. After a broken connection nobody knows whether the server carried it out, so nothing is sent
//! again behind the caller's back.

pub mod certificate;
pub mod client;
pub mod config;
mod connection;
pub mod error;
pub mod fetch;
mod identifier;
mod link;
mod negotiate;
mod opened;
pub mod probe;
#[cfg(test)]
mod tests;
mod tls;

pub use certificate::{CertificateInfo, Validity};
pub use client::{
    CheckVerdict, Client, KeyAttributes, Lease, Located, Made, NewKey, Revocation, ServerAbilities,
    Settlement,
};
pub use config::{
    ClientAuth, ClientCertificate, ConfigError, Deadlines, Login, ServerConfig, VersionChoice,
};
pub use error::{Error, ServerFailure, Stage};
pub use fetch::{FetchedKey, KeyPurpose, KeySelector};
pub use identifier::UniqueIdentifier;
pub use probe::{Event, ProbeOptions, Verdict, probe, probe_with};
