//! Unique Identifiers: what a server calls its objects.

use std::fmt;

/// The name that a server gave to an object (KMIP 1.4 section 3.1).
///
/// The server chose the text: `Display` escapes its control characters, so that it can be shown on a terminal and in a log.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct UniqueIdentifier(String);

impl UniqueIdentifier {
    /// An identifier that a server once gave.
    #[must_use]
    pub const fn new(identifier: String) -> Self {
        Self(identifier)
    }

    /// Its text, as the server gave it: for requests, not for people.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UniqueIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.escape_debug())
    }
}
