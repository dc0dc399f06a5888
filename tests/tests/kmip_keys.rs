//! Keys of the keyring on one KMIP server: they don't get in one another's way, and a connection that breaks is made anew once.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use fieldgate_core::kmip::{Operation, ProtocolVersion, tags};
use fieldgate_gateway::keyring::{KeySource, KmipKey, KmipServer};
use fieldgate_kmip_client::{Client, KeyPurpose, KeySelector, UniqueIdentifier};
use fieldgate_tests::pki::Pki;
use kmip_support::fake::{Asked, Turn, offer, serve, success};
use kmip_support::{KEY, config};

const VERSION: ProtocolVersion = ProtocolVersion::V1_4;

/// What a server without faults does.
fn answer(asked: &Asked) -> Turn {
    Turn::Answer(match asked.operation {
        Operation::DISCOVER_VERSIONS => offer(VERSION),
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

fn server(pki: &Pki, turn: impl FnMut(&Asked) -> Turn + Send + 'static) -> Arc<KmipServer> {
    let client = Client::new(config(pki, serve(pki, turn)));
    let gets = Arc::new(AtomicU64::new(0));
    Arc::new(KmipServer::new("fake".to_owned(), client, gets))
}

fn key(server: &Arc<KmipServer>) -> KmipKey {
    let selector = KeySelector::UniqueIdentifier(UniqueIdentifier::new("7".to_owned()));
    KmipKey::new(Arc::clone(server), selector, KeyPurpose::Protect)
}

#[tokio::test]
async fn each_fetch_has_its_connection_from_start_to_end() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let operations = Arc::clone(&seen);
    let server = server(&pki, move |asked| {
        operations.lock().unwrap().push(asked.operation);
        answer(asked)
    });
    let fetches: Vec<_> = (0..6)
        .map(|_| {
            let key = key(&server);
            tokio::spawn(async move { key.fetch().await.map(|key| *key.secret.expose()) })
        })
        .collect();
    for fetch in fetches {
        assert_eq!(fetch.await.unwrap().unwrap(), KEY);
    }
    let one_fetch = [
        Operation::DISCOVER_VERSIONS,
        Operation::GET_ATTRIBUTES,
        Operation::GET,
    ];
    assert_eq!(*seen.lock().unwrap(), one_fetch.repeat(6));
    assert_eq!(key(&server).kmip_gets(), Some(("fake".to_owned(), 6)));
}

#[tokio::test]
async fn a_connection_that_breaks_is_made_anew_once() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    for (breaks, succeeds) in [(1, true), (2, false), (3, false)] {
        let asked_for_attributes = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&asked_for_attributes);
        let server = server(&pki, move |asked| match asked.operation {
            Operation::GET_ATTRIBUTES if counter.fetch_add(1, Ordering::Relaxed) < breaks => {
                Turn::AnswerAndClose(Vec::new())
            }
            _ => answer(asked),
        });
        let fetched = key(&server).fetch().await.map(|key| *key.secret.expose());
        assert_eq!(fetched.is_ok(), succeeds, "broken {breaks} times");
        assert_eq!(asked_for_attributes.load(Ordering::Relaxed), 2);
    }
}
