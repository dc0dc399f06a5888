//! Batches and pending answers: against a server that reorders, refuses, or has its answer later.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use fieldgate_core::kmip::op::Locate;
use fieldgate_core::kmip::{Answer, Attribute, Operation, ProtocolVersion, ResultReason, tags};
use fieldgate_kmip_client::Client;
use fieldgate_tests::pki::Pki;
use kmip_support::fake::answers::{message, refusal};
use kmip_support::fake::{Asked, Conditions, ScriptedServer, Turn, Vault, raw};
use kmip_support::{KEY, config};

const VERSION: ProtocolVersion = ProtocolVersion::V1_4;

/// A server with the keys `films` and `music`, whose good answers to batches pass through `alter`.
fn server(pki: &Pki, alter: fn(&Asked, Vec<u8>) -> Vec<u8>) -> ScriptedServer {
    let vault = Vault::new(&[VERSION], KEY);
    vault.put("films");
    vault.put("music");
    ScriptedServer::start(pki, &Conditions::default(), move |asked| {
        let answer = vault.answer(asked);
        Turn::Answer(if asked.items.len() > 1 {
            alter(asked, answer)
        } else {
            answer
        })
    })
}

/// What a batch of two Locates finds, by the number of the item.
async fn found(server: &ScriptedServer, pki: &Pki) -> Vec<(usize, String)> {
    let client = Client::new(config(pki, server.port()));
    let (films, music) = ([Attribute::Name("films")], [Attribute::Name("music")]);
    let locate = |attributes| Locate {
        items_max: 2,
        attributes,
    };
    let (films, music) = (locate(&films), locate(&music));
    let mut found = Vec::new();
    client
        .batch(&[&films, &music], |number, answer| {
            let Ok(Answer::Success(mut ids)) = answer.answer::<Locate<'_>>() else {
                panic!("item {number} succeeds");
            };
            found.push((number, ids.next().unwrap().unwrap().to_owned()));
            Ok(())
        })
        .await
        .unwrap();
    found.sort();
    found
}

/// What becomes of the bytes of an answer.
type Alteration = fn(&Asked, Vec<u8>) -> Vec<u8>;

#[tokio::test]
async fn answers_are_told_apart_in_any_order_and_without_batches() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let alterations: [(&str, Alteration); 3] = [
        ("in order", |_, answer| answer),
        ("in the other order", |_, answer| {
            let items = raw::items(&answer)[0].items();
            let items: Vec<_> = items
                .iter()
                .skip(1)
                .rev()
                .map(|item| item.value.to_vec())
                .collect();
            message(VERSION, &items)
        }),
        ("batches are refused", |asked, _| {
            refusal(asked.version, ResultReason::FEATURE_NOT_SUPPORTED)
        }),
    ];
    for (name, alter) in alterations {
        let server = server(&pki, alter);
        let expected = [(0, "object-1".to_owned()), (1, "object-2".to_owned())];
        assert_eq!(found(&server, &pki).await, expected, "{name}");
    }
}

/// A server that does a thing later says so, and is asked for the result: once it isn't ready yet, then it is.
#[tokio::test]
async fn an_answer_that_comes_later_is_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let vault = Vault::new(&[VERSION], KEY);
    let kept = vault.clone();
    let mut later = None;
    let mut polls = 0;
    let server = ScriptedServer::start(&pki, &Conditions::default(), move |asked| {
        let pending = || {
            let item = [
                raw::enumeration(tags::OPERATION.number(), asked.operation.0),
                raw::enumeration(tags::RESULT_STATUS.number(), 2),
                raw::bytes(tags::ASYNCHRONOUS_CORRELATION_VALUE.number(), b"later"),
            ];
            Turn::Answer(message(VERSION, &[item.concat()]))
        };
        match asked.operation {
            Operation::CREATE => {
                later = Some(kept.answer(asked));
                pending()
            }
            Operation::POLL => {
                polls += 1;
                match later.take_if(|_| polls > 1) {
                    Some(answer) => Turn::Answer(answer),
                    None => pending(),
                }
            }
            _ => Turn::Answer(kept.answer(asked)),
        }
    });
    let client = Client::new(config(&pki, server.port()));
    assert_eq!(client.create("films").await.unwrap().as_str(), "object-1");
    assert_eq!(vault.named("films").len(), 1);
}
