//! The local keys of a configuration, under the software root.

use std::{error::Error, fs::DirBuilder, os::unix::fs::DirBuilderExt, path::PathBuf};

use fieldgate_hsm_bridge::{FileError, SoftwareRoot, read_pass_phrase};
use fieldgate_store::LocalKeys;

use crate::config;

fn root_file(settings: &config::LocalKeys) -> PathBuf {
    settings.directory.join("root.json")
}

/// Opens the root of trust. Takes a tenth of a second, by design of Argon2id.
pub(crate) fn open(settings: &config::LocalKeys) -> Result<LocalKeys, FileError> {
    let pass_phrase = read_pass_phrase(&settings.pass_phrase_file)?;
    let root = SoftwareRoot::open(&root_file(settings), &pass_phrase)?;
    Ok(LocalKeys::new(settings.directory.clone(), Box::new(root)))
}

/// The same, but makes the directory and the root first if there is none yet.
pub(crate) fn open_or_create(settings: &config::LocalKeys) -> Result<LocalKeys, Box<dyn Error>> {
    if root_file(settings).exists() {
        return Ok(open(settings)?);
    }
    let pass_phrase = read_pass_phrase(&settings.pass_phrase_file)?;
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&settings.directory)
        .map_err(|error| format!("cannot make {}: {error}", settings.directory.display()))?;
    let root = SoftwareRoot::create(&root_file(settings), &pass_phrase)?;
    println!(
        "made a new root secret in {}, sealed by the pass phrase",
        root_file(settings).display()
    );
    println!("keep a backup of it and of its pass phrase: without both, local keys are lost");
    Ok(LocalKeys::new(settings.directory.clone(), Box::new(root)))
}
