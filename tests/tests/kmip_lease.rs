//! Leases (KMIP 1.4 section 3.20): what a strict PyKMIP server leases bounds how long a key is used, and what it doesn't lease
//! isn't used.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::thread;
use std::time::{Duration, Instant};

use fieldgate_core::kmip::{Operation, ProtocolVersion, ResultReason, tags};
use fieldgate_gateway::keyring::{KeySource as _, KmipKey, KmipServer};
use fieldgate_kmip_client::{
    Client, ClientAuth, Error, KeyPurpose, KeySelector, ServerConfig, UniqueIdentifier,
};
use fieldgate_tests::fieldgate::{self, Gateway, KEY_NAME};
use fieldgate_tests::films::{AUTHORIZATION, RECORDS_PATH, RULES};
use fieldgate_tests::https;
use fieldgate_tests::kinto::Kinto;
use fieldgate_tests::pki::Pki;
use fieldgate_tests::pykmip::PyKmip;
use fieldgate_tests::pykmip_strict::Strict;
use fieldgate_tests::python::Python;
use kmip_support::fake::{Asked, Conditions, ScriptedServer, Turn, Vault, refusal, success};
use kmip_support::{KEY, Scene, certificate, config, config_with, login, secret};

const VERSION: ProtocolVersion = ProtocolVersion::V1_4;
/// How long the strict server of the whole gateway leases.
const LEASE_S: u32 = 3;
/// For how long there is traffic.
const TRAFFIC: Duration = Duration::from_secs(13);
const FILM: &[u8] = br#"{"data": {"Title": "Vagabond", "Director": "Agnes Varda"}}"#;

fn films() -> KeySelector {
    KeySelector::Name("films".to_owned())
}

fn as_alice(pki: &Pki, port: u16) -> ServerConfig {
    let auth =
        ClientAuth::CertificateAndLogin(certificate(&pki.client), login("alice", "open sesame"));
    config_with(&pki.authority_certificate, auth, port)
}

fn leasing(dir: &Path, pki: &Pki, seconds: u32) -> PyKmip {
    let strict = Strict {
        lease_s: Some(seconds),
        ..Strict::default()
    };
    PyKmip::start_strict(&Python::find().unwrap(), dir, pki, strict).unwrap()
}

/// How often PyKMIP carried an operation out.
fn carried_out(server: &PyKmip, operation: &str) -> usize {
    let wanted = format!("Processing operation: {operation}");
    let log = server.log();
    log.lines().filter(|line| line.ends_with(&wanted)).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_leases_is_asked_and_one_that_does_not_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(&dir.path().join("pki")).unwrap();
    let server = leasing(&dir.path().join("pykmip"), &pki, 90);
    let client = Client::new(as_alice(&pki, server.port()));
    let id = client.register(&secret(), "films").await.unwrap();
    // No lease on what isn't Active.
    let refused = client.obtain_lease(&id).await.unwrap_err();
    assert!(
        matches!(refused, Error::PermissionDenied { .. }),
        "{refused:?}"
    );
    client.activate(&id).await.unwrap();
    for _ in 0..3 {
        let fetched = client
            .fetch_leased_key(&films(), KeyPurpose::Protect)
            .await
            .unwrap();
        assert_eq!(fetched.lease, Some(Duration::from_secs(90)));
        assert!(fetched.secret.ct_eq(&secret()));
    }
    assert_eq!(carried_out(&server, "Query"), 1, "the answer is remembered");
    let lease = client.obtain_lease(&id).await.unwrap();
    assert!(lease.last_change_s.is_some());

    // A Deactivated key still opens; it has no lease, and needs none.
    client.revoke(&id).await.unwrap();
    let fetched = client.fetch_leased_key(&films(), KeyPurpose::Process).await;
    assert_eq!(fetched.unwrap().lease, None);

    let stock = Scene::start();
    let client = stock.client();
    let id = client.register(&secret(), "films").await.unwrap();
    client.activate(&id).await.unwrap();
    let fetched = client.fetch_leased_key(&films(), KeyPurpose::Protect).await;
    assert_eq!(fetched.unwrap().lease, None);
}

