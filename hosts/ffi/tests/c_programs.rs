//! C programs over the header and the static library: compiled here, and run plainly, under sanitizers and under valgrind.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

use serde_json::Value;

const WARNINGS: [&str; 5] = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"];
const SANITIZERS: [&str; 3] = [
    "-fsanitize=address,undefined",
    "-fno-sanitize-recover=all",
    "-fno-omit-frame-pointer",
];
/// What the Rust standard library takes from the system.
const SYSTEM_LIBRARIES: [&str; 3] = ["-lpthread", "-ldl", "-lm"];

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The static library, which cargo builds beside this test.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let arguments = [
            "build",
            "--package",
            "fieldgate-ffi",
            "--lib",
            "--message-format",
            "json",
        ];
        let output = Command::new(cargo)
            .args(arguments)
            .current_dir(here())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", shown(&output));
        let messages = String::from_utf8(output.stdout).unwrap();
        messages
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .filter(|message| message["target"]["name"] == "fieldgate_ffi")
            .flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default())
            .filter_map(|name| name.as_str().map(PathBuf::from))
            .find(|path| path.extension().is_some_and(|ending| ending == "a"))
            .expect("a static library")
    })
}

fn shown(output: &Output) -> String {
    format!(
        "{}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn run(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", shown(&output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Compiles a program of this folder, and gives where it is.
fn compiled(source: &str, variant: &str, compiler: &[&str]) -> PathBuf {
    let stem = Path::new(source).file_stem().unwrap().to_string_lossy();
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{stem}-{variant}"));
    run(Command::new(compiler[0])
        .args(&compiler[1..])
        .args(WARNINGS)
        .args(["-g", "-O1", "-I"])
        .arg(here().join("include"))
        .arg("-o")
        .arg(&program)
        .arg(here().join(source))
        .args(["-x", "none"])
        .arg(library())
        .args(SYSTEM_LIBRARIES));
    program
}

fn run_in_every_way(source: &str) -> String {
    let plain = compiled(source, "plain", &["gcc", "-std=c11"]);
    let said = run(&mut Command::new(&plain));
    let mut sanitized = vec!["gcc", "-std=c11"];
    sanitized.extend(SANITIZERS);
    run(&mut Command::new(compiled(source, "sanitized", &sanitized)));
    run(Command::new("valgrind")
        .args(["--quiet", "--leak-check=full", "--error-exitcode=9"])
        .arg(&plain));
    said
}

#[test]
fn the_example_seals_opens_and_lets_a_key_expire() {
    let said = run_in_every_way("examples/seal.c");
    assert!(said.contains("Agnes Varda -> fg1."), "{said}");
    assert!(
        said.contains("at 299999 ms, slots wiped: 0\nat 300000 ms, slots wiped: 1\n"),
        "{said}"
    );
}

#[test]
fn known_answers_hold_in_c() {
    run_in_every_way("tests/c/known_answers.c");
    run(&mut Command::new(compiled(
        "tests/c/known_answers.c",
        "cxx",
        &["g++", "-x", "c++"],
    )));
}

#[test]
fn misuse_has_a_status_and_does_no_harm() {
    run_in_every_way("tests/c/misuse.c");
    run(&mut Command::new(compiled(
        "tests/c/misuse.c",
        "cxx",
        &["g++", "-x", "c++"],
    )));
}
