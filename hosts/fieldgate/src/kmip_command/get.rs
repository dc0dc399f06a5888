//! `fieldgate kmip get`.

use std::{
    fs::OpenOptions,
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use clap::Args;
use fieldgate_core::{
    field::RootKey,
    kmip::op::{Get, GetResponse},
    secret::Secret,
};
use fieldgate_kmip_client::{Client, Error, KeyAttributes, UniqueIdentifier};
use zeroize::Zeroizing;

use super::{
    object::ObjectArguments,
    session::{Common, as_json, described},
    status::{failed, refused_here},
};
use crate::outcome::Outcome;

/// The longest key that is fetched.
const KEY_BYTES_MAX: usize = 4096;

pub(super) const AFTER_HELP: &str = "\
Examples:
  fieldgate kmip get films --config fieldgate.toml
  fieldgate kmip get --id 4711 --out films.key --config fieldgate.toml

The key is fetched to see that it can be, and is not shown unless that is asked for.

Exit status: 0 done; 1 something else failed; 2 wrong use; 3 the server refused; 4 not found; 10 name not found; \
11 no connection; 12 TLS; 13 KMIP version; 14 authentication.";

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    object: ObjectArguments,
    #[command(flatten)]
    common: Common,
    /// Write the key to a new file of mode 600: its bytes as they are.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) async fn run(arguments: &Arguments) -> Outcome {
    let session = arguments.common.open()?;
    let id = arguments.object.find(&session).await?;
    let client = &session.client;
    let attributes = client
        .get_attributes(&id)
        .await
        .map_err(|error| failed(&error))?;
    let key = fetch(client, &id, &attributes).await?;
    let key_id = <[u8; 32]>::try_from(key.as_slice())
        .is_ok()
        .then(|| key_id(&key));
    let mut json = as_json(&id, &attributes);
    json["key_bytes"] = key.len().into();
    let mut text = format!("Unique Identifier {id}: {}", described(&attributes));
    if let Some(key_id) = key_id.flatten() {
        text = format!("{text}\nkey id {key_id}");
        json["key_id"] = key_id.into();
    }
    if let Some(file) = &arguments.out {
        write_new(file, &key)?;
        text = format!("{text}\nkey written to {}", file.display());
        json["file"] = file.display().to_string().into();
    }
    if arguments.common.trace.show_secrets {
        let shown = hexadecimal(&key);
        text = format!("{text}\nkey {}", *shown);
        json["key"] = shown.as_str().into();
    } else {
        text = format!(
            "{text}\nkey of {} bytes, not shown (--show-secrets)",
            key.len()
        );
    }
    let text = Zeroizing::new(text);
    session.print(&text, &json)
}

/// The key's bytes, whatever its length.
async fn fetch(
    client: &Client,
    id: &UniqueIdentifier,
    attributes: &KeyAttributes,
) -> Result<Zeroizing<Vec<u8>>, Box<dyn std::error::Error>> {
    let request = Get {
        target: id.as_str().into(),
    };
    let mut wrong = None;
    // It doesn't grow, so no copy stays behind.
    let mut key = Zeroizing::new(Vec::with_capacity(KEY_BYTES_MAX));
    client
        .call(&request, |response| {
            wrong = misfit(id, attributes, &response);
            let material = response.key.material;
            if material.len() > KEY_BYTES_MAX {
                return Err(Error::KeyWrongLength {
                    key: id.to_string(),
                    bits: i64::try_from(material.len() * 8).unwrap_or(i64::MAX),
                });
            }
            key.extend_from_slice(material);
            Ok(())
        })
        .await
        .map_err(|error| failed(&error))?;
    if let Some(wrong) = wrong {
        return Err(refused_here(format!(
            "asked for the object with Unique Identifier {id}, the server answered with {wrong}: it is not taken"
        ))
        .into());
    }
    Ok(key)
}

/// Why what came isn't what was asked for: another object, or none like its attributes say.
fn misfit(
    id: &UniqueIdentifier,
    attributes: &KeyAttributes,
    response: &GetResponse<'_>,
) -> Option<String> {
    if let Some(answered) = response.unique_identifier
        && answered != id.as_str()
    {
        return Some(format!("object {}", answered.escape_debug()));
    }
    if let (Some(told), Some(algorithm)) = (attributes.algorithm, response.key.algorithm)
        && told != algorithm
    {
        return Some(format!("a key for {algorithm} in place of {told}"));
    }
    let bits = i64::try_from(response.key.material.len() * 8).unwrap_or(i64::MAX);
    match attributes.length_bits {
        Some(told) if i64::from(told) != bits => {
            Some(format!("a key of {bits} bits in place of {told}"))
        }
        _ => None,
    }
}

fn key_id(key: &[u8]) -> Option<String> {
    let secret = Box::new(Secret::<32>::copied_from(key)?);
    Some(RootKey::new(&secret).id().to_string())
}

fn hexadecimal(bytes: &[u8]) -> Zeroizing<String> {
    use std::fmt::Write as _;
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    for byte in bytes {
        // Writing to a String doesn't fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Writes a file that wasn't there before, and that only its owner reads.
fn write_new(file: &Path, bytes: &[u8]) -> Outcome {
    let opened = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file);
    let mut opened = opened.map_err(|error| {
        let file = file.display();
        if error.kind() == io::ErrorKind::AlreadyExists {
            refused_here(format!(
                "{file} exists, and is not overwritten: remove it, or choose another name"
            ))
        } else {
            refused_here(format!("cannot create {file}: {error}"))
        }
    })?;
    opened
        .write_all(bytes)
        .and_then(|()| opened.sync_all())
        .map_err(|error| refused_here(format!("cannot write {}: {error}", file.display())).into())
}
