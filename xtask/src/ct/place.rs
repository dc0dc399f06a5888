//! What a place in the source is, and whether a report comes from it.

use std::fmt;

use super::memcheck::Frame;
use super::source;

/// What valgrind calls a function that was inlined from another unit of compilation.
const UNKNOWN: &str = "UnknownInlinedFun";

/// A place in core's source.
pub(crate) enum Place {
    /// A line, found by its text, so that it may move; without what it calls.
    Line(&'static str, &'static str),
    /// All that a function does itself, without what it calls.
    Body(&'static str, &'static str),
    /// A function with all that it calls.
    Function(&'static str, &'static str),
    /// `?` on a result with this error, which the caller gets.
    Error(&'static str),
}

impl Place {
    /// Whether a report with these frames comes from here.
    pub(crate) fn explains(&self, frames: &[Frame]) -> bool {
        let own = frames.iter().find(|frame| !is_glue(frame));
        match *self {
            Self::Line(file, text) => own.is_some_and(|frame| {
                frame.path() == file && source::line(file, frame.line) == text
            }),
            Self::Body(file, name) => own.is_some_and(|frame| is_in(frame, file, name)),
            Self::Function(file, name) => frames.iter().any(|frame| is_in(frame, file, name)),
            Self::Error(error) => frames.first().is_some_and(|frame| {
                let name = &frame.function;
                let is_try = name.starts_with("branch<") && name.ends_with(&format!(", {error}>"));
                (is_try || name == UNKNOWN) && frame.path().ends_with("library/core/src/result.rs")
            }),
        }
    }

    /// Whether the source still has this place.
    pub(crate) fn exists(&self) -> bool {
        match *self {
            Self::Line(file, text) => source::has(file, text),
            Self::Body(file, name) | Self::Function(file, name) => {
                source::has(file, &format!("fn {name}"))
            }
            Self::Error(_) => true,
        }
    }
}

fn is_in(frame: &Frame, file: &str, function: &str) -> bool {
    // Line 0: the compiler merged several.
    let name = match frame.line {
        0 => frame.function.rsplit("::").next().map(str::to_owned),
        line => source::function(file, line),
    };
    frame.path() == file && name.is_some_and(|name| name == function)
}

/// The standard library, `subtle`, and the inside of a comparison act for the line that calls them.
fn is_glue(frame: &Frame) -> bool {
    let path = frame.path();
    path.starts_with("/rustc/")
        || path.contains("/subtle-")
        || frame.function == "eq"
        || source::line(&path, frame.line).starts_with("#[derive(")
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(file, text) => write!(f, "{file}: {text}"),
            Self::Body(file, name) => write!(f, "{file}: the body of {name}"),
            Self::Function(file, name) => write!(f, "{file}: {name} with all that it calls"),
            Self::Error(error) => write!(f, "`?` on {error}"),
        }
    }
}