/// A scripted server with an Active key, which refuses what `refuses` says.
fn scripted(
    pki: &Pki,
    vault: &Vault,
    refuses: impl Fn(Operation) -> Option<ResultReason> + Send + 'static,
) -> (ScriptedServer, KmipKey) {
    let id = vault.put("films");
    let answers = vault.clone();
    let script = move |asked: &Asked| {
        Turn::Answer(match refuses(asked.operation) {
            Some(reason) => refusal(asked.version, reason),
            None => answers.answer(asked),
        })
    };
    let server = ScriptedServer::start(pki, &Conditions::default(), script);
    let client = Client::new(config(pki, server.port()));
    let shared = KmipServer::new("fake".to_owned(), client, Arc::new(AtomicU64::new(0)));
    let selector = KeySelector::UniqueIdentifier(UniqueIdentifier::new(id));
    let key = KmipKey::new(Arc::new(shared), selector, KeyPurpose::Protect);
    (server, key)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_whose_lease_is_refused_is_not_handed_out() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    for reason in [
        ResultReason::PERMISSION_DENIED,
        ResultReason::GENERAL_FAILURE,
    ] {
        let vault = Vault::new(&[VERSION], KEY);
        let (_server, key) = scripted(&pki, &vault, move |operation| {
            (operation == Operation::OBTAIN_LEASE).then_some(reason)
        });
        let refused = key.fetch().await.map(|_| ()).unwrap_err().to_string();
        assert!(refused.contains("gives no lease for it"), "{refused}");
        assert!(refused.starts_with("KMIP server fake: key"), "{refused}");
    }
    // Where Query isn't answered a lease is asked for all the same, and only what the server says to that is no lease.
    for reason in [
        ResultReason::PERMISSION_DENIED,
        ResultReason::GENERAL_FAILURE,
        ResultReason::OPERATION_NOT_SUPPORTED,
    ] {
        let vault = Vault::new(&[VERSION], KEY);
        vault.set_lease(60);
        let (_server, key) = scripted(&pki, &vault, move |operation| {
            (operation == Operation::QUERY).then_some(reason)
        });
        let lease = key.fetch().await.map(|key| key.lease).unwrap();
        assert_eq!(lease, Some(Duration::from_secs(60)), "{reason}");
        let (_server, key) = scripted(&pki, &vault, move |operation| {
            (operation == Operation::QUERY)
                .then_some(reason)
                .or_else(|| {
                    (operation == Operation::OBTAIN_LEASE)
                        .then_some(ResultReason::OPERATION_NOT_SUPPORTED)
                })
        });
        assert_eq!(key.fetch().await.map(|key| key.lease).unwrap(), None);
    }
    // And the time that the server says is the time that counts.
    let vault = Vault::new(&[VERSION], KEY);
    vault.set_lease(7);
    let (_server, key) = scripted(&pki, &vault, |_| None);
    let lease = key.fetch().await.map(|key| key.lease).unwrap();
    assert_eq!(lease, Some(Duration::from_secs(7)));
}

/// That a server leases nothing isn't remembered: it may begin to.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_begins_to_lease_is_noticed_at_the_next_fetch() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let vault = Vault::new(&[VERSION], KEY);
    vault.set_lease(60);
    let id = UniqueIdentifier::new(vault.put("films"));
    let mut queries = 0;
    let server = ScriptedServer::start(&pki, &Conditions::default(), move |asked: &Asked| {
        if asked.operation == Operation::QUERY {
            queries += 1;
            if queries == 1 {
                return Turn::Answer(success(VERSION, Operation::QUERY, &|w| {
                    w.enumeration(tags::OPERATION, Operation::GET.0)
                }));
            }
        }
        Turn::Answer(vault.answer(asked))
    });
    let client = Client::new(config(&pki, server.port()));
    let films = KeySelector::UniqueIdentifier(id);
    for lease in [None, Some(Duration::from_secs(60))] {
        let fetched = client.fetch_leased_key(&films, KeyPurpose::Protect).await;
        assert_eq!(fetched.unwrap().lease, lease);
    }
}

