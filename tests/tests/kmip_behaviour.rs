//! How our KMIP client behaves with servers that are old, forgetful or wrong: against a server that answers as the test wants.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use fieldgate_core::kmip::attribute::Attribute;
use fieldgate_core::kmip::enumerations::usage;
use fieldgate_core::kmip::op::AttributeInstance;
use fieldgate_core::kmip::{Operation, ProtocolVersion, ResultReason, tags};
use fieldgate_core::ttlv::{self, Writer};
use fieldgate_kmip_client::{Client, Deadlines, Error, KeyPurpose, KeySelector, UniqueIdentifier};
use fieldgate_tests::pki::Pki;
use kmip_support::fake::answers::refusal_in_words;
use kmip_support::fake::{Step, Turn, offer, refusal, serve, success};
use kmip_support::{KEY, config};

const VERSION: ProtocolVersion = ProtocolVersion::V1_4;

fn pki() -> (tempfile::TempDir, Pki) {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    (dir, pki)
}

/// Some servers answer a header of a newer version with an error in their own, and know no Discover Versions.
#[tokio::test]
async fn a_server_of_an_old_version_is_met_there() {
    use ProtocolVersion as V;
    let (_dir, pki) = pki();
    for spoken in [V::V1_0, V::V1_1, V::V1_2, V::V1_3] {
        let asked_in = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&asked_in);
        let port = serve(&pki, move |asked| {
            counter.fetch_add(1, Ordering::Relaxed);
            Turn::Answer(if asked.version > spoken {
                refusal(spoken, ResultReason::INVALID_MESSAGE)
            } else if asked.operation == Operation::DISCOVER_VERSIONS {
                assert_ne!(spoken, V::V1_0, "Discover Versions came with 1.1");
                offer(spoken)
            } else {
                success(spoken, asked.operation, &|_| Ok(()))
            })
        });
        let client = Client::new(config(&pki, port));
        assert_eq!(client.version().await.unwrap(), spoken);
        assert_eq!(
            asked_in.load(Ordering::Relaxed),
            usize::from(5 - spoken.minor)
        );
    }
}

#[tokio::test]
async fn a_server_without_a_version_in_common() {
    let (_dir, pki) = pki();
    let port = serve(&pki, |_| Turn::Answer(offer(ProtocolVersion::new(3, 0))));
    let error = Client::new(config(&pki, port)).version().await.unwrap_err();
    assert!(matches!(error, Error::NoCommonVersion { .. }), "{error:?}");
    assert!(error.to_string().contains("offers 3.0"), "{error}");
}

/// How long a server takes to close a connection, at most, on a machine that has much to do.
const CLOSED_AFTER: Duration = Duration::from_millis(400);

/// Servers close connections that are idle. The next call is not the victim.
#[tokio::test]
async fn a_closed_connection_is_replaced_before_the_next_call() {
    let (_dir, pki) = pki();
    let port = serve(&pki, |asked| match asked.operation {
        Operation::DISCOVER_VERSIONS => Turn::Answer(offer(VERSION)),
        operation => Turn::AnswerAndClose(success(VERSION, operation, &|w| {
            w.text_string(tags::UNIQUE_IDENTIFIER, "1")
        })),
    });
    let client = Client::new(config(&pki, port));
    for _ in 0..3 {
        assert_eq!(client.create("films").await.unwrap().as_str(), "1");
        tokio::time::sleep(CLOSED_AFTER).await;
    }
}

/// A runtime that is busy with other things has not heard of the close yet when the next call comes.
#[tokio::test]
async fn a_closed_connection_is_seen_by_a_busy_runtime() {
    let (_dir, pki) = pki();
    let port = serve(&pki, |asked| match asked.operation {
        Operation::DISCOVER_VERSIONS => Turn::Answer(offer(VERSION)),
        operation => {
            let answer = success(VERSION, operation, &|w| {
                w.text_string(tags::UNIQUE_IDENTIFIER, "1")
            });
            // Long enough for the answer to be read before the close.
            let pause = Duration::from_millis(20);
            Turn::Steps(vec![Step::Send(answer), Step::Wait(pause), Step::Cut])
        }
    });
    let client = Client::new(config(&pki, port));
    for _ in 0..3 {
        assert_eq!(client.create("films").await.unwrap().as_str(), "1");
        // The whole thread sleeps, so that nobody looks at the sockets.
        std::thread::sleep(CLOSED_AFTER);
    }
}

