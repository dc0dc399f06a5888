//! How a command ends.

use std::error::Error;

/// Done, or why not, in words for the person at the terminal.
pub(crate) type Outcome = Result<(), Box<dyn Error>>;
