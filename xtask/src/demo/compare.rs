//! One record twice: as Kinto stores it, and as a client sees it. Then all of them against the data set.

use fieldgate_tests::films::{AUTHORIZATION, RECORDS_PATH};
use fieldgate_tests::http;
use serde_json::{Map, Value};

use super::films::{Films, sealed_fields};
use super::screen::{Ink, Screen, shorten, thousands};
use super::stage::Stage;
use crate::fault::Fault;

const SHOWN_FIELDS: [&str; 8] = [
    "Title",
    "Director",
    "Distributor",
    "Production Budget",
    "US Gross",
    "Release Date",
    "MPAA Rating",
    "Major Genre",
];
const STORED_COLUMNS: usize = 44;

pub(crate) fn run(screen: &mut Screen, stage: &Stage, films: &Films) -> Result<(), Fault> {
    screen.step("One film, twice");
    let (id, film) = films.shown();
    let response = http::get(
        &stage.kinto.address(),
        &format!("{RECORDS_PATH}/{id}"),
        &[AUTHORIZATION],
    )?;
    let stored: Value = serde_json::from_slice(&response.body)?;
    let stored = &stored["data"];
    let seen = stage.client_given(screen, &["get", &id])?;
    let title = format!(
        "{:<width$}",
        "as Kinto stores it",
        width = STORED_COLUMNS + 2
    );
    screen.fact(
        &id,
        &[(Ink::Bold, &title), (Ink::Bold, "as a client sees it")],
    );
    for field in SHOWN_FIELDS {
        let sealed = sealed_fields().any(|sealed| sealed == field);
        let stored_text = stored[field].to_string();
        if sealed != is_sealed(&stored[field]) {
            return Err(Fault::Unmet(format!(
                "Kinto stores {field} as {stored_text}"
            )));
        }
        let stored_ink = if sealed { Ink::Sealed } else { Ink::Plain };
        let stored_text = format!(
            "{:<width$}",
            shorten(&stored_text, STORED_COLUMNS),
            width = STORED_COLUMNS + 2
        );
        let seen_ink = if sealed { Ink::Clear } else { Ink::Plain };
        screen.fact(
            field,
            &[
                (stored_ink, &stored_text),
                (seen_ink, &seen[field].to_string()),
            ],
        );
    }
    same("the film shown", film, &seen)?;

    let all = stage.client_given(screen, &["list"])?;
    let all = all.as_array().map(Vec::as_slice).unwrap_or_default();
    for record in all {
        let id = record["id"].as_str().unwrap_or_default();
        let film = films
            .by_id(id)
            .ok_or_else(|| Fault::Unmet(format!("no film has the id {id:?}")))?;
        same(id, film, record)?;
    }
    if all.len() != films.len() {
        return Err(Fault::Unmet(format!(
            "{} records came back, not {}",
            all.len(),
            films.len()
        )));
    }
    let count = format!(
        "{} of {} equal to movies.json, value by value",
        thousands(all.len()),
        thousands(films.len())
    );
    screen.fact("all read back", &[(Ink::Good, &count)]);
    Ok(())
}

/// Whether this is a sealed value as the application stores it.
pub(crate) fn is_sealed(value: &Value) -> bool {
    value
        .as_str()
        .is_some_and(|text| text.starts_with("fg1.") && text.ends_with('.') && text.len() > 5)
}

fn same(name: &str, film: &Map<String, Value>, record: &Value) -> Result<(), Fault> {
    for (field, value) in film {
        if record[field] != *value {
            return Err(Fault::Unmet(format!(
                "{name}: {field} came back as {}, not as {value}",
                record[field]
            )));
        }
    }
    Ok(())
}
