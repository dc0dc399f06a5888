//! Looks for plaintext in everything Kinto has: what its API lists, its log, and its process memory.

use std::collections::BTreeSet;

use fieldgate_tests::films::{AUTHORIZATION, RECORDS_PATH};
use fieldgate_tests::{http, memory};
use serde_json::Value;

use super::compare::is_sealed;
use super::films::{Films, sealed_fields};
use super::screen::{Ink, Screen, thousands};
use super::stage::Stage;
use crate::fault::Fault;

/// Shorter words turn up in any text of this size by chance.
const TEXT_CHARACTERS_MIN: usize = 8;
/// A process holds far more text than its storage, so chance needs more room still.
const MEMORY_TEXT_CHARACTERS_MIN: usize = 10;
const NUMBER_DIGITS_MIN: usize = 6;
const CONTROL_FIELD: &str = "Release Date";

/// Texts to look for in memory that weren't there before any film was loaded.
#[derive(Debug)]
pub(crate) struct Baseline {
    needles: Vec<String>,
}

/// Sets aside the texts that Kinto's memory has anyway, such as names of time zones.
pub(crate) fn baseline(stage: &Stage, films: &Films) -> Result<Baseline, Fault> {
    let unsealed = films.unsealed_text();
    let needles: Vec<String> = films
        .sealed_values()
        .0
        .into_iter()
        .filter(|text| {
            text.len() >= MEMORY_TEXT_CHARACTERS_MIN && text.is_ascii() && !unsealed.contains(text)
        })
        .collect();
    let before = memory::count(stage.kinto.pid(), &needles)?;
    let new = needles
        .into_iter()
        .zip(before.counts)
        .filter(|(_, count)| *count == 0)
        .map(|(needle, _)| needle);
    Ok(Baseline {
        needles: new.collect(),
    })
}

pub(crate) fn run(
    screen: &mut Screen,
    stage: &Stage,
    films: &Films,
    baseline: &Baseline,
) -> Result<(), Fault> {
    screen.step("Looking for plaintext in everything Kinto has");
    let (dump, sealed_count) = dump(stage, films)?;
    let found = Plaintext::search(&dump, films);
    found.none("Kinto's records and log")?;
    let control = films.texts(CONTROL_FIELD);
    let control_found = control.iter().filter(|date| dump.contains(*date)).count();
    screen.fact(
        "all records, its log",
        &[
            (
                Ink::Sealed,
                &format!("{} sealed values", thousands(sealed_count)),
            ),
            (
                Ink::Plain,
                &format!(" in {:.1} MB; ", dump.len() as f64 / 1e6),
            ),
            (
                Ink::Good,
                &format!(
                    "found 0 of {} texts, 0 of {} numbers",
                    thousands(found.texts),
                    thousands(found.numbers)
                ),
            ),
        ],
    );

    let mut needles = baseline.needles.clone();
    needles.extend(control.iter().map(|&date| date.to_owned()));
    let in_memory = memory::count(stage.kinto.pid(), &needles)?;
    let (sealed, dates) = in_memory.counts.split_at(baseline.needles.len());
    if let Some(at) = sealed.iter().position(|count| *count > 0) {
        return Err(Fault::Unmet(format!(
            "Kinto's memory holds {:?}",
            baseline.needles[at]
        )));
    }
    let megabytes = in_memory.bytes_read / 1_000_000;
    screen.fact(
        "its process memory",
        &[
            (Ink::Plain, &format!("{megabytes} MB; ")),
            (
                Ink::Good,
                &format!("found 0 of {} texts", thousands(sealed.len())),
            ),
        ],
    );
    let dates_found = dates.iter().filter(|count| **count > 0).count();
    if control_found != control.len() || dates_found != control.len() {
        return Err(Fault::Unmet(format!(
            "the search itself is at fault: of {} release dates, which aren't sealed, it found {control_found} and {dates_found}",
            control.len()
        )));
    }
    let text = format!(
        "release dates aren't sealed: found all {} in both",
        thousands(control.len())
    );
    screen.fact("the search itself", &[(Ink::Plain, &text)]);
    Ok(())
}

