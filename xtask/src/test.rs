//! `cargo xtask test`: setup, then every test.

use crate::command::{cargo, open, works};
use crate::fault::Fault;
use crate::setup;

/// Runs all tests; `rest` goes to the runner.
pub(crate) fn run(rest: &[String]) -> Result<(), Fault> {
    setup::run()?;
    // The tests start the binary; all targets, so that it has the features that the tests' own build gives it.
    open(&mut cargo(&["build", "--workspace", "--all-targets"]))?;
    if works("cargo", &["nextest", "--version"]) {
        open(cargo(&["nextest", "run", "--workspace"]).args(rest))?;
    } else {
        println!(
            "cargo-nextest isn't installed; cargo test does the same, with all output at the end"
        );
        open(cargo(&["test", "--workspace", "--all-targets"]).args(rest))?;
    }
    open(&mut cargo(&["test", "--doc", "--workspace"]))
}
