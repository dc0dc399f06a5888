//! `fieldgate kmip test`: for each thing that can be wrong with a KMIP server, the exit status, the stage, the cause's code and
//! its words. Against PyKMIP, and against servers that misbehave.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::thread;

use fieldgate_core::kmip::{Operation, ProtocolVersion, ResultReason};
use fieldgate_tests::fieldgate;
use fieldgate_tests::pki::{IdentityFiles, Pki};
use fieldgate_tests::process::free_port;
use fieldgate_tests::pykmip::PyKmip;
use fieldgate_tests::pykmip_strict::Strict;
use fieldgate_tests::python::Python;
use kmip_support::fake::answers::{self, refusal_in_words};
use kmip_support::fake::{
    Asked, CertificateWanted, Conditions, Door, ScriptedServer, Turn, Vault, offer, raw, refusal,
    serve, serve_always, success,
};
use rcgen::{CertificateParams, DnType, KeyPair, date_time_ymd};
use serde_json::Value;
use tempfile::TempDir;

const V: ProtocolVersion = ProtocolVersion::V1_4;

/// Certificates in a folder that goes away with the test.
struct Folder {
    dir: TempDir,
    pki: Pki,
}

impl Folder {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pki = Pki::create(&dir.path().join("pki")).unwrap();
        Self { dir, pki }
    }

    /// The way to a server on this port, with our client certificate.
    fn arguments(&self, port: u16) -> Vec<String> {
        self.as_client(port, &self.pki.client)
    }

    fn as_client(&self, port: u16, client: &IdentityFiles) -> Vec<String> {
        let mut arguments = self.without_certificate(port);
        let files = [
            ("--certificate", &client.certificate),
            ("--private-key", &client.private_key),
        ];
        for (option, file) in files {
            arguments.extend([option.to_owned(), file.display().to_string()]);
        }
        arguments
    }

    fn without_certificate(&self, port: u16) -> Vec<String> {
        let authority = self.pki.authority_certificate.display().to_string();
        let port = port.to_string();
        [
            "--host",
            "localhost",
            "--port",
            &port,
            "--certificate-authority",
            &authority,
        ]
        .map(ToOwned::to_owned)
        .to_vec()
    }

    /// A server that shows another certificate than the good one.
    fn serve_as(&self, server: IdentityFiles) -> u16 {
        let pki = Pki {
            server,
            authority: fieldgate_tests::pki::Authority::new("unused").unwrap(),
            authority_certificate: self.pki.authority_certificate.clone(),
            client: self.pki.client.clone(),
        };
        serve_always(&pki, || Turn::Hang)
    }
}

fn with(mut arguments: Vec<String>, more: &[&str]) -> Vec<String> {
    arguments.extend(more.iter().map(|&argument| argument.to_owned()));
    arguments
}

/// What `fieldgate kmip test` came to.
struct Said {
    status: i32,
    text: String,
    json: Value,
}

impl Said {
    fn of(arguments: &[String]) -> Self {
        let run = |more: &[&str]| {
            let mut all = vec!["kmip", "test"];
            all.extend(arguments.iter().map(String::as_str));
            all.extend(more);
            fieldgate::run_with(&all, b"wrong\n").unwrap()
        };
        let text = run(&[]);
        let json = run(&["--json"]);
        assert_eq!(text.status.code(), json.status.code());
        let text_said = String::from_utf8(text.stdout).unwrap();
        println!("{text_said}{}", String::from_utf8_lossy(&text.stderr));
        let stdout = String::from_utf8(json.stdout).unwrap();
        let json = serde_json::from_str(&stdout).unwrap_or_else(|error| {
            panic!(
                "{error}: {stdout:?} {}",
                String::from_utf8_lossy(&json.stderr)
            )
        });
        Self {
            status: text.status.code().unwrap(),
            text: text_said,
            json,
        }
    }

    fn stages(&self) -> &Vec<Value> {
        self.json["addresses"][0]["stages"].as_array().unwrap()
    }

    fn stage(&self, name: &str) -> &Value {
        let mut stages = self.stages().iter();
        stages.find(|stage| stage["stage"] == name).unwrap()
    }

    fn failed(&self) -> &Value {
        let mut stages = self.stages().iter();
        stages.find(|stage| stage["outcome"] == "failed").unwrap()
    }

