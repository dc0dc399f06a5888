//! What changes a server is sent once: whatever becomes of the questions after a result that comes later, of a batch, or
//! of those who read the answer.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fieldgate_core::kmip::op::{Activate, Create};
use fieldgate_core::kmip::{Answer, Operation, ProtocolVersion, ResultReason, Target, tags};
use fieldgate_kmip_client::{Client, Deadlines, Error, PoolLimits};
use fieldgate_tests::pki::Pki;
use kmip_support::fake::answers::{message, refusal};
use kmip_support::fake::{Asked, Conditions, ScriptedServer, Step, Turn, Vault, raw};
use kmip_support::{KEY, config, create_only, new_key};

const VERSION: ProtocolVersion = ProtocolVersion::V1_4;

struct Scene {
    _dir: tempfile::TempDir,
    vault: Vault,
    asked: Arc<Mutex<Vec<Vec<Operation>>>>,
    client: Client,
}

impl Scene {
    /// A client whose server does what `other` says, or else as the vault does.
    fn new(other: impl FnMut(&Asked, &Vault) -> Option<Turn> + Send + 'static) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pki = Pki::create(dir.path()).unwrap();
        let vault = Vault::new(&[VERSION], KEY);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (kept, seen) = (vault.clone(), Arc::clone(&asked));
        let mut other = other;
        let server = ScriptedServer::start(&pki, &Conditions::default(), move |asked| {
            let operations = asked.items.iter().map(|item| item.operation).collect();
            seen.lock().unwrap().push(operations);
            other(asked, &kept).unwrap_or_else(|| Turn::Answer(kept.answer(asked)))
        });
        let client = Client::new(config(&pki, server.port()));
        // Its threads end with the process.
        std::mem::forget(server);
        Self {
            _dir: dir,
            vault,
            asked,
            client,
        }
    }

    /// How often this was asked in one message.
    fn asked(&self, operations: &[Operation]) -> usize {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|asked| asked == &operations).count()
    }

    /// The version is known from a connection before.
    async fn on_a_second_connection(self) -> Self {
        self.client.locate("music", 1).await.unwrap();
        self.client.disconnect().await;
        self
    }
}

fn pending() -> Vec<u8> {
    let item = [
        raw::enumeration(tags::RESULT_STATUS.number(), 2),
        raw::bytes(tags::ASYNCHRONOUS_CORRELATION_VALUE.number(), b"later"),
    ];
    message(VERSION, &[item.concat()])
}

fn failure_of(operation: Operation, reason: ResultReason) -> Vec<u8> {
    let item = [
        raw::enumeration(tags::OPERATION.number(), operation.0),
        raw::enumeration(tags::RESULT_STATUS.number(), 1),
        raw::enumeration(tags::RESULT_REASON.number(), reason.0),
    ];
    message(VERSION, &[item.concat()])
}

#[tokio::test]
async fn what_the_server_took_on_is_not_sent_again_when_a_question_after_it_fails() {
    let refusals = [
        ResultReason::INVALID_MESSAGE,
        ResultReason::INVALID_FIELD,
        ResultReason::FEATURE_NOT_SUPPORTED,
        ResultReason::OPERATION_NOT_SUPPORTED,
        ResultReason::UNSUPPORTED_PROTOCOL_VERSION,
        ResultReason::AUTHENTICATION_NOT_SUCCESSFUL,
        ResultReason::PERMISSION_DENIED,
        ResultReason::RESPONSE_TOO_LARGE,
    ];
    let mut answers: Vec<Option<Vec<u8>>> = refusals
        .iter()
        .flat_map(|reason| {
            [
                refusal(VERSION, *reason),
                failure_of(Operation::POLL, *reason),
            ]
        })
        .map(Some)
        .collect();
    answers.extend([
        None,
        Some(b"not TTLV".repeat(4)),
        Some(message(VERSION, &[])),
    ]);
    for answer in answers {
        let shown = format!("{answer:02x?}");
        let scene = Scene::new(move |asked, vault| match asked.operation {
            Operation::CREATE => {
                vault.answer(asked);
                Some(match answer {
                    // Before the question, which then can't even be sent.
                    None => Turn::Steps(vec![Step::Send(pending()), Step::Reset]),
                    Some(_) => Turn::Answer(pending()),
                })
            }
            Operation::POLL => answer.clone().map(Turn::Answer),
            _ => None,
        });
        let scene = scene.on_a_second_connection().await;
        let error = create_only(&scene.client, "films").await.unwrap_err();
        assert!(error.may_have_been_done(), "{error:?} after {shown}");
        assert_eq!(scene.asked(&[Operation::CREATE]), 1, "{shown}");
        assert_eq!(scene.vault.named("films").len(), 1, "{shown}");
    }
}

