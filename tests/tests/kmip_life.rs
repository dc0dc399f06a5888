//! The life of keys: made and activated in one batch, carried wrapped, handed from server to server, revoked; against PyKMIP,
//! and against a scripted server for what PyKMIP lacks.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use fieldgate_core::kmip::attribute::Attribute;
use fieldgate_core::kmip::{Operation, ProtocolVersion, State, tags};
use fieldgate_core::secret::Secret;
use fieldgate_gateway::keyring::{
    FetchFailed, FetchedKey, KeySource, KmipKey, KmipServer, WrappingKey,
};
use fieldgate_kmip_client::{
    Client, Error, KeyPurpose, KeySelector, NewKey, Revocation, Settlement, UniqueIdentifier,
    VersionChoice,
};
use fieldgate_tests::pki::Pki;
use kmip_support::fake::{Asked, Conditions, ScriptedServer, Step, Turn, Vault, offer, success};
use kmip_support::{KEY, Scene, config, secret};

const VERSION: ProtocolVersion = ProtocolVersion::V1_4;
const KEK: [u8; 32] = *b"\x02a wrapping key of these tests\xff\x80";

fn name(name: &str) -> KeySelector {
    KeySelector::Name(name.to_owned())
}

/// A wrapping key that doesn't come from a KMIP server.
struct Held([u8; 32]);

