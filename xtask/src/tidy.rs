//! `cargo xtask tidy`: what a reviewer shouldn't have to look at.

mod arrows;
mod deny;
mod docs;

use crate::command::{cargo, open};
use crate::fault::Fault;
use crate::header;

/// Workspaces beside the main one, which `cargo fmt --all` doesn't reach.
const OTHER_WORKSPACES: [&str; 3] = [
    "benches/Cargo.toml",
    "tests/firmware/Cargo.toml",
    "tests/fuzz/Cargo.toml",
];
/// What is linted beside the main workspace. `cargo xtask firmware` lints the images; the peers of benches and fuzz targets
/// take minutes to build, too long for each run.
const FIRMWARE_DECODER: [&str; 4] = [
    "--manifest-path=tests/firmware/Cargo.toml",
    "--package=fieldgate-firmware-decode",
    "--all-targets",
    "--locked",
];

/// Runs all checks, the quick ones first.
pub(crate) fn run() -> Result<(), Fault> {
    open(&mut cargo(&["fmt", "--all", "--check"]))?;
    for manifest in OTHER_WORKSPACES {
        open(&mut cargo(&[
            "fmt",
            "--manifest-path",
            manifest,
            "--all",
            "--check",
        ]))?;
    }
    arrows::check()?;
    docs::check_openings()?;
    docs::check_paths()?;
    lint(&["--workspace", "--all-targets"])?;
    lint(&FIRMWARE_DECODER)?;
    open(
        cargo(&["doc", "--no-deps", "--workspace", "--quiet"]).env("RUSTDOCFLAGS", "-D warnings"),
    )?;
    header::check()?;
    deny::check()?;
    println!("tidy");
    Ok(())
}

/// Clippy without a warning.
fn lint(selected: &[&str]) -> Result<(), Fault> {
    open(
        cargo(&["clippy", "--quiet"])
            .args(selected)
            .args(["--", "-D", "warnings"]),
    )
}
