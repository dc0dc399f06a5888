//! `[[key]]`: where it is stored, the id it must have, and under what it travels.

use std::ops::Range;

use fieldgate_core::id::KeyId;
use fieldgate_gateway::toml_file::FileError;
use toml::Spanned;

use super::super::{EncryptionKey, KeyHome, KmipServer, Wrapping, v1};
use super::Checker;

/// The hexadecimal digits of a key id.
const KEY_ID_DIGITS: usize = 8;

impl Checker<'_> {
    pub(super) fn keys(
        &self,
        written: Vec<Spanned<v1::Key>>,
        servers: &[KmipServer],
        has_local_keys: bool,
    ) -> Result<Vec<EncryptionKey>, FileError> {
        let written: Vec<_> = written
            .into_iter()
            .map(|key| (key.span(), key.into_inner()))
            .collect();
        self.distinct(written.iter().map(|(_, key)| &key.name), "keys")?;
        let all: Vec<_> = written.iter().map(|(_, key)| key.names()).collect();
        written
            .into_iter()
            .map(|(place, key)| {
                let home = self.home(place, &key, &all, servers, has_local_keys)?;
                Ok(EncryptionKey {
                    name: self.filled(key.name)?,
                    id: key.key_id.map(|id| self.key_id(&id)).transpose()?,
                    home,
                })
            })
            .collect()
    }

    fn home(
        &self,
        place: Range<usize>,
        key: &v1::Key,
        all: &[Names],
        servers: &[KmipServer],
        has_local_keys: bool,
    ) -> Result<KeyHome, FileError> {
        let at_key = |message: &str| self.source.at(place.clone(), message);
        match (key.store, &key.kmip_server) {
            (v1::KeyStore::Local, _) => {
                let foreign = [
                    &key.kmip_server,
                    &key.unique_identifier,
                    &key.wrapping_key,
                    &key.wrapping_key_identifier,
                ];
                if foreign.iter().any(|written| written.is_some()) {
                    return Err(at_key(
                        "kmip_server, unique_identifier and wrapping_key are for keys with store = \"kmip\"",
                    ));
                }
                if has_local_keys {
                    return Ok(KeyHome::Local);
                }
                Err(at_key(
                    "a key with store = \"local\" needs the section [local_keys] with directory and pass_phrase_file",
                ))
            }
            (v1::KeyStore::Kmip, None) => {
                Err(at_key("a key with store = \"kmip\" names its kmip_server"))
            }
            (v1::KeyStore::Kmip, Some(wanted)) => {
                let position = servers.iter().position(|s| s.name == *wanted.get_ref());
                let server = position.ok_or_else(|| {
                    let known: Vec<_> = servers.iter().map(|s| s.name.as_str()).collect();
                    self.unknown(wanted, "KMIP server", &known)
                })?;
                let unique_identifier = key.unique_identifier.clone();
                Ok(KeyHome::Kmip {
                    server,
                    unique_identifier: unique_identifier
                        .map(|text| self.filled(text))
                        .transpose()?,
                    wrapping: self.wrapping(key, all)?,
                })
            }
        }
    }

    /// Under what the key travels: `all` are the keys' names, servers and what they are wrapped under.
    fn wrapping(&self, key: &v1::Key, all: &[Names]) -> Result<Option<Wrapping>, FileError> {
        let Some(wanted) = &key.wrapping_key else {
            return match &key.wrapping_key_identifier {
                Some(identifier) => Err(self.at(
                    identifier,
                    "wrapping_key_identifier says what the server calls the wrapping key: name that key as wrapping_key, too",
                )),
                None => Ok(None),
            };
        };
        let found = all
            .iter()
            .enumerate()
            .find(|(_, names)| names.name == *wanted.get_ref());
        let Some((position, names)) = found else {
            let known: Vec<_> = all.iter().map(|names| names.name.as_str()).collect();
            return Err(self.unknown(wanted, "key", &known));
        };
        if names.name == *key.name.get_ref() {
            return Err(self.at(wanted, "a key can't travel wrapped under itself"));
        }
        if names.is_wrapped {
            return Err(self.at(
                wanted,
                format!(
                    "key {:?} itself travels wrapped: a wrapping key has no wrapping_key",
                    names.name
                ),
            ));
        }
        let said = key
            .wrapping_key_identifier
            .clone()
            .map(|text| self.filled(text))
            .transpose()?;
        // On one server both have the name that the server itself gave.
        let same_server = key.kmip_server.as_ref().map(Spanned::get_ref) == names.server.as_ref();
        let known = names.unique_identifier.clone().filter(|_| same_server);
        Ok(Some(Wrapping {
            key: position,
            unique_identifier: said.or(known),
        }))
    }

    fn key_id(&self, written: &Spanned<String>) -> Result<KeyId, FileError> {
        let text = written.get_ref();
        let digits = text.len() == KEY_ID_DIGITS && text.bytes().all(|b| b.is_ascii_hexdigit());
        u32::from_str_radix(text, 16)
            .ok()
            .filter(|_| digits)
            .map(|id| KeyId(id.to_be_bytes()))
            .ok_or_else(|| {
                self.at(
                    written,
                    "a key_id is 8 hexadecimal digits, as fieldgate key create and the log at \"key fetched\" show it",
                )
            })
    }
}

/// A key as others refer to it.
struct Names {
    name: String,
    server: Option<String>,
    unique_identifier: Option<String>,
    is_wrapped: bool,
}

impl v1::Key {
    fn names(&self) -> Names {
        let text = |written: &Option<Spanned<String>>| {
            written.as_ref().map(|written| written.get_ref().clone())
        };
        Names {
            name: self.name.get_ref().clone(),
            server: text(&self.kmip_server),
            unique_identifier: text(&self.unique_identifier),
            is_wrapped: self.wrapping_key.is_some(),
        }
    }
}
