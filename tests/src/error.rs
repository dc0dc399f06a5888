//! What can go wrong around the tests, said so that a person knows what to try.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Lines of a log that an error repeats.
const LOG_TAIL_LINES: usize = 25;

/// A peer, a file or a process that isn't as the test needs it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SupportError {
    /// Something that a setup step makes isn't there.
    #[error("{what} is missing: {path}; {advice}")]
    Missing {
        /// What it is.
        what: &'static str,
        /// Where it was looked for.
        path: PathBuf,
        /// What to run.
        advice: &'static str,
    },
    /// The operating system refused.
    #[error("cannot {action}")]
    Io {
        /// What was tried, with the path or address.
        action: String,
        /// The system's answer.
        source: io::Error,
    },
    /// A process ended before it was ready, or with a failure.
    #[error("{name} ended ({status}); its log is {log}, and ends with:\n{tail}")]
    Ended {
        /// Which process.
        name: String,
        /// Its exit status.
        status: String,
        /// Its log.
        log: PathBuf,
        /// The last lines of the log.
        tail: String,
    },
    /// A process didn't do something in time.
    #[error("{name} didn't {awaited} within {seconds} s; its log is {log}, and ends with:\n{tail}")]
    Late {
        /// Which process.
        name: String,
        /// What was waited for.
        awaited: String,
        /// How long.
        seconds: u64,
        /// Its log.
        log: PathBuf,
        /// The last lines of the log.
        tail: String,
    },
    /// A peer answered with something else than expected.
    #[error("{from} answered with {found}, not with {expected}")]
    Answer {
        /// Who answered.
        from: String,
        /// What was expected.
        expected: &'static str,
        /// What came.
        found: String,
    },
    /// A certificate couldn't be made.
    #[error("cannot make a test certificate")]
    Certificate(#[from] rcgen::Error),
}

impl SupportError {
    /// Wraps an error of the operating system with what was tried.
    pub(crate) fn io(action: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let action = action.into();
        move |source| Self::Io { action, source }
    }
}

/// The last lines of a log, for an error message.
pub(crate) fn log_tail(log: &Path) -> String {
    let bytes = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LOG_TAIL_LINES)..].join("\n")
}
