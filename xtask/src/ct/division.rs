//! Memcheck can't see that an instruction takes longer for one operand than for another, as division does on most
//! processors. So the machine code of core, and of all that it uses, is searched for divisions, for a server's processor
//! and for two of firmware's: each must stand where only lengths are divided, and a control must be found.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use fieldgate_tests::workspace;

use super::assembly::{self, Division};
use super::lengths::{PLACES, Public};
use crate::command::{cargo, quiet};
use crate::fault::Fault;
use crate::setup::targets;

/// A processor, and how code for it is optimised.
struct Target {
    triple: &'static str,
    /// As the release profile, and as firmware, have it.
    opt_level: &'static str,
    package: &'static str,
    /// The functions of tests/ct/control/division.rs that divide there. Division in 128 bits is a call on a server only: for
    /// processors of 32 bits it is written out as a loop, without one division.
    controls: &'static [&'static str],
}

const TARGETS: [Target; 3] = [
    Target {
        triple: "x86_64-unknown-linux-gnu",
        opt_level: "3",
        // With the cases, what is generic over the caller's sizes is compiled too.
        package: "fieldgate-ct",
        controls: &["control_32", "control_64", "control_128"],
    },
    Target {
        triple: "thumbv7em-none-eabihf",
        opt_level: "s",
        package: "fieldgate-core",
        controls: &["control_32", "control_64", "control_constant"],
    },
    Target {
        triple: "thumbv6m-none-eabi",
        opt_level: "s",
        package: "fieldgate-core",
        controls: &["control_32", "control_64", "control_constant"],
    },
];

/// Crates that only the peer uses: their divisions are what is wrong with it.
const PEERS: [&str; 5] = ["fpe", "num_bigint", "num_integer", "num_traits", "libm"];

/// Searches for every target; gives what was found and shouldn't be there.
pub(crate) fn search() -> Result<Vec<String>, Fault> {
    targets::install(&TARGETS.each_ref().map(|target| target.triple))?;
    let mut findings = Vec::new();
    let mut reached = BTreeSet::new();
    println!("\ndivisions:");
    for target in &TARGETS {
        let (control, files) = (control(target)?, compile(target)?);
        for wanted in target.controls {
            if !control
                .iter()
                .any(|division| division.function.ends_with(wanted))
            {
                findings.push(format!(
                    "{}: the division in {wanted} of tests/ct/control/division.rs isn't found: the search can't be believed",
                    target.triple
                ));
            }
        }
        let (mut public, mut found) = (0, BTreeMap::<String, usize>::new());
        for division in assembly::divisions(&files)? {
            if let Some(index) = Public::index(&division) {
                reached.insert(index);
                public += 1;
            } else if !division.file.contains("tests/ct/src/") {
                *found.entry(division.to_string()).or_default() += 1;
            }
        }
        findings.extend(found.into_iter().map(|(division, count)| {
            format!("{}: {count} times: a division {division}", target.triple)
        }));
        println!(
            "  {:<26} {public} by what is public, in {} crates; {} of the control found",
            target.triple,
            files.len(),
            control.len()
        );
    }
    for (index, place) in PLACES.iter().enumerate() {
        let today = if reached.contains(&index) {
            ""
        } else {
            "no division today: "
        };
        println!("  {today}{}", place.text());
    }
    Ok(findings)
}

/// Compiles core and all that it uses, and gives the assembly of each crate.
fn compile(target: &Target) -> Result<Vec<PathBuf>, Fault> {
    let folder = workspace::root().join("target/ct/assembly");
    let mut command = cargo(&["build", "--release", "--package", target.package]);
    command
        .args(["--target", target.triple, "--target-dir"])
        .arg(&folder)
        .env("RUSTFLAGS", "--emit=asm -C debuginfo=line-tables-only")
        // One file a crate. Across crates the linker would inline more, but divide no more.
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", target.opt_level);
    let step = format!("ct assembly {}", target.triple);
    let folder = folder.join(target.triple).join("release/deps");
    quiet(&step, &mut command, "core must build for it")?;
    let entries = fs::read_dir(&folder).map_err(Fault::io(format!("read {}", folder.display())))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "s") && !is_peer(path));
    files.sort();
    Ok(files)
}

fn is_peer(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    PEERS
        .iter()
        .any(|peer| name.rsplit_once('-').is_some_and(|(name, _)| name == *peer))
}

/// Compiles the control alone, and gives its divisions.
fn control(target: &Target) -> Result<Vec<Division>, Fault> {
    let source = workspace::root().join("tests/ct/control/division.rs");
    let output = workspace::work_dir().join(format!("ct-control-{}.s", target.triple));
    let mut command = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    command
        .args([
            "--crate-type=lib",
            "--edition=2024",
            "--emit=asm",
            "-Cdebuginfo=line-tables-only",
        ])
        .arg(format!("-Copt-level={}", target.opt_level))
        .args(["--target", target.triple, "-o"])
        .args([&output, &source]);
    quiet("ct control", &mut command, "the control must compile")?;
    assembly::divisions(&[output])
}
