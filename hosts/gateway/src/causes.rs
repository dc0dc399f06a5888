//! An error with all that caused it, in one line.

use std::error::Error;

/// The error's text and those of its causes, the outermost first.
#[must_use]
pub fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
