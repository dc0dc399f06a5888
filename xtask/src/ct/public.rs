//! Where core branches on something computed from a secret, because that something is public: whether a value is
//! authentic, or what stands in clear in every sealed value. Whoever adds a place says why.

use std::fmt;

use super::memcheck::{Frame, Report};
use super::source;

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
    Public {
        place: Place::Line {
            file: "core/src/field/order/limbs.rs",
            text: "if !bool::from(wrong.ct_eq(&0)) {",
        },
        why: "the verdict: do the limbs hide digits",
    },
    Public {
        place: Place::Line {
            file: "core/src/field/order/text.rs",
            text: "if !bool::from(wrong.ct_eq(&0)) {",
        },
        why: "the verdict: do the limbs hide a text",
    },
    Public {
        place: Place::Line {
            file: "core/src/field/order/text.rs",
            text: "output.get_mut(..length).ok_or(OrderError::NoRoom)",
        },
        why: "the length of the text, which the caller gets",
    },
    Public {
        place: Place::Line {
            file: "core/src/field/order/base32hex.rs",
            text: "core::str::from_utf8(output).map_err(|_| Base32HexError::NotBase32Hex)",
        },
        why: "what was written is ciphertext: the text that the application stores",
    },
    Public {
        place: Place::Line {
            file: "core/src/field/order/base32hex.rs",
            text: "if wrong != 0 {",
        },
        why: "the verdict: is it base32hex",
    },
    Public {
        place: Place::Line {
            file: "core/src/cipher/ff1.rs",
            text: "if wrong >> 31 == 0 {",
        },
        why: "the verdict: are all numerals below the radix",
    },
    Public {
        place: Place::Function {
            file: "core/src/cipher/key_wrap.rs",
            name: "authentic",
        },
        why: "the verdict: is the wrapped key authentic",
    },
    Public {
        place: Place::Line {
            file: "core/src/cipher/key_wrap.rs",
            text: ".get_mut(..key_bytes as usize)",
        },
        why: "the length of an authentic key, which the caller gets",
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

impl Public {
    /// Whether the source still has this place.
    pub(crate) fn exists(&self) -> bool {
        match &self.place {
            Place::Line { file, text } => source::has(file, text),
            Place::Function { file, name } => source::has(file, &format!("fn {name}")),
            Place::Error(_) => true,
        }
    }
}

impl Place {
    fn explains(&self, frames: &[Frame]) -> bool {
        match self {
            Self::Line { file, text } => {
                frames
                    .iter()
                    .find(|frame| !is_glue(frame))
                    .is_some_and(|frame| {
                        frame.path() == *file && source::line(file, frame.line) == *text
                    })
            }
            Self::Function { file, name } => frames.iter().any(|frame| {
                frame.path() == *file
                    && source::function(file, frame.line).is_some_and(|function| function == *name)
            }),
            Self::Error(error) => frames.first().is_some_and(|frame| {
                let name = &frame.function;
                let hands_on = name.starts_with("branch<") || name == UNKNOWN;
                let error = name == UNKNOWN || name.ends_with(&format!(", {error}>"));
                hands_on && error && frame.path().ends_with("library/core/src/result.rs")
            }),
        }
    }
}

/// What valgrind calls a function that was inlined from another unit of compilation.
const UNKNOWN: &str = "UnknownInlinedFun";

/// The standard library, `subtle`, and the inside of a comparison act for the line that calls them.
fn is_glue(frame: &Frame) -> bool {
    let path = frame.path();
    path.starts_with("/rustc/")
        || path.contains("/subtle-")
        || frame.function == "eq"
        || source::line(&path, frame.line).starts_with("#[derive(")
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
