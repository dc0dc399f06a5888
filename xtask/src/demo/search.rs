//! Searches on sealed fields: those that work give the right answer, those that can't are refused.

use serde_json::{Value, json};

use super::compare::is_sealed;
use super::films::Films;
use super::screen::{Ink, Screen, shorten};
use super::stage::{Answer, Stage};
use crate::fault::Fault;

const REFUSED: u64 = 400;
const ASKED_COLUMNS: usize = 18;

pub(crate) fn run(screen: &mut Screen, stage: &Stage, films: &Films) -> Result<(), Fault> {
    screen.step("Searching sealed fields");
    exact(screen, stage, films, "Director", &json!("Steven Spielberg"))?;
    exact(screen, stage, films, "Distributor", &json!("Lionsgate"))?;
    // Some titles are numbers in the data set, and Kinto tells them from text.
    exact(screen, stage, films, "Title", &json!(300))?;

    let query = "like_Director=Spielberg";
    match stage.client(screen, &["list", query])? {
        Answer::Refused(REFUSED, body) => {
            line(
                screen,
                query,
                &[(Ink::Sealed, "400 "), (Ink::Plain, &message(&body))],
            );
            Ok(())
        }
        other => Err(Fault::Unmet(format!(
            "{query} got {other:?}, not a refusal with {REFUSED}"
        ))),
    }
}

fn exact(
    screen: &mut Screen,
    stage: &Stage,
    films: &Films,
    field: &str,
    value: &Value,
) -> Result<(), Fault> {
    let term = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    let query = format!("{field}={term}");
    let found = stage.client_given(screen, &["list", &query])?;
    let found = found.as_array().map(Vec::as_slice).unwrap_or_default();
    let expected = films.count(field, value);
    if found.len() != expected || found.iter().any(|film| film[field] != *value) {
        return Err(Fault::Unmet(format!(
            "{query} gave {} films; movies.json has {expected}",
            found.len()
        )));
    }
    let asked = asked(stage, field)?;
    if !is_sealed(&asked) {
        return Err(Fault::Unmet(format!("Kinto was asked for {field}={asked}")));
    }
    let asked = shorten(asked.as_str().unwrap_or_default(), ASKED_COLUMNS);
    line(
        screen,
        &query,
        &[
            (Ink::Good, &format!("{} found", found.len())),
            (Ink::Plain, ", as in movies.json; Kinto was asked for "),
            (Ink::Sealed, &asked),
        ],
    );
    Ok(())
}

/// The value in the last query that Kinto logged.
fn asked(stage: &Stage, field: &str) -> Result<Value, Fault> {
    let log = stage.kinto.log_path();
    let text =
        std::fs::read_to_string(log).map_err(Fault::io(format!("read {}", log.display())))?;
    let lines = text
        .lines()
        .rev()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut values = lines
        .map(|line| line["Fields"]["querystring"][field].clone())
        .filter(|value| !value.is_null());
    values
        .next()
        .ok_or_else(|| Fault::Unmet(format!("{} has no query for {field}", log.display())))
}

fn line(screen: &mut Screen, query: &str, spans: &[(Ink, &str)]) {
    let query = format!("   {query:<28}");
    let mut all = vec![(Ink::Dim, query.as_str())];
    all.extend_from_slice(spans);
    screen.line(&all);
}

/// The message of a refusal, or all of it.
pub(crate) fn message(body: &str) -> String {
    let parsed: Value = serde_json::from_str(body).unwrap_or_default();
    parsed["message"].as_str().unwrap_or(body).to_owned()
}
