//! `cargo xtask bench kmip`: starts the peers, measures the KMIP client beside them, and says which goals were met.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use clap::Args;
use fieldgate_tests::pki::Pki;
use fieldgate_tests::pykmip::PyKmip;
use fieldgate_tests::python::Python;
use fieldgate_tests::workspace;
use serde_json::Value;

use super::build::PORTABLE;
use super::report;
use crate::command::{open, read};
use crate::fault::Fault;
use crate::setup;

/// Where the report goes.
const REPORT: &str = "benches/KMIP.md";
/// The worker for PyKMIP's client.
const WORKER: &str = "benches/python/kmip_worker.py";
/// What we measure beside, and what carries all of it.
const CRATES: [&str; 5] = [
    "kmip-protocol",
    "rustls",
    "tokio-rustls",
    "tokio",
    "aws-lc-rs",
];
/// A load average beyond which figures aren't worth much, in processes for each processor.
const LOAD_HIGH: f64 = 0.75;

/// How the KMIP client is measured.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Take fewer rounds: half a minute instead of some, and figures that scatter more
    #[arg(long)]
    quick: bool,
    /// Write all figures there, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write the report, benches/KMIP.md
    #[arg(long, conflicts_with = "quick")]
    update: bool,
}

pub(super) fn run(options: &Options) -> Result<(), Fault> {
    setup::python::install()?;
    let program = PORTABLE.with_kmip()?;
    let dir = workspace::work_dir().join("bench-kmip");
    if dir.exists() {
        fs::remove_dir_all(&dir).map_err(Fault::io(format!("remove {}", dir.display())))?;
    }
    let pki = Pki::create(&dir.join("pki"))?;
    let python = Python::find()?;
    let pykmip = PyKmip::start(&python, &dir.join("server"), &pki)?;
    let id = pykmip.register_hex("bench", &"07".repeat(32), &pki.client)?;
    let start = Instant::now();
    let load_before = report::load();
    println!("load average {load_before}{}", warning(&load_before));
    let mut command = Command::new(program);
    command
        .args(["kmip", if options.quick { "--quick" } else { "--full" }])
        .args([&dir, &dir.join("pki")])
        .args([&pykmip.port().to_string(), &id])
        .arg(python.program("python").get_program())
        .arg(workspace::root().join(WORKER));
    open(&mut command)?;
    let seconds = start.elapsed().as_secs();
    println!(
        "measured in {seconds} s; load average {load_before} before, {} after",
        report::load()
    );
    let text = |name: &str| {
        let file = dir.join(name);
        fs::read_to_string(&file).map_err(Fault::io(format!("read {}", file.display())))
    };
    let json = text("kmip.json")?;
    summary(&serde_json::from_str(&json)?);
    if let Some(file) = &options.json {
        write(file, &json)?;
    }
    if options.update {
        let pykmip = read(python.program("python").args([
            "-c",
            "import importlib.metadata as m, sys, ssl; print('PyKMIP', m.version('pykmip'), 'on Python', sys.version.split()[0], 'and', ssl.OPENSSL_VERSION)",
        ]))?;
        let report = markdown(&load_before, pykmip.trim(), &text("kmip.md")?)?;
        write(&workspace::root().join(REPORT), &report)?;
    }
    Ok(())
}

/// What to think of figures taken at this load.
fn warning(load: &str) -> &'static str {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let load = load
        .split(' ')
        .next()
        .and_then(|load| load.parse::<f64>().ok());
    if load.is_some_and(|load| load > LOAD_HIGH * processors as f64) {
        ": others are at work here, so rates will scatter; ratios less so"
    } else {
        ""
    }
}

/// How many goals were met, and the others.
fn summary(figures: &Value) {
    let goals: Vec<_> = figures["goals"].as_array().into_iter().flatten().collect();
    let missed: Vec<_> = goals
        .iter()
        .filter(|goal| goal["met"] == Value::Bool(false))
        .collect();
    println!(
        "{} of {} goals met",
        goals.len() - missed.len(),
        goals.len()
    );
    for goal in missed {
        println!(
            "  not met: Get from {} runs at {:.2} of the rate of {}, not {:.2}",
            goal["server"].as_str().unwrap_or_default(),
            goal["rate"].as_f64().unwrap_or_default(),
            goal["floor"].as_str().unwrap_or_default(),
            goal["rate_min"].as_f64().unwrap_or_default(),
        );
    }
}

fn markdown(load_before: &str, pykmip: &str, figures: &str) -> Result<String, Fault> {
    Ok(format!(
        "# The KMIP client beside its peers\n\n\
         Written by `cargo xtask bench kmip --update`.\n\n\
         Each client is a process of its own, and so is each server; all are on one machine and speak KMIP 1.2 (kmip-protocol\n\
         names 1.0 in most requests) with mutual TLS. The clients take turns of about 60 ms; a ratio is that of two turns of one\n\
         round, and the median of all rounds. Processor time is that of the client's process. The floors send requests that were\n\
         encoded before, and don't read what they receive: over rustls and a blocking socket, and over rustls and tokio, which\n\
         is how our client is built. kmip-protocol runs over the blocking floor's connections. The stub answers with bytes that\n\
         were encoded before. Nobody resumes a TLS session; where connections are made, our client and PyKMIP's also read the\n\
         certificate files for each. The clients over tokio have a runtime of one thread, the blocking ones a thread for each\n\
         connection. Ratios carry over to other machines, rates don't: what a call costs in the client weighs most where the round\n\
         trip is shortest, as it is here.\n\n\
         {}| versions | {}, {pykmip} |\n\n{figures}\n",
        report::circumstances(load_before)?,
        report::crate_versions(&CRATES)?,
    ))
}

fn write(file: &Path, text: &str) -> Result<(), Fault> {
    fs::write(file, text).map_err(Fault::io(format!("write {}", file.display())))?;
    println!("wrote {}", file.display());
    Ok(())
}