impl KeySource for Held {
    fn fetch(&self) -> Pin<Box<dyn Future<Output = Result<FetchedKey, FetchFailed>> + Send + '_>> {
        Box::pin(async { Ok(Box::new(Secret::copied_from(&self.0).unwrap()).into()) })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_travels_wrapped_under_one_that_we_have() {
    let scene = Scene::start();
    let client = scene.client();
    let kek = Secret::copied_from(&KEK).unwrap();
    let wrapping = client
        .register_active_key(&kek, &NewKey::to_wrap("kek"))
        .await
        .unwrap();
    wrapping.activation.unwrap();
    let films = client
        .register_active_key(&secret(), &NewKey::new("films"))
        .await
        .unwrap();
    films.activation.unwrap();

    let server = KmipServer::new("office".to_owned(), client, Arc::new(AtomicU64::new(0)));
    let server = Arc::new(server);
    let key = || KmipKey::new(Arc::clone(&server), name("films"), KeyPurpose::Protect);
    let from_the_server = || KmipKey::new(Arc::clone(&server), name("kek"), KeyPurpose::Unwrap);
    let sources: [Arc<dyn KeySource>; 2] = [Arc::new(Held(KEK)), Arc::new(from_the_server())];
    for source in sources {
        let selector = name("kek");
        let wrapped = key().wrapped_under(WrappingKey { source, selector });
        let fetched = wrapped.fetch().await.unwrap();
        assert!(fetched.secret.ct_eq(&secret()));
    }
    // With another key than the server's nothing comes of it.
    let wrong = WrappingKey {
        source: Arc::new(Held(KEY)),
        selector: name("kek"),
    };
    let refused = key().wrapped_under(wrong).fetch().await.map(|_| ());
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("did not come wrapped under"), "{refused}");
    // A key that may not wrap, wraps nothing.
    let unfit = WrappingKey {
        source: Arc::new(Held(KEY)),
        selector: name("films"),
    };
    let refused = key().wrapped_under(unfit).fetch().await.map(|_| ());
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("does not permit Get")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pykmip_takes_no_such_batch_and_the_key_is_registered_and_active_all_the_same() {
    let scene = Scene::start();
    let client = scene.client();
    let registered = client
        .register_active_key(&secret(), &NewKey::new("films"))
        .await
        .unwrap();
    assert_eq!(registered.made.settlement, Settlement::Answered);
    registered.activation.unwrap();
    let log = scene.server.log();
    let registers = log.matches("Processing operation: Register").count();
    assert_eq!(
        (registers, client.locate("films", 9).await.unwrap().len()),
        (1, 1)
    );
    let (id, key) = client
        .fetch_key(&name("films"), KeyPurpose::Protect)
        .await
        .unwrap();
    assert_eq!(
        (id, key.ct_eq(&secret())),
        (registered.made.unique_identifier, true)
    );
}

/// A scripted server with a vault, that cuts instead of answering the first request to Register.
fn cutting(pki: &Pki, vault: &Vault, carries_out: bool) -> (ScriptedServer, Arc<AtomicUsize>) {
    let (vault, registers) = (vault.clone(), Arc::new(AtomicUsize::new(0)));
    let count = Arc::clone(&registers);
    let server = ScriptedServer::start(pki, &Conditions::default(), move |asked: &Asked| {
        let registers = asked.operation == Operation::REGISTER;
        if registers && count.fetch_add(1, Ordering::SeqCst) == 0 {
            assert_eq!(asked.items.len(), 2, "one message for both");
            if carries_out {
                vault.answer(asked);
            }
            return Turn::Steps(vec![Step::Cut]);
        }
        Turn::Answer(vault.answer(asked))
    });
    (server, registers)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_whose_answer_is_lost_is_settled_and_sent_once() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    for carried_out in [true, false] {
        let vault = Vault::new(&[VERSION], KEY);
        let (server, registers) = cutting(&pki, &vault, carried_out);
        let client = Client::new(config(&pki, server.port()));
        let registered = client
            .register_active_key(&secret(), &NewKey::new("films"))
            .await;
        assert_eq!(registers.load(Ordering::SeqCst), 1);
        assert_eq!(vault.named("films").len(), usize::from(carried_out));
        match registered {
            Ok(registered) if carried_out => {
                assert_eq!(registered.made.settlement, Settlement::FoundDone);
                assert_eq!(registered.activation.unwrap(), Settlement::FoundDone);
            }
            Err(Error::NotDone { .. }) if !carried_out => {}
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_compromised_key_is_refused_even_to_open() {
    let scene = Scene::start();
    let client = scene.client();
    let id = client.create("films").await.unwrap();
    client.activate(&id).await.unwrap();
    let since = SystemTime::now() - Duration::from_secs(3600);
    client
        .revoke_for(&id, Revocation::KeyCompromise { since })
        .await
        .unwrap();
    let attributes = client.get_attributes(&id).await.unwrap();
    assert_eq!(attributes.state, Some(State::COMPROMISED));
    let refused = client
        .fetch_leased_key(&name("films"), KeyPurpose::Process)
        .await
        .map(|_| ());
    assert!(
        matches!(refused, Err(Error::KeyCompromised { .. })),
        "{refused:?}"
    );

    let superseded = client.create("older films").await.unwrap();
    client.activate(&superseded).await.unwrap();
    client
        .revoke_for(&superseded, Revocation::Superseded)
        .await
        .unwrap();
    let attributes = client.get_attributes(&superseded).await.unwrap();
    assert_eq!(attributes.state, Some(State::DEACTIVATED));
}

/// What a server exports it takes back, under the same identifier, once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_exported_with_its_attributes_and_imported() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let requests = Arc::clone(&seen);
    let server = ScriptedServer::start(&pki, &Conditions::default(), move |asked: &Asked| {
        requests.lock().unwrap().push(asked.message.clone());
        Turn::Answer(match asked.operation {
            Operation::DISCOVER_VERSIONS => offer(VERSION),
            Operation::EXPORT => success(VERSION, Operation::EXPORT, &|w| {
                w.enumeration(tags::OBJECT_TYPE, 2)?;
                w.text_string(tags::UNIQUE_IDENTIFIER, "7")?;
                w.structure(tags::ATTRIBUTE, |w| {
                    w.text_string(tags::ATTRIBUTE_NAME, "State")?;
                    w.enumeration(tags::ATTRIBUTE_VALUE, State::DEACTIVATED.0)
                })?;
                w.structure(tags::SYMMETRIC_KEY, |w| {
                    w.structure(tags::KEY_BLOCK, |w| {
                        w.enumeration(tags::KEY_FORMAT_TYPE, 1)?;
                        w.structure(tags::KEY_VALUE, |w| w.byte_string(tags::KEY_MATERIAL, &KEY))
                    })
                })
            }),
            operation => success(VERSION, operation, &|w| {
                w.text_string(tags::UNIQUE_IDENTIFIER, "7")
            }),
        })
    });
    let client = Client::new(config(&pki, server.port()));
    let id = UniqueIdentifier::new("7".to_owned());
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method of one lifetime is not a closure of all"
    )]
    let (key, state) = client
        .export(&id, |attributes| attributes.state())
        .await
        .unwrap();
    assert_eq!(
        (key.ct_eq(&secret()), state),
        (true, Some(State::DEACTIVATED))
    );
    let attributes = [
        Attribute::Name("films"),
        Attribute::State(State::DEACTIVATED),
    ];
    let made = client.import(&id, &key, &attributes, false).await.unwrap();
    assert_eq!(
        (made.unique_identifier, made.settlement),
        (id, Settlement::Answered)
    );
    let import = seen.lock().unwrap().last().unwrap().clone();
    assert!(import.windows(KEY.len()).any(|window| window == KEY));
    assert!(import.windows(5).any(|window| window == b"films"));
    // Another identifier than the one asked for is refused.
    let other = UniqueIdentifier::new("8".to_owned());
    let refused = client.export(&other, |_| Ok(())).await.map(|_| ());
    assert!(
        matches!(refused, Err(Error::KeyWrongIdentifier { .. })),
        "{refused:?}"
    );
}

/// How a server that replaces a key, and never says so, goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Replaced {
    /// The new key has the mark of the request.
    Marked,
    /// The old key has a link to a new one, as it has when somebody else replaced it.
    Linked,
    /// Nothing shows.
    Silently,
}

