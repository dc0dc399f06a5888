//! `fieldgate key create` on a KMIP server: which names it takes, and what it prints for the configuration.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use fieldgate_kmip_client::{KeyPurpose, KeySelector};
use fieldgate_tests::fieldgate::{self, Gateway, KEY_NAME, KMIP_SERVER_NAME};
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_local_wrapping_key_is_given_to_the_server_and_the_gateway_fetches_under_it() {
    let scene = Scene::start();
    let dir = scene.dir.path();
    let file = fieldgate::Scene::new("http://127.0.0.1:9", scene.server.port(), RULES)
        .write(dir, &scene.pki)
        .unwrap();
    let pass_phrase = dir.join("pass-phrase");
    fs::write(&pass_phrase, "a pass phrase of this test\n").unwrap();
    fs::set_permissions(&pass_phrase, fs::Permissions::from_mode(0o600)).unwrap();
    let local = "\n[local_keys]\ndirectory = \"keys\"\npass_phrase_file = \"pass-phrase\"\n";
    let text = fs::read_to_string(&file).unwrap() + local;
    fs::write(&file, &text).unwrap();
    fieldgate::create_key(&file).unwrap();

    let config = file.display().to_string();
    let mut arguments = vec!["key", "create", "kek", "--config", &config, "--local"];
    arguments.extend(["--wraps-on", KMIP_SERVER_NAME]);
    let output = fieldgate::run(&arguments).unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let (_, settings) = said.split_once("add to that key:\n\n").unwrap();

    // What it printed is what the configuration takes.
    let server = format!("kmip_server = \"{KMIP_SERVER_NAME}\"\n");
    let wrapped = text.replace(&server, &format!("{server}{settings}"))
        + "\n[[key]]\nname = \"kek\"\nstore = \"local\"\n";
    assert!(wrapped.contains("wrapping_key = \"kek\"\nwrapping_key_identifier = \""));
    fs::write(&file, &wrapped).unwrap();
    let gateway = Gateway::start(&file).unwrap();
    assert!(
        gateway.metrics().unwrap().key_held(KEY_NAME),
        "{}",
        gateway.log()
    );
    drop(gateway);

    // Another local key of that name doesn't unwrap what the server wraps.
    let other = wrapped.replace("directory = \"keys\"", "directory = \"others\"");
    fs::write(&file, &other).unwrap();
    let output = fieldgate::run(&["key", "create", "kek", "--config", &config, "--local"]).unwrap();
    assert!(output.status.success());
    let gateway = Gateway::start(&file).unwrap();
    assert!(!gateway.metrics().unwrap().key_held(KEY_NAME));
    assert!(
        gateway.log().contains("did not come wrapped under"),
        "{}",
        gateway.log()
    );
}