    /// The stage that failed, and its code; `words` are in the text, each line of which is short enough to read.
    #[track_caller]
    fn expect(&self, status: i32, stage: &str, code: &str, words: &[&str]) {
        let failed = self.failed();
        let found = (
            self.status,
            failed["stage"].as_str().unwrap(),
            failed["cause"]["code"].as_str().unwrap(),
        );
        assert_eq!(found, (status, stage, code), "{}", self.text);
        assert_eq!(self.json["failed_stage"], stage);
        assert_eq!(self.json["passed"], false);
        assert!(failed["cause"]["try"].is_string(), "{failed}");
        for words in words {
            assert!(self.text.contains(words), "{words:?} in {}", self.text);
        }
        let (before, after): (Vec<_>, Vec<_>) = {
            let at = self.stages().iter().position(|s| s == failed).unwrap();
            let stages = self.stages();
            (stages[..at].to_vec(), stages[at + 1..].to_vec())
        };
        // Who is not answered at all is not told a version either.
        let unanswered = code == "user-not-the-certificates";
        assert!(
            before
                .iter()
                .all(|stage| stage["outcome"] == "passed"
                    || unanswered && stage["stage"] == "version"),
            "{}",
            self.text
        );
        assert!(after.iter().all(|stage| stage["outcome"] == "not-reached"));
    }
}

#[test]
fn names_and_ports_that_lead_nowhere() {
    let folder = Folder::new();
    let mut nowhere = folder.arguments(5696);
    nowhere[1] = "no-such-host.invalid".to_owned();
    Said::of(&nowhere).expect(
        10,
        "resolve",
        "name-not-found",
        &[
            "no address found for no-such-host.invalid",
            "try: check the host name",
        ],
    );
    let port = free_port().unwrap();
    Said::of(&folder.arguments(port)).expect(
        11,
        "connect",
        "connection-refused",
        &[&format!("localhost:{port} refused the connection")],
    );
}

#[test]
fn a_server_that_drops_packets() {
    let folder = Folder::new();
    // A listener that accepts nobody, and whose queue is full: what comes is dropped.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (port, _listener, _queued) = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(1).unwrap();
        let address = listener.local_addr().unwrap();
        let mut queued = Vec::new();
        let patience = std::time::Duration::from_millis(200);
        while let Ok(socket) =
            tokio::time::timeout(patience, tokio::net::TcpStream::connect(address)).await
        {
            queued.push(socket.unwrap());
        }
        (address.port(), listener, queued)
    });
    let mut arguments = folder.arguments(port);
    arguments[1] = "127.0.0.1".to_owned();
    Said::of(&arguments).expect(
        11,
        "connect",
        "timeout-connect",
        &["no answer within 3000 ms", "firewall drops packets"],
    );
}

/// A server that says these bytes to whoever connects, once it has heard something.
fn says(words: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for socket in listener.incoming() {
            let mut socket = socket.unwrap();
            thread::spawn(move || {
                let _ = socket.read(&mut [0; 4096]);
                let _ = socket.write_all(words);
                // Until the client closes: what is unread would turn the close into a reset.
                let _ = std::io::copy(&mut socket, &mut std::io::sink());
            });
        }
    });
    port
}

#[test]
fn what_does_not_speak_our_tls() {
    let folder = Folder::new();
    let no_tls: [(&[u8], &str, &str); 6] = [
        (
            b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
            "plain-http",
            "a web server answers there",
        ),
        (
            b"SSH-2.0-OpenSSH_9.6\r\n",
            "another-protocol",
            "a server of SSH",
        ),
        (
            b"220 mail.example ESMTP\r\n",
            "another-protocol",
            "SMTP or FTP",
        ),
        (b"what do you want?\r\n", "not-tls", "does not speak TLS"),
        // TLS alerts as a server of TLS 1.1 sends them: protocol_version, and handshake_failure for want of a suite.
        (
            b"\x15\x03\x02\x00\x02\x02\x46",
            "no-common-tls",
            "no TLS version or cipher suite in common",
        ),
        (
            b"\x15\x03\x03\x00\x02\x02\x28",
            "no-common-tls",
            "TLS 1.2 or 1.3 with ECDHE",
        ),
    ];
    for (words, code, likely) in no_tls {
        Said::of(&folder.arguments(says(words))).expect(12, "tls", code, &[likely]);
    }
    // It accepts, and says nothing: the kernel does so for a listener that nobody serves.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    Said::of(&folder.arguments(port)).expect(
        12,
        "tls",
        "timeout-tls",
        &["no answer within 3000 ms (stage: TLS)"],
    );
    let server = ScriptedServer::start(&folder.pki, &Conditions::default(), |_| Turn::Hang);
    server.set_door(|_| Door::CloseAtOnce);
    Said::of(&folder.arguments(server.port())).expect(
        12,
        "tls",
        "closed-in-handshake",
        &["load balancer"],
    );
}

