//! Where in a file something is wrong.

use std::{
    fmt,
    ops::Range,
    path::{Path, PathBuf},
};

/// A configuration file can't be used: `FILE:LINE:COLUMN: what is wrong; what is allowed`.
#[derive(Debug)]
pub(crate) struct ConfigError {
    file: PathBuf,
    line_and_column: Option<(usize, usize)>,
    message: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some((line, column)) = self.line_and_column {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for ConfigError {}

/// A file's text, to turn places in it into lines.
pub(super) struct Source<'a> {
    pub(super) file: &'a Path,
    pub(super) text: &'a str,
}

impl Source<'_> {
    /// An error at a place in the file.
    pub(super) fn at(&self, place: Range<usize>, message: impl Into<String>) -> ConfigError {
        let before = &self.text[..place.start.min(self.text.len())];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count() + 1;
        let column = before[line_start..].chars().count() + 1;
        ConfigError {
            file: self.file.to_owned(),
            line_and_column: Some((line, column)),
            message: message.into(),
        }
    }

    /// An error of the file as a whole.
    pub(super) fn whole(&self, message: impl Into<String>) -> ConfigError {
        ConfigError {
            file: self.file.to_owned(),
            line_and_column: None,
            message: message.into(),
        }
    }
}
