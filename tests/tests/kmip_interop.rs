//! Our KMIP client and PyKMIP's, against PyKMIP's server: each finds what the other made, at every version.

mod kmip_support;

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;

use fieldgate_core::kmip::{CryptographicAlgorithm, Operation, ProtocolVersion, State};
use fieldgate_kmip_client::{Client, Error, KeySelector, UniqueIdentifier, VersionChoice, probe};
use kmip_support::{KEY, Scene, hex, secret};

/// The versions that PyKMIP speaks.
const VERSIONS: [ProtocolVersion; 6] = [
    ProtocolVersion::V1_0,
    ProtocolVersion::V1_1,
    ProtocolVersion::V1_2,
    ProtocolVersion::V1_3,
    ProtocolVersion::V1_4,
    ProtocolVersion::V2_0,
];

/// What a key is masked with while memory is searched for it.
const MASK: u8 = 0xa5;

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
        let (found, key) = client.fetch_key(&by_name(&name)).await.unwrap();
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
        let (found, key) = client.fetch_key(&by_name(&name)).await.unwrap();
        assert_eq!((&found, key.expose()), (&id, &KEY), "{version}");
        let (_, key) = client
            .fetch_key(&KeySelector::UniqueIdentifier(id))
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
        let (found, first) = client.fetch_key(&by_name(&name)).await.unwrap();
        let (_, second) = client.fetch_key(&by_name(&name)).await.unwrap();
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
            .fetch_key(&by_name(&name))
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

        client.destroy(&id).await.unwrap();
        let missing = client
            .fetch_key(&by_name(&name))
            .await
            .map(|_| ())
            .unwrap_err();
        assert!(
            matches!(missing, Error::KeyMissing { .. }),
            "{version}: {missing}"
        );
        let missing = client
            .fetch_key(&KeySelector::UniqueIdentifier(id))
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
    let client = scene.client();
    let id = client.register(&secret(), "films").await.unwrap();
    client.activate(&id).await.unwrap();
    scene.server.stop();
    let away = client
        .fetch_key(&by_name("films"))
        .await
        .map(|_| ())
        .unwrap_err();
    assert!(matches!(away, Error::ConnectRefused { .. }), "{away:?}");
    scene.server.resume().unwrap();
    let (_, key) = client.fetch_key(&by_name("films")).await.unwrap();
    assert_eq!(key.expose(), &KEY);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_probe_passes_all_stages() {
    let scene = Scene::start();
    let verdict = probe(&scene.config()).await;
    println!("{verdict}");
    assert!(verdict.passed(), "{verdict}");
    let text = verdict.to_string();
    assert_eq!(text.lines().count(), 6, "{text}");
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
    let client = scene.client();
    let id = client.create("films").await.unwrap();
    client.activate(&id).await.unwrap();

    // The server made the key. What this process may know of it is kept apart, and masked.
    let mut masked = [0; 32];
    {
        let (_, key) = client.fetch_key(&by_name("films")).await.unwrap();
        for (masked, byte) in masked.iter_mut().zip(key.expose()) {
            *masked = byte ^ MASK;
        }
        assert!(
            occurrences(&masked) >= 1,
            "the search finds a key that is held"
        );
    }
    for _ in 0..5 {
        client.fetch_key(&by_name("films")).await.unwrap();
    }
    assert_eq!(occurrences(&masked), 0, "with the connection open");
    drop(client);
    assert_eq!(occurrences(&masked), 0, "with the connection closed");
}

/// How often either half of the key occurs in this process. The key is given masked, and is never put together here:
/// a search that held it would find itself.
fn occurrences(masked: &[u8; 32]) -> usize {
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let memory = File::open("/proc/self/mem").unwrap();
    let mut chunk = vec![0; 1 << 20];
    let mut count = 0;
    let mut searched_bytes = 0;
    for line in maps.lines() {
        let mut words = line.split_ascii_whitespace();
        let (start, end) = words.next().unwrap().split_once('-').unwrap();
        let [start, end] = [start, end].map(|address| u64::from_str_radix(address, 16).unwrap());
        if !words.next().unwrap().starts_with("rw") {
            continue;
        }
        let mut at = start;
        while at < end {
            let wanted = usize::try_from(end - at).unwrap().min(chunk.len());
            let Ok(got) = memory.read_at(&mut chunk[..wanted], at) else {
                break;
            };
            if got == 0 {
                break;
            }
            let halves = masked.split_at(16);
            for half in [halves.0, halves.1] {
                count += chunk[..got]
                    .windows(16)
                    .filter(|window| {
                        window
                            .iter()
                            .zip(half)
                            .all(|(byte, masked)| byte ^ MASK == *masked)
                    })
                    .count();
            }
            searched_bytes += got;
            // Neighbours overlap, so that a half across the cut is seen.
            at += if got == wanted && at + got as u64 != end {
                got as u64 - 15
            } else {
                got as u64
            };
        }
        chunk.fill(0);
    }
    assert!(searched_bytes > 1 << 20);
    count
}