/// Some servers revoke what a connection was let in with, after a day: the next connection is let in again.
#[tokio::test]
async fn a_connection_whose_token_was_revoked_is_replaced() {
    let (_dir, pki) = pki();
    let mut creates = 0;
    let port = serve(&pki, move |asked| match asked.operation {
        Operation::DISCOVER_VERSIONS => Turn::Answer(offer(VERSION)),
        Operation::CREATE => {
            creates += 1;
            let id = format!("{creates} on {}", asked.connection);
            Turn::Answer(success(VERSION, Operation::CREATE, &|w| {
                w.text_string(tags::UNIQUE_IDENTIFIER, &id)
            }))
        }
        // The first connection is let in until the first key is made.
        operation if asked.connection > 0 => Turn::Answer(success(VERSION, operation, &|_| Ok(()))),
        _ => Turn::Answer(refusal_in_words(
            VERSION,
            ResultReason::AUTHENTICATION_NOT_SUCCESSFUL,
            "Token has been revoked",
        )),
    });
    let client = Client::new(config(&pki, port));
    assert_eq!(client.create("films").await.unwrap().as_str(), "1 on 0");
    assert!(client.locate("films", 2).await.unwrap().is_empty());
    assert_eq!(client.create("films").await.unwrap().as_str(), "2 on 1");
}

/// Who is refused on a new connection is not let in on the next either, and asking again may lock the account.
#[tokio::test]
async fn who_is_not_let_in_asks_once() {
    let (_dir, pki) = pki();
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let port = serve(&pki, move |asked| match asked.operation {
        Operation::DISCOVER_VERSIONS => Turn::Answer(offer(VERSION)),
        _ => {
            counter.fetch_add(1, Ordering::Relaxed);
            let reason = ResultReason::AUTHENTICATION_NOT_SUCCESSFUL;
            Turn::Answer(refusal(VERSION, reason))
        }
    });
    let client = Client::new(config(&pki, port));
    for calls in 1..4 {
        let error = client.locate("films", 2).await.unwrap_err();
        assert!(
            matches!(error, Error::AuthenticationRefused { .. }),
            "{error:?}"
        );
        assert_eq!(asked.load(Ordering::Relaxed), calls);
    }
}

/// One call that hangs has its own connection: others go on beside it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_hangs_holds_up_no_other() {
    let (_dir, pki) = pki();
    let port = serve(&pki, |asked| {
        let is_slow = asked.message.windows(4).any(|part| part == b"slow");
        match asked.operation {
            Operation::DISCOVER_VERSIONS => Turn::Answer(offer(VERSION)),
            _ if is_slow => Turn::Hang,
            operation => Turn::Answer(success(VERSION, operation, &|_| Ok(()))),
        }
    });
    let deadlines = Deadlines {
        call: Duration::from_secs(5),
        ..Deadlines::default()
    };
    let client = Client::new(config(&pki, port).with_deadlines(deadlines));
    let since = Instant::now();
    let slow = async {
        let error = client.locate("slow", 2).await.unwrap_err();
        (error, since.elapsed())
    };
    let others = async {
        for _ in 0..20 {
            client.locate("films", 2).await.unwrap();
        }
        since.elapsed()
    };
    let ((error, slow), others) = tokio::join!(slow, others);
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    assert!(
        slow >= deadlines.call && slow < deadlines.call * 2,
        "{slow:?}"
    );
    assert!(others < deadlines.call, "{others:?}");
}

/// Whether the server made the key isn't known when the answer is cut. A second Create could make a second key.
#[tokio::test]
async fn nothing_is_sent_twice() {
    let (_dir, pki) = pki();
    let creates = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&creates);
    let port = serve(&pki, move |asked| match asked.operation {
        Operation::DISCOVER_VERSIONS => Turn::Answer(offer(VERSION)),
        Operation::CREATE => {
            counter.fetch_add(1, Ordering::Relaxed);
            Turn::AnswerAndClose(Vec::new())
        }
        operation => Turn::Answer(success(VERSION, operation, &|_| Ok(()))),
    });
    let client = Client::new(config(&pki, port));
    let error = client.create("films").await.unwrap_err();
    assert!(
        matches!(&error, Error::NotDone { source, .. } if matches!(**source, Error::Closed { .. })),
        "{error:?}"
    );
    assert_eq!(creates.load(Ordering::Relaxed), 1);
    assert!(
        client.locate("films", 2).await.unwrap().is_empty(),
        "the client goes on"
    );
    assert_eq!(creates.load(Ordering::Relaxed), 1);
}