/// A certificate for localhost, signed by itself.
fn self_signed(dir: &Path, change: impl FnOnce(&mut CertificateParams)) -> IdentityFiles {
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    params
        .distinguished_name
        .push(DnType::CommonName, "localhost");
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let identity = fieldgate_tests::pki::Identity {
        certificate_pem: certificate.pem(),
        private_key_pem: key.serialize_pem(),
    };
    identity.write(dir, "self-signed").unwrap()
}

#[test]
fn server_certificates_that_do_not_fit() {
    let folder = Folder::new();
    let bad = folder
        .pki
        .create_bad(&folder.dir.path().join("bad"))
        .unwrap();
    let said = Said::of(&folder.arguments(folder.serve_as(bad.other_server)));
    said.expect(
        12,
        "tls",
        "server-certificate-not-trusted",
        &[
            "issued by CN=another test authority",
            "certificate_authority is CN=fieldgate test authority",
        ],
    );
    let said = Said::of(&folder.arguments(folder.serve_as(bad.expired_server)));
    said.expect(
        12,
        "tls",
        "server-certificate-expired",
        &["ended on 2020-01-01", "EXPIRED on 2020-01-01"],
    );
    let shown = &said.stage("tls")["details"]["server_certificates"][0];
    assert_eq!(shown["not_after"], "2020-01-01");
    assert!(shown["days_left"].as_i64().unwrap() < -2000);
    Said::of(&folder.arguments(folder.serve_as(bad.wrong_host))).expect(
        12,
        "tls",
        "server-certificate-of-another-host",
        &["does not name localhost, but", "wrong.example"],
    );
    let own = self_signed(folder.dir.path(), |_| {});
    Said::of(&folder.arguments(folder.serve_as(own))).expect(
        12,
        "tls",
        "server-certificate-self-signed",
        &["a certificate that it signed itself: CN=localhost"],
    );
    // As the certificate authority of its own: its time is looked at, and it begins later.
    let later = self_signed(folder.dir.path(), |params| {
        params.not_before = date_time_ymd(2090, 1, 1);
        params.not_after = date_time_ymd(2091, 1, 1);
    });
    let mut arguments = folder.arguments(folder.serve_as(later.clone()));
    arguments[5] = later.certificate.display().to_string();
    Said::of(&arguments).expect(
        12,
        "tls",
        "server-certificate-not-yet-valid",
        &["begins on 2090-01-01 only", "check the clocks"],
    );
}

#[test]
fn client_certificates_that_do_not_fit() {
    let folder = Folder::new();
    let bad = folder
        .pki
        .create_bad(&folder.dir.path().join("bad"))
        .unwrap();
    let (v12, v13) = (&rustls::version::TLS12, &rustls::version::TLS13);
    for (version, name) in [(v12, "1.2"), (v13, "1.3")] {
        let conditions = Conditions {
            tls: vec![version],
            certificate: CertificateWanted::Required,
            ..Conditions::default()
        };
        let vault = Vault::new(&[V], [7; 32]);
        let server = ScriptedServer::start(&folder.pki, &conditions, move |asked| {
            Turn::Answer(vault.answer(asked))
        });
        let port = server.port();
        let good = Said::of(&folder.arguments(port));
        assert_eq!(good.status, 0, "{}", good.text);
        assert!(good.text.contains("asked for and sent: CN=fieldgate"));
        assert_eq!(good.stage("tls")["details"]["version"], name);

        let none = with(folder.without_certificate(port), &["--username", "alice"]);
        Said::of(&none).expect(
            12,
            "tls",
            "client-certificate-missing",
            &["wants a client certificate, and none is configured"],
        );
        Said::of(&folder.as_client(port, &bad.expired_client)).expect(
            12,
            "tls",
            "client-certificate-expired",
            &["our certificate CN=fieldgate ended on 2020-01-01"],
        );
        Said::of(&folder.as_client(port, &bad.other_client)).expect(
            12,
            "tls",
            "client-certificate-not-trusted",
            &["doesn't know CN=another test authority"],
        );
        Said::of(&folder.as_client(port, &folder.pki.server)).expect(
            12,
            "tls",
            "client-certificate-not-for-clients",
            &["is for servers only"],
        );
    }
}