/// Everything that Kinto's API lists, and its log, as one text; and how many sealed values its records hold.
fn dump(stage: &Stage, films: &Films) -> Result<(String, usize), Fault> {
    let mut dump = String::new();
    let above = [
        "/v1/buckets",
        "/v1/buckets/demo",
        "/v1/buckets/demo/collections",
        "/v1/buckets/demo/collections/films",
    ];
    for path in above {
        dump.push_str(&http::get(&stage.kinto.address(), path, &[AUTHORIZATION])?.text());
    }
    let records: Value = serde_json::from_slice(
        &http::get(&stage.kinto.address(), RECORDS_PATH, &[AUTHORIZATION])?.body,
    )?;
    let mut sealed_count = 0;
    for record in records["data"].as_array().into_iter().flatten() {
        let id = record["id"].as_str().unwrap_or_default();
        let film = films
            .by_id(id)
            .ok_or_else(|| Fault::Unmet(format!("Kinto has a record {id:?} of its own")))?;
        for field in sealed_fields() {
            match (&film[field], &record[field]) {
                (Value::Null, Value::Null) => {}
                (_, stored) if is_sealed(stored) => sealed_count += 1,
                (_, stored) => {
                    return Err(Fault::Unmet(format!(
                        "Kinto stores {field} of {id} as {stored}"
                    )));
                }
            }
        }
    }
    // Written anew, so that escapes don't hide anything.
    dump.push_str(&records.to_string());
    let log = stage.kinto.log_path();
    let text =
        std::fs::read_to_string(log).map_err(Fault::io(format!("read {}", log.display())))?;
    text.lines()
        .for_each(|line| dump.push_str(&without_own_numbers(line)));
    Ok((dump, sealed_count))
}

/// A line of Kinto's log without its times and process id: microseconds look like anybody's earnings.
fn without_own_numbers(line: &str) -> String {
    let Ok(mut entry) = serde_json::from_str::<Value>(line) else {
        return line.to_owned();
    };
    for own in ["/Timestamp", "/Pid", "/Fields/time"] {
        if let Some(value) = entry.pointer_mut(own) {
            *value = Value::Null;
        }
    }
    entry.to_string() + "\n"
}

/// How many sealed values were looked for, and which were found.
struct Plaintext {
    texts: usize,
    numbers: usize,
    found: Vec<String>,
}

impl Plaintext {
    fn search(dump: &str, films: &Films) -> Self {
        let unsealed = films.unsealed_text();
        let (dump_numbers, unsealed_numbers) = (numbers(dump), numbers(&unsealed));
        let (texts, all_numbers) = films.sealed_values();
        let texts: Vec<String> = texts
            .into_iter()
            .filter(|text| text.chars().count() >= TEXT_CHARACTERS_MIN && !unsealed.contains(text))
            .collect();
        let wanted: Vec<String> = all_numbers
            .into_iter()
            .filter(|number| {
                number.len() >= NUMBER_DIGITS_MIN && !unsealed_numbers.contains(number.as_str())
            })
            .collect();
        let found_texts = texts.iter().filter(|text| dump.contains(text.as_str()));
        let found_numbers = wanted
            .iter()
            .filter(|number| dump_numbers.contains(number.as_str()));
        let found = found_texts.chain(found_numbers).cloned().collect();
        Self {
            texts: texts.len(),
            numbers: wanted.len(),
            found,
        }
    }

    fn none(&self, place: &str) -> Result<(), Fault> {
        match self.found.first() {
            None => Ok(()),
            Some(first) => Err(Fault::Unmet(format!(
                "{place} hold {} sealed values, such as {first:?}",
                self.found.len()
            ))),
        }
    }
}

/// All runs of digits that stand alone: neither part of a word nor of a sealed value.
fn numbers(text: &str) -> BTreeSet<&str> {
    let inside = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    text.split(|char: char| !inside(char))
        .filter(|word| {
            word.len() >= NUMBER_DIGITS_MIN && word.bytes().all(|byte| byte.is_ascii_digit())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numbers_stand_alone() {
        let text = r#"{"a":1234567,"b":"fg1.x7654321y.","c":[7654321],"d":12}"#;
        assert_eq!(
            numbers(text).into_iter().collect::<Vec<_>>(),
            ["1234567", "7654321"]
        );
    }
}