/// A call that its caller gives up may leave half an answer in the connection, which the next call must not read.
#[tokio::test]
async fn a_call_that_is_given_up_takes_its_connection_with_it() {
    let (_dir, pki) = pki();
    let mut locates = 0;
    let port = serve(&pki, move |asked| match asked.operation {
        Operation::DISCOVER_VERSIONS => Turn::Answer(offer(VERSION)),
        Operation::LOCATE => {
            locates += 1;
            if locates == 1 {
                Turn::Hang
            } else {
                Turn::Answer(success(VERSION, Operation::LOCATE, &|_| Ok(())))
            }
        }
        operation => Turn::Answer(success(VERSION, operation, &|_| Ok(()))),
    });
    let client = Client::new(config(&pki, port));
    let impatient = tokio::time::timeout(Duration::from_millis(200), client.locate("films", 2));
    assert!(impatient.await.is_err());
    assert!(client.locate("films", 2).await.unwrap().is_empty());
}

/// What a wrong server says about a key.
#[derive(Clone, Copy)]
struct Told {
    name: &'static str,
    algorithm: u32,
    bits: i32,
    state: u32,
    told_identifier: &'static str,
    usage: Option<i32>,
    process_start: Option<i64>,
    protect_stop: Option<i64>,
    got_identifier: &'static str,
    got_algorithm: u32,
    got_bits: i32,
    got_bytes: usize,
}

const RIGHT: Told = Told {
    name: "films",
    algorithm: 3,
    bits: 256,
    state: 2,
    told_identifier: "7",
    usage: None,
    process_start: None,
    protect_stop: None,
    got_identifier: "7",
    got_algorithm: 3,
    got_bits: 256,
    got_bytes: 32,
};

impl Told {
    /// In the form of KMIP 1.x; a server tells only what it is asked for.
    fn attributes(self, asked: &[u8], w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
        w.text_string(tags::UNIQUE_IDENTIFIER, self.told_identifier)?;
        let mut told = |name: &str, value: &dyn Fn(&mut Writer<'_>) -> Result<(), ttlv::Error>| {
            if !asked
                .windows(name.len())
                .any(|part| part == name.as_bytes())
            {
                return Ok(());
            }
            w.structure(tags::ATTRIBUTE, |w| {
                w.text_string(tags::ATTRIBUTE_NAME, name)?;
                value(w)
            })
        };
        told("Name", &|w| {
            w.structure(tags::ATTRIBUTE_VALUE, |w| {
                w.text_string(tags::NAME_VALUE, self.name)
            })
        })?;
        told("Cryptographic Algorithm", &|w| {
            w.enumeration(tags::ATTRIBUTE_VALUE, self.algorithm)
        })?;
        told("Cryptographic Length", &|w| {
            w.integer(tags::ATTRIBUTE_VALUE, self.bits)
        })?;
        told("State", &|w| {
            w.enumeration(tags::ATTRIBUTE_VALUE, self.state)
        })?;
        if let Some(mask) = self.usage {
            told("Cryptographic Usage Mask", &|w| {
                w.integer(tags::ATTRIBUTE_VALUE, mask)
            })?;
        }
        let dates = [
            ("Process Start Date", self.process_start),
            ("Protect Stop Date", self.protect_stop),
        ];
        for (name, date) in dates {
            if let Some(date) = date {
                told(name, &|w| w.date_time(tags::ATTRIBUTE_VALUE, date))?;
            }
        }
        Ok(())
    }

    fn key(self, w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
        w.enumeration(tags::OBJECT_TYPE, 2)?;
        w.text_string(tags::UNIQUE_IDENTIFIER, self.got_identifier)?;
        w.structure(tags::SYMMETRIC_KEY, |w| {
            w.structure(tags::KEY_BLOCK, |w| {
                w.enumeration(tags::KEY_FORMAT_TYPE, 1)?;
                w.structure(tags::KEY_VALUE, |w| {
                    w.byte_string(tags::KEY_MATERIAL, &KEY[..self.got_bytes])
                })?;
                w.enumeration(tags::CRYPTOGRAPHIC_ALGORITHM, self.got_algorithm)?;
                w.integer(tags::CRYPTOGRAPHIC_LENGTH, self.got_bits)
            })
        })
    }

