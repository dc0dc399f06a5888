//! Files of our KMIP client's configuration that change while it runs: they are read again before the next connection.
//! When its certificates end. And what it writes to its log: never a key or a password.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::fmt;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fieldgate_core::kmip::{Operation, ProtocolVersion, ResultReason};
use fieldgate_kmip_client::{
    Client, ClientAuth, ClientCertificate, Error, KeyPurpose, KeySelector, Login, ServerConfig,
    Validity,
};
use fieldgate_tests::pki::Pki;
use kmip_support::fake::{CertificateWanted, Conditions, ScriptedServer, Turn, Vault, refusal};
use kmip_support::{KEY, hex, secret};
use tracing::span;
use tracing::subscriber::DefaultGuard;

const VERSION: ProtocolVersion = ProtocolVersion::V1_4;
const PASSWORD: &str = "a pass word of 1st May";
const OTHER_PASSWORD: &str = "a pass word of 2nd May";

struct Scene {
    dir: tempfile::TempDir,
    pki: Pki,
    vault: Vault,
}

impl Scene {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pki = Pki::create(&dir.path().join("pki")).unwrap();
        Self {
            dir,
            pki,
            vault: Vault::new(&[VERSION], KEY),
        }
    }

    fn password_file(&self) -> PathBuf {
        let file = self.dir.path().join("password");
        write(&file, PASSWORD);
        file
    }

    fn login(&self) -> Login {
        Login::with_password_file("alice".into(), &self.password_file()).unwrap()
    }

    fn config(&self, server: &ScriptedServer, auth: ClientAuth) -> ServerConfig {
        ServerConfig::new("localhost", &self.pki.authority_certificate, auth)
            .unwrap()
            .with_port(server.port())
    }

    fn certificate(&self) -> ClientCertificate {
        kmip_support::certificate(&self.pki.client)
    }

    /// A server that wants a client certificate, or this password.
    fn server(
        &self,
        wanted: CertificateWanted,
        password: Arc<Mutex<&'static str>>,
    ) -> ScriptedServer {
        let vault = self.vault.clone();
        let conditions = Conditions {
            certificate: wanted,
            ..Conditions::default()
        };
        ScriptedServer::start(&self.pki, &conditions, move |asked| {
            let password = password.lock().unwrap().as_bytes();
            let is_right = password.is_empty()
                || asked
                    .message
                    .windows(password.len())
                    .any(|part| part == password);
            Turn::Answer(if is_right {
                vault.answer(asked)
            } else {
                refusal(VERSION, ResultReason::AUTHENTICATION_NOT_SUCCESSFUL)
            })
        })
    }
}

/// Replaces a file at once, as `mv` does.
fn write(file: &Path, text: &str) {
    let next = file.with_extension("next");
    fs::write(&next, text).unwrap();
    fs::set_permissions(&next, fs::Permissions::from_mode(0o600)).unwrap();
    fs::rename(&next, file).unwrap();
}

fn any_password() -> Arc<Mutex<&'static str>> {
    Arc::new(Mutex::new(""))
}

#[tokio::test]
async fn a_password_that_was_changed_is_taken_up() {
    let scene = Scene::new();
    let password = Arc::new(Mutex::new(PASSWORD));
    let server = scene.server(CertificateWanted::No, Arc::clone(&password));
    let client = Client::new(scene.config(&server, ClientAuth::Login(scene.login())));
    client.locate("films", 1).await.unwrap();

    // First on the server: what is refused now works as soon as the file has changed, without a restart, and is done once.
    *password.lock().unwrap() = OTHER_PASSWORD;
    let error = client.create("films").await.unwrap_err();
    assert!(matches!(error, Error::AuthenticationRefused { .. }));
    write(&scene.dir.path().join("password"), OTHER_PASSWORD);
    client.create("films").await.unwrap();
    assert_eq!(scene.vault.named("films").len(), 1);
}

/// Until the files are looked at again before a call on a connection that is there: ten times a second.
async fn looked_at_again() {
    tokio::time::sleep(Duration::from_millis(150)).await;
}

