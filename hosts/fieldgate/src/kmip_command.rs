//! `fieldgate kmip …`: what can be done with KMIP servers, and with KMIP's messages without one.

use clap::Subcommand;

use crate::{cli::wait_for, config::Config, kmip_probe, outcome::Outcome};

/// What can be done with KMIP.
#[derive(Subcommand)]
pub(crate) enum KmipCommand {
    /// Test the connection to a KMIP server, stage by stage; nothing on the server changes.
    Test(kmip_probe::Arguments),
}

impl KmipCommand {
    pub(crate) fn run(&self) -> Outcome {
        match self {
            Self::Test(arguments) => wait_for(async {
                kmip_probe::run(arguments, &Config::read(&arguments.config)?).await
            }),
        }
    }
}
