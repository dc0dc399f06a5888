//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::{
    config::Config, field_command::FieldCommand, key_create, kmip_command::KmipCommand,
    outcome::Outcome, runtime::wait_for, serve,
};

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
    /// Test a KMIP server; read and write KMIP messages.
    #[command(subcommand)]
    Kmip(KmipCommand),
    /// Make and look after encryption keys.
    #[command(subcommand)]
    Key(Key),
    /// Try the field schemes: seal and open values, look at them, see what they give away.
    #[command(subcommand)]
    Field(Box<FieldCommand>),
}

#[derive(Args)]
struct Serve {
    /// The configuration file. SIGHUP reads it again; SIGTERM finishes what is under way and ends.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

#[derive(Subcommand)]
enum Key {
    /// Make a new 256-bit key from the operating system's entropy and store it.
    Create(key_create::Arguments),
}

impl Cli {
    pub(crate) fn run(self) -> Outcome {
        match self.command {
            Command::Serve(arguments) => wait_for(serve::run(&arguments.config)),
            Command::Kmip(command) => command.run(),
            Command::Key(Key::Create(arguments)) => wait_for(async {
                key_create::run(&arguments, &Config::read(&arguments.config)?).await
            }),
            // It waits for nobody.
            Command::Field(command) => command.run(),
        }
    }
}
