//! `fieldgate field …`: every field scheme on the command line, to be tried on one's own data.
//!
//! Nothing here starts a runtime, reads a configuration or talks to anybody. Values come from standard input or a CSV
//! file and leave on standard output; messages about them name a line and never show a value.

mod admission;
mod composer;
mod input;
mod inspect;
mod key;
mod leakage;
mod lines;
mod open;
mod opener;
mod options;
mod output;
mod place;
mod plan;
mod seal;
mod sealer;
mod token;
mod typed;
mod usage;

use clap::Subcommand;

use crate::outcome::Outcome;

/// What can be done with fields.
#[derive(Subcommand)]
pub(crate) enum FieldCommand {
    /// Seal values: one a line from standard input, or columns of a CSV file.
    #[command(after_help = seal::EXAMPLES)]
    Seal(seal::Arguments),
    /// Open sealed values: one a line from standard input, or columns of a CSV file.
    #[command(after_help = open::EXAMPLES)]
    Open(open::Arguments),
    /// Print the tokens that a search asks for, one a line.
    #[command(after_help = token::EXAMPLES)]
    Token(token::Arguments),
    /// Show what can be seen of sealed values without a key.
    #[command(after_help = inspect::EXAMPLES)]
    Inspect(inspect::Arguments),
    /// Show what a scheme gives away, what is known to have been made of it, and how long values become.
    #[command(after_help = leakage::EXAMPLES)]
    Leakage(leakage::Arguments),
}

impl FieldCommand {
    pub(crate) fn run(&self) -> Outcome {
        match self {
            Self::Seal(arguments) => seal::run(arguments),
            Self::Open(arguments) => open::run(arguments),
            Self::Token(arguments) => token::run(arguments),
            Self::Inspect(arguments) => inspect::run(arguments),
            Self::Leakage(arguments) => leakage::run(arguments),
        }
    }
}
