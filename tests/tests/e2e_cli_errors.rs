//! A configuration with a mistake: the binary doesn't start, and one message says where the mistake is and what is allowed.

// What a test's own helpers can't do fails the test.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fieldgate_tests::fieldgate::{self, Scene};
use fieldgate_tests::films::RULES;
use fieldgate_tests::pki::Pki;
use fieldgate_tests::process::{Running, Signal};
use tempfile::TempDir;

/// Lines that one message may have, its causes included.
const MESSAGE_LINES_MAX: usize = 12;
const END_SECONDS_MAX: u64 = 20;

struct Files {
    dir: TempDir,
    config: PathBuf,
}

/// A configuration without a mistake; its KMIP server needn't answer for what is tested here.
fn files() -> Files {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let config = Scene::new("http://127.0.0.1:9", 9, RULES)
        .write(dir.path(), &pki)
        .unwrap();
    Files { dir, config }
}

impl Files {
    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Replaces text that must be there, and gives the number of its line.
    fn replace(&self, file: &str, from: &str, to: &str) -> usize {
        let path = self.path(file);
        let text = fs::read_to_string(&path).unwrap();
        let at = text
            .find(from)
            .unwrap_or_else(|| panic!("{file} has no {from:?}"));
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        text[..at].lines().count()
            + usize::from(text[..at].is_empty() || text[..at].ends_with('\n'))
    }

    /// Starts the gateway, which must end with an error, and gives its message.
    fn message(&self) -> String {
        message_for(&self.config, &self.path("output.log"))
    }
}

fn message_for(config: &Path, log: &Path) -> String {
    let mut command = fieldgate::command().unwrap();
    command.args(["serve", "--config"]).arg(config);
    let mut process = Running::start("fieldgate", &command, log, Signal::TERM).unwrap();
    let status = process
        .wait_for_end(Duration::from_secs(END_SECONDS_MAX))
        .unwrap();
    let message = process.log();
    assert!(!status.success(), "it ended well with: {message}");
    assert!(!message.contains("panicked"), "{message}");
    assert!(message.lines().count() <= MESSAGE_LINES_MAX, "{message}");
    println!("{message}");
    message
}

/// The message has all of these words.
fn assert_says(message: &str, words: &[&str]) {
    for word in words {
        assert!(message.contains(word), "{word:?} is missing in:\n{message}");
    }
}

#[test]
fn an_unknown_field() {
    let files = files();
    let line = files.replace("fieldgate.toml", "upstream = ", "upstraem = ");
    assert_says(
        &files.message(),
        &["fieldgate.toml", &line.to_string(), "upstraem", "upstream"],
    );
}

#[test]
fn a_wrong_type() {
    let files = files();
    let line = files.replace("fieldgate.toml", "port = 9\n", "port = \"nine\"\n");
    assert_says(
        &files.message(),
        &["fieldgate.toml", &line.to_string(), "nine", "expected"],
    );
}

#[test]
fn a_value_out_of_range() {
    let files = files();
    let line = files.replace("fieldgate.toml", "port = 9\n", "port = 70000\n");
    assert_says(&files.message(), &["fieldgate.toml", &line.to_string()]);
}

#[test]
fn a_choice_that_is_not_there() {
    let files = files();
    let line = files.replace("fieldgate.toml", "\"warn\"", "\"maybe\"");
    assert_says(
        &files.message(),
        &[
            "fieldgate.toml",
            &line.to_string(),
            "maybe",
            "allow",
            "warn",
            "refuse",
        ],
    );
}

#[test]
fn an_unknown_scheme() {
    let files = files();
    let line = files.replace("rules.toml", "scheme = \"equal\"", "scheme = \"rot13\"");
    assert_says(
        &files.message(),
        &["rules.toml", &line.to_string(), "scheme", "random", "equal"],
    );
}

#[test]
fn a_path_that_is_no_json_path() {
    let files = files();
    let line = files.replace("rules.toml", "$.data.Title", "data/Title");
    assert_says(
        &files.message(),
        &[
            "rules.toml",
            &line.to_string(),
            "JSON path",
            "$",
            ".Name",
            "[*]",
        ],
    );
}

#[test]
fn a_key_that_is_not_declared() {
    let files = files();
    files.replace(
        "fieldgate.toml",
        "encryption_key = \"films\"",
        "encryption_key = \"flims\"",
    );
    assert_says(&files.message(), &["fieldgate.toml", "flims", "films"]);
}

#[test]
fn a_missing_configuration() {
    let files = files();
    let missing = files.path("nowhere.toml");
    assert_says(
        &message_for(&missing, &files.path("output.log")),
        &["nowhere.toml"],
    );
}

#[test]
fn a_missing_rules_file() {
    let files = files();
    fs::remove_file(files.path("rules.toml")).unwrap();
    assert_says(&files.message(), &["rules.toml"]);
}

#[test]
fn a_private_key_that_is_none() {
    let files = files();
    fs::write(files.path("server.key"), "nothing to see").unwrap();
    let message = files.message();
    assert_says(&message, &["server.key"]);
    assert!(
        !message.contains("nothing to see"),
        "a key file's contents have no place in a message: {message}"
    );
}

#[test]
fn a_client_key_that_cannot_be_read() {
    let files = files();
    fs::remove_file(files.path("client.key")).unwrap();
    // Not even root reads a folder as a file.
    fs::create_dir(files.path("client.key")).unwrap();
    assert_says(&files.message(), &["client.key"]);
}

#[test]
fn an_unknown_version() {
    let files = files();
    let line = files.replace("fieldgate.toml", "version = 1", "version = 2");
    assert_says(
        &files.message(),
        &["fieldgate.toml", &line.to_string(), "version"],
    );
}
