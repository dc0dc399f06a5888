//! The lines that branch on something computed from a secret, because that something is public: whether a value is
//! authentic, or what stands in clear in every sealed value. Whoever adds one says why.

use std::fs;

use fieldgate_tests::workspace;

use super::memcheck::{Frame, Report};

/// A line of source, found by its text, so that it may move.
pub(crate) struct Line {
    pub(crate) file: &'static str,
    pub(crate) text: &'static str,
    pub(crate) why: &'static str,
}

/// All of them.
pub(crate) const LINES: &[Line] = &[
    Line {
        file: "core/src/cipher/committing.rs",
        text: "|| !bool::from(self.0.commitment(nonce).ct_eq(commitment))",
        why: "the verdict: is this the key that the value was sealed with",
    },
    Line {
        file: "core/src/cipher/gcm.rs",
        text: "if !bool::from(self.tag(nonce, associated, message).ct_eq(tag)) {",
        why: "the verdict: is the value authentic",
    },
    Line {
        file: "core/src/cipher/siv.rs",
        text: "if bool::from(self.last_string(header, message).ct_eq(iv)) {",
        why: "the verdict: is the value authentic",
    },
    Line {
        file: "core/src/field/cipher.rs",
        text: "Kind::Equal(cipher) => cipher.open(frame.body, plaintext)?,",
        why: "hands that verdict on",
    },
    Line {
        file: "core/src/field/cipher.rs",
        text: "if frame.header != self.header {",
        why: "key id and field tag are derived from the root key and stand in clear in every sealed value",
    },
];

/// Which line explains the report, if one does: the first in the stack that isn't the standard library's, `subtle`'s, or
/// inside a comparison, which acts for the line that compares.
pub(crate) fn index(report: &Report) -> Option<usize> {
    let frame = report.frames.iter().find(|frame| !is_glue(frame))?;
    let path = frame.path();
    let source = fs::read_to_string(workspace::root().join(&path)).ok()?;
    let text = source.lines().nth(frame.line.checked_sub(1)?)?.trim();
    LINES
        .iter()
        .position(|line| line.file == path && line.text == text)
}

fn is_glue(frame: &Frame) -> bool {
    let path = frame.path();
    path.starts_with("/rustc/") || path.contains("/subtle-") || frame.function == "eq"
}