/// Servers lock an account after some wrong passwords.
#[tokio::test]
async fn an_old_password_is_not_tried_on_each_connection() {
    let scene = Scene::new();
    let password = Arc::new(Mutex::new(PASSWORD));
    let server = scene.server(CertificateWanted::No, Arc::clone(&password));
    let wrong = Arc::new(AtomicUsize::new(0));
    let (vault, counter, right) = (
        scene.vault.clone(),
        Arc::clone(&wrong),
        Arc::clone(&password),
    );
    server.set_script(move |asked| {
        let right = right.lock().unwrap().as_bytes();
        let is_right = asked.message.windows(right.len()).any(|part| part == right);
        counter.fetch_add(usize::from(!is_right), Ordering::Relaxed);
        Turn::Answer(if is_right {
            vault.answer(asked)
        } else {
            refusal(VERSION, ResultReason::AUTHENTICATION_NOT_SUCCESSFUL)
        })
    });
    let client = Client::new(scene.config(&server, ClientAuth::Login(scene.login())));
    let query = || client.query();
    let (one, two, three, four) = tokio::join!(query(), query(), query(), query());
    assert!([one, two, three, four].iter().all(Result::is_ok));
    assert_eq!(server.connections(), 4);

    // First on the server: each call may find out once more, however many connections there are.
    *password.lock().unwrap() = OTHER_PASSWORD;
    client.query().await.unwrap_err();
    assert!(wrong.load(Ordering::Relaxed) <= 2);
    // First in the file: nothing is sent with the old one any more.
    write(&scene.dir.path().join("password"), OTHER_PASSWORD);
    looked_at_again().await;
    wrong.store(0, Ordering::Relaxed);
    client.query().await.unwrap();
    write(&scene.dir.path().join("password"), PASSWORD);
    *password.lock().unwrap() = PASSWORD;
    looked_at_again().await;
    client.query().await.unwrap();
    assert_eq!(wrong.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_new_authority_and_a_new_client_certificate_are_taken_up() {
    let mut scene = Scene::new();
    let auth = ClientAuth::Certificate(scene.certificate());
    let old_server = scene.server(CertificateWanted::Required, any_password());
    let old = Client::new(scene.config(&old_server, auth));
    old.locate("films", 1).await.unwrap();
    let serial = old.certificates().client.unwrap().serial;

    // Another authority issues the server's and the client's certificate anew.
    let other = Pki::create(&scene.dir.path().join("other")).unwrap();
    let files = [
        (
            &scene.pki.authority_certificate,
            &other.authority_certificate,
        ),
        (&scene.pki.client.certificate, &other.client.certificate),
        (&scene.pki.client.private_key, &other.client.private_key),
    ];
    for (here, there) in files {
        write(here, &fs::read_to_string(there).unwrap());
    }
    scene.pki.server = other.server;
    let new_server = scene.server(CertificateWanted::Required, any_password());
    looked_at_again().await;
    // No connection of the old certificate is used any more.
    let error = old.locate("films", 1).await.unwrap_err();
    assert!(
        matches!(error, Error::ServerCertificateNotTrusted),
        "{error:?}"
    );
    assert_ne!(old.certificates().client.unwrap().serial, serial);
    let auth = ClientAuth::Certificate(scene.certificate());
    let new = Client::new(scene.config(&new_server, auth));
    new.locate("films", 1).await.unwrap();
}

#[tokio::test]
async fn a_file_that_cannot_be_used_leaves_the_one_before() {
    let scene = Scene::new();
    let server = scene.server(CertificateWanted::Required, Arc::new(Mutex::new(PASSWORD)));
    let auth = ClientAuth::CertificateAndLogin(scene.certificate(), scene.login());
    let log = Log::default();
    let client = Client::new(scene.config(&server, auth));
    let _guard = log.start();
    client.locate("films", 1).await.unwrap();
    let good = fs::read_to_string(&scene.pki.client.private_key).unwrap();
    let other_key = fs::read_to_string(&scene.pki.server.private_key).unwrap();
    for bad in ["", "not PEM", &other_key] {
        write(&scene.pki.client.private_key, bad);
        let before = log.warnings();
        for _ in 0..2 {
            client.disconnect().await;
            client.locate("films", 1).await.unwrap();
        }
        assert_eq!(log.warnings() - before, 1, "once for each change");
    }
    fs::remove_file(scene.dir.path().join("password")).unwrap();
    client.disconnect().await;
    client.locate("films", 1).await.unwrap();
    write(&scene.pki.client.private_key, &good);
    write(&scene.dir.path().join("password"), PASSWORD);
    client.disconnect().await;
    client.locate("films", 1).await.unwrap();
}

#[tokio::test]
async fn when_certificates_end_is_known_and_warned_of() {
    let scene = Scene::new();
    let server = scene.server(CertificateWanted::Optional, any_password());
    let auth = ClientAuth::Certificate(scene.certificate());
    let client = Client::new(scene.config(&server, auth));
    assert!(client.certificates().servers.is_empty());
    client.locate("films", 1).await.unwrap();
    let certificates = client.certificates();
    let now = std::time::SystemTime::now();
    let own = certificates.client.unwrap();
    assert!(matches!(own.validity(now), Validity::Valid { .. }));
    let [(address, chain)] = &certificates.servers[..] else {
        panic!("one server: {:?}", certificates.servers);
    };
    assert_eq!(address.host, "localhost");
    assert!(matches!(chain[0].validity(now), Validity::Valid { .. }));
}

/// Writes down whatever is logged, at every level, with all fields of events and spans.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<(tracing::Level, String)>>>);

impl Log {
    fn start(&self) -> DefaultGuard {
        tracing::subscriber::set_default(self.clone())
    }

    fn warnings(&self) -> usize {
        let lines = self.0.lock().unwrap();
        lines
            .iter()
            .filter(|(level, _)| *level == tracing::Level::WARN)
            .count()
    }
}

struct Line<'l>(&'l mut String);

impl tracing::field::Visit for Line<'_> {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn fmt::Debug) {
        use fmt::Write as _;
        write!(self.0, "{field}={value:?} {value:#?};").unwrap();
    }
}

