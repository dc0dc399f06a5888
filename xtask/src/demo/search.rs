//! Searches on sealed fields: those that work give the right answer, those that can't are refused.

use serde_json::{Value, json};

use super::films::Films;
use super::screen::{Ink, Screen};
use super::stage::{Answer, Stage};
use crate::fault::Fault;

const REFUSED: u64 = 400;

pub(crate) fn run(screen: &mut Screen, stage: &Stage, films: &Films) -> Result<(), Fault> {
    screen.step("Searching sealed fields");
    exact(screen, stage, films, "Director", &json!("Steven Spielberg"))?;
    exact(screen, stage, films, "Distributor", &json!("Lionsgate"))?;
    // Some titles are numbers in the data set, and Kinto tells them from text.
    exact(screen, stage, films, "Title", &json!(300))?;

    let query = "like_Director=Spielberg";
    match stage.client(screen, &["list", query])? {
        Answer::Refused(REFUSED, body) => {
            screen.fact(
                query,
                &[(Ink::Sealed, "400 refused  "), (Ink::Dim, &message(&body))],
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
    let count = format!("{} found", found.len());
    screen.line(&[
        (Ink::Dim, &format!("   {query:<34}")),
        (Ink::Good, &count),
        (
            Ink::Dim,
            &format!(", as movies.json has; Kinto saw only {field}=fg1.…"),
        ),
    ]);
    Ok(())
}

/// The message of a refusal, or all of it.
pub(crate) fn message(body: &str) -> String {
    let parsed: Value = serde_json::from_str(body).unwrap_or_default();
    parsed["message"].as_str().unwrap_or(body).to_owned()
}
