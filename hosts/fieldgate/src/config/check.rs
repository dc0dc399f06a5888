//! From the file as written to a configuration that holds together.

mod key;
mod kmip_server;
#[cfg(test)]
mod tests;

use std::{
    net::{SocketAddr, ToSocketAddrs},
    path::{Path, PathBuf},
};

use fieldgate_gateway::toml_file::{FileError, TomlFile};
use toml::Spanned;

use super::{Config, EncryptionKey, Gateway, LocalKeys, Partition, v1};

impl Config {
    /// Reads and checks a configuration file.
    pub(crate) fn read(path: &Path) -> Result<Self, FileError> {
        let source = TomlFile::read(path)?;
        let written = source.parse()?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Checker { source, folder }.config(written)
    }
}

struct Checker<'a> {
    source: TomlFile,
    /// What relative paths are relative to.
    folder: &'a Path,
}

impl Checker<'_> {
    fn config(&self, written: v1::File) -> Result<Config, FileError> {
        if *written.version.get_ref() != 1 {
            return Err(self.at(&written.version, "this fieldgate reads version 1 only"));
        }
        let kmip_servers = written
            .kmip_server
            .into_iter()
            .map(|server| self.kmip_server(server))
            .collect::<Result<Vec<_>, _>>()?;
        self.distinct(kmip_servers.iter().map(|(name, _)| name), "KMIP servers")?;
        let kmip_servers: Vec<_> = kmip_servers.into_iter().map(|(_, server)| server).collect();
        let keys = self.keys(written.key, &kmip_servers, written.local_keys.is_some())?;
        Ok(Config {
            gateway: self.gateway(written.gateway)?,
            partition: self.partition(written.partition, &keys)?,
            local_keys: written.local_keys.map(|local| LocalKeys {
                directory: self.path(local.directory),
                pass_phrase_file: self.path(local.pass_phrase_file),
            }),
            kmip_servers,
            keys,
        })
    }

    fn gateway(&self, written: v1::Gateway) -> Result<Gateway, FileError> {
        Ok(Gateway {
            listen: self.address(&written.listen)?,
            certificate: self.path(written.certificate),
            private_key: self.path(written.private_key),
            upstream: self.filled(written.upstream)?,
            upstream_certificate_authority: written
                .upstream_certificate_authority
                .map(|path| self.path(path)),
            rules: self.path(written.rules),
            unknown_writes: written.unknown_writes,
            status: written
                .status
                .map(|status| self.address(&status))
                .transpose()?,
        })
    }

    fn partition(
        &self,
        written: v1::Partition,
        keys: &[EncryptionKey],
    ) -> Result<Partition, FileError> {
        let mut places = Vec::new();
        for wanted in std::iter::once(&written.encryption_key).chain(&written.decryption_keys) {
            let place = keys.iter().position(|key| key.name == *wanted.get_ref());
            let place = place.ok_or_else(|| {
                let known: Vec<_> = keys.iter().map(|key| key.name.as_str()).collect();
                self.unknown(wanted, "key", &known)
            })?;
            if !places.contains(&place) {
                places.push(place);
            }
        }
        Ok(Partition {
            tenant: self.filled(written.tenant)?,
            name: self.filled(written.name)?,
            keys: places,
        })
    }

    fn distinct<'s>(
        &self,
        names: impl Iterator<Item = &'s Spanned<String>>,
        what: &str,
    ) -> Result<(), FileError> {
        let mut seen = std::collections::HashSet::new();
        for name in names {
            if !seen.insert(name.get_ref()) {
                return Err(self.at(name, format!("two {what} have this name; names are unique")));
            }
        }
        Ok(())
    }

    fn address(&self, written: &Spanned<String>) -> Result<SocketAddr, FileError> {
        let wrong = || {
            self.at(
                written,
                format!(
                    "{:?} is not an address to listen on; it is HOST:PORT, for example 127.0.0.1:8443 or [::]:8443",
                    written.get_ref()
                ),
            )
        };
        written
            .get_ref()
            .to_socket_addrs()
            .ok()
            .and_then(|mut all| all.next())
            .ok_or_else(wrong)
    }

    fn filled(&self, written: Spanned<String>) -> Result<String, FileError> {
        let text = written.get_ref();
        if text.is_empty() || text.len() > 255 || text.chars().any(char::is_control) {
            return Err(self.at(
                &written,
                "this takes 1 to 255 bytes, without control characters",
            ));
        }
        Ok(written.into_inner())
    }

    fn unknown(&self, wanted: &Spanned<String>, what: &str, known: &[&str]) -> FileError {
        let known = if known.is_empty() {
            "none".to_owned()
        } else {
            known.join(", ")
        };
        self.at(
            wanted,
            format!(
                "there is no {what} {:?}; there are: {known}",
                wanted.get_ref()
            ),
        )
    }

    fn at<T>(&self, written: &Spanned<T>, message: impl Into<String>) -> FileError {
        self.source.at(written.span(), message)
    }

    fn path(&self, path: PathBuf) -> PathBuf {
        self.folder.join(path)
    }
}
