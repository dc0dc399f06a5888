//! The compiler's targets other than this machine's: rustup adds those that are missing.

use std::process::Command;

use crate::command::{open, read, works};
use crate::fault::Fault;

/// Makes sure that the compiler has these targets.
pub(crate) fn install(triples: &[&str]) -> Result<(), Fault> {
    if !works("rustup", &["--version"]) {
        println!("rustup isn't installed: the compiler's targets are taken to be there");
        return Ok(());
    }
    let installed = read(Command::new("rustup").args(["target", "list", "--installed"]))?;
    let missing: Vec<&str> = triples
        .iter()
        .copied()
        .filter(|triple| !installed.lines().any(|line| line == *triple))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    open(
        Command::new("rustup")
            .args(["target", "add"])
            .args(&missing),
    )
    .map_err(|_| {
        Fault::Unmet(format!(
            "the compiler lacks the targets {0} and rustup couldn't add them; with a network: rustup target add {0}",
            missing.join(" ")
        ))
    })
}
