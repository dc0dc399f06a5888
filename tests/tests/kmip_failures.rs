//! What goes wrong with a KMIP server, and that each is said in its own words: against PyKMIP, and against listeners that misbehave.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use fieldgate_core::kmip::{ProtocolVersion, State};
use fieldgate_kmip_client::{
    Client, ClientAuth, ClientCertificate, ConfigError, Error, KeyPurpose, KeySelector, Login,
    ServerConfig, Stage, UniqueIdentifier, VersionChoice, probe,
};
use fieldgate_tests::pki::{IdentityFiles, Pki};
use fieldgate_tests::process::free_port;
use fieldgate_tests::pykmip::PyKmip;
use fieldgate_tests::python::Python;
use kmip_support::fake::{Turn, offer, serve_always};
use kmip_support::{
    PasswordServer, Scene, certificate, config, config_with, hex, login, secret, short,
};

async fn failure(config: ServerConfig) -> Error {
    Client::new(config)
        .fetch_key(&films(), KeyPurpose::Protect)
        .await
        .map(|_| ())
        .unwrap_err()
}

fn films() -> KeySelector {
    KeySelector::Name("films".to_owned())
}

/// The stage at which the probe stops; the ones before it passed, the ones after it weren't reached.
async fn stage(config: &ServerConfig) -> Stage {
    let verdict = probe(config).await;
    println!("{verdict}\n");
    verdict.failure().unwrap().0
}

#[tokio::test]
async fn nobody_listens() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let port = free_port().unwrap();
    let error = failure(config(&pki, port)).await;
    assert!(matches!(error, Error::ConnectRefused { .. }), "{error:?}");
    assert!(
        error
            .to_string()
            .contains(&format!("localhost:{port} refused")),
        "{error}"
    );
    assert_eq!(stage(&config(&pki, port)).await, Stage::Connect);
}

