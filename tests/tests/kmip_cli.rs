//! `fieldgate kmip query|locate|get|attributes|create|register|activate|revoke|destroy|lease|rekey` against PyKMIP: what each
//! does, prints and refuses, as text and as JSON.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use fieldgate_core::kmip::ProtocolVersion;
use fieldgate_tests::fieldgate;
use fieldgate_tests::films::RULES;
use fieldgate_tests::pki::Pki;
use fieldgate_tests::pykmip::PyKmip;
use fieldgate_tests::pykmip_strict::Strict;
use kmip_support::fake::{Turn, Vault, serve};
use kmip_support::{KEY, Scene, hex};
use serde_json::Value;

/// A server, and a configuration that names it.
struct Shell {
    scene: Scene,
    config: String,
}

/// How a command ended.
struct Said {
    status: i32,
    out: String,
    err: String,
}

impl Shell {
    fn new() -> Self {
        let scene = Scene::start();
        let config = fieldgate::Scene::new("http://127.0.0.1:9", scene.server.port(), RULES)
            .write(scene.dir.path(), &scene.pki)
            .unwrap();
        Self {
            scene,
            config: config.display().to_string(),
        }
    }

    fn run(&self, arguments: &[&str]) -> Said {
        let mut all = vec!["kmip"];
        all.extend(arguments);
        all.extend(["--config", &self.config]);
        Said::of(&all)
    }

    /// What a command prints that succeeds.
    #[track_caller]
    fn text(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.status, 0, "{arguments:?}: {}", said.err);
        said.out
    }

    #[track_caller]
    fn json(&self, arguments: &[&str]) -> Value {
        let mut all = arguments.to_vec();
        all.push("--json");
        serde_json::from_str(&self.text(&all)).unwrap()
    }

    /// A command ends with this status, and says these words.
    #[track_caller]
    fn fails(&self, arguments: &[&str], status: i32, words: &str) {
        let said = self.run(arguments);
        assert_eq!(
            said.status, status,
            "{arguments:?}: {}{}",
            said.out, said.err
        );
        assert!(said.err.contains(words), "{words:?} in {}", said.err);
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let file = self.path(name);
        fs::write(&file, bytes).unwrap();
        file.display().to_string()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.scene.dir.path().join(name)
    }
}

