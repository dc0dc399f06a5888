//! The fieldgate binary: configuration, wiring, command line.

mod cli;
mod config;
mod key_create;
mod kmip;
mod kmip_test;
mod local_keys;

use std::process::ExitCode;

use clap::Parser;

/// Wipes memory as it is freed: libraries between us and the network don't all wipe their buffers.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    match cli::Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("fieldgate: {}", cli::with_causes(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}