/// A lease that a server gives on a Deactivated key bounds its use, too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deactivated_key_is_leased_where_the_server_leases_it() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let vault = Vault::new(&[VERSION], KEY);
    let id = UniqueIdentifier::new(vault.put("films"));
    let server = ScriptedServer::start(&pki, &Conditions::default(), move |asked: &Asked| {
        Turn::Answer(match asked.operation {
            Operation::OBTAIN_LEASE => success(VERSION, Operation::OBTAIN_LEASE, &|w| {
                w.text_string(tags::UNIQUE_IDENTIFIER, "object-1")?;
                w.interval(tags::LEASE_TIME, 9)?;
                w.date_time(tags::LAST_CHANGE_DATE, 1_700_000_000)
            }),
            _ => vault.answer(asked),
        })
    });
    let client = Client::new(config(&pki, server.port()));
    client.revoke(&id).await.unwrap();
    let films = KeySelector::UniqueIdentifier(id);
    let fetched = client.fetch_leased_key(&films, KeyPurpose::Process).await;
    assert_eq!(fetched.unwrap().lease, Some(Duration::from_secs(9)));
}

/// The configuration of a gateway that logs in as alice.
fn configuration(dir: &Path, pki: &Pki, scene: &fieldgate::Scene) -> PathBuf {
    let password = dir.join("password");
    fs::write(&password, "open sesame\n").unwrap();
    fs::set_permissions(&password, fs::Permissions::from_mode(0o600)).unwrap();
    let file = scene.write(dir, pki).unwrap();
    let text = fs::read_to_string(&file).unwrap();
    let login = format!(
        "certificate_authority = \"{}\"\nusername = \"alice\"\npassword_file = \"password\"\n",
        pki.authority_certificate.display()
    );
    let plain = format!(
        "certificate_authority = \"{}\"\n",
        pki.authority_certificate.display()
    );
    assert!(text.contains(&plain));
    fs::write(&file, text.replace(&plain, &login)).unwrap();
    file
}

#[test]
fn the_gateway_fetches_again_before_each_use_beyond_the_lease_and_never_uses_a_key_longer() {
    let dir = tempfile::tempdir().unwrap();
    let python = Python::find().unwrap();
    let pki = Pki::create(&dir.path().join("pki")).unwrap();
    let mut kmip = leasing(&dir.path().join("pykmip"), &pki, LEASE_S);
    let kinto = Kinto::start(&python, &dir.path().join("kinto")).unwrap();
    let scene = fieldgate::Scene::new(kinto.url(), kmip.port(), RULES);
    let config = configuration(dir.path(), &pki, &scene);
    fieldgate::create_key(&config).unwrap();
    let gateway = Gateway::start(&config).unwrap();
    let client = https::Client::new(&pki.authority_certificate).unwrap();
    let put = |path: &str, body: &[u8]| {
        let address = gateway.address();
        client
            .request(address, "PUT", path, &[AUTHORIZATION], body)
            .unwrap()
    };
    for path in ["/v1/buckets/demo", "/v1/buckets/demo/collections/films"] {
        assert!(put(path, b"{}").status < 300);
    }
    let record = format!("{RECORDS_PATH}/vagabond");

    let begin = Instant::now();
    while begin.elapsed() < TRAFFIC {
        let response = put(&record, FILM);
        assert!(response.status < 300, "{}", response.text());
        thread::sleep(Duration::from_millis(50));
    }
    let gets = gateway.metrics().unwrap().kmip_gets();
    let leases = u64::from(LEASE_S);
    let (fewest, most) = (TRAFFIC.as_secs() / leases, TRAFFIC.as_secs() / leases + 2);
    println!(
        "{gets} Gets in {} s with a lease of {LEASE_S} s",
        TRAFFIC.as_secs()
    );
    assert!((fewest..=most).contains(&gets), "{gets} Gets");

    // Without its server the key serves until its lease is over, and not a moment longer.
    kmip.stop();
    let begin = Instant::now();
    let mut last_use = Duration::ZERO;
    while begin.elapsed() < Duration::from_secs(u64::from(LEASE_S) + 3) {
        let response = put(&record, FILM);
        match response.status {
            0..300 => last_use = begin.elapsed(),
            // 502: sealed in time, but the key was gone before the answer could be opened.
            502 | 503 => {}
            status => panic!("{status}: {}", response.text()),
        }
        thread::sleep(Duration::from_millis(20));
    }
    println!(
        "last use {} ms after the server was gone",
        last_use.as_millis()
    );
    assert!(
        last_use <= Duration::from_secs(u64::from(LEASE_S)),
        "{last_use:?}"
    );
    assert!(!gateway.metrics().unwrap().key_held(KEY_NAME));
    assert!(
        gateway.log().contains("its lease was over"),
        "{}",
        gateway.log()
    );
}
