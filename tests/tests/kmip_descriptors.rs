//! A file of our KMIP client's configuration that has changed and can't be read for a while: it is tried again. Alone in
//! its process, which runs out of file descriptors here.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fieldgate_core::kmip::ProtocolVersion;
use fieldgate_kmip_client::{Client, ClientAuth, Login};
use fieldgate_tests::pki::Pki;
use kmip_support::fake::{Conditions, ScriptedServer, Turn, Vault};
use kmip_support::{KEY, config_with};
use rustix::process::{Resource, getrlimit, setrlimit};

const PASSWORDS: [&str; 2] = ["open sesame", "open barley"];

#[tokio::test]
async fn a_file_that_could_not_be_read_for_a_while_is_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(&dir.path().join("pki")).unwrap();
    let file = dir.path().join("password");
    fs::write(&file, PASSWORDS[0]).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let login = Login::with_password_file("alice".to_owned(), &file).unwrap();
    let vault = Vault::new(&[ProtocolVersion::V1_4], KEY);
    let last = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&last);
    let server = ScriptedServer::start(&pki, &Conditions::default(), move |asked| {
        seen.lock().unwrap().clone_from(&asked.message);
        Turn::Answer(vault.answer(asked))
    });
    let auth = ClientAuth::Login(login);
    let client = Client::new(config_with(&pki.authority_certificate, auth, server.port()));
    let sent = async |password: &str| {
        client.locate("films", 1).await.unwrap();
        let message = last.lock().unwrap();
        let password = password.as_bytes();
        message.windows(password.len()).any(|part| part == password)
    };
    assert!(sent(PASSWORDS[0]).await);

    fs::write(&file, PASSWORDS[1]).unwrap();
    let limit = getrlimit(Resource::Nofile);
    let mut none = limit;
    none.current = Some(0);
    setrlimit(Resource::Nofile, none).unwrap();
    let without_descriptors = sent(PASSWORDS[0]).await;
    setrlimit(Resource::Nofile, limit).unwrap();
    assert!(
        without_descriptors,
        "the connection and the password of before"
    );
    // Longer than a failure is left alone.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert!(sent(PASSWORDS[1]).await);
}
