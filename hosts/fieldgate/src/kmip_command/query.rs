//! `fieldgate kmip query`.

use clap::Args;
use serde_json::json;

use super::{session::Common, status::failed};
use crate::outcome::Outcome;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    common: Common,
}

pub(super) async fn run(arguments: &Arguments) -> Outcome {
    let session = arguments.common.open()?;
    let client = &session.client;
    let version = client.version().await.map_err(|error| failed(&error))?;
    let abilities = client.query().await.map_err(|error| failed(&error))?;
    let vendor = abilities
        .vendor
        .as_deref()
        .unwrap_or("it doesn't say who made it");
    let operations: Vec<_> = abilities
        .operations
        .iter()
        .map(ToString::to_string)
        .collect();
    let mut text = format!(
        "KMIP server {}: {}\nKMIP {version} is spoken with it\n{} operations:",
        session.server,
        vendor.escape_debug(),
        operations.len()
    );
    for operation in &operations {
        text.push_str("\n  ");
        text.push_str(operation);
    }
    session.print(
        &text,
        &json!({
            "server": session.server,
            "version": version.to_string(),
            "vendor": abilities.vendor,
            "operations": operations,
        }),
    )
}
