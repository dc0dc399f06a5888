//! `fieldgate key create`.

use std::path::PathBuf;

use clap::Args;
use fieldgate_core::{field::RootKey, secret::Secret};
use fieldgate_gateway::causes::with_causes;
use fieldgate_kmip_client::{
    Client, KeyPurpose, KeySelector, NewKey, Settlement, UniqueIdentifier,
};
use fieldgate_store::KeyName;

use crate::{
    config::{Config, KmipServer},
    kmip, local_keys,
    outcome::Outcome,
};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Name of the key: 1 to 64 of the characters A-Z a-z 0-9 . _ -
    name: String,
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,
    #[command(flatten)]
    home: KeyHome,
    /// Give this KMIP server of the configuration a copy of the local key, to wrap keys under on their way here.
    #[arg(
        long,
        value_name = "SERVER",
        requires = "local",
        conflicts_with = "store_on_kmip"
    )]
    wraps_on: Option<String>,
}

/// Where the key is to live; it can't be moved later.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct KeyHome {
    /// Upload it to this KMIP server of the configuration (the only one, if no name is given) and activate it there.
    #[arg(long, value_name = "SERVER", num_args = 0..=1)]
    store_on_kmip: Option<Option<String>>,
    /// Keep it in this machine's local_keys directory, wrapped under a root secret that the pass phrase seals.
    #[arg(long)]
    local: bool,
}

pub(crate) async fn run(arguments: &Arguments, config: &Config) -> Outcome {
    let name = KeyName::new(&arguments.name)?;
    match &arguments.home.store_on_kmip {
        Some(server) => create_on_kmip(name, config.kmip_server(server.as_deref())?).await,
        None => create_local(name, config, arguments.wraps_on.as_deref()).await,
    }
}

async fn create_local(name: KeyName<'_>, config: &Config, wraps_on: Option<&str>) -> Outcome {
    let settings = config.local_keys.as_ref().ok_or(
        "the configuration has no section [local_keys]; add one with directory and pass_phrase_file",
    )?;
    // A wrong name of a server is found before anything is made.
    let wraps_on = wraps_on
        .map(|server| config.kmip_server(Some(server)))
        .transpose()?;
    let local = local_keys::open_or_create(settings)?;
    let id = local.create(name.as_str())?;
    println!(
        "made local key \"{name}\" with id {id}, wrapped under the root secret that the pass phrase seals"
    );
    println!(
        "to use it, add to the configuration:\n\n[[key]]\nname = \"{name}\"\nstore = \"local\""
    );
    let Some(server) = wraps_on else {
        return Ok(());
    };
    let key = local.load(name.as_str())?;
    let client = Client::new(kmip::server_config(server)?);
    let given = upload(&client, server, &key, &NewKey::to_wrap(name.as_str()))
        .await
        .map_err(|why| format!("the local key is made, but is not on its KMIP server: {why}"))?;
    println!(
        "\nand to have a key of KMIP server {} travel wrapped under it, add to that key:\n\nwrapping_key = \"{name}\"\nwrapping_key_identifier = {}",
        server.name,
        toml::Value::from(given.as_str())
    );
    Ok(())
}

/// The key is generated here and uploaded, as the server's random numbers needn't be trusted then.
async fn create_on_kmip(name: KeyName<'_>, server: &KmipServer) -> Outcome {
    let client = Client::new(kmip::server_config(server)?);
    if !client.locate(name.as_str(), 1).await?.is_empty() {
        return Err(format!(
            "KMIP server {} already has a key \"{name}\"; use it, or choose another name",
            server.name
        )
        .into());
    }
    let mut key = Box::new(Secret::<32>::zeroed());
    getrandom::fill(key.expose_mut())?;
    let id = upload(&client, server, &key, &NewKey::new(name.as_str())).await?;
    compare(&client, &id, &key)
        .await
        .map_err(|why| unusable(&id, &why))?;
    let key_id = RootKey::new(&key).id();
    println!(
        "made key \"{name}\" with id {key_id} on KMIP server {}: Unique Identifier {id}, Active, fetched back and compared",
        server.name
    );
    println!(
        "to use it, add to the configuration:\n\n[[key]]\nname = \"{name}\"\nstore = \"kmip\"\nkmip_server = {}\nkey_id = \"{key_id}\"",
        toml::Value::from(server.name.as_str())
    );
    Ok(())
}

/// Registers a key and activates it, and says so where an answer was lost.
async fn upload(
    client: &Client,
    server: &KmipServer,
    key: &Secret<32>,
    new: &NewKey<'_>,
) -> Result<UniqueIdentifier, String> {
    let registered = client
        .register_active_key(key, new)
        .await
        .map_err(|error| format!("KMIP server {}: {}", server.name, with_causes(&error)))?;
    let id = registered.made.unique_identifier;
    let found = [Ok(registered.made.settlement), registered.activation];
    for (settlement, done) in found.into_iter().zip(["uploaded", "activated"]) {
        let settlement = settlement.map_err(|error| unusable(&id, &with_causes(&error)))?;
        if settlement == Settlement::FoundDone {
            println!(
                "the server's answer was lost; looking afterwards showed that the key was {done}"
            );
        }
    }
    Ok(id)
}

fn unusable(id: &UniqueIdentifier, why: &str) -> String {
    format!(
        "the key was uploaded as {id} but is not usable: {why}; destroy it on the server before you try again"
    )
}

async fn compare(client: &Client, id: &UniqueIdentifier, key: &Secret<32>) -> Result<(), String> {
    let selector = KeySelector::UniqueIdentifier(id.clone());
    let (_, fetched) = client
        .fetch_key(&selector, KeyPurpose::Protect)
        .await
        .map_err(|error| with_causes(&error))?;
    if fetched.ct_eq(key) {
        Ok(())
    } else {
        Err("the server returned another key than was uploaded".to_owned())
    }
}
