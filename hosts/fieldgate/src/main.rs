//! The fieldgate binary: configuration, wiring, command line.

mod cli;
mod config;
mod field_command;
mod hardening;
mod key_create;
mod keys;
mod kmip;
mod kmip_command;
mod local_keys;
mod outcome;
mod runtime;
mod serve;
mod tls;

use std::{io::IsTerminal, process::ExitCode};

use clap::Parser;

/// Wipes memory as it is freed: libraries between us and the network don't all wipe their buffers.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_env_var("FIELDGATE_LOG")
        .with_default_directive(tracing::level_filters::LevelFilter::INFO.into())
        .from_env_lossy();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
        .init();
    match hardening::apply().and_then(|()| cli::Cli::parse().run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A mistake on the command line that clap didn't find ends as those that it finds.
            if let Some(usage) = error.downcast_ref::<clap::Error>() {
                usage.exit();
            }
            eprintln!(
                "fieldgate: {}",
                fieldgate_gateway::causes::with_causes(error.as_ref())
            );
            let status = error.downcast_ref::<outcome::WithStatus>();
            status.map_or(ExitCode::FAILURE, |ended| ExitCode::from(ended.status))
        }
    }
}
