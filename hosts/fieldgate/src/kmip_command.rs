//! `fieldgate kmip …`: what can be done with KMIP servers, and with KMIP's messages without one.

mod decode;
mod encode;
mod input;

use clap::Subcommand;

use crate::{cli::wait_for, config::Config, kmip_probe, outcome::Outcome};

/// What can be done with KMIP.
#[derive(Subcommand)]
pub(crate) enum KmipCommand {
    /// Show KMIP messages as a tree, XML or JSON, with secrets masked; offline.
    #[command(after_help = decode::EXAMPLES)]
    Decode(decode::Arguments),
    /// Make KMIP messages of XML or JSON; offline.
    #[command(after_help = encode::EXAMPLES)]
    Encode(encode::Arguments),
    /// Test the connection to a KMIP server, stage by stage; nothing on the server changes.
    Test(kmip_probe::Arguments),
}

impl KmipCommand {
    pub(crate) fn run(&self) -> Outcome {
        match self {
            Self::Decode(arguments) => decode::run(arguments),
            Self::Encode(arguments) => encode::run(arguments),
            Self::Test(arguments) => wait_for(async {
                kmip_probe::run(arguments, &Config::read(&arguments.config)?).await
            }),
        }
    }
}
