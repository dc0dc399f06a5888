//! From the keys of a configuration to a keyring.

use std::{
    collections::BTreeMap,
    error::Error,
    sync::{Arc, atomic::AtomicU64},
};

use fieldgate_gateway::{
    keyring::{FieldSet, KeySource, Keyring, KmipKey, KmipServer, LocalKey, PartitionKey},
    rules::Rules,
};
use fieldgate_kmip_client::{Client, KeyPurpose, KeySelector, UniqueIdentifier};

use crate::{
    config::{Config, KeyHome, key_policy},
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
    let uses_local = |&key: &usize| matches!(config.keys[key].home, KeyHome::Local);
    let local = match &config.local_keys {
        Some(settings) if config.partition.keys.iter().any(uses_local) => {
            Some(Arc::new(local_keys::open(settings)?))
        }
        _ => None,
    };
    let mut keys = Vec::new();
    for (place, &key) in config.partition.keys.iter().enumerate() {
        // The first key seals; the others only open what they sealed before.
        let purpose = if place == 0 {
            KeyPurpose::Protect
        } else {
            KeyPurpose::Process
        };
        let key = &config.keys[key];
        let name = key.name.clone();
        let (source, policy): (Arc<dyn KeySource>, _) = match &key.home {
            KeyHome::Local => {
                let local = local.clone().ok_or("there is no section [local_keys]")?;
                (
                    Arc::new(LocalKey::new(local, name.clone())),
                    key_policy::never(),
                )
            }
            KeyHome::Kmip {
                server,
                unique_identifier,
            } => {
                let selector = match unique_identifier {
                    Some(id) => KeySelector::UniqueIdentifier(UniqueIdentifier::new(id.clone())),
                    None => KeySelector::Name(name.clone()),
                };
                let policy = config.kmip_servers[*server].policy;
                (
                    Arc::new(KmipKey::new(
                        Arc::clone(&servers[*server]),
                        selector,
                        purpose,
                    )),
                    policy,
                )
            }
        };
        keys.push(PartitionKey {
            name,
            policy,
            source,
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