/// A Re-key is settled by its mark. A link proves nothing: it may be of an earlier rotation, or of somebody else's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_re_key_whose_answer_is_lost_is_settled_by_its_mark_and_by_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    for replaced in [Replaced::Marked, Replaced::Linked, Replaced::Silently] {
        let (server, rekeys) = replacing(&pki, replaced);
        let client = Client::new(config(&pki, server.port()));
        let old = UniqueIdentifier::new("7".to_owned());
        let made = client.rekey(&old, None).await;
        assert_eq!(rekeys.load(Ordering::SeqCst), 1, "{replaced:?}");
        match (replaced, made) {
            (Replaced::Marked, Ok(made)) => {
                assert_eq!(made.settlement, Settlement::FoundDone);
                assert_eq!(made.unique_identifier.as_str(), "9");
            }
            (Replaced::Linked, Err(Error::Unsettled { finding, .. })) => {
                assert!(finding.contains("replaced by 8 and 9"), "{finding}");
            }
            (Replaced::Silently, Err(Error::Unsettled { finding, .. })) => {
                assert!(finding.contains("need not show it"), "{finding}");
            }
            other => panic!("{other:?}"),
        }
    }
}

fn replacing(pki: &Pki, replaced: Replaced) -> (ScriptedServer, Arc<AtomicUsize>) {
    let rekeys = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&rekeys);
    let mut mark = String::new();
    let server = ScriptedServer::start(pki, &Conditions::default(), move |asked: &Asked| {
        let text = String::from_utf8_lossy(&asked.message).into_owned();
        Turn::Answer(match asked.operation {
            Operation::DISCOVER_VERSIONS => offer(VERSION),
            Operation::RE_KEY => {
                count.fetch_add(1, Ordering::SeqCst);
                let begin = text.find("request-").expect("the request has a mark");
                mark = text[begin..begin + "request-".len() + 32].to_owned();
                return Turn::Steps(vec![Step::Cut]);
            }
            Operation::LOCATE if replaced == Replaced::Marked && text.contains(&mark) => {
                success(VERSION, asked.operation, &|w| {
                    w.text_string(tags::UNIQUE_IDENTIFIER, "9")
                })
            }
            Operation::GET_ATTRIBUTES if text.contains("Link") => {
                let links: &[&str] = match replaced {
                    Replaced::Linked => &["8", "9"],
                    Replaced::Marked | Replaced::Silently => &[],
                };
                success(VERSION, asked.operation, &|w| {
                    w.text_string(tags::UNIQUE_IDENTIFIER, "7")?;
                    links.iter().try_for_each(|link| {
                        w.structure(tags::ATTRIBUTE, |w| {
                            w.text_string(tags::ATTRIBUTE_NAME, "Link")?;
                            w.structure(tags::ATTRIBUTE_VALUE, |w| {
                                w.enumeration(tags::LINK_TYPE, 0x106)?;
                                w.text_string(tags::LINKED_OBJECT_IDENTIFIER, link)
                            })
                        })
                    })
                })
            }
            Operation::GET_ATTRIBUTES => success(VERSION, asked.operation, &|w| {
                w.text_string(tags::UNIQUE_IDENTIFIER, "9")?;
                w.structure(tags::ATTRIBUTE, |w| {
                    w.text_string(tags::ATTRIBUTE_NAME, "Cryptographic Algorithm")?;
                    w.enumeration(tags::ATTRIBUTE_VALUE, 3)
                })?;
                w.structure(tags::ATTRIBUTE, |w| {
                    w.text_string(tags::ATTRIBUTE_NAME, "Cryptographic Length")?;
                    w.integer(tags::ATTRIBUTE_VALUE, 256)
                })?;
                w.structure(tags::ATTRIBUTE, |w| {
                    w.text_string(tags::ATTRIBUTE_NAME, "Application Specific Information")?;
                    w.structure(tags::ATTRIBUTE_VALUE, |w| {
                        w.text_string(tags::APPLICATION_NAMESPACE, "fieldgate")?;
                        w.text_string(tags::APPLICATION_DATA, &mark)
                    })
                })
            }),
            operation => success(VERSION, operation, &|_| Ok(())),
        })
    });
    (server, rekeys)
}

