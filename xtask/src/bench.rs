//! `cargo xtask bench`: wall-clock figures beside peers, which inform, and instruction counts, which gate.

mod build;
mod fields;
mod instructions;
mod kmip;
mod report;

use clap::Subcommand;

use crate::fault::Fault;

/// What is measured.
#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// Time each field scheme beside its peers, in two builds. Gates nothing: machines are shared and noisy
    Fields(fields::Options),
    /// Count the instructions of each operation of the field schemes, in two builds; growth beyond 3 % fails. Needs valgrind
    Instructions(instructions::Options),
    /// Time the KMIP client beside its peers and beside bare TLS, on PyKMIP and on a stub that only serves bytes. Gates nothing
    Kmip(kmip::Options),
}

/// Measures; the fields when nothing is named.
pub(crate) fn run(bench: Option<Bench>) -> Result<(), Fault> {
    match bench {
        None => fields::run(&fields::Options::default()),
        Some(Bench::Fields(options)) => fields::run(&options),
        Some(Bench::Instructions(options)) => instructions::run(&options),
        Some(Bench::Kmip(options)) => kmip::run(&options),
    }
}
