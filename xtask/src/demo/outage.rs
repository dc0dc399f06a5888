//! Without the KMIP server, and with the key expired, the gateway refuses; with it back, it goes on.

use std::thread;
use std::time::{Duration, Instant};

use fieldgate_tests::films::{AUTHORIZATION, RECORDS_PATH};
use fieldgate_tests::http;
use serde_json::Value;

use super::expiry;
use super::films::Films;
use super::screen::{Ink, Screen};
use super::search::message;
use super::stage::{Answer, Stage};
use crate::fault::Fault;

const UNAVAILABLE: u64 = 503;
/// How long a recovered KMIP server may go unnoticed.
const RECOVERY_SECONDS_MAX: u64 = 60;
const NEW_ID: &str = "film-new";

pub(crate) fn run(screen: &mut Screen, stage: &mut Stage, films: &Films) -> Result<(), Fault> {
    screen.step("The KMIP server stops, and the key expires");
    screen.progress("stopping PyKMIP …");
    stage.kmip.stop();
    let waited = expiry::wait(screen, stage)?;
    screen.fact(
        &format!("{waited} s later"),
        &[
            (Ink::Plain, "key "),
            (Ink::Sealed, "not held"),
            (Ink::Plain, ", and nowhere to fetch it"),
        ],
    );
    let (id, film) = films.shown();
    refused(screen, stage, "a client reads", &["get", &id])?;
    let new = serde_json::to_string(film)?;
    refused(screen, stage, "a client writes", &["put", NEW_ID, &new])?;
    let stored = http::get(
        &stage.kinto.address(),
        &format!("{RECORDS_PATH}/{NEW_ID}"),
        &[AUTHORIZATION],
    )?;
    if stored.status != 404 {
        return Err(Fault::Unmet(format!(
            "Kinto has the refused record: {} {}",
            stored.status,
            stored.text()
        )));
    }
    screen.fact("Kinto", &[(Ink::Good, "has stored nothing of it")]);

    screen.step("The KMIP server is back");
    screen.progress("starting PyKMIP …");
    stage.kmip.resume()?;
    let (seen, seconds) = recovered(screen, stage, &id)?;
    if seen["Director"] != film["Director"] {
        return Err(Fault::Unmet(format!(
            "the director came back as {}",
            seen["Director"]
        )));
    }
    let after = format!("   {seconds} s after it listens again");
    screen.fact(
        "a client reads",
        &[
            (Ink::Clear, &format!("Director: {}", seen["Director"])),
            (Ink::Dim, &after),
        ],
    );
    Ok(())
}

fn refused(
    screen: &mut Screen,
    stage: &Stage,
    label: &str,
    arguments: &[&str],
) -> Result<(), Fault> {
    match stage.client(screen, arguments)? {
        Answer::Refused(UNAVAILABLE, body) => {
            screen.fact(
                label,
                &[(Ink::Sealed, "503 "), (Ink::Plain, &message(&body))],
            );
            Ok(())
        }
        other => Err(Fault::Unmet(format!(
            "{label}: got {other:?}, not {UNAVAILABLE}"
        ))),
    }
}

/// Reads until it works again: the gateway may wait a little before it asks a server that has just failed.
fn recovered(screen: &Screen, stage: &Stage, id: &str) -> Result<(Value, u64), Fault> {
    let start = Instant::now();
    loop {
        match stage.client(screen, &["get", id])? {
            Answer::Given(value) => return Ok((value, start.elapsed().as_secs())),
            Answer::Refused(UNAVAILABLE, _) if start.elapsed().as_secs() < RECOVERY_SECONDS_MAX => {
                screen.progress(&format!(
                    "waiting for the gateway to ask again: {} s",
                    start.elapsed().as_secs()
                ));
                thread::sleep(Duration::from_secs(1));
            }
            refusal => {
                return Err(Fault::Unmet(format!(
                    "after {} s still {refusal:?}",
                    start.elapsed().as_secs()
                )));
            }
        }
    }
}
