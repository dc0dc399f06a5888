//! The command line.

use std::{error::Error, path::PathBuf};

use clap::{Args, Parser, Subcommand};

use crate::{config::Config, key_create, kmip_test, serve};

/// Encrypting gateway for applications that you don't control, with keys that you do.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve: seal what goes to the application, open what comes back.
    Serve(Serve),
    /// Test a KMIP server.
    #[command(subcommand)]
    Kmip(Kmip),
    /// Make and look after encryption keys.
    #[command(subcommand)]
    Key(Key),
}

#[derive(Args)]
struct Serve {
    /// The configuration file. SIGHUP reads it again; SIGTERM finishes what is under way and ends.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

#[derive(Subcommand)]
enum Kmip {
    /// Test the connection to a KMIP server, stage by stage; nothing on the server changes.
    Test(KmipTest),
}

#[derive(Args)]
pub(crate) struct KmipTest {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,
    /// Which KMIP server of the configuration; the only one, if no name is given.
    pub(crate) name: Option<String>,
}

#[derive(Subcommand)]
enum Key {
    /// Make a new 256-bit key from the operating system's entropy and store it.
    Create(KeyCreate),
}

#[derive(Args)]
pub(crate) struct KeyCreate {
    /// Name of the key: 1 to 64 of the characters A-Z a-z 0-9 . _ -
    pub(crate) name: String,
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,
    #[command(flatten)]
    pub(crate) home: KeyHome,
}

/// Where the key is to live; it can't be moved later.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub(crate) struct KeyHome {
    /// Upload it to this KMIP server of the configuration (the only one, if no name is given) and activate it there.
    #[arg(long, value_name = "SERVER", num_args = 0..=1)]
    pub(crate) store_on_kmip: Option<Option<String>>,
    /// Keep it in this machine's local_keys directory, wrapped by the root of trust.
    #[arg(long)]
    pub(crate) local: bool,
}

pub(crate) type Outcome = Result<(), Box<dyn Error>>;

impl Cli {
    pub(crate) fn run(self) -> Outcome {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            match self.command {
                Command::Serve(arguments) => serve::run(&arguments.config).await,
                Command::Kmip(Kmip::Test(arguments)) => {
                    kmip_test::run(&arguments, &Config::read(&arguments.config)?).await
                }
                Command::Key(Key::Create(arguments)) => {
                    key_create::run(&arguments, &Config::read(&arguments.config)?).await
                }
            }
        })
    }
}

/// An error and what caused it, in one line.
pub(crate) fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