/// The answer to the question may be the one to the operation: it failed, and that is all.
#[tokio::test]
async fn what_the_server_took_on_and_refused_was_not_done() {
    for reason in [
        ResultReason::INVALID_MESSAGE,
        ResultReason::UNSUPPORTED_PROTOCOL_VERSION,
        ResultReason::PERMISSION_DENIED,
    ] {
        let scene = Scene::new(move |asked, _| match asked.operation {
            Operation::CREATE => Some(Turn::Answer(pending())),
            Operation::POLL => Some(Turn::Answer(failure_of(Operation::CREATE, reason))),
            _ => None,
        });
        let scene = scene.on_a_second_connection().await;
        let error = create_only(&scene.client, "films").await.unwrap_err();
        assert!(!error.may_have_been_done(), "{error:?}");
        assert_eq!(scene.asked(&[Operation::CREATE]), 1);
    }
}

/// Makes a key and activates it, in one message.
async fn make(client: &Client) -> Result<(), Error> {
    let attributes = new_key("films");
    let create = Create {
        attributes: &attributes,
    };
    let activate = Activate {
        target: Target::Placeholder,
    };
    let read = |number, answer: fieldgate_core::kmip::BatchAnswer<'_>| {
        if number == 1
            && let Ok(Answer::Failure(failure)) = answer.answer::<Activate<'_>>()
        {
            return Err(Error::Refused {
                operation: Operation::ACTIVATE,
                failure: failure.into(),
            });
        }
        Ok(())
    };
    client.batch(&[&create, &activate], read).await
}

const BATCH: [Operation; 2] = [Operation::CREATE, Operation::ACTIVATE];

#[tokio::test]
async fn a_batch_that_may_have_been_done_is_not_done_again_one_by_one() {
    for reason in [
        ResultReason::GENERAL_FAILURE,
        ResultReason::INVALID_FIELD,
        ResultReason::OPERATION_NOT_SUPPORTED,
        ResultReason::PERMISSION_DENIED,
    ] {
        let scene = Scene::new(move |asked, vault| {
            (asked.items.len() > 1).then(|| {
                vault.answer(asked);
                Turn::Answer(refusal(VERSION, reason))
            })
        });
        for times in 1..=2 {
            let error = make(&scene.client).await.unwrap_err();
            assert!(error.may_have_been_done(), "{error:?}");
            assert!(error.to_string().contains("a part of it"), "{error}");
            assert_eq!(scene.asked(&BATCH), times, "batches are still sent");
            assert_eq!(scene.asked(&[Operation::CREATE]), 0);
            assert_eq!(scene.vault.named("films").len(), times);
        }
    }
}

