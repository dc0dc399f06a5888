//! What ends a command early.

use std::error::Error;
use std::path::PathBuf;

use fieldgate_tests::SupportError;
use thiserror::Error;

/// Why a command of this program failed.
#[derive(Debug, Error)]
pub(crate) enum Fault {
    /// A program couldn't be started.
    #[error("cannot run {program}; {advice}")]
    Start {
        program: String,
        advice: &'static str,
        source: std::io::Error,
    },
    /// A program failed, and has said why on the terminal.
    #[error("{0} failed; see above")]
    Failed(String),
    /// A program failed, and said why in a log.
    #[error("{step} failed; the log is {log}, and ends with:\n{tail}\n{advice}")]
    Quiet {
        step: String,
        log: PathBuf,
        tail: String,
        advice: &'static str,
    },
    /// A check of the project found something.
    #[error("{check}:\n  {}", findings.join("\n  "))]
    Untidy {
        check: &'static str,
        findings: Vec<String>,
    },
    /// A file or folder of ours.
    #[error("cannot {action}")]
    Io {
        action: String,
        source: std::io::Error,
    },
    /// A step of the demo didn't show what it should.
    #[error("the demo's step {step:?} failed: {what}\nlogs: {logs}")]
    Demo {
        step: String,
        what: String,
        logs: PathBuf,
    },
    /// What should hold doesn't.
    #[error("{0}")]
    Unmet(String),
    /// A peer.
    #[error(transparent)]
    Support(#[from] SupportError),
    /// JSON that isn't what it should be.
    #[error("unexpected JSON")]
    Json(#[from] serde_json::Error),
}

impl Fault {
    /// Wraps an error of the operating system with what was tried.
    pub(crate) fn io(action: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let action = action.into();
        move |source| Self::Io { action, source }
    }

    /// The message with all of its causes.
    pub(crate) fn full_text(&self) -> String {
        let mut text = self.to_string();
        let mut cause = self.source();
        while let Some(error) = cause {
            text.push_str(&format!("\n  because: {error}"));
            cause = error.source();
        }
        text
    }
}
