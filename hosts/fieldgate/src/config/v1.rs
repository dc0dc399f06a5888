//! Version 1 of the configuration file, as it is written.

use std::path::PathBuf;

use serde::Deserialize;
use toml::Spanned;

use super::UnknownWrites;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) version: Spanned<u32>,
    pub(super) gateway: Gateway,
    #[serde(default)]
    pub(super) kmip_server: Vec<Spanned<KmipServer>>,
    pub(super) local_keys: Option<LocalKeys>,
    #[serde(default)]
    pub(super) key: Vec<Spanned<Key>>,
    pub(super) partition: Partition,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Gateway {
    pub(super) listen: Spanned<String>,
    pub(super) certificate: PathBuf,
    pub(super) private_key: PathBuf,
    pub(super) upstream: Spanned<String>,
    pub(super) upstream_certificate_authority: Option<PathBuf>,
    pub(super) rules: PathBuf,
    #[serde(default = "warn")]
    pub(super) unknown_writes: UnknownWrites,
    pub(super) status: Option<Spanned<String>>,
}

fn warn() -> UnknownWrites {
    UnknownWrites::Warn
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KmipServer {
    pub(super) name: Spanned<String>,
    pub(super) host: Option<Spanned<String>>,
    pub(super) port: Option<Spanned<u16>>,
    pub(super) addresses: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) connections_max: Option<Spanned<usize>>,
    pub(super) certificate_authority: PathBuf,
    pub(super) client_certificate: Option<PathBuf>,
    pub(super) client_private_key: Option<PathBuf>,
    pub(super) username: Option<Spanned<String>>,
    pub(super) password_file: Option<PathBuf>,
    pub(super) expiration_time_minutes: Option<Spanned<u32>>,
    pub(super) prefetch_seconds: Option<Spanned<u32>>,
    pub(super) grace_seconds: Option<Spanned<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LocalKeys {
    pub(super) directory: PathBuf,
    pub(super) pass_phrase_file: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Key {
    pub(super) name: Spanned<String>,
    pub(super) store: KeyStore,
    pub(super) kmip_server: Option<Spanned<String>>,
    pub(super) unique_identifier: Option<Spanned<String>>,
    pub(super) key_id: Option<Spanned<String>>,
    pub(super) wrapping_key: Option<Spanned<String>>,
    pub(super) wrapping_key_identifier: Option<Spanned<String>>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(super) enum KeyStore {
    Kmip,
    Local,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Partition {
    pub(super) tenant: Spanned<String>,
    pub(super) name: Spanned<String>,
    pub(super) encryption_key: Spanned<String>,
    #[serde(default)]
    pub(super) decryption_keys: Vec<Spanned<String>>,
}
