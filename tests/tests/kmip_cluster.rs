//! Several addresses of one KMIP server: which one our client uses, when it goes to another, and what it never sends there.
//! And the versions that it remembers of each.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use fieldgate_core::kmip::{Operation, ProtocolVersion, ResultReason};
use fieldgate_kmip_client::{
    Address, Client, ClientAuth, ConfigError, Deadlines, Error, PoolLimits, ServerConfig,
};
use fieldgate_tests::pki::Pki;
use fieldgate_tests::process::free_port;
use kmip_support::fake::{Conditions, Door, ScriptedServer, Step, Turn, Vault, refusal};
use kmip_support::{KEY, config_with, create_only, login};
use tokio::time::sleep;

const VERSION: ProtocolVersion = ProtocolVersion::V1_4;

/// A little longer than an address is left alone after its first failure.
const ALONE: Duration = Duration::from_millis(600);

struct Scene {
    dir: tempfile::TempDir,
    pki: Pki,
    vault: Vault,
}

impl Scene {
    fn new(versions: &[ProtocolVersion]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pki = Pki::create(dir.path()).unwrap();
        Self {
            dir,
            pki,
            vault: Vault::new(versions, KEY),
        }
    }

    /// A node of the cluster: its nodes have one vault.
    fn node(&self) -> ScriptedServer {
        let vault = self.vault.clone();
        ScriptedServer::start(&self.pki, &Conditions::default(), move |asked| {
            Turn::Answer(vault.answer(asked))
        })
    }

    /// Each call makes its connection, so that the choice of the address shows.
    fn config(&self, ports: &[u16]) -> ServerConfig {
        let auth = ClientAuth::Login(login("alice", "open sesame"));
        let addresses = ports.iter().map(|port| address("localhost", *port));
        config_with(&self.pki.authority_certificate, auth, 0)
            .with_addresses(addresses.collect())
            .unwrap()
            .with_pool(PoolLimits {
                age_max: Duration::ZERO,
                ..PoolLimits::default()
            })
    }
}

fn address(host: &str, port: u16) -> Address {
    Address {
        host: host.to_owned(),
        port,
    }
}

async fn ask(client: &Client) {
    client.locate("films", 1).await.unwrap();
}

#[tokio::test]
async fn the_first_healthy_address_is_used_and_one_that_failed_comes_back() {
    let scene = Scene::new(&[VERSION]);
    let (first, second) = (scene.node(), scene.node());
    let client = Client::new(scene.config(&[first.port(), second.port()]));
    ask(&client).await;
    assert_eq!((first.connections(), second.connections()), (1, 0));

    first.set_door(|_| Door::CloseAtOnce);
    for _ in 0..3 {
        ask(&client).await;
    }
    assert_eq!(first.connections(), 1, "left alone after its failure");
    assert_eq!(second.connections(), 3);

    first.set_door(|_| Door::Open);
    sleep(ALONE).await;
    ask(&client).await;
    ask(&client).await;
    assert_eq!((first.connections(), second.connections()), (2, 3));
}

#[tokio::test]
async fn when_all_addresses_fail_the_call_ends_at_once_and_the_next_tries_again() {
    let scene = Scene::new(&[VERSION]);
    let node = scene.node();
    node.set_door(|_| Door::CloseAtOnce);
    let ports = [free_port().unwrap(), node.port(), free_port().unwrap()];
    let client = Client::new(scene.config(&ports));
    for _ in 0..2 {
        let since = Instant::now();
        let error = client.create("films").await.unwrap_err();
        assert!(!error.may_have_been_done(), "{error:?}");
        assert!(since.elapsed() < Duration::from_secs(5));
    }
    node.set_door(|_| Door::Open);
    client.create("films").await.unwrap();
    assert_eq!(scene.vault.named("films").len(), 1);
}

