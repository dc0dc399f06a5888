//! TOML files that people write, and what is wrong with them: one message,
//! `FILE:LINE:COLUMN: what is wrong; what is allowed`, and the line itself.

use std::{fmt, fs::File, io::Read, ops::Range, path::Path};

use serde::de::DeserializeOwned;

/// Longest file, in bytes.
const FILE_BYTES_MAX: u64 = 1 << 20;
/// Longest part of a line that a message repeats, in characters.
const LINE_CHARS_MAX: usize = 100;

/// A file that can't be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileError {
    file: String,
    place: Option<Place>,
    message: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Place {
    /// From 1.
    line: usize,
    /// From 1, in characters.
    column: usize,
    text: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            place,
            message,
        } = self;
        match place {
            None => write!(f, "{file}: {message}"),
            Some(Place { line, column, text }) => {
                write!(f, "{file}:{line}:{column}: {message}\n  {line} | {text}")
            }
        }
    }
}

impl std::error::Error for FileError {}

/// A file's name and text, to turn places in it into lines.
pub struct TomlFile {
    name: String,
    text: String,
}

impl TomlFile {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// When it can't be read, is too large, or is not UTF-8.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        let mut file = Self::new(path.display().to_string(), String::new());
        let text = File::open(path).and_then(|opened| {
            let mut text = String::new();
            opened.take(FILE_BYTES_MAX + 1).read_to_string(&mut text)?;
            Ok(text)
        });
        file.text = text.map_err(|error| {
            file.whole(format!(
                "can't be read: {error}; check the path and its permissions"
            ))
        })?;
        if file.text.len() as u64 > FILE_BYTES_MAX {
            return Err(file.whole(format!("is larger than {FILE_BYTES_MAX} bytes")));
        }
        Ok(file)
    }

    /// A text that errors call `name`.
    #[must_use]
    pub fn new(name: String, text: String) -> Self {
        Self { name, text }
    }

    /// The file as the form that it should have.
    ///
    /// # Errors
    /// Where it hasn't, and what is allowed there.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, FileError> {
        toml::from_str(&self.text).map_err(|error| {
            let lines: Vec<_> = error.message().lines().map(str::trim).collect();
            let message = in_words(&lines.join("; "));
            match error.span() {
                Some(span) => self.at(span, message),
                None => self.whole(message),
            }
        })
    }

    /// An error at a place in the file.
    pub fn at(&self, span: Range<usize>, message: impl Into<String>) -> FileError {
        let before = self.text.get(..span.start).unwrap_or(&self.text);
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = self.text[start..].lines().next().unwrap_or_default();
        let place = Place {
            line: before.matches('\n').count() + 1,
            column: before[start..].chars().count() + 1,
            text: line
                .chars()
                .filter(|c| !c.is_control())
                .take(LINE_CHARS_MAX)
                .collect(),
        };
        FileError {
            file: self.name.clone(),
            place: Some(place),
            message: message.into(),
        }
    }

    /// An error of the file as a whole.
    pub fn whole(&self, message: impl Into<String>) -> FileError {
        FileError {
            file: self.name.clone(),
            place: None,
            message: message.into(),
        }
    }
}

/// The parser names Rust's types; people know other words for them.
fn in_words(message: &str) -> String {
    let mut message = message.to_owned();
    for (ours, theirs) in [
        ("expected u16", "expected a whole number from 0 to 65535"),
        ("expected u32", "expected a whole number, at least 0"),
        ("expected a sequence", "expected a list in [ ]"),
        ("expected struct", "expected a section"),
    ] {
        message = message.replace(ours, theirs);
    }
    message
}

#[cfg(test)]
mod tests {
    use super::TomlFile;

    #[derive(serde::Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    struct Form {
        #[serde(rename = "port")]
        _port: u16,
    }

    #[test]
    fn an_error_says_where_and_shows_the_line() {
        let file = TomlFile::new("f.toml".to_owned(), "# é\n  port = \"x\"\n".to_owned());
        let error = file.parse::<Form>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "f.toml:2:10: invalid type: string \"x\", expected a whole number from 0 to 65535\n  2 |   port = \"x\""
        );
        assert_eq!(file.at(900..901, "m").to_string(), "f.toml:3:1: m\n  3 | ");
    }
}
