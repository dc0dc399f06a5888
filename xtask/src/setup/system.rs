//! Programs of the system. Where one is missing and may be installed, Debian's package is; nothing is ever removed.

use std::process::Command;

use crate::command::{quiet, works};
use crate::fault::Fault;

/// Makes sure that the program answers to these arguments.
pub(crate) fn require(program: &str, arguments: &[&str], packages: &[&str]) -> Result<(), Fault> {
    if works(program, arguments) {
        return Ok(());
    }
    if works("apt-get", &["--version"]) && works("test", &["-w", "/var/lib/dpkg"]) {
        println!(
            "setup: {} is missing; installing {} …",
            program,
            packages.join(" ")
        );
        let advice = "is the network there, and is another apt running?";
        quiet("apt update", Command::new("apt-get").arg("update"), advice)?;
        let mut install = Command::new("apt-get");
        install
            .args(["install", "--yes", "--no-remove", "--no-install-recommends"])
            .args(packages);
        quiet(
            "apt install",
            install.env("DEBIAN_FRONTEND", "noninteractive"),
            advice,
        )?;
        if works(program, arguments) {
            return Ok(());
        }
    }
    let (shown, wanted) = (arguments.join(" "), packages.join(" "));
    Err(Fault::Unmet(format!(
        "`{program} {shown}` doesn't work here; on Debian: apt-get install {wanted}"
    )))
}
