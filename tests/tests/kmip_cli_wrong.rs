//! `fieldgate kmip …` against servers that answer with other objects than were asked for, or not at all, and at a terminal that
//! goes away.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use fieldgate_core::kmip::{Operation, ProtocolVersion, ResultReason};
use fieldgate_tests::fieldgate;
use fieldgate_tests::films::RULES;
use fieldgate_tests::pki::Pki;
use kmip_support::fake::{Asked, Step, Turn, Vault, answers, raw, serve};
use kmip_support::{KEY, hex};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};

/// A vault behind a server that may answer otherwise, and what it was asked.
struct Scripted {
    dir: tempfile::TempDir,
    config: String,
    asked: Arc<Mutex<Vec<Operation>>>,
}

impl Scripted {
    /// `turn` gives another turn than the vault's answer.
    fn new(vault: &Vault, turn: impl Fn(&Asked, Vec<u8>) -> Turn + Send + 'static) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pki = Pki::create(&dir.path().join("pki")).unwrap();
        let asked_for = Arc::new(Mutex::new(Vec::new()));
        let (vault, seen) = (vault.clone(), Arc::clone(&asked_for));
        let port = serve(&pki, move |asked| {
            seen.lock().unwrap().push(asked.operation);
            turn(asked, vault.answer(asked))
        });
        let config = fieldgate::Scene::new("http://127.0.0.1:9", port, RULES)
            .write(dir.path(), &pki)
            .unwrap();
        Self {
            dir,
            config: config.display().to_string(),
            asked: asked_for,
        }
    }

    /// The status, and all that was printed.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let mut all = vec!["kmip"];
        all.extend(arguments);
        all.extend(["--config", &self.config]);
        let output = fieldgate::run(&all).unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        println!("$ fieldgate {}\n{said}", all.join(" "));
        (output.status.code().unwrap(), said)
    }

    #[track_caller]
    fn ends(&self, arguments: &[&str], status: i32, words: &str) -> String {
        let (ended, said) = self.run(arguments);
        assert_eq!(ended, status, "{arguments:?}: {said}");
        assert!(said.contains(words), "{words:?} in {said}");
        said
    }

    fn was_asked(&self, operation: Operation) -> bool {
        self.asked.lock().unwrap().contains(&operation)
    }
}

fn vault() -> Vault {
    Vault::new(&[ProtocolVersion::V1_4], KEY)
}

/// The identifiers of these objects, in answer to Locate.
fn located(ids: &[String]) -> Vec<u8> {
    let ids: Vec<_> = ids.iter().map(|id| raw::text(0x42_0094, id)).collect();
    let item = [
        raw::enumeration(0x42_005c, Operation::LOCATE.0),
        raw::enumeration(0x42_007f, 0),
        raw::structure(0x42_007c, &ids),
    ]
    .concat();
    answers::message(ProtocolVersion::V1_4, &[item])
}

#[test]
fn an_object_of_another_name_is_not_taken_for_it() {
    let vault = vault();
    let ids = [vault.put("films"), vault.put("actors")];
    let only = ids[..1].to_vec();
    let server = Scripted::new(&vault, move |asked, good| {
        Turn::Answer(match asked.operation {
            Operation::LOCATE => located(&only),
            _ => good,
        })
    });
    for command in [
        &["revoke", "directors"][..],
        &["destroy", "directors", "--yes"],
        &["get", "directors", "--show-secrets"],
        &["activate", "directors"],
        &["rekey", "directors"],
    ] {
        let said = server.ends(command, 1, "with objects of other names only");
        assert!(!said.contains(&hex(&KEY)), "{said}");
    }
    for operation in [
        Operation::REVOKE,
        Operation::DESTROY,
        Operation::GET,
        Operation::ACTIVATE,
    ] {
        assert!(!server.was_asked(operation), "{operation}");
    }
    // Of several only those of the name count.
    let server = Scripted::new(&vault, move |asked, good| {
        Turn::Answer(match asked.operation {
            Operation::LOCATE => located(&ids),
            _ => good,
        })
    });
    server.ends(&["revoke", "actors"], 0, "object-2 is Deactivated now");
    server.ends(&["get", "films"], 0, "object-1");
}

#[test]
fn another_key_is_neither_shown_nor_written() {
    let vault = vault();
    let id = vault.put("films");
    let others = [
        (0x42_0094, raw::text(0x42_0094, "quite-another")),
        (0x42_0028, raw::enumeration(0x42_0028, 2)),
        (0x42_002a, raw::integer(0x42_002a, 128)),
        (0x42_0043, raw::bytes(0x42_0043, &[7; 24])),
    ];
    let words = [
        "quite-another",
        "another key than that",
        "128 bits came in place of 256",
        "192 bits came in place of 256",
    ];
    for ((tag, other), words) in others.into_iter().zip(words) {
        let server = Scripted::new(&vault, move |asked, good| {
            Turn::Answer(match asked.operation {
                Operation::GET => answers::with(&good, tag, &other),
                _ => good,
            })
        });
        let out = server.dir.path().join("out");
        let out_argument = out.display().to_string();
        for object in [&["films"][..], &["--id", &id]] {
            let command = [
                &["get"],
                object,
                &["--show-secrets", "--out", &out_argument],
            ]
            .concat();
            let said = server.ends(&command, 1, words);
            assert!(!said.contains(&hex(&KEY)), "{said}");
            assert!(!out.exists());
        }
    }
}

