//! The film records of the demo and the tests, and the rules that seal them.

use std::path::Path;
use std::process::Command;

use crate::python::Python;

/// Rules for Kinto's film records: `tests/rules/kinto-films.toml`.
pub const RULES: &str = include_str!("../rules/kinto-films.toml");

/// Fields that [`RULES`] seal so that they can be searched for equality.
pub const EQUAL_FIELDS: [&str; 3] = ["Title", "Director", "Distributor"];

/// Fields that [`RULES`] seal so that nothing can be said about them.
pub const RANDOM_FIELDS: [&str; 3] = ["Production Budget", "US Gross", "Worldwide Gross"];

/// Where the records are.
pub const RECORDS_PATH: &str = "/v1/buckets/demo/collections/films/records";

/// The header field with the name and password that owns the records: demo, demo.
pub const AUTHORIZATION: (&str, &str) = ("Authorization", "Basic ZGVtbzpkZW1v");

/// A command for `tests/python/films.py`: Kinto's own client against this URL, trusting this authority.
pub fn client(python: &Python, url: &str, authority: &Path, arguments: &[&str]) -> Command {
    let mut command = python.script("films.py");
    command
        .arg(url)
        .args(arguments)
        .env("REQUESTS_CA_BUNDLE", authority);
    // A proxy of this machine has no part in a test on loopback.
    for variable in [
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
    ] {
        command.env_remove(variable);
    }
    command
}
