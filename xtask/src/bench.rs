//! `cargo xtask bench`: figures, with the release profile.

use crate::command::{cargo, open};
use crate::fault::Fault;

/// Runs the benches; without arguments those of the fields.
pub(crate) fn run(rest: &[String]) -> Result<(), Fault> {
    let mut command = cargo(&[
        "run",
        "--profile",
        "release",
        "--package",
        "fieldgate-benches",
        "--",
    ]);
    if rest.is_empty() {
        command.arg("fields");
    }
    open(command.args(rest))
}