#[tokio::test]
async fn what_the_reader_of_an_answer_says_is_no_refusal_of_the_message() {
    let scene = Scene::new(|asked, vault| {
        (asked.items.len() > 1).then(|| {
            vault.answer(asked);
            let ids = asked.items.iter().map(|item| item.id.as_deref().unwrap());
            let id = |id| raw::bytes(tags::UNIQUE_BATCH_ITEM_ID.number(), id);
            let ids: Vec<_> = ids.map(id).collect();
            let made = [
                raw::enumeration(tags::OPERATION.number(), Operation::CREATE.0),
                ids[0].clone(),
                raw::enumeration(tags::RESULT_STATUS.number(), 0),
                raw::structure(
                    tags::RESPONSE_PAYLOAD.number(),
                    &[
                        raw::enumeration(tags::OBJECT_TYPE.number(), 2),
                        raw::text(tags::UNIQUE_IDENTIFIER.number(), "object-1"),
                    ],
                ),
            ];
            let refused = [
                raw::enumeration(tags::OPERATION.number(), Operation::ACTIVATE.0),
                ids[1].clone(),
                raw::enumeration(tags::RESULT_STATUS.number(), 1),
                raw::enumeration(
                    tags::RESULT_REASON.number(),
                    ResultReason::INVALID_MESSAGE.0,
                ),
            ];
            Turn::Answer(message(VERSION, &[made.concat(), refused.concat()]))
        })
    });
    let scene = scene.on_a_second_connection().await;
    let error = make(&scene.client).await.unwrap_err();
    assert!(matches!(error, Error::Refused { .. }), "{error:?}");
    assert_eq!(scene.asked(&BATCH), 1);
    assert_eq!(scene.vault.named("films").len(), 1);
}

/// What comes without a question is not the answer to the next one.
#[tokio::test]
async fn an_answer_that_nobody_asked_for_is_not_taken() {
    let scene = Scene::new(|asked, vault| {
        (asked.operation == Operation::CREATE).then(|| {
            let unasked = vault.answer(asked);
            Turn::Answer([pending(), unasked].concat())
        })
    });
    let error = create_only(&scene.client, "films").await.unwrap_err();
    assert!(error.may_have_been_done(), "{error:?}");
    assert_eq!(scene.asked(&[Operation::CREATE]), 1);
    assert_eq!(scene.asked(&[Operation::POLL]), 0);
}

#[tokio::test]
async fn limits_may_be_endless() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let vault = Vault::new(&[VERSION], KEY);
    let server = ScriptedServer::start(&pki, &Conditions::default(), move |asked| {
        Turn::Answer(vault.answer(asked))
    });
    let never = Duration::MAX;
    let limits = PoolLimits {
        connections_max: usize::MAX,
        probe_after: never,
        idle_max: never,
        age_max: never,
    };
    let deadlines = Deadlines {
        resolve: never,
        connect: never,
        handshake: never,
        call: never,
        whole: never,
    };
    let config = config(&pki, server.port()).with_deadlines(deadlines);
    let client = Client::new(config.with_pool(limits));
    for _ in 0..2 {
        client.locate("films", 1).await.unwrap();
    }
    assert_eq!(server.connections(), 1);
}

/// When what lies between cuts all connections, each of them would be waited for.
#[tokio::test]
async fn of_many_dead_connections_one_is_tried_out() {
    let pause = Duration::from_millis(10);
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let vault = Vault::new(&[VERSION], KEY);
    let (dead, waited_for) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (cut, counter) = (Arc::clone(&dead), Arc::clone(&waited_for));
    let server = ScriptedServer::start(&pki, &Conditions::default(), move |asked| {
        if asked.connection < cut.load(Ordering::Relaxed) {
            counter.fetch_add(1, Ordering::Relaxed);
            Turn::Hang
        } else {
            Turn::Answer(vault.answer(asked))
        }
    });
    let limits = PoolLimits {
        probe_after: pause,
        ..PoolLimits::default()
    };
    let client = Client::new(config(&pki, server.port()).with_pool(limits));
    let (one, two, three) = tokio::join!(client.query(), client.query(), client.query());
    assert!([one, two, three].iter().all(Result::is_ok));
    assert_eq!(server.connections(), 3);
    dead.store(3, Ordering::Relaxed);
    tokio::time::sleep(2 * pause).await;
    client.locate("films", 1).await.unwrap();
    assert_eq!(waited_for.load(Ordering::Relaxed), 1);
}
