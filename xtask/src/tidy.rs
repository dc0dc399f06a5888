//! `cargo xtask tidy`: what a reviewer shouldn't have to look at.

mod arrows;
mod deny;
mod docs;

use crate::command::{cargo, open};
use crate::fault::Fault;
use crate::header;

/// Runs all checks, the quick ones first.
pub(crate) fn run() -> Result<(), Fault> {
    open(&mut cargo(&["fmt", "--all", "--check"]))?;
    let benches = ["fmt", "--manifest-path", "benches/Cargo.toml", "--check"];
    open(&mut cargo(&benches))?;
    arrows::check()?;
    docs::check_openings()?;
    docs::check_paths()?;
    open(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ]))?;
    // Where the bench builds, so that what is built there serves both.
    open(&mut cargo(&[
        "clippy",
        "--manifest-path",
        "benches/Cargo.toml",
        "--release",
        "--locked",
        "--target-dir",
        "target/bench",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ]))?;
    open(
        cargo(&["doc", "--no-deps", "--workspace", "--quiet"]).env("RUSTDOCFLAGS", "-D warnings"),
    )?;
    header::check()?;
    deny::check()?;
    println!("tidy");
    Ok(())
}