    async fn fetch(self, pki: &Pki) -> Result<[u8; 32], Error> {
        self.fetch_for(pki, KeyPurpose::Protect).await
    }

    async fn fetch_for(self, pki: &Pki, purpose: KeyPurpose) -> Result<[u8; 32], Error> {
        let port = serve(pki, move |asked| {
            Turn::Answer(match asked.operation {
                Operation::DISCOVER_VERSIONS => offer(VERSION),
                Operation::GET_ATTRIBUTES => success(VERSION, asked.operation, &|w| {
                    self.attributes(&asked.message, w)
                }),
                Operation::GET => success(VERSION, asked.operation, &|w| self.key(w)),
                operation => success(VERSION, operation, &|w| {
                    w.text_string(tags::UNIQUE_IDENTIFIER, "7")
                }),
            })
        });
        let client = Client::new(config(pki, port));
        let (_, key) = client
            .fetch_key(&KeySelector::Name("films".to_owned()), purpose)
            .await?;
        Ok(*key.expose())
    }
}

#[tokio::test]
async fn a_key_that_was_not_asked_for_is_refused() {
    let (_dir, pki) = pki();
    assert_eq!(RIGHT.fetch(&pki).await.unwrap(), KEY);

    let error = Told {
        name: "movies",
        ..RIGHT
    }
    .fetch(&pki)
    .await
    .unwrap_err();
    assert!(matches!(error, Error::KeyWrongName { .. }), "{error:?}");
    for told in [
        Told {
            algorithm: 2,
            ..RIGHT
        },
        Told {
            got_algorithm: 2,
            ..RIGHT
        },
    ] {
        let error = told.fetch(&pki).await.unwrap_err();
        assert!(
            matches!(error, Error::KeyWrongAlgorithm { .. }),
            "{error:?}"
        );
        assert!(error.to_string().contains("3DES"), "{error}");
    }
    for told in [
        Told { bits: 128, ..RIGHT },
        Told {
            got_bits: 128,
            ..RIGHT
        },
        Told {
            got_bytes: 16,
            ..RIGHT
        },
    ] {
        let error = told.fetch(&pki).await.unwrap_err();
        assert!(
            matches!(error, Error::KeyWrongLength { bits: 128, .. }),
            "{error:?}"
        );
    }
    for told in [
        Told {
            told_identifier: "8",
            ..RIGHT
        },
        Told {
            got_identifier: "8",
            ..RIGHT
        },
    ] {
        let error = told.fetch(&pki).await.unwrap_err();
        assert!(
            matches!(error, Error::KeyWrongIdentifier { .. }),
            "{error:?}"
        );
    }
}

/// What is done to one object's attributes isn't known from an answer about another's.
#[tokio::test]
async fn an_answer_about_another_objects_attributes_is_refused() {
    let (_dir, pki) = pki();
    let port = serve(&pki, |asked| {
        Turn::Answer(match asked.operation {
            Operation::DISCOVER_VERSIONS => offer(VERSION),
            operation => success(VERSION, operation, &|w| {
                w.text_string(tags::UNIQUE_IDENTIFIER, "8")
            }),
        })
    });
    let client = Client::new(config(&pki, port));
    let (asked, answered) = [7, 8]
        .map(|id| UniqueIdentifier::new(id.to_string()))
        .into();
    let group = Attribute::ObjectGroup("films");
    let index = AttributeInstance::Only;
    for (id, fits) in [(&answered, true), (&asked, false)] {
        let answers = [
            client.get_attributes(id).await.map(|_| ()),
            client.get_attribute_list(id, |_| Ok(())).await,
            client.add_attribute(id, group).await,
            client.modify_attribute(id, index, group).await,
            client.delete_attribute(id, group.kind(), index).await,
            client.check(id, None, None).await.map(|_| ()),
        ];
        for answer in answers {
            match answer {
                Ok(()) => assert!(fits),
                Err(Error::KeyWrongIdentifier { .. }) => assert!(!fits),
                Err(error) => panic!("{error:?}"),
            }
        }
    }
}

