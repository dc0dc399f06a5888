//! The pool of our KMIP client's connections: calls beside one another, idle connections, what is sent again and what is
//! not, batches, answers that come later.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use fieldgate_core::kmip::op::{Activate, Create, Get};
use fieldgate_core::kmip::{
    Answer, CancellationResult, Operation, ProtocolVersion, ResultReason, Target,
};
use fieldgate_kmip_client::{Client, Deadlines, Error, MessageTap, PoolLimits, ServerConfig};
use fieldgate_tests::pki::Pki;
use kmip_support::fake::{Conditions, ScriptedServer, Step, Turn, Vault, answers, raw, refusal};
use kmip_support::{KEY, config, create_only, new_key};
use tokio::time::{sleep, timeout};

const VERSION: ProtocolVersion = ProtocolVersion::V1_4;

/// As long as a machine with much else to do may take.
const LONG: Duration = Duration::from_secs(20);

struct Scene {
    _dir: tempfile::TempDir,
    pki: Pki,
    vault: Vault,
}

impl Scene {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pki = Pki::create(dir.path()).unwrap();
        Self {
            _dir: dir,
            pki,
            vault: Vault::new(&[VERSION], KEY),
        }
    }

    /// A server that does as the vault does, but for what `other` does with requests of `operation`.
    fn server(
        &self,
        operation: Operation,
        other: impl FnMut(Vec<u8>) -> Turn + Send + 'static,
    ) -> ScriptedServer {
        let vault = self.vault.clone();
        let mut other = other;
        ScriptedServer::start(&self.pki, &Conditions::default(), move |asked| {
            let answer = vault.answer(asked);
            if asked.operation == operation {
                other(answer)
            } else {
                Turn::Answer(answer)
            }
        })
    }

    fn config(&self, server: &ScriptedServer) -> ServerConfig {
        config(&self.pki, server.port())
    }
}

fn limits(connections_max: usize) -> PoolLimits {
    PoolLimits {
        connections_max,
        ..PoolLimits::default()
    }
}

#[tokio::test]
async fn a_call_without_an_answer_holds_up_no_other() {
    let scene = Scene::new();
    let server = scene.server(Operation::QUERY, |_| Turn::Hang);
    let client = Arc::new(Client::new(scene.config(&server)));
    let other = Arc::clone(&client);
    let stuck = tokio::spawn(async move { other.query().await });
    sleep(Duration::from_millis(100)).await;
    for _ in 0..3 {
        client.locate("films", 1).await.unwrap();
    }
    assert!(!stuck.is_finished());
    assert_eq!(server.connections(), 2);
    stuck.abort();
}

