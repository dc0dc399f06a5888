//! Mistakes on the command line that clap can't find by itself.

use clap::error::{Error, ErrorKind};

/// The program says so and ends with 2, as for every mistake that clap finds.
pub(super) fn usage(message: impl std::fmt::Display) -> Error {
    Error::raw(
        ErrorKind::ArgumentConflict,
        format!("{message}\n\nFor more information, try '--help'.\n"),
    )
}
