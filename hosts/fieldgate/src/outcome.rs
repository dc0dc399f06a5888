//! How a command ends.

use std::{error::Error, fmt};

/// Done, or why not, in words for the person at the terminal.
pub(crate) type Outcome = Result<(), Box<dyn Error>>;

/// A failure that ends the program with a status of its own, for scripts to look at.
#[derive(Debug)]
pub(crate) struct WithStatus {
    /// The exit status.
    pub(crate) status: u8,
    /// What to say.
    pub(crate) message: String,
}

impl fmt::Display for WithStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for WithStatus {}
