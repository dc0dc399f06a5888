//! `fieldgate key create`.

use crate::{
    cli::{KeyCreate, Outcome},
    config::Config,
    local_keys,
};

pub(crate) fn run(arguments: &KeyCreate, config: &Config) -> Outcome {
    create_local(&arguments.name, config)
}

fn create_local(name: &str, config: &Config) -> Outcome {
    let settings = config.local_keys.as_ref().ok_or(
        "the configuration has no section [local_keys]; add one with directory and pass_phrase_file",
    )?;
    let id = local_keys::open_or_create(settings)?.create(name)?;
    println!("made local key {name:?} with id {id}, wrapped by the root of trust");
    println!("to use it, add to the configuration:\n\n[[key]]\nname = {name:?}\nstore = \"local\"");
    Ok(())
}
