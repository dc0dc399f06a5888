//! `fieldgate kmip register`.

use std::{
    error::Error,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use fieldgate_core::{
    kmip::{
        CryptographicAlgorithm, Object, attribute::Attribute, enumerations::usage, op::Register,
    },
    secret::Secret,
};
use fieldgate_kmip_client::{Made, NewKey, Settlement, UniqueIdentifier};
use zeroize::Zeroizing;

use super::{
    make::must_be_new,
    secret_file,
    session::{Common, Session},
    status::{failed_change, refused_here},
    usage::usage,
};
use crate::outcome::Outcome;

/// The longest key file that is read, in bytes: an AES-256 key in hexadecimal, with room for line ends.
const FILE_BYTES_MAX: usize = 128;

/// The lengths of AES keys, in bytes.
const AES_BYTES: [usize; 3] = [16, 24, 32];

#[derive(Args)]
pub(crate) struct Arguments {
    /// The key's name on the server.
    name: String,
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    source: Source,
    /// How the file holds the key; raw unless said otherwise.
    #[arg(long, value_enum)]
    form: Option<Form>,
    /// Make it Active at once.
    #[arg(long)]
    activate: bool,
    /// Register it even if there is an object of this name.
    #[arg(long)]
    allow_duplicate: bool,
}

/// Where the key comes from.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct Source {
    /// A file that holds an AES key of 16, 24 or 32 bytes.
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Make a new AES-256 key from this machine's random numbers.
    #[arg(long)]
    generate: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Its bytes as they are.
    Raw,
    /// Hexadecimal; line ends at the end don't count.
    Hex,
}

pub(super) async fn run(arguments: &Arguments) -> Outcome {
    let key = match (&arguments.source.key_file, arguments.form) {
        (Some(file), form) => read(file, form.unwrap_or(Form::Raw))?,
        (None, Some(_)) => return Err(usage("--form belongs to --key-file").into()),
        (None, None) => {
            let mut key = Zeroizing::new(vec![0; 32]);
            getrandom::fill(&mut key)?;
            key
        }
    };
    let session = arguments.common.open()?;
    must_be_new(&session, &arguments.name, arguments.allow_duplicate).await?;
    let made = match Secret::<32>::copied_from(&key) {
        Some(secret) => session
            .client
            .register_key(&Box::new(secret), &NewKey::new(&arguments.name))
            .await
            .map_err(|error| failed_change(&error))?,
        None => register_short(&session, &arguments.name, &key).await?,
    };
    let what = format!("registered AES-{}", key.len() * 8);
    session
        .finish(&what, &arguments.name, &made, arguments.activate)
        .await
}

/// Keys of other lengths than fieldgate's own.
async fn register_short(session: &Session, name: &str, key: &[u8]) -> Result<Made, Box<dyn Error>> {
    let bits = i32::try_from(key.len() * 8)?;
    let attributes = [
        Attribute::CryptographicAlgorithm(CryptographicAlgorithm::AES),
        Attribute::CryptographicLength(bits),
        Attribute::CryptographicUsageMask(usage::ENCRYPT | usage::DECRYPT),
        Attribute::Name(name),
    ];
    let request = Register {
        attributes: &attributes,
        object: Object::symmetric_key(CryptographicAlgorithm::AES, key),
    };
    let registered = session
        .client
        .call(&request, |id: &str| {
            Ok(UniqueIdentifier::new(id.to_owned()))
        })
        .await;
    Ok(Made {
        unique_identifier: registered.map_err(|error| failed_change(&error))?,
        settlement: Settlement::Answered,
    })
}

fn read(file: &Path, form: Form) -> Result<Zeroizing<Vec<u8>>, Box<dyn Error>> {
    let shown = file.display();
    let mut bytes = secret_file::read(file, FILE_BYTES_MAX)?;
    if bytes.len() > FILE_BYTES_MAX {
        return Err(refused_here(format!(
            "{shown} is longer than {FILE_BYTES_MAX} bytes: it holds no AES key"
        ))
        .into());
    }
    if form == Form::Hex {
        bytes = decoded(&bytes).ok_or_else(|| {
            refused_here(format!(
                "{shown} is not hexadecimal, with two digits a byte"
            ))
        })?;
    }
    if AES_BYTES.contains(&bytes.len()) {
        return Ok(bytes);
    }
    let hint = if form == Form::Raw && bytes.len() > AES_BYTES[2] {
        ": is it hexadecimal? then add --form hex"
    } else {
        ""
    };
    Err(refused_here(format!(
        "{shown} holds {} bytes, and an AES key has 16, 24 or 32{hint}",
        bytes.len()
    ))
    .into())
}

fn decoded(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let text = text.trim_ascii_end();
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    if !text.len().is_multiple_of(2) {
        return None;
    }
    for pair in text.chunks_exact(2) {
        bytes.push(digit(pair[0])? << 4 | digit(pair[1])?);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn hexadecimal_is_read_with_and_without_a_line_end() {
        assert_eq!(decoded(b"00fF1a\r\n").unwrap().as_slice(), [0, 0xff, 0x1a]);
        for wrong in [&b"0"[..], b"0g", b"00 11", b"+0"] {
            assert!(decoded(wrong).is_none());
        }
    }
}
