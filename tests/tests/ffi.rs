//! The C interface from C: programs run plainly, under sanitizers and under valgrind.

use std::path::Path;
use std::process::Command;

use fieldgate_tests::c_program::{Build, CInterface, run, under_valgrind};

/// Runs a program in all ways that look for errors of memory, and gives what it says.
fn run_in_every_way(source: &str) -> String {
    let interface = CInterface::build().unwrap();
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let plain = interface.compile(source, Build::C, dir).unwrap();
    let sanitized = interface.compile(source, Build::Sanitized, dir).unwrap();
    run(&mut Command::new(sanitized)).unwrap();
    run(&mut under_valgrind(&plain)).unwrap();
    run(&mut Command::new(plain)).unwrap()
}

fn run_as_cxx(source: &str) {
    let interface = CInterface::build().unwrap();
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let program = interface.compile(source, Build::Cxx, dir).unwrap();
    run(&mut Command::new(program)).unwrap();
}

#[test]
fn the_example_seals_opens_and_lets_a_key_expire() {
    let said = run_in_every_way("examples/seal.c");
    assert!(said.contains("Agnes Varda -> fg1."), "{said}");
    let expiry = "at 299999 ms, slots wiped: 0\nat 300000 ms, slots wiped: 1\n";
    assert!(said.contains(expiry), "{said}");
}

#[test]
fn known_answers_hold_in_c() {
    run_in_every_way("tests/c/known_answers.c");
    run_as_cxx("tests/c/known_answers.c");
}

#[test]
fn misuse_has_a_status_and_does_no_harm() {
    run_in_every_way("tests/c/misuse.c");
    run_as_cxx("tests/c/misuse.c");
}

/// The ways of looking can find something.
#[test]
fn an_overflow_and_a_leak_would_be_found() {
    let interface = CInterface::build().unwrap();
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let source = "tests/c/overflow.c";
    let sanitized = interface.compile(source, Build::Sanitized, dir).unwrap();
    let found = run(&mut Command::new(sanitized)).unwrap_err().to_string();
    assert!(found.contains("AddressSanitizer"), "{found}");
    let plain = interface.compile(source, Build::C, dir).unwrap();
    let found = run(&mut under_valgrind(&plain)).unwrap_err().to_string();
    assert!(found.contains("Invalid write"), "{found}");
    assert!(found.contains("fg_field_cipher_seal"), "{found}");
}