/// Whether it was done isn't known: scripts have to tell that from what was refused, and from what never reached the server.
#[test]
fn a_lost_answer_has_a_status_of_its_own() {
    let vault = vault();
    let server = Scripted::new(&vault, |asked, good| match asked.operation {
        Operation::REGISTER => Turn::Steps(vec![Step::Reset]),
        _ => Turn::Answer(good),
    });
    let key = server.dir.path().join("key");
    fs::write(&key, &KEY[..16]).unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let key = key.display().to_string();
    let register = ["register", "films", "--key-file", &key];
    let said = server.ends(&register, 5, "the server may have done it");
    assert!(
        said.contains("can be read by others than its owner (mode 644)"),
        "{said}"
    );
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    let again = [&register[..], &["--allow-duplicate"]].concat();
    let said = server.ends(&again, 5, "");
    assert!(!said.contains("read by others"), "{said}");
    assert_eq!(vault.named("films").len(), 2);

    let id = vault.put("actors");
    let server = Scripted::new(&vault, |asked, good| match asked.operation {
        Operation::REVOKE => Turn::Steps(vec![Step::Reset]),
        // Nothing can be found out.
        Operation::GET_ATTRIBUTES => Turn::Answer(answers::refusal(
            asked.version,
            ResultReason::GENERAL_FAILURE,
        )),
        _ => Turn::Answer(good),
    });
    server.ends(&["revoke", "--id", &id], 5, "is not known");
    // What was only to be read is in no doubt.
    let server = Scripted::new(&vault, |asked, good| match asked.operation {
        Operation::GET => Turn::Steps(vec![Step::Reset]),
        _ => Turn::Answer(good),
    });
    server.ends(&["get", "--id", &id], 1, "");
}

/// Custom attributes may hold keys.
#[test]
fn custom_attributes_are_masked() {
    let vault = vault();
    let id = vault.put("films");
    let server = Scripted::new(&vault, |asked, good| {
        let custom = raw::structure(
            0x42_0008,
            &[
                raw::text(0x42_000a, "x-wrapped"),
                raw::text(0x42_000b, "hunter2!"),
            ],
        );
        Turn::Answer(match asked.operation {
            Operation::GET_ATTRIBUTES => answers::altered(&good, &|item| {
                (item.tag == 0x42_007c)
                    .then(|| raw::item(item.tag, item.kind, &[item.value, &custom].concat()))
            }),
            _ => good,
        })
    });
    let said = server.ends(&["attributes", "--id", &id, "--trace"], 0, "x-wrapped");
    assert!(
        !said.contains("hunter2!") && said.contains("8 bytes, masked"),
        "{said}"
    );
    server.ends(
        &["attributes", "--id", &id, "--show-secrets"],
        0,
        "hunter2!",
    );
}

/// Whatever ends the prompt for the password, the terminal shows again what is typed.
#[test]
fn a_terminal_gets_its_echo_back() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(&dir.path().join("pki")).unwrap();
    let authority = pki.authority_certificate.display().to_string();
    for (signal, status) in [
        (Signal::INT, 130),
        (Signal::QUIT, 131),
        (Signal::TERM, 143),
        (Signal::HUP, 129),
    ] {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&ours).unwrap();
        unlockpt(&ours).unwrap();
        let name = ptsname(&ours, Vec::new()).unwrap();
        let terminal = fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open(name.to_str().unwrap())
            .unwrap();
        let echoes = || {
            let modes = tcgetattr(&terminal).unwrap();
            modes.local_modes.contains(LocalModes::ECHO)
        };
        assert!(echoes());
        let mut child = fieldgate::command()
            .unwrap()
            .args([
                "kmip",
                "query",
                "--host",
                "localhost",
                "--username",
                "alice",
            ])
            .args(["--certificate-authority", &authority])
            .args(["--password-file", "-"])
            .stdin(terminal.try_clone().unwrap())
            .spawn()
            .unwrap();
        let end = Instant::now() + Duration::from_secs(30);
        while echoes() {
            assert!(Instant::now() < end, "it never asked");
            thread::sleep(Duration::from_millis(5));
        }
        let id = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
        kill_process(id, signal).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(status));
        assert!(echoes());
    }
}
