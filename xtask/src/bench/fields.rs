//! `cargo xtask bench fields`: builds, measures, and says which goals were met.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use clap::Args;
use fieldgate_tests::workspace;
use serde_json::{Map, Value};

use super::build::{BUILDS, Build};
use super::report;
use crate::command::open;
use crate::fault::Fault;

/// Where the report goes.
const REPORT: &str = "benches/FIELDS.md";

/// How the fields are measured.
#[derive(Debug, Default, Args)]
pub(crate) struct Options {
    /// Take fewer rounds: seconds instead of minutes, and figures that scatter more
    #[arg(long)]
    quick: bool,
    /// Write all figures of both builds there, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write the report, benches/FIELDS.md
    #[arg(long, conflicts_with = "quick")]
    update: bool,
}

/// What a build gave.
pub(super) struct Measured {
    pub(super) build: &'static Build,
    pub(super) markdown: String,
    pub(super) figures: Value,
}

pub(super) fn run(options: &Options) -> Result<(), Fault> {
    let mut built = Vec::new();
    for build in BUILDS.iter().filter(|build| build.runs_here()) {
        built.push((build, build.with_peers()?));
    }
    let start = Instant::now();
    let load_before = report::load();
    let mut all = Vec::new();
    for (build, program) in built {
        println!("\n## {}\n", build.name);
        let mut command = Command::new(program);
        command.arg("fields");
        if options.quick {
            command.arg("--quick");
        }
        let dir = build.dir();
        open(command.arg(&dir))?;
        all.push(Measured {
            build,
            markdown: read(dir.join("figures.md"))?,
            figures: serde_json::from_str(&read(dir.join("figures.json"))?)?,
        });
    }
    let seconds = start.elapsed().as_secs();
    println!(
        "measured in {seconds} s; load average {load_before} before, {} after",
        report::load()
    );
    all.iter().for_each(summary);
    if let Some(file) = &options.json {
        let figures: Map<_, _> = all
            .iter()
            .map(|one| (one.build.name.to_owned(), one.figures.clone()))
            .collect();
        write(file.clone(), &Value::from(figures).to_string())?;
    }
    if options.update {
        let text = report::markdown(&all, &load_before)?;
        write(workspace::root().join(REPORT), &text)?;
    }
    Ok(())
}

/// How many goals were met, and the others.
fn summary(measured: &Measured) {
    let tables = measured.figures.as_array().into_iter().flatten();
    let goals: Vec<_> = tables
        .flat_map(|table| {
            let goals = table["goals"].as_array().into_iter().flatten();
            goals.map(|goal| (&table["title"], goal))
        })
        .collect();
    let missed: Vec<_> = goals
        .iter()
        .filter(|(_, goal)| goal["met"] == Value::Bool(false))
        .collect();
    let met = goals.len() - missed.len();
    println!(
        "{}: {met} of {} goals met",
        measured.build.name,
        goals.len()
    );
    for (title, goal) in missed {
        let text = |name: &str| goal[name].as_str().unwrap_or_default().to_owned();
        println!(
            "  not met: {}, {} B: {} takes {:.3} times {}, not {:.3}",
            title.as_str().unwrap_or_default(),
            goal["bytes"],
            text("ours"),
            goal["ratio"].as_f64().unwrap_or_default(),
            text("peer"),
            goal["ratio_max"].as_f64().unwrap_or_default(),
        );
    }
}

fn read(file: PathBuf) -> Result<String, Fault> {
    fs::read_to_string(&file).map_err(Fault::io(format!("read {}", file.display())))
}

fn write(file: PathBuf, text: &str) -> Result<(), Fault> {
    fs::write(&file, text).map_err(Fault::io(format!("write {}", file.display())))?;
    println!("wrote {}", file.display());
    Ok(())
}
