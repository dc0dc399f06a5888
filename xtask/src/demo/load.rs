//! Loads all films through the gateway with Kinto's own client.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;
use std::time::Instant;

use fieldgate_tests::films::client;
use fieldgate_tests::workspace;

use super::films::Films;
use super::screen::{Ink, Screen, thousands};
use super::stage::Stage;
use crate::fault::Fault;

const BAR_COLUMNS: usize = 40;

pub(crate) fn run(screen: &mut Screen, stage: &Stage, films: &Films) -> Result<(), Fault> {
    screen.step("Loading through the gateway, with kinto-http in batches of 25");
    let file = workspace::movies_json()?.display().to_string();
    let start = Instant::now();
    let mut child = client(
        &stage.python,
        &stage.gateway.url(),
        &stage.pki.authority_certificate,
        &["load", &file],
    )
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .map_err(Fault::io("run tests/python/films.py"))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let done = line
                .strip_prefix("loaded ")
                .and_then(|number| number.parse().ok())
                .unwrap_or(0);
            let filled = BAR_COLUMNS * done / films.len().max(1);
            let bar = format!(
                "{}{}",
                "█".repeat(filled),
                "░".repeat(BAR_COLUMNS.saturating_sub(filled))
            );
            screen.progress(&format!(
                "{bar} {} of {}",
                thousands(done),
                thousands(films.len())
            ));
        }
    }
    let mut errors = String::new();
    if let Some(mut stderr) = child.stderr.take() {
        let _ = stderr.read_to_string(&mut errors);
    }
    let status = child
        .wait()
        .map_err(Fault::io("wait for tests/python/films.py"))?;
    if !status.success() {
        return Err(Fault::Unmet(format!(
            "loading ended with {status}: {errors}"
        )));
    }
    let seconds = start.elapsed().as_secs_f64();
    let metrics = stage.gateway.metrics()?;
    let sealed = metrics.sum("fieldgate_fields_sealed_total") as usize;
    screen.fact(
        &format!("{} films", thousands(films.len())),
        &[
            (Ink::Good, &format!("{} fields sealed", thousands(sealed))),
            (
                Ink::Plain,
                &format!(
                    " in {seconds:.1} s; KMIP Gets so far: {}",
                    metrics.kmip_gets()
                ),
            ),
        ],
    );
    Ok(())
}