#[tokio::test]
async fn there_are_never_more_connections_than_allowed() {
    let scene = Scene::new();
    let server = scene.server(Operation::QUERY, |answer| {
        Turn::Steps(vec![
            Step::Wait(Duration::from_millis(50)),
            Step::Send(answer),
        ])
    });
    let client = Arc::new(Client::new(scene.config(&server).with_pool(limits(2))));
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let client = Arc::clone(&client);
            tokio::spawn(async move { client.query().await.unwrap() })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn whoever_waits_for_a_connection_in_vain_is_told_so_in_time() {
    let scene = Scene::new();
    let server = scene.server(Operation::QUERY, |_| Turn::Hang);
    let whole = Duration::from_millis(1500);
    let deadlines = Deadlines {
        whole,
        ..Deadlines::default()
    };
    let config = scene.config(&server).with_pool(limits(1));
    let client = Arc::new(Client::new(config.with_deadlines(deadlines)));
    let other = Arc::clone(&client);
    let stuck = tokio::spawn(async move { other.query().await });
    sleep(Duration::from_millis(500)).await;
    // The other one's time ends first, and its connection becomes free with it.
    client.locate("films", 1).await.unwrap();
    let error = stuck.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");

    let first = client.query();
    let second = client.query();
    let since = Instant::now();
    let (first, second) = tokio::join!(first, second);
    assert!(since.elapsed() < whole + LONG / 4);
    assert!(matches!(first, Err(Error::Timeout { .. })));
    let error = second.unwrap_err();
    assert!(
        matches!(error, Error::PoolBusy { .. } | Error::Timeout { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn calls_one_after_another_share_a_connection_until_it_is_closed() {
    let scene = Scene::new();
    let server = scene.server(Operation::QUERY, Turn::AnswerAndClose);
    let client = Client::new(scene.config(&server));
    for _ in 0..3 {
        client.locate("films", 1).await.unwrap();
    }
    assert_eq!(server.connections(), 1);
    for _ in 0..3 {
        client.query().await.unwrap();
        // Once the server has closed: a request that changes something goes out on a new connection, once.
        sleep(Duration::from_millis(50)).await;
        client.create("films").await.unwrap();
    }
    assert_eq!(scene.vault.named("films").len(), 3);
    assert_eq!(server.connections(), 4);
    client.disconnect().await;
    client.locate("films", 1).await.unwrap();
    assert_eq!(server.connections(), 5);
}

#[tokio::test]
async fn a_connection_is_tried_out_after_a_while_and_closed_after_a_longer_one() {
    let scene = Scene::new();
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let server = scene.server(Operation::DISCOVER_VERSIONS, move |answer| {
        // Once agreed on, once tried out; then the connection is dead.
        if counter.fetch_add(1, Ordering::Relaxed) < 2 {
            Turn::Answer(answer)
        } else {
            Turn::Steps(vec![Step::Cut])
        }
    });
    let pause = Duration::from_millis(300);
    let config = scene.config(&server).with_pool(PoolLimits {
        probe_after: pause,
        ..PoolLimits::default()
    });
    let client = Client::new(config);
    client.create("films").await.unwrap();
    client.create("films").await.unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 1, "not idle for long");
    sleep(pause).await;
    client.create("films").await.unwrap();
    assert_eq!(
        (asked.load(Ordering::Relaxed), server.connections()),
        (2, 1)
    );
    sleep(pause).await;
    client.create("films").await.unwrap();
    assert_eq!(
        (asked.load(Ordering::Relaxed), server.connections()),
        (3, 2)
    );
    assert_eq!(scene.vault.named("films").len(), 4);

    let config = scene.config(&server).with_pool(PoolLimits {
        idle_max: pause,
        ..PoolLimits::default()
    });
    let client = Client::new(config);
    let before = server.connections();
    server.set_script({
        let vault = scene.vault.clone();
        move |asked| Turn::Answer(vault.answer(asked))
    });
    client.locate("films", 1).await.unwrap();
    sleep(2 * pause).await;
    client.locate("films", 1).await.unwrap();
    assert_eq!(server.connections(), before + 2);
}

#[tokio::test]
async fn old_connections_are_replaced() {
    let scene = Scene::new();
    let server = scene.server(Operation::GET, Turn::Answer);
    let config = scene.config(&server).with_pool(PoolLimits {
        age_max: Duration::ZERO,
        ..PoolLimits::default()
    });
    let client = Client::new(config);
    for _ in 0..3 {
        client.locate("films", 1).await.unwrap();
    }
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn a_dropped_call_takes_its_connection_with_it() {
    let scene = Scene::new();
    let server = scene.server(Operation::QUERY, |answer| {
        Turn::Steps(vec![
            Step::Wait(Duration::from_millis(200)),
            Step::Send(answer),
        ])
    });
    let client = Client::new(scene.config(&server).with_pool(limits(1)));
    client.locate("films", 1).await.unwrap();
    timeout(Duration::from_millis(50), client.query())
        .await
        .unwrap_err();
    // Its answer must not be taken for the next call's, and its place in the pool is free.
    client.locate("films", 1).await.unwrap();
    assert_eq!(server.connections(), 2);
}

/// What breaks after it was sent: a question is asked again, a change is not made twice.
#[tokio::test]
async fn only_what_changes_nothing_is_sent_again() {
    for step in [|| Step::Cut, || Step::Close, || Step::Reset] {
        let scene = Scene::new();
        for operation in [Operation::CREATE, Operation::LOCATE] {
            let asked = Arc::new(AtomicUsize::new(0));
            let counter = Arc::clone(&asked);
            let server = scene.server(operation, move |answer| {
                if counter.fetch_add(1, Ordering::Relaxed) == 0 {
                    Turn::Steps(vec![step()])
                } else {
                    Turn::Answer(answer)
                }
            });
            let client = Client::new(scene.config(&server));
            // The server is known to accept us.
            client.query().await.unwrap();
            if operation == Operation::CREATE {
                let error = create_only(&client, "films").await.unwrap_err();
                assert!(error.may_have_been_done(), "{error:?}");
                assert_eq!(asked.load(Ordering::Relaxed), 1);
            } else {
                let found = client.locate("films", 2).await.unwrap();
                assert_eq!(found.len(), 1, "the server had made it");
                assert_eq!(asked.load(Ordering::Relaxed), 2);
            }
        }
        assert_eq!(scene.vault.named("films").len(), 1);
    }
}

#[tokio::test]
async fn a_question_is_not_asked_for_ever() {
    let scene = Scene::new();
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let server = scene.server(Operation::LOCATE, move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
        Turn::Steps(vec![Step::Cut])
    });
    let client = Client::new(scene.config(&server));
    client.query().await.unwrap();
    let error = client.locate("films", 1).await.unwrap_err();
    assert!(matches!(error, Error::Closed { .. }), "{error:?}");
    assert_eq!(asked.load(Ordering::Relaxed), 3);
}

/// Makes a key of a name, Active, and reads it.
async fn make(client: &Client, name: &str) -> Vec<(usize, bool)> {
    let attributes = new_key(name);
    let create = Create {
        attributes: &attributes,
    };
    let activate = Activate {
        target: Target::Placeholder,
    };
    let get = Get {
        target: Target::Placeholder,
    };
    let mut answers = Vec::new();
    let mut key_was_right = false;
    client
        .batch(&[&create, &activate, &get], |number, answer| {
            let succeeded = match number {
                0 => matches!(answer.answer::<Create<'_>>(), Ok(Answer::Success(_))),
                1 => matches!(answer.answer::<Activate<'_>>(), Ok(Answer::Success(_))),
                _ => matches!(answer.answer::<Get<'_>>(), Ok(Answer::Success(response)) if {
                    key_was_right = response.key.material == KEY;
                    true
                }),
            };
            answers.push((number, succeeded));
            Ok(())
        })
        .await
        .unwrap();
    assert!(key_was_right);
    answers
}

#[tokio::test]
async fn a_batch_goes_in_one_message_or_one_by_one() {
    let all = [(0, true), (1, true), (2, true)];
    let scene = Scene::new();
    let messages = Arc::new(Mutex::new(Vec::new()));
    let server = {
        let (vault, messages) = (scene.vault.clone(), Arc::clone(&messages));
        ScriptedServer::start(&scene.pki, &Conditions::default(), move |asked| {
            messages.lock().unwrap().push(asked.items.len());
            Turn::Answer(vault.answer(asked))
        })
    };
    let client = Client::new(scene.config(&server));
    assert_eq!(make(&client, "one").await, all);
    assert_eq!(*messages.lock().unwrap(), [1, 3], "versions, batch");

    let vault = scene.vault.clone();
    let seen = Arc::clone(&messages);
    server.set_script(move |asked| {
        seen.lock().unwrap().push(asked.items.len());
        Turn::Answer(if asked.items.len() > 1 {
            refusal(VERSION, ResultReason::FEATURE_NOT_SUPPORTED)
        } else {
            vault.answer(asked)
        })
    });
    messages.lock().unwrap().clear();
    assert_eq!(make(&client, "two").await, all);
    assert_eq!(make(&client, "three").await, all);
    // It is tried once.
    assert_eq!(*messages.lock().unwrap(), [3, 1, 1, 1, 1, 1, 1]);
    for name in ["one", "two", "three"] {
        assert_eq!(scene.vault.named(name).len(), 1, "{name}");
    }
}

const CORRELATION: &[u8] = b"later";

fn pending() -> Vec<u8> {
    let item = [
        raw::enumeration(0x42_007f, 2),
        raw::bytes(0x42_0006, CORRELATION),
    ]
    .concat();
    answers::message(VERSION, &[item])
}

/// A server that answers Locate later: after so many questions, or never.
fn later(scene: &Scene, questions: Option<usize>) -> (ScriptedServer, Arc<AtomicBool>) {
    let cancelled = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&cancelled);
    let vault = scene.vault.clone();
    let mut result = None;
    let mut asked_after = 0;
    let server = ScriptedServer::start(&scene.pki, &Conditions::default(), move |asked| {
        let correlation = || asked.items[0].payload().find(0x42_0006).unwrap().value;
        match asked.operation {
            Operation::LOCATE => {
                result = Some(vault.answer(asked));
                Turn::Answer(pending())
            }
            Operation::POLL => {
                assert_eq!(correlation(), CORRELATION);
                asked_after += 1;
                Turn::Answer(if Some(asked_after) == questions {
                    result.take().unwrap()
                } else {
                    pending()
                })
            }
            Operation::CANCEL => {
                assert_eq!(correlation(), CORRELATION);
                flag.store(true, Ordering::Relaxed);
                let item = [
                    raw::enumeration(0x42_005c, Operation::CANCEL.0),
                    raw::enumeration(0x42_007f, 0),
                    raw::structure(0x42_007c, &[raw::enumeration(0x42_0012, 1)]),
                ]
                .concat();
                Turn::Answer(answers::message(VERSION, &[item]))
            }
            _ => Turn::Answer(vault.answer(asked)),
        }
    });
    (server, cancelled)
}

#[tokio::test]
async fn an_answer_that_comes_later_is_asked_for() {
    let scene = Scene::new();
    scene.vault.put("films");
    let (server, cancelled) = later(&scene, Some(3));
    let client = Client::new(scene.config(&server));
    assert_eq!(client.locate("films", 1).await.unwrap().len(), 1);
    assert!(!cancelled.load(Ordering::Relaxed));
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn what_is_never_answered_is_cancelled_in_time() {
    let scene = Scene::new();
    let (server, cancelled) = later(&scene, None);
    let whole = Duration::from_secs(2);
    let deadlines = Deadlines {
        whole,
        ..Deadlines::default()
    };
    let client = Client::new(scene.config(&server).with_deadlines(deadlines));
    let since = Instant::now();
    let error = client.locate("films", 1).await.unwrap_err();
    assert!(since.elapsed() < whole + LONG / 4);
    assert!(
        matches!(
            error,
            Error::GivenUp {
                operation: Operation::LOCATE,
                cancellation: Some(CancellationResult::CANCELED),
            }
        ),
        "{error:?}"
    );
    assert!(!error.may_have_been_done());
    assert!(cancelled.load(Ordering::Relaxed));
}

#[tokio::test]
async fn an_answer_that_is_too_long_has_words_of_its_own() {
    let scene = Scene::new();
    for answer in [
        refusal(VERSION, ResultReason::RESPONSE_TOO_LARGE),
        raw::item_of_length(0x42_007b, raw::STRUCTURE, 1 << 20, &[0; 16]),
    ] {
        let server = scene.server(Operation::LOCATE, move |_| Turn::Answer(answer.clone()));
        let client = Client::new(scene.config(&server));
        let error = client.locate("films", 1).await.unwrap_err();
        assert!(matches!(error, Error::ResponseTooLarge { .. }), "{error:?}");
        assert!(error.to_string().contains("ask for less"), "{error}");
    }
}

#[derive(Default)]
struct Seen(Mutex<Vec<(bool, String, usize)>>);

impl MessageTap for Seen {
    fn request(&self, to: &fieldgate_kmip_client::Address, message: &[u8]) {
        assert_eq!(message.len(), raw::message_length(message));
        self.0
            .lock()
            .unwrap()
            .push((true, to.to_string(), message.len()));
    }

    fn response(&self, from: &fieldgate_kmip_client::Address, message: &[u8]) {
        assert_eq!(message.len(), raw::message_length(message));
        self.0
            .lock()
            .unwrap()
            .push((false, from.to_string(), message.len()));
    }
}

#[tokio::test]
async fn a_tap_sees_each_message_there_and_back() {
    let scene = Scene::new();
    let server = scene.server(Operation::GET, Turn::Answer);
    let seen = Arc::new(Seen::default());
    let tap = Arc::clone(&seen) as Arc<dyn MessageTap>;
    let client = Client::new(scene.config(&server).with_tap(tap));
    client.locate("films", 1).await.unwrap();
    let seen = seen.0.lock().unwrap();
    let address = format!("localhost:{}", server.port());
    let directions: Vec<_> = seen.iter().map(|(there, at, _)| (*there, at)).collect();
    let [there, back] = [(true, &address), (false, &address)];
    assert_eq!(directions, [there, back, there, back]);
}