/// The Cryptographic Usage Mask of KMIP 1.4 section 3.19, where a server tells it.
#[tokio::test]
async fn a_key_is_used_only_for_what_its_usage_mask_allows() {
    use KeyPurpose::{Process, Protect, Unwrap};
    let (_dir, pki) = pki();
    let both = usage::ENCRYPT | usage::DECRYPT;
    for (purpose, mask, lacks) in [
        (Protect, None, None),
        (Protect, Some(both), None),
        (Protect, Some(both | usage::EXPORT), None),
        (Protect, Some(usage::DECRYPT), Some("lacks Encrypt: ")),
        (Protect, Some(usage::ENCRYPT), Some("lacks Decrypt: ")),
        (
            Protect,
            Some(usage::WRAP_KEY | usage::UNWRAP_KEY),
            Some("lacks Encrypt and Decrypt: "),
        ),
        (Protect, Some(0), Some("lacks Encrypt and Decrypt: ")),
        (Process, None, None),
        (Process, Some(usage::DECRYPT), None),
        (Process, Some(usage::ENCRYPT), Some("lacks Decrypt: ")),
        (Unwrap, None, None),
        (Unwrap, Some(usage::UNWRAP_KEY), None),
        (Unwrap, Some(both), Some("lacks Unwrap Key: ")),
    ] {
        let told = Told {
            usage: mask,
            ..RIGHT
        };
        match (told.fetch_for(&pki, purpose).await, lacks) {
            (Ok(key), None) => assert_eq!(key, KEY),
            (Err(error @ Error::KeyUsageMissing { .. }), Some(lacks)) => {
                assert!(error.to_string().contains(lacks), "{error}");
            }
            (other, _) => panic!("{purpose:?}, {mask:?}: {other:?}"),
        }
    }
}

/// Between them the key's State is Active (KMIP 1.4 sections 3.25 and 3.26).
#[tokio::test]
async fn a_key_opens_from_its_process_start_date_and_seals_until_its_protect_stop_date() {
    let (_dir, pki) = pki();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = i64::try_from(now.unwrap().as_secs()).unwrap();
    let (past, future) = (now - 1, now + 600);
    for purpose in [KeyPurpose::Protect, KeyPurpose::Process] {
        let right = Told {
            process_start: Some(past),
            protect_stop: Some(future),
            ..RIGHT
        };
        assert_eq!(right.fetch_for(&pki, purpose).await.unwrap(), KEY);
        let early = Told {
            process_start: Some(future),
            ..RIGHT
        };
        let error = early.fetch_for(&pki, purpose).await.unwrap_err();
        assert_eq!(error.code(), "key-processes-not-yet", "{error:?}");
    }
    let late = Told {
        protect_stop: Some(past),
        ..RIGHT
    };
    let opens = late.fetch_for(&pki, KeyPurpose::Process).await;
    assert_eq!(opens.unwrap(), KEY);
    let error = late.fetch(&pki).await.unwrap_err();
    assert_eq!(error.code(), "key-protects-no-more", "{error:?}");
    assert!(error.to_string().contains("to seal, configure another"));
    let first_day = Told {
        protect_stop: Some(0),
        ..RIGHT
    };
    let error = first_day.fetch(&pki).await.unwrap_err().to_string();
    assert!(error.contains("Protect Stop Date, 1970-01-01"), "{error}");
}

/// The states of KMIP 1.4 section 3.22, and one that it doesn't know.
#[tokio::test]
async fn a_key_seals_while_it_is_active_and_opens_until_it_is_compromised() {
    let (_dir, pki) = pki();
    for state in [1, 3, 5, 6, 99] {
        let error = Told { state, ..RIGHT }.fetch(&pki).await.unwrap_err();
        assert!(matches!(error, Error::KeyNotActive { .. }), "{error:?}");
        assert_eq!(
            error.to_string().contains("activate it"),
            state == 1,
            "{error}"
        );
    }
    for state in [2, 3] {
        let opens = Told { state, ..RIGHT }.fetch_for(&pki, KeyPurpose::Process);
        assert_eq!(opens.await.unwrap(), KEY);
    }
    for state in [1, 5, 6, 99] {
        let opens = Told { state, ..RIGHT }.fetch_for(&pki, KeyPurpose::Process);
        let error = opens.await.unwrap_err();
        assert!(matches!(error, Error::KeyNotActive { .. }), "{error:?}");
    }
    for purpose in [KeyPurpose::Protect, KeyPurpose::Process] {
        let compromised = Told { state: 4, ..RIGHT }.fetch_for(&pki, purpose);
        let error = compromised.await.unwrap_err();
        assert!(matches!(error, Error::KeyCompromised { .. }), "{error:?}");
    }
}
