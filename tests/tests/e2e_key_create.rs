//! `fieldgate key create` on a KMIP server: which names it takes, and what it prints for the configuration.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use fieldgate_kmip_client::{KeyPurpose, KeySelector};
use fieldgate_tests::fieldgate::{self, KEY_NAME, KMIP_SERVER_NAME};
use fieldgate_tests::films::RULES;
use kmip_support::Scene;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_made_under_a_plain_name_only() {
    let scene = Scene::start();
    let config = fieldgate::Scene::new("http://127.0.0.1:9", scene.server.port(), RULES)
        .write(scene.dir.path(), &scene.pki)
        .unwrap();
    let config_argument = config.display().to_string();
    let too_long = "x".repeat(65);
    for name in ["", ".films", "two words", "a\"b", "a\nb", &too_long] {
        for home in ["--store-on-kmip", "--local"] {
            let arguments = ["key", "create", name, "--config", &config_argument, home];
            let output = fieldgate::run(&arguments).unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(!output.status.success(), "{name:?}");
            assert!(said.contains("can't name a key"), "{name:?}: {said}");
        }
    }
    assert!(
        scene
            .client()
            .locate("two words", 1)
            .await
            .unwrap()
            .is_empty()
    );

    let said = fieldgate::create_key(&config).unwrap();
    let lines = format!(
        "[[key]]\nname = \"{KEY_NAME}\"\nstore = \"kmip\"\nkmip_server = \"{KMIP_SERVER_NAME}\"\nkey_id = \""
    );
    assert!(said.contains(&lines), "{said}");
    let films = KeySelector::Name(KEY_NAME.to_owned());
    let client = scene.client();
    client.fetch_key(&films, KeyPurpose::Protect).await.unwrap();
}
