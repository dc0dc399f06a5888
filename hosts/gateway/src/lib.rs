//! The gateway: a reverse proxy that seals fields of JSON bodies and of query strings on their way to an application,
//! and opens them in what comes back.
//!
//! - [`rules`]: which requests have which fields, read from a file and checked.
//! - [`causes`]: errors with all that caused them.
//! - [`toml_file`]: files that people write, and what is wrong where.
//! - [`body`]: rewriting bodies while they stream, without IO.
//! - [`query`]: search terms in query strings.
//! - [`fields`]: the trait between the proxy and the keys.
//! - [`keyring`]: the keys behind that trait: slots, derived ciphers, fetches.
//! - [`proxy`]: sockets, the life of a request, limits, refusals, metrics.
//!
//! It fails closed: what a rule covers and can't be sealed is refused, and never reaches the application.

pub mod body;
pub mod causes;
pub mod fields;
pub mod keyring;
pub mod proxy;
pub mod query;
pub mod rules;
pub mod toml_file;
