//! `fieldgate kmip test`.

use std::path::PathBuf;

use clap::Args;
use fieldgate_kmip_client::probe;

use crate::{config::Config, kmip, outcome::Outcome};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,
    /// Which KMIP server of the configuration; the only one, if no name is given.
    name: Option<String>,
}

pub(crate) async fn run(arguments: &Arguments, config: &Config) -> Outcome {
    let server = config.kmip_server(arguments.name.as_deref())?;
    println!("KMIP server {} at {}", server.name, server.place());
    let verdict = probe(&kmip::server_config(server)?).await;
    println!("{verdict}");
    if let Some((stage, _)) = verdict.failure() {
        return Err(format!(
            "the test of KMIP server {} failed at stage {stage}",
            server.name
        )
        .into());
    }
    println!("the test of KMIP server {} passed", server.name);
    Ok(())
}
