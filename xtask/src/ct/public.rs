//! Where core branches on something computed from a secret, because that something is public: whether a value is
//! authentic, or what stands in clear in every sealed value. Whoever adds a place says why.

use std::fmt;
use std::fs;

use fieldgate_tests::workspace;

use super::memcheck::{Frame, Report};

/// A place that may be reported, and why.
pub(crate) struct Public {
    place: Place,
    why: &'static str,
}

enum Place {
    /// A line of source, found by its text, so that it may move. What it calls is no part of it.
    Line {
        file: &'static str,
        text: &'static str,
    },
    /// A function that handles nothing but what is public, with all that it calls.
    Function {
        file: &'static str,
        name: &'static str,
    },
    /// `?` on a result with this error, which the caller gets.
    Error(&'static str),
}

/// All of them.
pub(crate) const PLACES: &[Public] = &[
    Public {
        place: Place::Line {
            file: "core/src/cipher/committing.rs",
            text: "|| !bool::from(self.0.commitment(nonce).ct_eq(commitment))",
        },
        why: "the verdict: is this the key that the value was sealed with",
    },
    Public {
        place: Place::Line {
            file: "core/src/cipher/gcm.rs",
            text: "if !bool::from(self.tag(nonce, associated, message).ct_eq(tag)) {",
        },
        why: "the verdict: is the value authentic",
    },
    Public {
        place: Place::Line {
            file: "core/src/cipher/siv.rs",
            text: "if bool::from(self.last_string(header, message).ct_eq(iv)) {",
        },
        why: "the verdict: is the value authentic",
    },
    Public {
        place: Place::Error("fieldgate_core::cipher::NotAuthentic"),
        why: "hands such a verdict on",
    },
    Public {
        place: Place::Line {
            file: "core/src/field/cipher.rs",
            text: "if frame.header != self.header {",
        },
        why: "key id and field tag are derived from the root key and stand in clear in every sealed value",
    },
    Public {
        place: Place::Line {
            file: "core/src/field/composed.rs",
            text: "core::str::from_utf8(output).map_err(|_| SealError::NoRoom)",
        },
        why: "what was written is ciphertext: the text that the application stores",
    },
    Public {
        place: Place::Line {
            file: "core/src/field/value.rs",
            text: "if bits & !SIGN_64 > INFINITY {",
        },
        why: "the verdict: is it a number; NaN is an error that the caller sees",
    },
    Public {
        place: Place::Line {
            file: "core/src/field/value.rs",
            text: "if bits & !SIGN_64 > INFINITY || bits == SIGN_64 {",
        },
        why: "the verdict: do the bytes encode a number",
    },
    Public {
        place: Place::Function {
            file: "core/src/field/token/set.rs",
            name: "place",
        },
        why: "sorts tokens, which stand in clear; its time may tell in which order their words stood",
    },
];

impl Public {
    /// Which place explains the report, if one does.
    pub(crate) fn index(report: &Report) -> Option<usize> {
        PLACES
            .iter()
            .position(|public| public.place.explains(&report.frames))
    }
}

impl Place {
    fn explains(&self, frames: &[Frame]) -> bool {
        match self {
            Self::Line { file, text } => frames
                .iter()
                .find(|frame| !is_glue(frame))
                .is_some_and(|frame| frame.path() == *file && source(file, frame.line) == *text),
            Self::Function { file, name } => frames.iter().any(|frame| {
                frame.path() == *file && frame.function.split('<').next() == Some(*name)
            }),
            Self::Error(error) => frames.first().is_some_and(|frame| {
                frame.function.starts_with("branch<")
                    && frame.function.ends_with(&format!(", {error}>"))
            }),
        }
    }
}

/// The standard library, `subtle`, and the inside of a comparison act for the line that calls them.
fn is_glue(frame: &Frame) -> bool {
    let path = frame.path();
    path.starts_with("/rustc/") || path.contains("/subtle-") || frame.function == "eq"
}

fn source(file: &str, line: usize) -> String {
    let text = fs::read_to_string(workspace::root().join(file)).unwrap_or_default();
    let line = line
        .checked_sub(1)
        .and_then(|index| text.lines().nth(index));
    line.unwrap_or_default().trim().to_owned()
}

impl fmt::Display for Public {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Line { file, text } => write!(f, "{file}: {text}")?,
            Place::Function { file, name } => write!(f, "{file}: the function {name}")?,
            Place::Error(error) => write!(f, "`?` on {error}")?,
        }
        write!(f, "\n    {}", self.why)
    }
}