#[tokio::test]
async fn each_address_has_to_show_its_own_name() {
    let mut scene = Scene::new(&[VERSION]);
    let good = scene.node();
    let bad = scene.pki.create_bad(scene.dir.path()).unwrap();
    scene.pki.server = bad.wrong_host;
    let impostor = scene.node();
    let addresses = vec![
        address("localhost", impostor.port()),
        address("127.0.0.1", good.port()),
    ];
    let config = scene.config(&[0]).with_addresses(addresses).unwrap();
    let client = Client::new(config);
    ask(&client).await;
    assert_eq!((impostor.connections(), good.connections()), (1, 1));
    let alone = Client::new(scene.config(&[impostor.port()]));
    let error = alone.locate("films", 1).await.unwrap_err();
    assert!(
        matches!(error, Error::ServerNameMismatch { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_question_without_an_answer_goes_elsewhere_and_a_change_does_not() {
    let scene = Scene::new(&[VERSION]);
    let (mute, good) = (scene.node(), scene.node());
    let deadlines = Deadlines {
        call: Duration::from_millis(500),
        ..Deadlines::default()
    };
    let ports = [mute.port(), good.port()];
    let client = || Client::new(scene.config(&ports).with_deadlines(deadlines));
    let vault = scene.vault.clone();
    mute.set_script(move |asked| match asked.operation {
        Operation::LOCATE => Turn::Hang,
        Operation::CREATE => {
            let _carried_out = vault.answer(asked);
            Turn::Steps(vec![Step::Cut])
        }
        _ => Turn::Answer(vault.answer(asked)),
    });
    let asking = client();
    asking.locate("films", 1).await.unwrap();
    assert_eq!((mute.connections(), good.connections()), (1, 1));

    let error = create_only(&client(), "films").await.unwrap_err();
    assert!(error.may_have_been_done(), "{error:?}");
    assert_eq!(good.connections(), 1);
    assert_eq!(scene.vault.named("films").len(), 1);
}

/// Each refusal may count: three, and the account is locked.
#[tokio::test]
async fn a_login_that_is_refused_is_tried_at_no_other_address() {
    let scene = Scene::new(&[VERSION]);
    let (first, second) = (scene.node(), scene.node());
    first.set_script(|asked| {
        Turn::Answer(refusal(
            asked.version,
            ResultReason::AUTHENTICATION_NOT_SUCCESSFUL,
        ))
    });
    let client = Client::new(scene.config(&[first.port(), second.port()]));
    let error = client.locate("films", 1).await.unwrap_err();
    assert!(
        matches!(error, Error::AuthenticationRefused { .. }),
        "{error:?}"
    );
    assert_eq!((first.connections(), second.connections()), (1, 0));
}

#[tokio::test]
async fn a_version_is_agreed_on_once_and_again_when_it_is_no_longer_known() {
    use ProtocolVersion as V;
    let scene = Scene::new(&[V::V1_4, V::V1_2]);
    let discovered = Arc::new(AtomicUsize::new(0));
    let node = scene.node();
    // A server of these versions, which says so to others.
    let serve = |versions: &[V], reason: ResultReason| {
        let (vault, spoken) = (scene.vault.clone(), versions.to_vec());
        let offering = Vault::new(versions, KEY);
        let counter = Arc::clone(&discovered);
        node.set_script(move |asked| {
            let discovers = asked.operation == Operation::DISCOVER_VERSIONS;
            counter.fetch_add(usize::from(discovers), Ordering::Relaxed);
            Turn::Answer(match spoken.contains(&asked.version) {
                true if discovers => offering.answer(asked),
                true => vault.answer(asked),
                false => refusal(V::V1_2, reason),
            })
        });
    };
    for reason in [
        ResultReason::INVALID_MESSAGE,
        ResultReason::UNSUPPORTED_PROTOCOL_VERSION,
    ] {
        serve(&[V::V1_4, V::V1_2], reason);
        discovered.store(0, Ordering::Relaxed);
        let client = Client::new(scene.config(&[node.port()]));
        for _ in 0..3 {
            ask(&client).await;
        }
        assert_eq!(client.version().await.unwrap(), V::V1_4);
        assert_eq!(discovered.load(Ordering::Relaxed), 1);

        // The server is set back: its newest version is 1.2 now.
        serve(&[V::V1_2], reason);
        client.create("films").await.unwrap();
        assert_eq!(client.version().await.unwrap(), V::V1_2);
    }
    assert_eq!(scene.vault.named("films").len(), 2);
}

/// A server that offers a version and then refuses it.
#[tokio::test]
async fn a_version_that_is_offered_and_refused_is_left_out() {
    use ProtocolVersion as V;
    let scene = Scene::new(&[V::V2_1, V::V2_0, V::V1_4]);
    let vault = scene.vault.clone();
    let node = scene.node();
    node.set_script(move |asked| {
        Turn::Answer(if asked.version.major == 2 {
            refusal(asked.version, ResultReason::UNSUPPORTED_PROTOCOL_VERSION)
        } else {
            vault.answer(asked)
        })
    });
    let client = Client::new(scene.config(&[node.port()]));
    client.create("films").await.unwrap();
    assert_eq!(client.version().await.unwrap(), V::V1_4);
    assert_eq!(scene.vault.named("films").len(), 1);
}

/// A load balancer, say, led one request to a server of another version.
#[tokio::test]
async fn a_version_that_worked_is_not_given_up_for_one_refusal() {
    let scene = Scene::new(&[VERSION]);
    let vault = scene.vault.clone();
    let node = scene.node();
    let mut located = 0;
    node.set_script(move |asked| {
        located += usize::from(asked.operation == Operation::LOCATE);
        Turn::Answer(if located == 2 {
            located += 1;
            refusal(asked.version, ResultReason::UNSUPPORTED_PROTOCOL_VERSION)
        } else {
            vault.answer(asked)
        })
    });
    let config = scene.config(&[node.port()]);
    let client = Client::new(config.with_pool(PoolLimits::default()));
    for _ in 0..4 {
        ask(&client).await;
    }
    assert_eq!(client.version().await.unwrap(), VERSION);
}

/// One that is sealed, or still starting: it answers, and it serves nobody.
#[tokio::test]
async fn an_address_that_serves_nobody_is_passed_over() {
    let scene = Scene::new(&[VERSION]);
    let (sealed, good) = (scene.node(), scene.node());
    sealed.set_script(|asked| Turn::Answer(refusal(asked.version, ResultReason::GENERAL_FAILURE)));
    let client = Client::new(scene.config(&[sealed.port(), good.port()]));
    for _ in 0..3 {
        ask(&client).await;
    }
    assert_eq!((sealed.connections(), good.connections()), (1, 3));
}

#[tokio::test]
async fn a_server_of_2_only_is_met_there() {
    use ProtocolVersion as V;
    let scene = Scene::new(&[V::V2_1, V::V2_1, V::V2_0]);
    let node = scene.node();
    let client = Client::new(scene.config(&[node.port()]));
    assert_eq!(client.version().await.unwrap(), V::V2_1);
    ask(&client).await;
}

#[test]
fn a_cluster_has_some_addresses_and_each_a_host() {
    let scene = Scene::new(&[VERSION]);
    let none = scene.config(&[1]).with_addresses(Vec::new());
    assert!(matches!(none, Err(ConfigError::Addresses { count: 0 })));
    let many = vec![address("localhost", 5696); 17];
    let many = scene.config(&[1]).with_addresses(many);
    assert!(matches!(many, Err(ConfigError::Addresses { count: 17 })));
    let wrong = scene
        .config(&[1])
        .with_addresses(vec![address("two words", 5696)]);
    assert!(matches!(wrong, Err(ConfigError::Host { .. })));
}
