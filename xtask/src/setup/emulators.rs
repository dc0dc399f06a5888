//! QEMU for Arm and RISC-V, and the C compiler for Arm.
//!
//! Where they aren't installed, Debian's packages are unpacked beside the system, into `.work/qemu`, with the libraries
//! that they need: installed plainly, Debian 12's QEMU would take another version's tools away.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use fieldgate_tests::workspace;

use super::stamp;
use crate::command::{quiet, read, works};
use crate::fault::Fault;

const PACKAGES: [&str; 3] = ["qemu-system-arm", "qemu-system-misc", "gcc-arm-none-eabi"];
/// What is looked for in those packages.
const PROGRAMS: [&str; 4] = [
    "qemu-system-arm",
    "qemu-system-aarch64",
    "qemu-system-riscv32",
    "arm-none-eabi-gcc",
];
const ADVICE: &str = "is the network there? apt's own settings name the mirror; otherwise install qemu-system-arm, \
                      qemu-system-misc and gcc-arm-none-eabi yourself";

/// Where the programs are.
#[derive(Debug, Clone)]
pub(crate) enum Emulators {
    /// In the system.
    Installed,
    /// Unpacked into this folder.
    Beside(PathBuf),
}

impl Emulators {
    /// A command for one of the programs.
    pub(crate) fn command(&self, program: &str) -> Command {
        match self {
            Self::Installed => Command::new(program),
            Self::Beside(root) => {
                let mut command = Command::new(root.join("usr/bin").join(program));
                let libraries = [
                    root.join("usr/lib/x86_64-linux-gnu"),
                    root.join("lib/x86_64-linux-gnu"),
                ];
                if let Ok(path) = std::env::join_paths(libraries) {
                    command.env("LD_LIBRARY_PATH", path);
                }
                if program.starts_with("qemu") {
                    command.arg("-L").arg(root.join("usr/share/qemu"));
                }
                command
            }
        }
    }
}

/// Finds the programs, or unpacks them.
pub(crate) fn install() -> Result<Emulators, Fault> {
    if PROGRAMS
        .iter()
        .all(|program| works(program, &["--version"]))
    {
        return Ok(Emulators::Installed);
    }
    let dir = workspace::work_dir().join("qemu");
    let root = dir.join("root");
    let last = root.join("usr/bin/qemu-system-riscv32");
    stamp::once("emulators", &PACKAGES, &last, || {
        if !(works("apt-get", &["--version"]) && works("dpkg", &["--version"])) {
            return Err(Fault::Unmet(format!(
                "{} are needed, and this system has no apt to get them from: install QEMU for Arm and RISC-V and the \
                 GNU C compiler for Arm",
                PROGRAMS.join(", ")
            )));
        }
        if dir.exists() {
            fs::remove_dir_all(&dir).map_err(Fault::io(format!("remove {}", dir.display())))?;
        }
        let archives = dir.join("archives");
        fs::create_dir_all(&archives)
            .map_err(Fault::io(format!("create {}", archives.display())))?;
        let mut download = Command::new("apt-get");
        download
            .arg("download")
            .args(missing_packages()?)
            .current_dir(&archives);
        quiet("download emulators", &mut download, ADVICE)?;
        for archive in list(&archives)? {
            let mut unpack = Command::new("dpkg");
            unpack.arg("-x").arg(&archive).arg(&root);
            quiet(
                "unpack emulators",
                &mut unpack,
                "delete .work/qemu and try again",
            )?;
        }
        fs::remove_dir_all(&archives).map_err(Fault::io(format!("remove {}", archives.display())))
    })?;
    Ok(Emulators::Beside(root))
}

/// What apt would install: it is asked to simulate only, so nothing changes.
fn missing_packages() -> Result<Vec<String>, Fault> {
    let simulate = || {
        let mut command = Command::new("apt-get");
        command
            .args(["--simulate", "install", "--no-install-recommends"])
            .args(PACKAGES);
        read(&mut command)
    };
    let plan = match simulate() {
        Ok(plan) => plan,
        // Fresh systems have no package lists.
        Err(_) => {
            quiet(
                "apt update",
                Command::new("apt-get").arg("update"),
                "apt-get update has to be run by root",
            )?;
            simulate()?
        }
    };
    Ok(plan
        .lines()
        .filter_map(|line| line.strip_prefix("Inst ")?.split(' ').next())
        .map(str::to_owned)
        .collect())
}

fn list(dir: &std::path::Path) -> Result<Vec<PathBuf>, Fault> {
    let entries = fs::read_dir(dir).map_err(Fault::io(format!("read {}", dir.display())))?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(
            entry
                .map_err(Fault::io(format!("read {}", dir.display())))?
                .path(),
        );
    }
    paths.sort();
    Ok(paths)
}