/// PyKMIP has no Re-key, and doesn't always answer what it doesn't have.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_server_does_not_offer_is_not_sent() {
    for version in [ProtocolVersion::V1_4, ProtocolVersion::V2_0] {
        let scene = Scene::start();
        let config = config(&scene.pki, scene.server.port())
            .with_versions(VersionChoice::Only(version))
            .unwrap();
        let client = Client::new(config);
        let id = client.create("films").await.unwrap();
        let refused = client.rekey(&id, None).await.unwrap_err();
        assert!(
            matches!(refused, Error::OperationsMissing { .. }),
            "{version}: {refused:?}"
        );
        let text = refused.to_string();
        assert!(text.contains("does not offer Re-key"), "{text}");
        assert!(!scene.server.log().contains("Processing operation: Rekey"));
    }
}

/// What was asked of one object and answered for another isn't done: not to the one that was meant.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_about_another_object_is_not_taken() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let vault = Vault::new(&[VERSION], KEY);
    let id = UniqueIdentifier::new(vault.put("films"));
    let answers = vault.clone();
    let server = ScriptedServer::start(&pki, &Conditions::default(), move |asked: &Asked| {
        Turn::Answer(match asked.operation {
            Operation::ACTIVATE | Operation::REVOKE | Operation::DESTROY => {
                success(VERSION, asked.operation, &|w| {
                    w.text_string(tags::UNIQUE_IDENTIFIER, "quite-another")
                })
            }
            _ => answers.answer(asked),
        })
    });
    let client = Client::new(config(&pki, server.port()));
    let (revoked, destroyed) = tokio::join!(client.revoke(&id), client.destroy(&id));
    for refused in [revoked, destroyed] {
        assert!(
            matches!(&refused, Err(Error::Unsettled { finding, .. }) if finding.contains("another object")),
            "{refused:?}"
        );
    }
    // The key is Active as it was to be: its State tells, not the answer.
    let activated = client.activate(&id).await.unwrap();
    assert_eq!(activated, Settlement::FoundDone);
}