impl Said {
    fn of(arguments: &[&str]) -> Self {
        let output = fieldgate::run(arguments).unwrap();
        let said = Self {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        println!(
            "$ fieldgate {}\n{}{}",
            arguments.join(" "),
            said.out,
            said.err
        );
        said
    }
}

#[test]
fn what_a_server_offers() {
    let shell = Shell::new();
    let text = shell.text(&["query"]);
    assert!(text.contains("KMIP 2.0 is spoken with it"), "{text}");
    assert!(text.contains("\n  Get Attributes\n"), "{text}");
    let json = shell.json(&["query", "--kmip-version", "1.2"]);
    assert_eq!(json["version"], "1.2");
    let operations = json["operations"].as_array().unwrap();
    assert!(operations.iter().any(|operation| operation == "Locate"));
    let traced = shell.run(&["query", "--trace"]);
    for words in [
        "request to localhost:",
        "response from localhost:",
        "Request Message",
        "Query Function",
    ] {
        assert!(traced.err.contains(words), "{words} in {}", traced.err);
    }
}

#[test]
fn the_life_of_a_key_that_is_registered() {
    let shell = Shell::new();
    let raw = shell.file("key", &KEY);
    let made = shell.json(&["register", "films", "--key-file", &raw]);
    let id = made["unique_identifier"].as_str().unwrap();
    assert_eq!(made["state"], "Pre-Active");
    assert_eq!(shell.scene.pykmip("1.4", &["get", id]), hex(&KEY));

    shell.fails(
        &["register", "films", "--generate"],
        1,
        "already has an object named \"films\"",
    );
    let text = shell.text(&["activate", "films"]);
    assert!(text.ends_with("is Active now\n"), "{text}");

    let text = shell.text(&["get", "films"]);
    assert!(
        text.contains("AES, 256 bits, Active, named \"films\"") && text.contains("key id "),
        "{text}"
    );
    assert!(!text.contains(&hex(&KEY)), "{text}");
    let json = shell.json(&["get", "--id", id, "--show-secrets"]);
    assert_eq!(json["key"], hex(&KEY));
    assert_eq!(json["state"], "Active");

    let text = shell.text(&["attributes", "films"]);
    assert!(text.contains("State") && text.contains("films"), "{text}");
    let json = shell.json(&["attributes", "--id", id]);
    assert!(json.to_string().contains("Cryptographic"), "{json}");

    shell.fails(&["destroy", "films", "--yes"], 1, "revoke it first");
    let json = shell.json(&["revoke", "films", "--reason", "superseded"]);
    assert_eq!(json["state"], "Deactivated");
    shell.fails(&["destroy", "films"], 2, "--yes");
    let text = shell.text(&["destroy", "films", "--yes"]);
    assert!(text.ends_with("is Destroyed now\n"), "{text}");
    shell.fails(&["get", "films"], 4, "has no object named \"films\"");
    shell.fails(&["get", "--id", id], 4, "destroyed, or not for this user");
    shell.fails(&["locate", "--name", "films"], 4, "no such object");
}

#[test]
fn a_key_that_the_server_makes_or_that_is_made_here() {
    let shell = Shell::new();
    let text = shell.text(&["create", "made there", "--activate"]);
    assert!(
        text.contains("the server made AES-256 key made there") && text.contains("Active"),
        "{text}"
    );
    let text = shell.text(&["register", "made here", "--generate"]);
    assert!(text.contains("fieldgate kmip activate"), "{text}");
    shell.fails(&["create", "made here"], 1, "--allow-duplicate");
    shell.text(&["create", "made here", "--allow-duplicate"]);
    shell.fails(
        &["get", "made here"],
        1,
        "has 2 objects named \"made here\": take one of them with --id",
    );

    let all = shell.json(&["locate", "--type", "symmetric-key"]);
    assert_eq!(all.as_array().unwrap().len(), 3);
    let active = shell.text(&["locate", "--state", "active"]);
    assert_eq!(active.lines().count(), 1, "{active}");
    assert!(
        active.contains("AES, 256 bits, Active, named \"made there\""),
        "{active}"
    );
    let some = shell.run(&["locate", "--max", "2"]);
    assert_eq!(some.out.lines().count(), 2);
    assert!(
        some.err.contains("there may be more than 2"),
        "{}",
        some.err
    );
    shell.fails(&["locate", "--state", "compromised"], 4, "no such object");
    let json = shell.json(&["revoke", "made there", "--reason", "key-compromise"]);
    assert_eq!(json["state"], "Compromised");
    shell.fails(&["lease", "made there"], 3, "does not offer Obtain Lease");
    shell.fails(&["rekey", "made there"], 3, "does not offer Re-key");
}

#[test]
fn keys_of_other_lengths_and_files_that_hold_none() {
    let shell = Shell::new();
    for (name, bytes) in [("short", 16), ("middle", 24)] {
        let key = &KEY[..bytes];
        let text = format!("{}\n", hex(key));
        let file = shell.file(name, text.as_bytes());
        let json = shell.json(&["register", name, "--key-file", &file, "--form", "hex"]);
        let id = json["unique_identifier"].as_str().unwrap();
        assert_eq!(shell.scene.pykmip("1.2", &["get", id]), hex(key));
        let got = shell.json(&["get", name, "--show-secrets"]);
        assert_eq!(got["key"], hex(key));
        assert_eq!(got["key_bytes"], bytes);
    }
    let register = |file: &str, more: &[&str]| {
        let mut all = vec!["register", "wrong", "--key-file", file];
        all.extend(more);
        shell.run(&all)
    };
    let text = hex(&KEY);
    let cases: [(&[u8], &[&str], &str); 5] = [
        (
            text.as_bytes(),
            &[],
            "is it hexadecimal? then add --form hex",
        ),
        (
            &KEY[..31],
            &[],
            "holds 31 bytes, and an AES key has 16, 24 or 32",
        ),
        (b"", &[], "holds 0 bytes"),
        (b"zz", &["--form", "hex"], "is not hexadecimal"),
        (&[b'0'; 200], &[], "is longer than 128 bytes"),
    ];
    for (bytes, more, words) in cases {
        let said = register(&shell.file("wrong", bytes), more);
        assert_eq!(said.status, 1);
        assert!(said.err.contains(words), "{words} in {}", said.err);
        assert!(!said.err.contains(&text[..32]));
    }
    let said = register("/nowhere/key", &[]);
    assert!(
        said.err.contains("cannot read /nowhere/key"),
        "{}",
        said.err
    );
    shell.fails(&["locate", "--name", "wrong"], 4, "no such object");
}

#[test]
fn a_key_in_a_file() {
    let shell = Shell::new();
    let raw = shell.file("key", &KEY);
    shell.text(&["register", "films", "--key-file", &raw, "--activate"]);
    let out = shell.path("out");
    let out_argument = out.display().to_string();
    let text = shell.text(&["get", "films", "--out", &out_argument]);
    assert!(text.contains("key written to"), "{text}");
    assert_eq!(fs::read(&out).unwrap(), KEY);
    assert_eq!(mode(&out), 0o600);
    shell.fails(
        &["get", "films", "--out", &out_argument],
        1,
        "is not overwritten",
    );
    shell.fails(
        &["get", "films", "--out", "/nowhere/out"],
        1,
        "cannot create /nowhere/out",
    );
}

fn mode(file: &Path) -> u32 {
    fs::metadata(file).unwrap().permissions().mode() & 0o777
}

/// PyKMIP knows neither leases nor replacement: a scripted server does.
#[test]
fn a_key_that_is_leased_and_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(&dir.path().join("pki")).unwrap();
    let vault = Vault::new(&[ProtocolVersion::V1_4], KEY);
    let old = vault.put("films");
    let behind = vault.clone();
    let port = serve(&pki, move |asked| Turn::Answer(behind.answer(asked)));
    let config = fieldgate::Scene::new("http://127.0.0.1:9", port, RULES)
        .write(dir.path(), &pki)
        .unwrap()
        .display()
        .to_string();
    let run = |arguments: &[&str]| {
        let mut all = vec!["kmip"];
        all.extend(arguments);
        all.extend(["--config", &config]);
        Said::of(&all)
    };
    let said = run(&["lease", "films"]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(said.out.contains("may be used for 3600 s"), "{}", said.out);
    let said = run(&["rekey", "films", "--json"]);
    assert_eq!(said.status, 0, "{}", said.err);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["replaced"], old);
    assert_ne!(json["unique_identifier"], old);
}

