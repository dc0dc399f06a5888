//! The project's own commands.
//!
//! | module | command |
//! |---|---|
//! | [`setup`] | `cargo xtask setup`: Python peers and data, once |
//! | [`mod@test`] | `cargo xtask test`: setup, then every test |
//! | [`tidy`] | `cargo xtask tidy`: format, lints, arrows, docs, the C header, licences |
//! | [`header`] | `cargo xtask header`: the C header, made again |
//! | [`demo`] | `cargo xtask demo`: the whole thing with real peers |
//! | [`firmware`] | `cargo xtask firmware`: images for five targets, run in QEMU |
//! | [`ct`] | `cargo xtask ct`: constant time under valgrind |
//! | [`fuzz`] | `cargo xtask fuzz`: the fuzz targets |
//! | [`mod@bench`] | `cargo xtask bench`: times beside peers, and instruction counts |

mod bench;
mod command;
mod ct;
mod demo;
mod fault;
mod firmware;
mod fuzz;
mod header;
mod interrupt;
mod setup;
mod test;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own commands.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Install what tests and demo need into .work: Python peers and a data set. A second run does nothing
    Setup,
    /// Set up, then run all tests; what follows goes to cargo nextest, or to cargo test where nextest isn't installed
    Test {
        /// Passed on, such as a test's name
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        rest: Vec<String>,
    },
    /// Check format, lints, the arrows between crates, docs, and the licences and sources of what we depend on
    Tidy,
    /// Make the C header again, after a change of the C interface
    Header,
    /// Show fieldgate with a real KMIP server and a real application, then leave them running until Ctrl-C
    Demo(demo::Options),
    /// Build the firmware images for five targets, run them in QEMU against a real KMIP server, and hold their budgets
    Firmware(firmware::Options),
    /// Run every scheme under valgrind with key and plaintext marked secret: no branch and no address may depend on them
    Ct(ct::Options),
    /// Fuzz parsers and openers from the committed corpus
    Fuzz(fuzz::Options),
    /// Measure the field schemes or the KMIP client: time beside peers (the fields by default), or instructions
    Bench {
        #[command(subcommand)]
        bench: Option<bench::Bench>,
    },
}

fn main() -> ExitCode {
    interrupt::listen();
    let outcome = match Arguments::parse().command {
        Task::Setup => setup::run(),
        Task::Test { rest } => test::run(&rest),
        Task::Header => header::run(),
        Task::Tidy => tidy::run(),
        Task::Demo(options) => demo::run(&options),
        Task::Firmware(options) => firmware::run(&options),
        Task::Ct(options) => ct::run(&options),
        Task::Fuzz(options) => fuzz::run(&options),
        Task::Bench { bench } => bench::run(bench),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("error: {}", fault.full_text());
            ExitCode::FAILURE
        }
    }
}
