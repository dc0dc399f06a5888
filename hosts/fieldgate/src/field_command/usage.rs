//! Mistakes on the command line that clap can't find by itself.

use clap::error::{Error, ErrorKind};

/// Options that don't go together. The program says so and ends with 2, as for every mistake that clap finds.
pub(super) fn usage(message: impl std::fmt::Display) -> Error {
    Error::raw(
        ErrorKind::ArgumentConflict,
        format!("{message}\n\nFor more information, try '--help'.\n"),
    )
}

/// Refuses an option that was given and belongs to something else, rather than ignore it.
pub(super) fn belongs(given: bool, option: &str, fits: bool, to: &str) -> Result<(), Error> {
    if given && !fits {
        return Err(usage(format!("{option} belongs to {to}")));
    }
    Ok(())
}
