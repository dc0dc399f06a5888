//! What became of a request whose answer was lost: between our client and a real PyKMIP server stands one that cuts the
//! connection before or after a request gets through. PyKMIP's own log counts what was carried out.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use fieldgate_core::kmip::{Operation, ProtocolVersion, State};
use fieldgate_kmip_client::{
    Client, Deadlines, Error, KeyPurpose, KeySelector, Made, NewKey, Settlement, UniqueIdentifier,
    VersionChoice,
};
use fieldgate_tests::kmip_line::KmipLine;
use fieldgate_tests::pki::Pki;
use kmip_support::fake::{Asked, Conditions, ScriptedServer, Step, Turn, Vault, success};
use kmip_support::{KEY, Scene, config, hex, secret};

/// Longer than PyKMIP takes, and than a test wants to wait for an answer that doesn't come.
const CALL_MAX: Duration = Duration::from_secs(2);
/// How long after the cut a late request gets through: between the first look and the second.
const LATE: Duration = Duration::from_millis(250);

/// What happens to the first request of an operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fault {
    /// The connection is cut, and the request is lost.
    CutBefore,
    /// The request gets through, and the connection is cut instead of an answer.
    CutAfter,
    /// The connection is cut, and the request gets through a while later.
    CutAndLate,
    /// The request gets through, and there is no answer.
    Silence,
    /// The request gets through, and the answer can't be read.
    Garbage,
    /// The request gets through; from then on every connection is cut.
    GoneAfter,
}

/// A PyKMIP server behind the one that cuts.
struct Stage {
    scene: Scene,
    _line: KmipLine,
    _server: ScriptedServer,
    client: Client,
    /// How often the operation was asked for.
    asked: Arc<AtomicUsize>,
}

/// One request handed to PyKMIP, over a connection of its own.
fn forward(line: &Path, request: &[u8]) -> Vec<u8> {
    let mut line = UnixStream::connect(line).unwrap();
    line.write_all(request).unwrap();
    let mut answer = vec![0; 8];
    line.read_exact(&mut answer).unwrap();
    let length = u32::from_be_bytes(*answer.last_chunk::<4>().unwrap()) as usize;
    answer.resize(8 + length, 0);
    line.read_exact(&mut answer[8..]).unwrap();
    answer
}

impl Stage {
    fn set(version: ProtocolVersion, operation: Operation, fault: Fault) -> Self {
        let scene = Scene::start();
        let line = scene.dir.path().join("line");
        let opened = KmipLine::open(&line, scene.server.port(), &scene.pki).unwrap();
        let asked = Arc::new(AtomicUsize::new(0));
        let (count, path) = (Arc::clone(&asked), line.clone());
        let mut gone = false;
        let script = move |asked: &Asked| {
            let cut = || Turn::Steps(vec![Step::Cut]);
            if gone {
                return cut();
            }
            let through = |request: &[u8]| forward(&path, request);
            if asked.operation != operation || count.fetch_add(1, Ordering::SeqCst) > 0 {
                return Turn::Answer(through(&asked.message));
            }
            match fault {
                Fault::CutBefore => cut(),
                Fault::CutAfter => {
                    through(&asked.message);
                    cut()
                }
                Fault::CutAndLate => {
                    let (path, message) = (path.clone(), asked.message.clone());
                    thread::spawn(move || {
                        thread::sleep(LATE);
                        forward(&path, &message);
                    });
                    cut()
                }
                Fault::Silence => {
                    through(&asked.message);
                    Turn::Hang
                }
                Fault::Garbage => {
                    through(&asked.message);
                    Turn::Answer(b"\x42\x00\x7b\x01\0\0\0\x08\xff\xff\xff\xff\0\0\0\0".to_vec())
                }
                Fault::GoneAfter => {
                    through(&asked.message);
                    gone = true;
                    cut()
                }
            }
        };
        let server = ScriptedServer::start(&scene.pki, &Conditions::default(), script);
        let deadlines = Deadlines {
            call: CALL_MAX,
            ..Deadlines::default()
        };
        let config = config(&scene.pki, server.port())
            .with_versions(VersionChoice::Only(version))
            .unwrap()
            .with_deadlines(deadlines);
        Self {
            client: Client::new(config),
            scene,
            _line: opened,
            _server: server,
            asked,
        }
    }