#[test]
fn users_and_passwords_that_do_not_fit() {
    let folder = Folder::new();
    let python = Python::find().unwrap();
    let start = |name, strict| {
        let dir = folder.dir.path().join(name);
        PyKmip::start_strict(&python, &dir, &folder.pki, strict).unwrap()
    };
    let server = start("strict", Strict::default());
    let as_client = folder.arguments(server.port());
    let wrong = with(
        as_client.clone(),
        &["--username", "alice", "--password-file", "-"],
    );
    Said::of(&wrong).expect(
        14,
        "authentication",
        "user-or-password-wrong",
        &["the user alice is unknown to the server, locked, or has another password"],
    );
    Said::of(&with(as_client.clone(), &["--username", "alice"])).expect(
        14,
        "authentication",
        "password-missing",
        &["configure password_file"],
    );
    Said::of(&as_client).expect(
        14,
        "authentication",
        "user-name-missing",
        &["the server wants a user name and a password, and none is configured"],
    );

    let bound = Strict {
        bound: true,
        ..Strict::default()
    };
    let server = start("bound", bound);
    let other = with(
        folder.arguments(server.port()),
        &["--username", "alice", "--password-file", "-"],
    );
    Said::of(&other).expect(
        14,
        "authentication",
        "user-not-the-certificates",
        &["our user name isn't that of our certificate"],
    );
}

#[test]
fn users_that_the_server_tells_of() {
    let folder = Folder::new();
    let refuse = |reason, words: &'static str| {
        serve(&folder.pki, move |asked| match asked.operation {
            Operation::DISCOVER_VERSIONS => Turn::Answer(offer(V)),
            _ => Turn::Answer(refusal_in_words(V, reason, words)),
        })
    };
    let port = refuse(ResultReason::AUTHENTICATION_NOT_SUCCESSFUL, "unknown user");
    let arguments = with(
        folder.arguments(port),
        &["--username", "alice", "--password-file", "-"],
    );
    Said::of(&arguments).expect(
        14,
        "authentication",
        "user-unknown",
        &["the server has no user alice"],
    );
    let port = refuse(ResultReason::PERMISSION_DENIED, "not for you\u{1b}[31m");
    let said = Said::of(&with(
        folder.arguments(port),
        &["--username", "alice", "--password-file", "-"],
    ));
    said.expect(
        14,
        "authentication",
        "user-or-password-wrong",
        &["not for you"],
    );
    assert!(!said.text.contains('\u{1b}'));
    let port = refuse(ResultReason::GENERAL_FAILURE, "Token has been revoked");
    Said::of(&folder.arguments(port)).expect(
        14,
        "authentication",
        "session-revoked",
        &["the server ended our session"],
    );
    let server = ScriptedServer::start(&folder.pki, &Conditions::default(), |_| Turn::Hang);
    server.set_door(|_| Door::CloseAfterHandshake);
    Said::of(&folder.arguments(server.port())).expect(
        13,
        "version",
        "closed-after-first-request",
        &["the server doesn't accept our certificate's user"],
    );
}

