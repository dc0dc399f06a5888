//! The stages of a test with their outcomes, as types and as text.

use std::fmt;
use std::time::Duration;

use super::{Cause, Finding};
use crate::error::Stage;

/// The verdict on a server: that of each of its addresses.
#[derive(Debug)]
pub struct Verdict {
    /// Each address once, in the order of the configuration.
    pub addresses: Vec<AddressVerdict>,
}

/// The verdict on one address of a server.
#[derive(Debug)]
pub struct AddressVerdict {
    /// The host, as configured.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Each stage once, in order; the probe key only if it was asked for.
    pub stages: Vec<StageReport>,
}

/// One stage.
#[derive(Debug)]
pub struct StageReport {
    /// Which.
    pub stage: Stage,
    /// How it ended.
    pub outcome: Outcome,
}

/// How a stage ended.
#[derive(Debug)]
pub enum Outcome {
    /// It passed.
    Passed {
        /// What was found.
        finding: Finding,
        /// How long it took.
        took: Duration,
    },
    /// It failed.
    Failed {
        /// Why, and what to try.
        cause: Box<Cause>,
        /// What was found nevertheless.
        finding: Option<Finding>,
        /// How long it took.
        took: Duration,
    },
    /// An earlier one failed.
    NotReached,
}

impl Verdict {
    /// Whether all stages of all addresses passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.addresses.is_empty() && self.addresses.iter().all(AddressVerdict::passed)
    }

    /// The first stage that failed, and why.
    #[must_use]
    pub fn failure(&self) -> Option<(Stage, &Cause)> {
        self.addresses.iter().find_map(AddressVerdict::failure)
    }
}

impl AddressVerdict {
    /// Whether all stages passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.stages
            .iter()
            .all(|report| matches!(report.outcome, Outcome::Passed { .. }))
    }

    /// The stage that failed, and why.
    #[must_use]
    pub fn failure(&self) -> Option<(Stage, &Cause)> {
        self.stages.iter().find_map(|report| match &report.outcome {
            Outcome::Failed { cause, .. } => Some((report.stage, &**cause)),
            _ => None,
        })
    }
}

/// Where what was found stands in a line.
const FINDING_COLUMN: usize = 33;

/// The stages of each address; with several addresses, each under a line that names it.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, address) in self.addresses.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            if self.addresses.len() > 1 {
                writeln!(f, "{}:{}", address.host, address.port)?;
            }
            address.fmt(f)?;
        }
        Ok(())
    }
}

/// A line for each stage, more where there is more to say.
impl fmt::Display for AddressVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, report) in self.stages.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            report.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for StageReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stage = self.stage;
        match &self.outcome {
            Outcome::Passed { finding, took } => {
                write!(f, "{stage:<15}ok      {:>5} ms  ", took.as_millis())?;
                lines(f, &finding.lines())
            }
            Outcome::Failed {
                cause,
                finding,
                took,
            } => {
                write!(f, "{stage:<15}FAILED  {:>5} ms  ", took.as_millis())?;
                let mut all = cause.lines();
                all.extend(finding.iter().flat_map(Finding::lines));
                lines(f, &all)
            }
            Outcome::NotReached => write!(f, "{stage:<15}not reached"),
        }
    }
}

fn lines(f: &mut fmt::Formatter<'_>, lines: &[String]) -> fmt::Result {
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            write!(f, "\n{:<FINDING_COLUMN$}", "")?;
        }
        f.write_str(line)?;
    }
    Ok(())
}
