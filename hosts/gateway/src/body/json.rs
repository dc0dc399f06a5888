//! JSON (RFC 8259), rewritten while it streams: bytes are copied through, and only values of fields change.
//!
//! - [`seal`]: requests. Checks all of the grammar, and hands out the values of the fields that rules name.
//! - [`open`]: responses. Finds sealed texts inside strings and hands them out; it needs no rules.
//! - [`plan`]: the places to seal in one body, each a [`JsonPath`]; `nesting` follows them.
//!
//! Neither does IO or knows a key: chunks are pushed, steps are pulled, and memory stays bounded whatever the body's size.

mod error;
pub mod escape;
mod json_path;
pub(crate) mod literal;
mod nesting;
mod number;
pub mod open;
pub mod plan;
mod quotes;
mod scan;
pub mod seal;
mod string;
mod utf8;
mod watch;

pub use error::{JsonError, JsonProblem};
pub use json_path::{JsonPath, JsonPathError, STEPS_MAX, Step};
pub(crate) use watch::has_sealed;

#[cfg(test)]
pub(crate) mod random_json;