#[test]
fn versions_that_do_not_fit() {
    let folder = Folder::new();
    let port = serve_always(&folder.pki, || {
        Turn::Answer(offer(ProtocolVersion::new(3, 0)))
    });
    Said::of(&folder.arguments(port)).expect(
        13,
        "version",
        "no-common-version",
        &["the server offers 3.0"],
    );
    let port = serve_always(&folder.pki, || {
        Turn::Answer(refusal_in_words(
            ProtocolVersion::V1_0,
            ResultReason::INVALID_MESSAGE,
            "Error parsing Protocol Version Minor",
        ))
    });
    Said::of(&folder.arguments(port)).expect(
        13,
        "version",
        "version-refused",
        &[
            "Error parsing Protocol Version Minor",
            "doesn't know the KMIP version",
        ],
    );
    Said::of(&with(folder.arguments(port), &["--kmip-version", "2.1"])).expect(
        13,
        "version",
        "version-refused",
        &["leave the version to negotiation"],
    );
    let port = serve_always(&folder.pki, || {
        Turn::AnswerAndClose(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec())
    });
    Said::of(&folder.arguments(port)).expect(
        13,
        "version",
        "http-in-tls",
        &["answered Discover Versions in HTTP"],
    );
    let port = serve_always(&folder.pki, || Turn::Answer(b"what do you want?".to_vec()));
    Said::of(&folder.arguments(port)).expect(
        13,
        "version",
        "answer-unreadable",
        &["check that a KMIP server listens there"],
    );
}

/// A good server that does something else at one operation.
fn but(
    folder: &Folder,
    vault: &Vault,
    change: impl Fn(&Asked) -> Option<Turn> + Send + 'static,
) -> u16 {
    let vault = vault.clone();
    serve(&folder.pki, move |asked| {
        change(asked).unwrap_or_else(|| Turn::Answer(vault.answer(asked)))
    })
}

#[test]
fn servers_that_are_slow() {
    let folder = Folder::new();
    let vault = Vault::new(&[V], [7; 32]);
    let slow: [(Operation, i32, &str, &str); 4] = [
        (
            Operation::DISCOVER_VERSIONS,
            13,
            "version",
            "timeout-version",
        ),
        (
            Operation::LOCATE,
            14,
            "authentication",
            "timeout-authentication",
        ),
        (Operation::QUERY, 15, "operations", "timeout-operations"),
        (Operation::ACTIVATE, 16, "probe-key", "timeout-probe-key"),
    ];
    thread::scope(|scope| {
        for (operation, status, stage, code) in slow {
            let folder = &folder;
            let port = but(folder, &vault, move |asked| {
                (asked.operation == operation).then_some(Turn::Hang)
            });
            scope.spawn(move || {
                let mut arguments = folder.arguments(port);
                if stage == "probe-key" {
                    arguments.push("--probe-key".to_owned());
                }
                let said = Said::of(&arguments);
                said.expect(status, stage, code, &["no answer within 4000 ms"]);
            });
        }
    });
}

#[test]
fn operations_that_a_server_lacks() {
    let folder = Folder::new();
    let vault = Vault::new(&[V], [7; 32]);
    let offers = |operations: &'static [Operation]| {
        but(&folder, &vault, move |asked| {
            (asked.operation == Operation::QUERY).then(|| {
                Turn::Answer(success(V, Operation::QUERY, &|w| {
                    use fieldgate_core::kmip::tags;
                    operations
                        .iter()
                        .try_for_each(|operation| w.enumeration(tags::OPERATION, operation.0))?;
                    w.text_string(tags::VENDOR_IDENTIFICATION, "a\u{7} maker")
                }))
            })
        })
    };
    let said = Said::of(&folder.arguments(offers(&[Operation::LOCATE, Operation::QUERY])));
    said.expect(
        15,
        "operations",
        "operations-missing",
        &["does not offer Get, Get Attributes", "rights on the server"],
    );
    let port = offers(&[
        Operation::LOCATE,
        Operation::GET,
        Operation::GET_ATTRIBUTES,
        Operation::QUERY,
    ]);
    let said = Said::of(&folder.arguments(port));
    assert_eq!(said.status, 0, "{}", said.text);
    assert!(
        said.text
            .contains("without Register, Activate: keys cannot be made here and uploaded")
    );
    assert!(said.text.contains("without Obtain Lease: leases"));
    assert!(!said.text.contains('\u{7}'));
    let abilities = said.stage("operations")["details"]["abilities"].clone();
    assert_eq!(abilities[0]["name"], "fetch");
    assert_eq!(abilities[0]["possible"], true);
    assert_eq!(
        abilities[1]["lacking"],
        serde_json::json!(["Register", "Activate"])
    );
}

