//! Keys of the keyring on one KMIP server: they share its connections, they don't get in one another's way, and a connection that breaks is made anew.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use fieldgate_core::kmip::{Operation, ProtocolVersion, tags};
use fieldgate_core::slot::FetchFailure;
use fieldgate_gateway::keyring::{KeySource, KmipKey, KmipServer};
use fieldgate_kmip_client::{Client, Deadlines, KeyPurpose, KeySelector, UniqueIdentifier};
use fieldgate_tests::pki::Pki;
use kmip_support::fake::{Asked, Conditions, ScriptedServer, Turn, offer, success};
use kmip_support::{KEY, config};
use tempfile::TempDir;

const VERSION: ProtocolVersion = ProtocolVersion::V1_4;
/// How long an answer is waited for.
const SLOW: Duration = Duration::from_secs(2);

/// What a server without faults does.
fn answer(asked: &Asked) -> Turn {
    Turn::Answer(match asked.operation {
        Operation::DISCOVER_VERSIONS => offer(VERSION),
        Operation::QUERY => success(VERSION, Operation::QUERY, &|w| {
            w.enumeration(tags::OPERATION, Operation::GET.0)
        }),
        Operation::GET => success(VERSION, Operation::GET, &|w| {
            w.enumeration(tags::OBJECT_TYPE, 2)?;
            w.text_string(tags::UNIQUE_IDENTIFIER, "7")?;
            w.structure(tags::SYMMETRIC_KEY, |w| {
                w.structure(tags::KEY_BLOCK, |w| {
                    w.enumeration(tags::KEY_FORMAT_TYPE, 1)?;
                    w.structure(tags::KEY_VALUE, |w| w.byte_string(tags::KEY_MATERIAL, &KEY))
                })
            })
        }),
        operation => success(VERSION, operation, &|w| {
            w.text_string(tags::UNIQUE_IDENTIFIER, "7")?;
            w.structure(tags::ATTRIBUTES, |w| {
                w.enumeration(tags::CRYPTOGRAPHIC_ALGORITHM, 3)?;
                w.integer(tags::CRYPTOGRAPHIC_LENGTH, 256)?;
                w.enumeration(tags::STATE, 2)
            })
        }),
    })
}

fn key(server: &Arc<KmipServer>, id: &str) -> KmipKey {
    let selector = KeySelector::UniqueIdentifier(UniqueIdentifier::new(id.to_owned()));
    KmipKey::new(Arc::clone(server), selector, KeyPurpose::Protect)
}

struct Stage {
    scripted: ScriptedServer,
    server: Arc<KmipServer>,
    _dir: TempDir,
}

fn stage(turn: impl FnMut(&Asked) -> Turn + Send + 'static) -> Stage {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let scripted = ScriptedServer::start(&pki, &Conditions::default(), turn);
    let deadlines = Deadlines {
        call: SLOW,
        ..Deadlines::default()
    };
    let client = Client::new(config(&pki, scripted.port()).with_deadlines(deadlines));
    let gets = Arc::new(AtomicU64::new(0));
    Stage {
        scripted,
        server: Arc::new(KmipServer::new("fake".to_owned(), client, gets)),
        _dir: dir,
    }
}

#[tokio::test]
async fn fetches_one_after_another_share_a_connection_and_what_was_learned_on_it() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let operations = Arc::clone(&seen);
    let stage = stage(move |asked| {
        operations.lock().unwrap().push(asked.operation);
        answer(asked)
    });
    let key = key(&stage.server, "7");
    for _ in 0..6 {
        let fetched = key.fetch().await.unwrap();
        assert_eq!(*fetched.secret.expose(), KEY);
    }
    // That a server doesn't lease isn't remembered: it may begin to.
    let fetch = [Operation::GET_ATTRIBUTES, Operation::GET, Operation::QUERY];
    let seen = seen.lock().unwrap().clone();
    assert_eq!(seen[0], Operation::DISCOVER_VERSIONS);
    assert_eq!(seen[1..], fetch.repeat(6));
    assert_eq!(stage.scripted.connections(), 1);
    assert_eq!(key.kmip_gets(), Some(("fake".to_owned(), 6)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_whose_answer_does_not_come_holds_no_other_up() {
    let stage = stage(|asked| {
        let is_slow = asked.message.windows(4).any(|window| window == b"slow");
        if is_slow && asked.operation == Operation::GET_ATTRIBUTES {
            return Turn::Hang;
        }
        answer(asked)
    });
    let slow = key(&stage.server, "slow");
    let begin = Instant::now();
    let slow = tokio::spawn(async move {
        let refused = slow.fetch().await.map(|_| ()).unwrap_err();
        (refused, begin.elapsed())
    });
    // So that the slow one is under way.
    tokio::time::sleep(SLOW / 10).await;
    for _ in 0..20 {
        key(&stage.server, "7").fetch().await.unwrap();
    }
    let others = begin.elapsed();
    let (refused, waited) = slow.await.unwrap();
    println!("20 others in {others:?}, while one waited for {waited:?}");
    assert!(others < SLOW, "{others:?}");
    assert!((SLOW..SLOW * 3).contains(&waited), "{waited:?}");
    assert_eq!(refused.kind(), FetchFailure::Unreachable);
    assert!(
        refused.to_string().contains("gave no answer within"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_connection_that_breaks_is_made_anew_a_few_times() {
    for (breaks, succeeds) in [(1, true), (2, true), (3, false), (9, false)] {
        let asked_for_attributes = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&asked_for_attributes);
        let stage = stage(move |asked| match asked.operation {
            Operation::GET_ATTRIBUTES if counter.fetch_add(1, Ordering::Relaxed) < breaks => {
                Turn::AnswerAndClose(Vec::new())
            }
            _ => answer(asked),
        });
        let fetched = key(&stage.server, "7").fetch().await;
        let fetched = fetched.map(|key| *key.secret.expose());
        assert_eq!(fetched.is_ok(), succeeds, "broken {breaks} times");
        let times = (breaks + 1).min(3);
        assert_eq!(asked_for_attributes.load(Ordering::Relaxed), times);
    }
}
