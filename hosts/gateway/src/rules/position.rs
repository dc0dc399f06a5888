//! What is wrong with a rules file, and where.

use std::{fmt, io, ops::Range};

/// Rules that can't be used: one message, `FILE:LINE:COLUMN: what is wrong; what is allowed`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RulesError {
    file: String,
    /// Line and column, from 1, in characters.
    position: Option<(usize, usize)>,
    message: String,
}

impl RulesError {
    /// The file can't be read.
    pub(super) fn unreadable(file: &str, error: &io::Error) -> Self {
        let message = format!("can't be read: {error}; check the path and its permissions");
        Self {
            file: file.to_owned(),
            position: None,
            message,
        }
    }

    /// Something is wrong at `span` of `text`.
    pub(super) fn at(
        file: &str,
        text: &str,
        span: Option<Range<usize>>,
        message: impl Into<String>,
    ) -> Self {
        let position = span.map(|span| {
            let before = text.get(..span.start).unwrap_or(text);
            let line = before.rsplit('\n').next().unwrap_or(before);
            (before.matches('\n').count() + 1, line.chars().count() + 1)
        });
        Self {
            file: file.to_owned(),
            position,
            message: message.into(),
        }
    }
}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some((line, column)) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for RulesError {}
