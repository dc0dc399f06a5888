//! Licences, bans and sources of what we depend on, by cargo-deny with `deny.toml`.

use std::process::Command;

use fieldgate_tests::workspace;

use crate::command::{cargo, open, quiet, works};
use crate::fault::Fault;

/// What is built where cargo-deny is missing.
const VERSION: &str = "0.20.2";

/// Runs the checks that need no network; builds cargo-deny into `.work/tools` once if the machine has none.
pub(crate) fn check() -> Result<(), Fault> {
    let mut command = if works("cargo", &["deny", "--version"]) {
        cargo(&["deny"])
    } else {
        let tools = workspace::work_dir().join("tools");
        let program = tools.join("bin/cargo-deny");
        if !program.exists() {
            println!(
                "cargo-deny isn't installed; building {VERSION} into .work/tools, once: about five minutes …"
            );
            let mut install = cargo(&[
                "install",
                "--locked",
                "--version",
                VERSION,
                "cargo-deny",
                "--root",
            ]);
            install.arg(&tools).env_remove("CARGO_TARGET_DIR");
            quiet(
                "cargo-deny",
                &mut install,
                "is the network there? or install cargo-deny yourself",
            )?;
        }
        let mut command = Command::new(program);
        command.current_dir(workspace::root());
        command
    };
    open(command.args([
        "--log-level",
        "error",
        "check",
        "bans",
        "licenses",
        "sources",
    ]))
}