/// What a server does otherwise than the vault.
type Change = Box<dyn Fn(&Asked) -> Option<Turn> + Send>;

#[test]
fn probe_keys_good_and_bad() {
    let folder = Folder::new();
    let run = |vault: &Vault, change: Change| {
        let port = but(&folder, vault, change);
        Said::of(&with(folder.arguments(port), &["--probe-key"]))
    };
    let vault = || Vault::new(&[V], [7; 32]);
    let at = |operation: Operation, turn: fn(&Asked) -> Turn| {
        Box::new(move |asked: &Asked| (asked.operation == operation).then(|| turn(asked))) as Change
    };
    let left = |vault: &Vault, said: &Said| {
        let name = said.stage("probe-key")["details"]["name"].as_str().unwrap();
        vault.named(name).len()
    };
    let refused = |_: &Asked| Turn::Answer(refusal(V, ResultReason::GENERAL_FAILURE));

    let here = vault();
    let said = run(&here, Box::new(|_| None));
    assert_eq!(said.status, 0, "{}", said.text);
    assert!(said.text.contains("key fieldgate-test-"), "{}", said.text);
    assert_eq!(left(&here, &said), 0);
    let steps = said.stage("probe-key")["details"]["steps"].clone();
    let names: Vec<_> = steps
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["step"].clone())
        .collect();
    assert_eq!(
        names,
        [
            "register", "activate", "state", "fetch", "compare", "revoke", "destroy"
        ]
    );

    let here = vault();
    let said = run(&here, at(Operation::REGISTER, refused));
    said.expect(16, "probe-key", "refused", &["refused Register"]);
    assert_eq!(left(&here, &said), 0);

    // A server that doesn't look at the name in Locate, and whose answer to Register was refused or lost: nobody else's
    // key is touched.
    for lost in [false, true] {
        let here = vault();
        let films = here.put("films");
        let said = run(
            &here,
            Box::new(move |asked| match asked.operation {
                Operation::REGISTER if lost => Some(Turn::AnswerAndClose(Vec::new())),
                Operation::REGISTER => Some(refused(asked)),
                Operation::LOCATE => {
                    let films = films.clone();
                    Some(Turn::Answer(success(V, Operation::LOCATE, &move |w| {
                        w.text_string(fieldgate_core::kmip::tags::UNIQUE_IDENTIFIER, &films)
                    })))
                }
                _ => None,
            }),
        );
        assert_eq!(said.status, 16, "{}", said.text);
        assert_eq!(here.named("films").len(), 1, "{}", said.text);
    }

    // It says that the key is Active, and it isn't.
    let here = vault();
    let said = run(
        &here,
        at(Operation::ACTIVATE, |_| {
            Turn::Answer(success(V, Operation::ACTIVATE, &|_| Ok(())))
        }),
    );
    said.expect(
        16,
        "probe-key",
        "key-not-active",
        &["is in state Pre-Active"],
    );
    assert_eq!(left(&here, &said), 0, "cleaned up after a failure");

    // Another key's bytes.
    let here = vault();
    let behind = here.clone();
    let said = run(
        &here,
        Box::new(move |asked| {
            (asked.operation == Operation::GET).then(|| {
                let good = behind.answer(asked);
                let other = raw::bytes(0x42_0043, &[9; 32]);
                Turn::Answer(answers::with(&good, 0x42_0043, &other))
            })
        }),
    );
    said.expect(
        16,
        "probe-key",
        "wrong-key-returned",
        &["returned another key than was registered"],
    );
    assert_eq!(left(&here, &said), 0);

    // What can't be destroyed is named.
    let here = vault();
    let said = run(&here, at(Operation::DESTROY, refused));
    said.expect(
        16,
        "probe-key",
        "refused",
        &["LEFT ON THE SERVER: Unique Identifier"],
    );
    assert_eq!(left(&here, &said), 1);
    let details = &said.stage("probe-key")["details"];
    assert_eq!(details["left_behind"][0], details["unique_identifier"]);

    // It takes the key in, and breaks before it says so: the key is found by its name, and destroyed.
    let here = vault();
    let behind = here.clone();
    let said = run(
        &here,
        Box::new(move |asked| {
            (asked.operation == Operation::REGISTER).then(|| {
                behind.answer(asked);
                Turn::AnswerAndClose(Vec::new())
            })
        }),
    );
    said.expect(
        16,
        "probe-key",
        "connection-closed",
        &["locate ok", "destroy ok"],
    );
    assert_eq!(left(&here, &said), 0);
}

