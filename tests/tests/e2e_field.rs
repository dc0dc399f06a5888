//! `fieldgate field` through the built binary: every scheme and type there and back, columns of CSV files, composed values,
//! what is seen without a key, mistakes, and the commands of the guide as they are written.

// What a test's own helpers can't do fails the test.
#![allow(clippy::unwrap_used)]

#[path = "e2e_field/columns.rs"]
mod columns;
#[path = "e2e_field/guide.rs"]
mod guide;
#[path = "e2e_field/keys.rs"]
mod keys;
#[path = "e2e_field/leakage.rs"]
mod leakage;
#[path = "e2e_field/mistakes.rs"]
mod mistakes;
#[path = "e2e_field/round_trips.rs"]
mod round_trips;
#[path = "e2e_field/searches.rs"]
mod searches;
#[path = "e2e_field/without_a_key.rs"]
mod without_a_key;

use std::process::Output;

use fieldgate_tests::fieldgate;

/// The names that the schemes have in the order of their numbers.
const SCHEMES: [&str; 9] = [
    "random",
    "equal",
    "blind",
    "words",
    "prefix",
    "substring",
    "order",
    "order-reveal",
    "format",
];

/// Runs `fieldgate field COMMAND --trial-key` with more arguments, separated by spaces.
fn run(command: &str, arguments: &str, input: &str) -> Output {
    let mut all = vec!["field", command, "--trial-key"];
    all.extend(arguments.split_whitespace());
    fieldgate::run_with(&all, input.as_bytes()).unwrap()
}

/// What a run that must end well wrote.
fn well(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}", output.status);
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What a run that must end with a code said, apart from the warning about the key.
fn refused(output: &Output, code: i32) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    said.lines()
        .filter(|line| !line.contains("--trial-key is public"))
        .fold(String::new(), |text, line| text + line + "\n")
}

fn seal(arguments: &str, input: &str) -> String {
    well(&run("seal", arguments, input))
}

fn open(arguments: &str, input: &str) -> String {
    well(&run("open", arguments, input))
}

/// A text has all of these parts.
fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in:\n{text}");
    }
}
