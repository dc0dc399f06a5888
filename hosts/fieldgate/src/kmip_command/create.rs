//! `fieldgate kmip create`.

use clap::Args;
use fieldgate_kmip_client::NewKey;

use super::{make::must_be_new, session::Common, status::failed_change};
use crate::outcome::Outcome;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The new key's name.
    name: String,
    #[command(flatten)]
    common: Common,
    /// Make it Active at once.
    #[arg(long)]
    activate: bool,
    /// Make it even if there is an object of this name.
    #[arg(long)]
    allow_duplicate: bool,
}

pub(super) async fn run(arguments: &Arguments) -> Outcome {
    let session = arguments.common.open()?;
    let name = &arguments.name;
    must_be_new(&session, name, arguments.allow_duplicate).await?;
    let made = session
        .client
        .create_key(&NewKey::new(name))
        .await
        .map_err(|error| failed_change(&error))?;
    session
        .finish("the server made AES-256", name, &made, arguments.activate)
        .await
}
