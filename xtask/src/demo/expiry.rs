//! The key expires, and the next use fetches it again.

use std::thread;
use std::time::{Duration, Instant};

use fieldgate_tests::fieldgate::KEY_NAME;

use super::films::Films;
use super::screen::{Ink, Screen};
use super::stage::{EXPIRATION_MINUTES, Stage};
use crate::fault::Fault;

/// How much later than its time the key may be dropped.
const LATE_SECONDS_MAX: u64 = 10;
const POLL_MILLIS: u64 = 250;

pub(crate) fn run(screen: &mut Screen, stage: &Stage, films: &Films) -> Result<(), Fault> {
    screen.step(&format!(
        "The key expires {EXPIRATION_MINUTES} minute after it was fetched"
    ));
    // A use, so that there is a key to expire even if loading took longer than its time.
    let (id, film) = films.shown();
    stage.client_given(screen, &["get", &id])?;
    let before = show(screen, stage, "now")?;
    let waited = wait(screen, stage)?;
    let after = show(screen, stage, &format!("{waited} s later"))?;
    if after != before {
        return Err(Fault::Unmet(format!(
            "KMIP Gets went from {before} to {after} without a use"
        )));
    }
    let seen = stage.client_given(screen, &["get", &id])?;
    if seen["Director"] != film["Director"] {
        return Err(Fault::Unmet(format!(
            "the director came back as {}",
            seen["Director"]
        )));
    }
    screen.fact(
        "a client reads",
        &[(Ink::Clear, &format!("Director: {}", seen["Director"]))],
    );
    let again = show(screen, stage, "now")?;
    if again == before + 1 {
        Ok(())
    } else {
        Err(Fault::Unmet(format!(
            "KMIP Gets went from {before} to {again}, not up by one"
        )))
    }
}

/// Waits until the gateway has dropped the key, and gives the seconds.
pub(crate) fn wait(screen: &Screen, stage: &Stage) -> Result<u64, Fault> {
    let start = Instant::now();
    let seconds_max = u64::from(EXPIRATION_MINUTES) * 60 + LATE_SECONDS_MAX;
    while stage.gateway.metrics()?.key_held(KEY_NAME) {
        let seconds = start.elapsed().as_secs();
        if seconds > seconds_max {
            return Err(Fault::Unmet(format!(
                "the key is still held after {seconds} s"
            )));
        }
        screen.progress(&format!(
            "waiting for the key to expire: {seconds} s, at most {}",
            EXPIRATION_MINUTES * 60
        ));
        thread::sleep(Duration::from_millis(POLL_MILLIS));
    }
    Ok(start.elapsed().as_secs())
}

fn show(screen: &mut Screen, stage: &Stage, when: &str) -> Result<u64, Fault> {
    let metrics = stage.gateway.metrics()?;
    let (ink, held) = if metrics.key_held(KEY_NAME) {
        (Ink::Clear, "held")
    } else {
        (Ink::Sealed, "not held")
    };
    let gets = metrics.kmip_gets();
    screen.fact(
        when,
        &[
            (Ink::Plain, "key "),
            (ink, &format!("{held:<9}")),
            (Ink::Plain, &format!(" KMIP Gets so far: {gets}")),
        ],
    );
    Ok(gets)
}
