//! `fieldgate kmip …`: what can be done with KMIP servers, and with KMIP's messages without one.

mod decode;
mod encode;
mod input;
mod server;
mod status;
mod test;
mod usage;

use clap::Subcommand;

use crate::{cli::wait_for, outcome::Outcome};

/// What can be done with KMIP.
#[derive(Subcommand)]
pub(crate) enum KmipCommand {
    /// Show KMIP messages as a tree, XML or JSON, with secrets masked; offline.
    #[command(after_help = decode::EXAMPLES)]
    Decode(decode::Arguments),
    /// Make KMIP messages of XML or JSON; offline.
    #[command(after_help = encode::EXAMPLES)]
    Encode(encode::Arguments),
    /// Test a KMIP server, stage by stage: what was found, or what failed, its likely cause and what to try.
    #[command(after_help = test::AFTER_HELP)]
    Test(Box<test::Arguments>),
}

impl KmipCommand {
    pub(crate) fn run(&self) -> Outcome {
        match self {
            Self::Decode(arguments) => decode::run(arguments),
            Self::Encode(arguments) => encode::run(arguments),
            Self::Test(arguments) => wait_for(test::run(arguments)),
        }
    }
}
