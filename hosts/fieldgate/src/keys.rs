//! From the keys of a configuration to a keyring.

use std::{
    collections::BTreeMap,
    error::Error,
    sync::{Arc, atomic::AtomicU64},
};

use fieldgate_gateway::{
    keyring::{
        FieldSet, KeySource, Keyring, KmipKey, KmipServer, LocalKey, PartitionKey, WrappingKey,
    },
    rules::Rules,
};
use fieldgate_kmip_client::{Client, KeyPurpose, KeySelector, UniqueIdentifier};
use fieldgate_store::LocalKeys;

use crate::{
    config::{Config, EncryptionKey, KeyHome, key_policy},
    kmip, local_keys,
};

/// How many keys were got from each KMIP server since the start; it outlives reloads.
#[derive(Default)]
pub(crate) struct KmipGets(BTreeMap<String, Arc<AtomicU64>>);

impl KmipGets {
    fn of(&mut self, server: &str) -> Arc<AtomicU64> {
        Arc::clone(self.0.entry(server.to_owned()).or_default())
    }
}

/// The keyring of the configuration's partition. Nothing is fetched yet.
pub(crate) fn keyring(
    config: &Config,
    rules: &Rules,
    gets: &mut KmipGets,
) -> Result<Arc<Keyring>, Box<dyn Error>> {
    let mut sources = Sources::open(config, gets)?;
    let mut keys = Vec::new();
    for (place, &key) in config.partition.keys.iter().enumerate() {
        // The first key seals; the others only open what they sealed before.
        let purpose = if place == 0 {
            KeyPurpose::Protect
        } else {
            KeyPurpose::Process
        };
        let key = &config.keys[key];
        keys.push(PartitionKey {
            name: key.name.clone(),
            id: key.id,
            policy: match &key.home {
                KeyHome::Local => key_policy::never(),
                KeyHome::Kmip { server, .. } => config.kmip_servers[*server].policy,
            },
            source: sources.of(key, purpose)?,
        });
    }
    let partition = &config.partition;
    let fields = FieldSet::new(
        partition.tenant.clone(),
        partition.name.clone(),
        rules.fields().to_vec(),
    )?;
    Ok(Keyring::new(keys, fields)?)
}

/// Where the keys of a configuration come from.
struct Sources<'c> {
    config: &'c Config,
    servers: Vec<Arc<KmipServer>>,
    /// Opened at the first local key.
    local: Option<Arc<LocalKeys>>,
}

impl<'c> Sources<'c> {
    fn open(config: &'c Config, gets: &mut KmipGets) -> Result<Self, Box<dyn Error>> {
        let mut servers = Vec::new();
        for server in &config.kmip_servers {
            let client = Client::new(kmip::server_config(server)?);
            let counter = gets.of(&server.name);
            servers.push(Arc::new(KmipServer::new(
                server.name.clone(),
                client,
                counter,
            )));
        }
        Ok(Self {
            config,
            servers,
            local: None,
        })
    }

    fn of(
        &mut self,
        key: &EncryptionKey,
        purpose: KeyPurpose,
    ) -> Result<Arc<dyn KeySource>, Box<dyn Error>> {
        let (server, unique_identifier, wrapping) = match &key.home {
            KeyHome::Local => return Ok(Arc::new(LocalKey::new(self.local()?, key.name.clone()))),
            KeyHome::Kmip {
                server,
                unique_identifier,
                wrapping,
            } => (&self.servers[*server], unique_identifier, wrapping.as_ref()),
        };
        let selected = selector(&key.name, unique_identifier.as_ref());
        let source = KmipKey::new(Arc::clone(server), selected, purpose);
        let Some(wrapping) = wrapping else {
            return Ok(Arc::new(source));
        };
        let config = self.config;
        let wrapping_key = &config.keys[wrapping.key];
        let wrapping = WrappingKey {
            selector: selector(&wrapping_key.name, wrapping.unique_identifier.as_ref()),
            // Whether the key may still wrap is for the server to say. It isn't wrapped itself.
            source: self.of(wrapping_key, KeyPurpose::Unwrap)?,
        };
        Ok(Arc::new(source.wrapped_under(wrapping)))
    }

    fn local(&mut self) -> Result<Arc<LocalKeys>, Box<dyn Error>> {
        if let Some(open) = &self.local {
            return Ok(Arc::clone(open));
        }
        let settings = self.config.local_keys.as_ref();
        let settings = settings.ok_or("there is no section [local_keys]")?;
        let open = Arc::new(local_keys::open(settings)?);
        self.local = Some(Arc::clone(&open));
        Ok(open)
    }
}

fn selector(name: &str, unique_identifier: Option<&String>) -> KeySelector {
    match unique_identifier {
        Some(id) => KeySelector::UniqueIdentifier(UniqueIdentifier::new(id.clone())),
        None => KeySelector::Name(name.to_owned()),
    }
}