#[test]
fn a_good_server_in_text_and_in_lines_of_json() {
    let scene = kmip_support::Scene::start();
    let config = fieldgate::Scene::new(
        "http://127.0.0.1:9",
        scene.server.port(),
        fieldgate_tests::films::RULES,
    )
    .write(scene.dir.path(), &scene.pki)
    .unwrap();
    let config = config.display().to_string();
    let run = |more: &[&str]| {
        let mut all = vec!["kmip", "test", "--config", config.as_str(), "--probe-key"];
        all.extend(more);
        fieldgate::run(&all).unwrap()
    };
    let output = run(&[]);
    let text = String::from_utf8(output.stdout).unwrap();
    println!("{text}");
    assert!(output.status.success(), "{text}");
    assert!(text.starts_with("KMIP server head-office at localhost:"));
    assert!(text.ends_with("the test of KMIP server head-office passed\n"));
    for words in [
        "TLS 1.2 with TLS_ECDHE",
        "days left",
        "KMIP 2.0, the newest in common",
        "destroy ok",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let lines = String::from_utf8(run(&["--json-lines", "head-office"]).stdout).unwrap();
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 7);
    assert!(
        lines
            .iter()
            .all(|line| line["outcome"] == "passed" && line["version"] == 1)
    );
}

#[test]
fn each_address_of_a_cluster() {
    let folder = Folder::new();
    let vault = Vault::new(&[V], [7; 32]);
    let good = but(&folder, &vault, |_| None);
    let away = free_port().unwrap();
    let config = fieldgate::Scene::new("http://127.0.0.1:9", good, fieldgate_tests::films::RULES)
        .write(folder.dir.path(), &folder.pki)
        .unwrap();
    let one = format!("host = \"localhost\"\nport = {good}");
    let two = format!("addresses = [\"localhost:{good}\", \"localhost:{away}\"]");
    let text = std::fs::read_to_string(&config).unwrap();
    assert!(text.contains(&one), "{text}");
    std::fs::write(&config, text.replace(&one, &two)).unwrap();
    let arguments = ["--config".to_owned(), config.display().to_string()];
    let said = Said::of(&arguments);
    assert_eq!(said.status, 11, "{}", said.text);
    let addresses = said.json["addresses"].as_array().unwrap();
    assert_eq!(addresses.len(), 2);
    assert_eq!(
        (&addresses[0]["passed"], &addresses[1]["passed"]),
        (&Value::from(true), &Value::from(false))
    );
    for port in [good, away] {
        let line = format!("KMIP server head-office at localhost:{port}\n");
        assert!(said.text.contains(&line), "{}", said.text);
    }
}

#[test]
fn wrong_use() {
    let folder = Folder::new();
    let run = |arguments: &[String]| {
        let mut all = vec!["kmip", "test"];
        all.extend(arguments.iter().map(String::as_str));
        let output = fieldgate::run(&all).unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        println!("{said}");
        (output.status.code().unwrap(), said)
    };
    let good = folder.arguments(5696);
    for (arguments, words) in [
        (Vec::new(), "--config"),
        (folder.without_certificate(5696), "needs a way to log in"),
        (
            with(good.clone(), &["--kmip-version", "1.9"]),
            "the versions are 1.0",
        ),
        (with(good.clone(), &["--password", "secret"]), "--password"),
        (
            with(good.clone(), &["--config", "x"]),
            "cannot be used with",
        ),
        (with(good.clone(), &["head-office"]), "belongs to --config"),
        (good[..2].to_vec(), "--certificate-authority"),
    ] {
        let (status, said) = run(&arguments);
        assert_eq!(status, 2, "{arguments:?}: {said}");
        assert!(said.contains(words), "{words} in {said}");
    }
    let mut absent = good;
    absent[7] = "absent.pem".to_owned();
    let (status, said) = run(&absent);
    assert_eq!(status, 1);
    assert!(said.contains("cannot read absent.pem"), "{said}");
}