/// Keys and passwords show in a trace when they are asked for, and else nowhere.
#[test]
fn secrets_stay_where_they_are() {
    let shell = Shell::new();
    let dir = shell.path("strict");
    let strict = Strict {
        lease_s: Some(90),
        ..Strict::default()
    };
    let server = PyKmip::start_strict(&shell.scene.python, &dir, &shell.scene.pki, strict).unwrap();
    let pki = &shell.scene.pki;
    let files = [
        &pki.authority_certificate,
        &pki.client.certificate,
        &pki.client.private_key,
    ]
    .map(|file| file.display().to_string());
    let password = shell.file("password", b"open sesame\n");
    fs::set_permissions(&password, fs::Permissions::from_mode(0o600)).unwrap();
    let port = server.port().to_string();
    let run = |arguments: &[&str], password: &str, input: &[u8]| {
        let mut all = vec!["kmip"];
        all.extend(arguments);
        all.extend(["--host", "localhost", "--port", &port]);
        all.extend(["--certificate-authority", &files[0]]);
        all.extend(["--certificate", &files[1], "--private-key", &files[2]]);
        all.extend(["--username", "alice", "--password-file", password]);
        let output = fieldgate::run_with(&all, input).unwrap();
        let both = [output.stdout, output.stderr].concat();
        (
            output.status.code().unwrap(),
            String::from_utf8(both).unwrap(),
        )
    };
    let raw = shell.file("key", &KEY);
    let register = [
        "register",
        "films",
        "--key-file",
        &raw,
        "--activate",
        "--trace",
    ];
    let (status, said) = run(&register, "-", b"open sesame\r\n");
    assert_eq!(status, 0, "{said}");
    let (status, got) = run(&["get", "films", "--trace"], &password, b"");
    assert_eq!(status, 0, "{got}");
    let key = hex(&KEY);
    for said in [&said, &got] {
        assert!(
            said.contains("Username") && said.contains("Key Material"),
            "{said}"
        );
        let lower = said.to_lowercase();
        assert!(
            !lower.contains(&key) && !lower.contains("open sesame"),
            "{said}"
        );
    }
    let (_, shown) = run(
        &["get", "films", "--trace", "--show-secrets"],
        &password,
        b"",
    );
    let shown = shown.to_lowercase();
    assert!(
        shown.contains(&key) && shown.contains("open sesame"),
        "{shown}"
    );

    let (status, leased) = run(&["lease", "films"], &password, b"");
    assert_eq!(status, 0, "{leased}");
    assert!(leased.contains("may be used for 90 s"), "{leased}");
    let (status, said) = run(&["query"], "-", b"open sesam\n");
    assert_eq!(status, 14, "{said}");
    assert!(said.contains("try: "), "{said}");
    assert!(!said.contains("open sesam"), "{said}");
    let (status, said) = run(&["query"], "-", b"");
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("holds no password"), "{said}");
}

#[test]
fn wrong_use_and_servers_that_are_away() {
    let mut shell = Shell::new();
    for (arguments, words) in [
        (&["get"][..], "required"),
        (&["get", "films", "--id", "7"], "cannot be used with"),
        (&["register", "films"], "--key-file"),
        (
            &["register", "films", "--generate", "--key-file", "x"],
            "cannot be used with",
        ),
        (
            &["register", "films", "--generate", "--form", "hex"],
            "--key-file",
        ),
        (&["locate", "--max", "0"], "--max"),
        (&["locate", "--state", "sleeping"], "pre-active"),
        (
            &["revoke", "films", "--reason", "boredom"],
            "key-compromise",
        ),
        (&["rekey", "films", "--offset", "soon"], "--offset"),
        (&["query", "--password", "secret"], "unexpected argument"),
    ] {
        shell.fails(arguments, 2, words);
    }
    shell.fails(
        &["query", "--server", "branch"],
        1,
        "there is no KMIP server \"branch\"; there are: head-office",
    );
    shell.scene.server.stop();
    shell.fails(&["query"], 11, "refused the connection");
}
