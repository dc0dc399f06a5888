//! Our KMIP client and PyKMIP's, against PyKMIP's server: each finds what the other made, at every version.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use fieldgate_core::kmip::{CryptographicAlgorithm, Operation, ProtocolVersion, State};
use fieldgate_kmip_client::{
    Client, ClientAuth, Error, KeyPurpose, KeySelector, UniqueIdentifier, VersionChoice, probe,
};
use kmip_support::own_memory::{mask, occurrences};
use kmip_support::{
    KEY, PasswordServer, Scene, certificate, config_with, hex, login, patient, secret,
};

/// The versions that PyKMIP speaks.
const VERSIONS: [ProtocolVersion; 6] = [
    ProtocolVersion::V1_0,
    ProtocolVersion::V1_1,
    ProtocolVersion::V1_2,
    ProtocolVersion::V1_3,
    ProtocolVersion::V1_4,
    ProtocolVersion::V2_0,
];

fn by_name(name: &str) -> KeySelector {
    KeySelector::Name(name.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pykmip_fetches_what_we_register_at_every_version() {
    let scene = Scene::start();
    for version in VERSIONS {
        let config = scene
            .config()
            .with_versions(VersionChoice::Only(version))
            .unwrap();
        let client = Client::new(config);
        let name = format!("ours at {version}");
        let id = client.register(&secret(), &name).await.unwrap();
        client.activate(&id).await.unwrap();

        let version = version.to_string();
        assert_eq!(
            scene.pykmip(&version, &["get", id.as_str()]),
            hex(&KEY),
            "{version}"
        );
        let (found, key) = client
            .fetch_key(&by_name(&name), KeyPurpose::Protect)
            .await
            .unwrap();
        assert_eq!((found, key.expose()), (id, &KEY), "{version}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn we_fetch_what_pykmip_registers_at_every_version() {
    let scene = Scene::start();
    for version in VERSIONS {
        let name = format!("theirs at {version}");
        let id = scene.pykmip(&version.to_string(), &["register", &name, &hex(&KEY)]);
        let id = UniqueIdentifier::new(id);

        let config = scene
            .config()
            .with_versions(VersionChoice::Only(version))
            .unwrap();
        let client = Client::new(config);
        let (found, key) = client
            .fetch_key(&by_name(&name), KeyPurpose::Protect)
            .await
            .unwrap();
        assert_eq!((&found, key.expose()), (&id, &KEY), "{version}");
        let (_, key) = client
            .fetch_key(&KeySelector::UniqueIdentifier(id), KeyPurpose::Protect)
            .await
            .unwrap();
        assert_eq!(key.expose(), &KEY, "{version}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_lives_and_ends_at_every_version() {
    let scene = Scene::start();
    for version in VERSIONS {
        let config = scene
            .config()
            .with_versions(VersionChoice::Only(version))
            .unwrap();
        let client = Client::new(config);
        let name = format!("life at {version}");
        let id = client.create(&name).await.unwrap();
        let attributes = client.get_attributes(&id).await.unwrap();
        assert_eq!(attributes.names, [name.as_str()], "{version}");
        assert_eq!(
            attributes.algorithm,
            Some(CryptographicAlgorithm::AES),
            "{version}"
        );
        assert_eq!(attributes.length_bits, Some(256), "{version}");
        assert_eq!(attributes.state, Some(State::PRE_ACTIVE), "{version}");

        client.activate(&id).await.unwrap();
        let (found, first) = client
            .fetch_key(&by_name(&name), KeyPurpose::Protect)
            .await
            .unwrap();
        let (_, second) = client
            .fetch_key(&by_name(&name), KeyPurpose::Protect)
            .await
            .unwrap();
        assert_eq!(
            (&found, first.expose()),
            (&id, second.expose()),
            "{version}"
        );
        assert_ne!(first.expose(), &[0; 32], "{version}");

        client.revoke(&id).await.unwrap();
        assert_eq!(
            client.get_attributes(&id).await.unwrap().state,
            Some(State::DEACTIVATED),
            "{version}"
        );
        let refused = client
            .fetch_key(&by_name(&name), KeyPurpose::Protect)
            .await
            .map(|_| ())
            .unwrap_err();
        assert!(
            matches!(
                refused,
                Error::KeyNotActive {
                    state: State::DEACTIVATED,
                    ..
                }
            ),
            "{version}: {refused}"
        );
        let (_, to_open) = client
            .fetch_key(&by_name(&name), KeyPurpose::Process)
            .await
            .unwrap();
        assert_eq!(to_open.expose(), first.expose(), "{version}");

        client.destroy(&id).await.unwrap();
        let missing = client
            .fetch_key(&by_name(&name), KeyPurpose::Protect)
            .await
            .map(|_| ())
            .unwrap_err();
        assert!(
            matches!(missing, Error::KeyMissing { .. }),
            "{version}: {missing}"
        );
        let missing = client
            .fetch_key(&KeySelector::UniqueIdentifier(id), KeyPurpose::Protect)
            .await
            .map(|_| ())
            .unwrap_err();
        assert!(
            matches!(missing, Error::KeyMissing { .. }),
            "{version}: {missing}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_newest_common_version_is_chosen() {
    let scene = Scene::start();
    assert_eq!(
        scene.client().version().await.unwrap(),
        ProtocolVersion::V2_0
    );
    for newest in VERSIONS {
        let config = scene
            .config()
            .with_versions(VersionChoice::UpTo(newest))
            .unwrap();
        assert_eq!(Client::new(config).version().await.unwrap(), newest);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn abilities_are_listed() {
    let scene = Scene::start();
    let abilities = scene.client().query().await.unwrap();
    assert!(
        abilities.operations.contains(&Operation::GET),
        "{abilities:?}"
    );
    assert!(
        !abilities.operations.contains(&Operation::OBTAIN_LEASE),
        "{abilities:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_connection_is_made_after_the_server_was_away() {
    let mut scene = Scene::start();
    let client = Client::new(scene.config().with_deadlines(patient()));
    let id = client.register(&secret(), "films").await.unwrap();
    client.activate(&id).await.unwrap();
    scene.server.stop();
    let away = client
        .fetch_key(&by_name("films"), KeyPurpose::Protect)
        .await
        .map(|_| ())
        .unwrap_err();
    assert!(matches!(away, Error::ConnectRefused { .. }), "{away:?}");
    scene.server.resume().unwrap();
    let (_, key) = client
        .fetch_key(&by_name("films"), KeyPurpose::Protect)
        .await
        .unwrap();
    assert_eq!(key.expose(), &KEY);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_probe_passes_all_stages() {
    let scene = Scene::start();
    let verdict = probe(&scene.config()).await;
    println!("{verdict}");
    assert!(verdict.passed(), "{verdict}");
    let text = verdict.to_string();
    // What a stage has to say beyond its first line is indented.
    let stages = text.lines().filter(|line| !line.starts_with(' '));
    assert_eq!(stages.count(), 6, "{text}");
    assert!(
        text.contains("TLS 1.2")
            && text.contains("asked for and sent")
            && text.contains("KMIP 2.0"),
        "{text}"
    );
}

/// A key that was fetched and dropped is nowhere in this process: not in freed memory, not in a buffer, not on a stack.
#[tokio::test]
async fn no_byte_of_a_fetched_key_stays_in_memory() {
    let scene = Scene::start();
    // TLS 1.2.
    leaves_nothing(scene.client()).await;
    // TLS 1.3.
    let server = PasswordServer::start(&scene.pki, &scene.dir.path().join("passwords"), false);
    let auth = ClientAuth::CertificateAndLogin(
        certificate(&scene.pki.client),
        login("alice", "open sesame"),
    );
    leaves_nothing(Client::new(config_with(
        &scene.pki.authority_certificate,
        auth,
        server.port,
    )))
    .await;
}

async fn leaves_nothing(client: Client) {
    let id = client.create("films").await.unwrap();
    client.activate(&id).await.unwrap();

    // The server made the key. What this process may know of it is kept apart, and masked.
    let (_, key) = client
        .fetch_key(&by_name("films"), KeyPurpose::Protect)
        .await
        .unwrap();
    let masked = mask(key.expose());
    assert!(
        occurrences(&masked) >= 1,
        "the search finds a key that is held"
    );
    drop(key);
    for _ in 0..5 {
        client
            .fetch_key(&by_name("films"), KeyPurpose::Protect)
            .await
            .unwrap();
    }
    assert_eq!(occurrences(&masked), 0, "with the connection open");
    drop(client);
    assert_eq!(occurrences(&masked), 0, "with the connection closed");
}