    /// How often PyKMIP carried an operation out, as its log says.
    fn carried_out(&self, operation: &str) -> usize {
        let wanted = format!("Processing operation: {operation}");
        let log = self.scene.server.log();
        log.lines().filter(|line| line.ends_with(&wanted)).count()
    }

    /// What PyKMIP has of this name, asked directly.
    async fn keys(&self, name: &str) -> Vec<UniqueIdentifier> {
        self.scene.client().locate(name, 10).await.unwrap()
    }

    async fn state(&self, id: &UniqueIdentifier) -> Option<State> {
        let attributes = self.scene.client().get_attributes(id).await;
        attributes.unwrap().state
    }
}

/// Whether a lost request of each fault was done, once it is settled.
fn is_found(fault: Fault) -> Option<bool> {
    match fault {
        Fault::CutBefore => Some(false),
        Fault::GoneAfter => None,
        _ => Some(true),
    }
}

const FAULTS: [Fault; 6] = [
    Fault::CutBefore,
    Fault::CutAfter,
    Fault::CutAndLate,
    Fault::Silence,
    Fault::Garbage,
    Fault::GoneAfter,
];

/// Checks that settlement says what PyKMIP did.
fn check(stage: &Stage, fault: Fault, operation: &str, made: Result<Made, Error>) {
    let times = usize::from(fault != Fault::CutBefore);
    assert_eq!(stage.carried_out(operation), times, "{fault:?}");
    assert_eq!(
        stage.asked.load(Ordering::SeqCst),
        1,
        "sent once: {fault:?}"
    );
    match (is_found(fault), made) {
        (Some(true), Ok(made)) => assert_eq!(made.settlement, Settlement::FoundDone, "{fault:?}"),
        (Some(false), Err(Error::NotDone { .. })) | (None, Err(Error::Unsettled { .. })) => {}
        (_, made) => panic!("{fault:?}: {made:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_created_once_and_adopted() {
    for fault in FAULTS {
        let stage = Stage::set(ProtocolVersion::V1_4, Operation::CREATE, fault);
        let made = stage.client.create_key(&NewKey::new("films")).await;
        println!("Create, {fault:?}: {made:?}");
        let found = stage.keys("films").await;
        if let Ok(made) = &made {
            assert_eq!(
                found.as_slice(),
                std::slice::from_ref(&made.unique_identifier)
            );
        }
        check(&stage, fault, "Create", made);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_registered_once_and_adopted_at_each_version() {
    for version in [
        ProtocolVersion::V1_0,
        ProtocolVersion::V1_4,
        ProtocolVersion::V2_0,
    ] {
        for fault in [Fault::CutBefore, Fault::CutAfter, Fault::CutAndLate] {
            let stage = Stage::set(version, Operation::REGISTER, fault);
            let made = stage
                .client
                .register_key(&secret(), &NewKey::new("films"))
                .await;
            println!("Register, {version}, {fault:?}: {made:?}");
            if let Ok(made) = &made {
                let id = made.unique_identifier.as_str();
                let files = &stage.scene.pki.client;
                let theirs = stage.scene.server.key_hex(id, files).unwrap();
                assert_eq!(theirs, hex(secret().expose()));
            }
            check(&stage, fault, "Register", made);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_state_tells_whether_a_key_was_activated_revoked_or_destroyed() {
    let operations = [
        (Operation::ACTIVATE, "Activate", State::ACTIVE),
        (Operation::REVOKE, "Revoke", State::DEACTIVATED),
        (Operation::DESTROY, "Destroy", State::DESTROYED),
    ];
    for (operation, name, reached) in operations {
        for fault in [Fault::CutBefore, Fault::CutAfter, Fault::GoneAfter] {
            let stage = Stage::set(ProtocolVersion::V1_4, operation, fault);
            let direct = stage.scene.client();
            let id = direct.create("films").await.unwrap();
            if operation == Operation::REVOKE {
                direct.activate(&id).await.unwrap();
            }
            let before = stage.carried_out(name);
            let done = match operation {
                Operation::ACTIVATE => stage.client.activate(&id).await,
                Operation::REVOKE => stage.client.revoke(&id).await,
                _ => stage.client.destroy(&id).await,
            };
            println!("{name}, {fault:?}: {done:?}");
            assert_eq!(
                stage.carried_out(name) - before,
                usize::from(fault != Fault::CutBefore)
            );
            if fault != Fault::CutBefore && operation != Operation::DESTROY {
                assert_eq!(stage.state(&id).await, Some(reached));
            }
            let made = done.map(|settlement| Made {
                unique_identifier: id,
                settlement,
            });
            assert_eq!(stage.asked.load(Ordering::SeqCst), 1);
            match (is_found(fault), made) {
                (Some(true), Ok(made)) => assert_eq!(made.settlement, Settlement::FoundDone),
                (Some(false), Err(Error::NotDone { .. }))
                | (None, Err(Error::Unsettled { .. })) => {}
                (_, made) => panic!("{name}, {fault:?}: {made:?}"),
            }
        }
    }
}

/// Who tries again after an honest "not done" gets one key, and can use it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_not_done_a_second_try_makes_the_only_key() {
    let stage = Stage::set(ProtocolVersion::V1_4, Operation::REGISTER, Fault::CutBefore);
    let new = NewKey::new("films");
    let lost = stage.client.register_key(&secret(), &new).await;
    assert!(matches!(lost, Err(Error::NotDone { .. })), "{lost:?}");
    let made = stage.client.register_key(&secret(), &new).await.unwrap();
    assert_eq!(made.settlement, Settlement::Answered);
    stage
        .client
        .activate(&made.unique_identifier)
        .await
        .unwrap();
    let films = KeySelector::Name("films".to_owned());
    let (id, key) = stage
        .client
        .fetch_key(&films, KeyPurpose::Protect)
        .await
        .unwrap();
    assert_eq!((&id, key.ct_eq(&secret())), (&made.unique_identifier, true));
    assert_eq!(stage.carried_out("Register"), 1);
}

/// Servers that did it, or may still do it, and don't show it: nobody is told that nothing was done, nor to try again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_show_is_not_said_to_be_undone() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    // It keeps marks and doesn't look for them: the key is there, and is found by its name.
    let vault = Vault::new(&[ProtocolVersion::V1_4], KEY);
    let answers = vault.clone();
    let server = ScriptedServer::start(&pki, &Conditions::default(), move |asked: &Asked| {
        let by_mark = String::from_utf8_lossy(&asked.message).contains("request-");
        match asked.operation {
            Operation::LOCATE if by_mark => {
                Turn::Answer(success(asked.version, Operation::LOCATE, &|_| Ok(())))
            }
            Operation::CREATE | Operation::REGISTER => {
                answers.answer(asked);
                Turn::Steps(vec![Step::Cut])
            }
            _ => Turn::Answer(answers.answer(asked)),
        }
    });
    let client = Client::new(config(&pki, server.port()));
    let made = client.create_key(&NewKey::new("films")).await;
    assert!(
        matches!(&made, Err(Error::Unsettled { finding, .. }) if finding.contains("object-1")),
        "{made:?}"
    );
    // One that was made here is known by itself.
    let made = client
        .register_key(&secret(), &NewKey::new("books"))
        .await
        .unwrap();
    assert_eq!(made.settlement, Settlement::FoundDone);
    assert_eq!(vault.named("films").len() + vault.named("books").len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_has_not_answered_may_still_do_it() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let vault = Vault::new(&[ProtocolVersion::V1_4], KEY);
    let server =
        ScriptedServer::start(
            &pki,
            &Conditions::default(),
            move |asked: &Asked| match asked.operation {
                Operation::CREATE => Turn::Hang,
                _ => Turn::Answer(vault.answer(asked)),
            },
        );
    let deadlines = Deadlines {
        call: CALL_MAX,
        ..Deadlines::default()
    };
    let client = Client::new(config(&pki, server.port()).with_deadlines(deadlines));
    let made = client.create_key(&NewKey::new("films")).await;
    assert!(
        matches!(&made, Err(Error::Unsettled { finding, .. }) if finding.contains("still be at it")),
        "{made:?}"
    );
}
