//! The film records, as the data set has them.

use std::collections::BTreeSet;

use fieldgate_tests::films::{EQUAL_FIELDS, RANDOM_FIELDS};
use fieldgate_tests::workspace;
use serde_json::{Map, Value};

use crate::fault::Fault;

/// The film that the demo shows, if the data set still has it.
const SHOWN_TITLE: &str = "Inception";

/// All films, in the order of the data set. Film number N is record `film-N`.
#[derive(Debug)]
pub(crate) struct Films {
    films: Vec<Map<String, Value>>,
}

impl Films {
    pub(crate) fn read() -> Result<Self, Fault> {
        let path = workspace::movies_json()?;
        let text = std::fs::read_to_string(&path)
            .map_err(Fault::io(format!("read {}", path.display())))?;
        Ok(Self {
            films: serde_json::from_str(&text)?,
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.films.len()
    }

    /// The film behind a record's id.
    pub(crate) fn by_id(&self, id: &str) -> Option<&Map<String, Value>> {
        self.films
            .get(id.strip_prefix("film-")?.parse::<usize>().ok()?)
    }

    /// Id and film that the demo shows.
    pub(crate) fn shown(&self) -> (String, &Map<String, Value>) {
        let whole = |film: &Map<String, Value>| sealed_fields().all(|field| !film[field].is_null());
        let number = self
            .films
            .iter()
            .position(|film| film["Title"] == SHOWN_TITLE && whole(film))
            .or_else(|| self.films.iter().position(whole))
            .unwrap_or(0);
        (format!("film-{number}"), &self.films[number])
    }

    /// How many films have this value.
    pub(crate) fn count(&self, field: &str, value: &Value) -> usize {
        self.films
            .iter()
            .filter(|film| film[field] == *value)
            .count()
    }

    /// All different values of the sealed fields, as JSON writes them but without quotes.
    pub(crate) fn sealed_values(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let (mut texts, mut numbers) = (BTreeSet::new(), BTreeSet::new());
        for film in &self.films {
            for field in sealed_fields() {
                match &film[field] {
                    Value::String(text) => texts.insert(text.clone()),
                    Value::Number(number) => numbers.insert(number.to_string()),
                    _ => false,
                };
            }
        }
        (texts, numbers)
    }

    /// All of the records but the sealed fields, as one JSON text.
    pub(crate) fn unsealed_text(&self) -> String {
        let mut films = self.films.clone();
        for film in &mut films {
            for field in sealed_fields() {
                film.insert(field.to_owned(), Value::Null);
            }
        }
        serde_json::to_string(&films).unwrap_or_default()
    }

    /// All different values of a text field.
    pub(crate) fn texts(&self, field: &str) -> BTreeSet<&str> {
        self.films
            .iter()
            .filter_map(|film| film[field].as_str())
            .collect()
    }
}

/// The fields that the rules seal.
pub(crate) fn sealed_fields() -> impl Iterator<Item = &'static str> {
    EQUAL_FIELDS.into_iter().chain(RANDOM_FIELDS)
}