#[tokio::test]
async fn the_host_name_leads_nowhere() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let auth = || ClientAuth::Certificate(certificate(&pki.client));
    let unknown =
        || ServerConfig::new("no-such-host.invalid", &pki.authority_certificate, auth()).unwrap();
    let error = failure(unknown()).await;
    assert!(matches!(error, Error::Resolve { .. }), "{error:?}");
    assert_eq!(stage(&unknown()).await, Stage::Resolve);
    let none = ServerConfig::new("two words", &pki.authority_certificate, auth());
    assert!(matches!(none.map(|_| ()), Err(ConfigError::Host { .. })));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn certificates_that_do_not_fit() {
    let scene = Scene::start();
    let port = scene.server.port();
    let bad = scene.pki.create_bad(&scene.dir.path().join("bad")).unwrap();

    let wrong_ca = || {
        config_with(
            &bad.other_authority_certificate,
            ClientAuth::Certificate(certificate(&scene.pki.client)),
            port,
        )
    };
    let error = failure(wrong_ca()).await;
    assert!(
        matches!(error, Error::ServerCertificateNotTrusted),
        "{error:?}"
    );
    assert_eq!(stage(&wrong_ca()).await, Stage::Tls);

    let refused = |files: &IdentityFiles| {
        config_with(
            &scene.pki.authority_certificate,
            ClientAuth::Certificate(certificate(files)),
            port,
        )
    };
    for files in [&bad.other_client, &bad.expired_client] {
        let error = failure(refused(files)).await;
        assert!(
            matches!(error, Error::ClientCertificateRefused { .. }),
            "{error:?}"
        );
        assert_eq!(stage(&refused(files)).await, Stage::Tls);
    }

    let none = || {
        config_with(
            &scene.pki.authority_certificate,
            ClientAuth::Login(login("alice", "open sesame")),
            port,
        )
    };
    let error = failure(none()).await;
    assert!(
        matches!(error, Error::ClientCertificateMissing),
        "{error:?}"
    );
    assert_eq!(stage(&none()).await, Stage::Tls);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn server_certificates_of_another_host_or_of_the_past() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let bad = pki.create_bad(dir.path()).unwrap();
    let python = Python::find().unwrap();
    let start = |name, identity| {
        PyKmip::start_as(
            &python,
            &dir.path().join(name),
            &pki.authority_certificate,
            identity,
        )
        .unwrap()
    };

    let elsewhere = start("elsewhere", &bad.wrong_host);
    let error = failure(config(&pki, elsewhere.port())).await;
    assert!(
        matches!(error, Error::ServerNameMismatch { .. }),
        "{error:?}"
    );
    assert!(error.to_string().contains("wrong.example"), "{error}");
    assert_eq!(stage(&config(&pki, elsewhere.port())).await, Stage::Tls);

    let expired = start("expired", &bad.expired_server);
    let error = failure(config(&pki, expired.port())).await;
    assert!(
        matches!(error, Error::ServerCertificateExpired),
        "{error:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn passwords_right_and_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let bad = pki.create_bad(dir.path()).unwrap();
    let server = PasswordServer::start(&pki, &dir.path().join("pykmip"), false);
    let as_user = |name, password| {
        let auth = ClientAuth::CertificateAndLogin(certificate(&pki.client), login(name, password));
        config_with(&pki.authority_certificate, auth, server.port)
    };

    let client = Client::new(as_user("alice", "open sesame"));
    let id = client.register(&secret(), "films").await.unwrap();
    client.activate(&id).await.unwrap();
    client
        .fetch_key(&films(), KeyPurpose::Protect)
        .await
        .unwrap();
    let verdict = probe(&as_user("alice", "open sesame")).await;
    assert!(
        verdict.passed() && verdict.to_string().contains("TLS 1.3"),
        "{verdict}"
    );

    for config in [
        || ("alice", "open sesam"),
        || ("alice", ""),
        || ("mallory", "open sesame"),
    ] {
        let (name, password) = config();
        let error = failure(as_user(name, password)).await;
        assert!(
            matches!(error, Error::AuthenticationRefused { .. }),
            "{error:?}"
        );
        assert_eq!(stage(&as_user(name, password)).await, Stage::Authentication);
    }
    let error = failure(config(&pki, server.port)).await;
    assert!(
        matches!(error, Error::AuthenticationRefused { .. }),
        "no password at all: {error:?}"
    );

    // Another user's key isn't ours to see.
    let error = failure(as_user("fieldgate", "open sesame")).await;
    assert!(matches!(error, Error::KeyMissing { .. }), "{error:?}");
    let by_id = Client::new(as_user("fieldgate", "open sesame"));
    let error = by_id
        .fetch_key(&KeySelector::UniqueIdentifier(id), KeyPurpose::Protect)
        .await
        .map(|_| ())
        .unwrap_err();
    assert!(
        matches!(
            error,
            Error::PermissionDenied { .. } | Error::KeyMissing { .. }
        ),
        "{error:?}"
    );

    // With TLS 1.3 a refused certificate is known only after the handshake: still a matter of TLS.
    let refused = || {
        let auth = ClientAuth::CertificateAndLogin(
            certificate(&bad.other_client),
            login("alice", "open sesame"),
        );
        config_with(&pki.authority_certificate, auth, server.port)
    };
    let error = failure(refused()).await;
    assert!(
        matches!(error, Error::ClientCertificateRefused { .. }),
        "{error:?}"
    );
    assert_eq!(stage(&refused()).await, Stage::Tls);
    let none = || {
        config_with(
            &pki.authority_certificate,
            ClientAuth::Login(login("alice", "open sesame")),
            server.port,
        )
    };
    let error = failure(none()).await;
    assert!(
        matches!(error, Error::ClientCertificateMissing),
        "{error:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_that_is_not_the_certificates() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let server = PasswordServer::start(&pki, &dir.path().join("pykmip"), true);
    let as_user = |name| {
        let auth =
            ClientAuth::CertificateAndLogin(certificate(&pki.client), login(name, "open sesame"));
        config_with(&pki.authority_certificate, auth, server.port)
    };
    assert!(probe(&as_user("fieldgate")).await.passed());
    let error = failure(as_user("alice")).await;
    assert!(matches!(error, Error::ClosedAfterFirstRequest), "{error:?}");
    assert_eq!(stage(&as_user("alice")).await, Stage::Authentication);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_that_are_not_as_they_should_be() {
    let scene = Scene::start();
    let client = scene.client();
    let fetch = async |selector| {
        client
            .fetch_key(&selector, KeyPurpose::Protect)
            .await
            .map(|_| ())
            .unwrap_err()
    };
    let named = |name: &str| KeySelector::Name(name.to_owned());

    let error = fetch(named("films")).await;
    assert!(matches!(error, Error::KeyMissing { .. }), "{error:?}");
    let error = fetch(KeySelector::UniqueIdentifier(UniqueIdentifier::new(
        "4711".into(),
    )))
    .await;
    assert!(matches!(error, Error::KeyMissing { .. }), "{error:?}");

    let waiting = client.register(&secret(), "waiting").await.unwrap();
    for selector in [named("waiting"), KeySelector::UniqueIdentifier(waiting)] {
        let error = fetch(selector).await;
        assert!(
            matches!(
                error,
                Error::KeyNotActive {
                    state: State::PRE_ACTIVE,
                    ..
                }
            ),
            "{error:?}"
        );
    }

    scene.pykmip("1.2", &["register", "short", &hex(&[7; 16])]);
    let error = fetch(named("short")).await;
    assert!(
        matches!(error, Error::KeyWrongLength { bits: 128, .. }),
        "{error:?}"
    );

    // Names are unique for a user of a good server; PyKMIP lets any number of keys have one.
    for _ in 0..2 {
        scene.pykmip("1.2", &["register", "twins", &hex(&[8; 32])]);
    }
    let error = fetch(named("twins")).await;
    assert!(matches!(error, Error::KeyAmbiguous { .. }), "{error:?}");

    // After all these refusals the client still works.
    let id = client.register(&secret(), "films").await.unwrap();
    client.activate(&id).await.unwrap();
    client
        .fetch_key(&named("films"), KeyPurpose::Protect)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_server_that_never_answers() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    // It accepts, and says nothing: the kernel does so for a listener that nobody serves.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let error = failure(config(&pki, port).with_deadlines(short())).await;
    assert!(
        matches!(
            error,
            Error::Timeout {
                stage: Stage::Tls,
                ..
            }
        ),
        "{error:?}"
    );

    // It does its TLS, and says nothing more.
    let port = serve_always(&pki, || Turn::Hang);
    let slow = || config(&pki, port).with_deadlines(short());
    let error = failure(slow()).await;
    assert!(
        matches!(
            error,
            Error::Timeout {
                stage: Stage::Version,
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(stage(&slow()).await, Stage::Version);
}

#[tokio::test]
async fn a_server_that_is_none() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let port = serve_always(&pki, || {
        Turn::AnswerAndClose(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec())
    });
    let error = failure(config(&pki, port)).await;
    assert!(matches!(error, Error::HttpInTls { .. }), "{error:?}");
    assert!(
        error
            .to_string()
            .contains("take the port of the KMIP server"),
        "{error}"
    );

    let port = serve_always(&pki, || {
        Turn::Answer(b"\x42\x00\x7b\x01\x7f\xff\xff\xf8".to_vec())
    });
    let error = failure(config(&pki, port)).await;
    assert!(matches!(error, Error::ResponseTooLarge { .. }), "{error:?}");

    let port = serve_always(&pki, || Turn::AnswerAndClose(Vec::new()));
    let error = failure(config(&pki, port)).await;
    assert!(matches!(error, Error::ClosedAfterFirstRequest), "{error:?}");
}

/// A right answer to Discover Versions, cut after each of its bytes.
#[tokio::test]
async fn an_answer_that_is_cut_at_any_byte() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let whole = offer(ProtocolVersion::V1_4);
    for end in 1..whole.len() {
        let cut = whole[..end].to_vec();
        let port = serve_always(&pki, move || Turn::AnswerAndClose(cut.clone()));
        let client = Client::new(
            config(&pki, port)
                .with_versions(VersionChoice::default())
                .unwrap(),
        );
        let error = client.version().await.unwrap_err();
        assert!(
            matches!(
                error,
                Error::Closed {
                    stage: Stage::Version
                }
            ),
            "cut at {end}: {error:?}"
        );
    }
    let port = serve_always(&pki, move || Turn::AnswerAndClose(whole.clone()));
    assert_eq!(
        Client::new(config(&pki, port))
            .version()
            .await
            .unwrap()
            .to_string(),
        "1.4"
    );
}

#[test]
fn files_that_cannot_be_used_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let absent = dir.path().join("absent.pem");
    let text = dir.path().join("text.pem");
    fs::write(&text, "no PEM here").unwrap();
    let (good, key) = (&pki.client.certificate, &pki.client.private_key);

    let message = |result: Result<ClientCertificate, ConfigError>| {
        result.map(|_| ()).unwrap_err().to_string()
    };
    assert!(message(ClientCertificate::from_pem_files(&absent, key)).contains("absent.pem"));
    assert!(
        message(ClientCertificate::from_pem_files(&text, key))
            .contains("text.pem holds no certificate")
    );
    assert!(
        message(ClientCertificate::from_pem_files(good, &text))
            .contains("text.pem holds no private key")
    );
    assert!(
        message(ClientCertificate::from_pem_files(good, good))
            .contains("client.pem holds no private key")
    );

    let swapped = ClientCertificate::from_pem_files(good, &pki.server.private_key).unwrap();
    let refused = ServerConfig::new(
        "localhost",
        &pki.authority_certificate,
        ClientAuth::Certificate(swapped),
    );
    assert!(matches!(
        refused.map(|_| ()),
        Err(ConfigError::ClientCertificate { .. })
    ));
    let refused = Login::with_password_file("alice".into(), &absent)
        .map(|_| ())
        .unwrap_err();
    assert!(refused.to_string().contains("absent.pem"), "{refused}");
}

#[test]
fn a_password_file_is_for_its_owner_and_holds_a_password() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("kmip.password");
    let read = || Login::with_password_file("alice".into(), &file).map(|_| ());
    let permit = |mode| fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();

    fs::write(&file, "open sesame\n").unwrap();
    permit(0o600);
    read().unwrap();
    for mode in [0o640, 0o604, 0o620] {
        permit(mode);
        let refused = read().unwrap_err();
        assert!(
            matches!(refused, ConfigError::PasswordFileTooOpen { .. }),
            "{refused:?}"
        );
        assert!(refused.to_string().contains("chmod 600"), "{refused}");
    }
    permit(0o600);
    for empty in ["", "\n", "\r\n"] {
        fs::write(&file, empty).unwrap();
        let refused = read().unwrap_err();
        assert!(
            matches!(refused, ConfigError::PasswordEmpty { .. }),
            "{refused:?}"
        );
    }
    fs::write(&file, vec![b'x'; 300_000]).unwrap();
    let refused = read().unwrap_err();
    assert!(
        matches!(refused, ConfigError::TooLong { .. }),
        "{refused:?}"
    );
}

/// A pipe has no length; nor have files in /proc.
#[test]
fn a_password_and_a_private_key_come_through_pipes() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let pipe = dir.path().join("pipe");
    let made = Command::new("mkfifo")
        .args(["-m", "600"])
        .arg(&pipe)
        .status();
    assert!(made.unwrap().success());
    let fill = |content: Vec<u8>| {
        let pipe = pipe.clone();
        std::thread::spawn(move || fs::write(pipe, content).unwrap())
    };
    let filling = fill(b"open sesame".to_vec());
    Login::with_password_file("alice".into(), &pipe).unwrap();
    filling.join().unwrap();
    let filling = fill(fs::read(&pki.client.private_key).unwrap());
    let client = ClientCertificate::from_pem_files(&pki.client.certificate, &pipe).unwrap();
    filling.join().unwrap();
    let auth = ClientAuth::Certificate(client);
    ServerConfig::new("localhost", &pki.authority_certificate, auth).unwrap();
}

/// A port of something else: no TLS at all.
#[tokio::test]
async fn a_port_that_does_not_speak_tls() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let plain = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = plain.local_addr().unwrap().port();
    tokio::spawn(async move {
        use tokio::io::AsyncWriteExt as _;
        for _ in 0..2 {
            let (mut socket, _) = plain.accept().await.unwrap();
            let answer = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
            socket.write_all(answer).await.unwrap();
            // Closed too early, the answer might be lost with what the client sent and nobody read.
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
    });
    let error = failure(config(&pki, port)).await;
    assert!(matches!(error, Error::NotTls { .. }), "{error:?}");
    assert_eq!(stage(&config(&pki, port)).await, Stage::Tls);
}