impl tracing::Subscriber for Log {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        let mut line = attributes.metadata().name().to_owned();
        attributes.record(&mut Line(&mut line));
        let level = *attributes.metadata().level();
        self.0.lock().unwrap().push((level, line));
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        let mut line = String::new();
        values.record(&mut Line(&mut line));
        self.0.lock().unwrap().push((tracing::Level::TRACE, line));
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut line = event.metadata().target().to_owned();
        event.record(&mut Line(&mut line));
        self.0
            .lock()
            .unwrap()
            .push((*event.metadata().level(), line));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// The ways in which bytes get into a log.
fn forms(secret: &[u8]) -> Vec<String> {
    let list = format!("{secret:?}");
    let pretty = format!("{secret:#?}");
    let part = |text: &str| text[1..text.len() - 1].trim().to_owned();
    vec![
        String::from_utf8_lossy(&secret[1..secret.len() - 2]).into_owned(),
        secret[1..secret.len() - 2].escape_ascii().to_string(),
        hex(secret),
        hex(secret).to_uppercase(),
        base64(secret),
        part(&list),
        part(&pretty),
    ]
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    // Whole groups of three bytes only: what remains is not searched for.
    let groups = bytes.chunks_exact(3).map(|group| {
        let number = u32::from_be_bytes([0, group[0], group[1], group[2]]);
        [18, 12, 6, 0].map(|shift| char::from(DIGITS[(number >> shift) as usize & 63]))
    });
    groups.flatten().collect()
}

#[tokio::test]
async fn the_log_holds_neither_keys_nor_passwords() {
    let scene = Scene::new();
    let password = Arc::new(Mutex::new(PASSWORD));
    let server = scene.server(CertificateWanted::Optional, Arc::clone(&password));
    let log = Log::default();
    let _guard = log.start();
    let auth = ClientAuth::CertificateAndLogin(scene.certificate(), scene.login());
    let client = Client::new(scene.config(&server, auth));
    let id = client.register(&secret(), "films").await.unwrap();
    client.activate(&id).await.unwrap();
    let selector = KeySelector::Name("films".into());
    let (_, key) = client
        .fetch_key(&selector, KeyPurpose::Protect)
        .await
        .unwrap();
    assert_eq!(key.expose(), &KEY);
    // What fails is logged, too.
    *password.lock().unwrap() = OTHER_PASSWORD;
    let error = client.query().await.unwrap_err();
    tracing::error!(error = &error as &dyn std::error::Error, ?error, "failed");
    write(&scene.dir.path().join("password"), "");
    client.disconnect().await;
    client.query().await.unwrap_err();
    let verdict = fieldgate_kmip_client::probe(client.config()).await;
    tracing::info!(%verdict, ?verdict);

    let lines = log.0.lock().unwrap();
    let all: Vec<_> = lines.iter().map(|(_, line)| line.as_str()).collect();
    let all = all.join("\n");
    for operation in [Operation::REGISTER, Operation::GET] {
        assert!(all.contains(&format!("operation={operation}")), "{all}");
    }
    let private_key = fs::read_to_string(&scene.pki.client.private_key).unwrap();
    let private_key = private_key.lines().nth(1).unwrap();
    assert!(!all.contains(private_key));
    for secret in [&KEY[..], PASSWORD.as_bytes()] {
        for form in forms(secret) {
            assert!(form.len() >= 16);
            assert!(!all.contains(&form), "{form} in {all}");
        }
    }
}

/// The search above finds what it looks for.
#[test]
fn each_form_of_a_secret_is_found() {
    let log = Log::default();
    let _guard = log.start();
    tracing::trace!(raw = PASSWORD, bytes = ?PASSWORD.as_bytes());
    tracing::trace!(
        hex = hex(PASSWORD.as_bytes()),
        base64 = base64(PASSWORD.as_bytes())
    );
    tracing::trace!(upper = hex(PASSWORD.as_bytes()).to_uppercase());
    let lines = log.0.lock().unwrap();
    let all: Vec<_> = lines.iter().map(|(_, line)| line.as_str()).collect();
    let all = all.join("\n");
    for form in forms(PASSWORD.as_bytes()) {
        assert!(all.contains(&form), "{form} in {all}");
    }
}
