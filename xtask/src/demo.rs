//! `cargo xtask demo`: fieldgate between a real client, a real application and a real KMIP server.

mod compare;
mod expiry;
mod films;
mod load;
mod outage;
mod picture;
mod screen;
mod search;
mod stage;
mod storage;

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use fieldgate_tests::films::RECORDS_PATH;
use fieldgate_tests::workspace;

use crate::command::{cargo, open};
use crate::fault::Fault;
use crate::{interrupt, setup};
use films::Films;
use screen::{Ink, Screen};
use stage::Stage;

/// How the demo runs.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// End after the last step instead of leaving everything running
    #[arg(long)]
    once: bool,
    /// Show the commands behind each step, and where the logs are
    #[arg(long)]
    verbose: bool,
    /// Write what the terminal shows as a picture (SVG)
    #[arg(long, value_name = "FILE")]
    picture: Option<PathBuf>,
}

/// Sets up, builds, and goes through all steps.
pub(crate) fn run(options: &Options) -> Result<(), Fault> {
    setup::run()?;
    open(&mut cargo(&["build", "--package", "fieldgate"]))?;
    let start = Instant::now();
    let mut screen = Screen::new(options.verbose);
    let logs = workspace::work_dir().join("demo");
    let stage = steps(&mut screen).map_err(|fault| Fault::Demo {
        step: screen.step_title().to_owned(),
        what: fault.full_text(),
        logs,
    })?;
    screen.blank();
    screen.line(&[
        (Ink::Good, "All of it held"),
        (Ink::Dim, &format!(", in {} s", start.elapsed().as_secs())),
    ]);
    if let Some(file) = &options.picture {
        std::fs::write(file, picture::svg(screen.lines()))
            .map_err(Fault::io(format!("write {}", file.display())))?;
        println!("picture: {}", file.display());
    }
    if options.once {
        return Ok(());
    }
    stay(&stage)
}

fn steps(screen: &mut Screen) -> Result<Stage, Fault> {
    let films = Films::read()?;
    screen.title(
        "fieldgate demo",
        &format!(
            "{} real film records, Kinto, PyKMIP",
            screen::thousands(films.len())
        ),
    );
    let mut stage = stage::set(screen)?;
    let baseline = storage::baseline(&stage, &films)?;
    load::run(screen, &stage, &films)?;
    compare::run(screen, &stage, &films)?;
    search::run(screen, &stage, &films)?;
    storage::run(screen, &stage, &films, &baseline)?;
    expiry::run(screen, &stage, &films)?;
    outage::run(screen, &mut stage, &films)?;
    Ok(stage)
}

/// Leaves everything running until Ctrl-C.
fn stay(stage: &Stage) -> Result<(), Fault> {
    let authority = stage.pki.authority_certificate.display();
    println!("\nEverything still runs, until Ctrl-C:");
    println!(
        "  the gateway      {}      metrics: http://{}/metrics",
        stage.gateway.url(),
        stage.gateway.status_address()
    );
    println!("  Kinto, directly  {}", stage.kinto.url());
    println!("  logs             {}", stage.dir.display());
    println!("A client's view, and Kinto's own:");
    println!(
        "  curl --cacert {authority} -u demo:demo '{}{RECORDS_PATH}?Director=Christopher%20Nolan'",
        stage.gateway.url()
    );
    println!(
        "  curl -u demo:demo '{}{RECORDS_PATH}?_limit=8'",
        stage.kinto.url()
    );
    interrupt::wait()
}
