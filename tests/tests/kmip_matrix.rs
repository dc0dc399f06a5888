//! Which method of our KMIP client works against which server, at which version, and with which authentication.
//!
//! Every public method of the client is called against PyKMIP as it is and against a strict one, at each version that they
//! speak, with a client certificate, with a password, and with both. What isn't plain success stands in
//! `kmip_matrix/expected.rs`, with its reason.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

#[path = "kmip_matrix/expected.rs"]
mod expected;
#[path = "kmip_matrix/methods.rs"]
mod methods;

use std::collections::BTreeSet;
use std::time::Duration;

use expected::{EXPECTED, Otherwise};
use fieldgate_core::kmip::{self, ProtocolVersion};
use fieldgate_kmip_client::{Client, ClientAuth, Deadlines, Error, VersionChoice};
use fieldgate_tests::pki::Pki;
use fieldgate_tests::pykmip::PyKmip;
use fieldgate_tests::pykmip_strict::Strict;
use fieldgate_tests::python::Python;
use fieldgate_tests::workspace;
use kmip_support::{certificate, config_with, login, patient};
use methods::{Keys, METHODS, NOT_OPERATIONS};

/// The versions that PyKMIP speaks.
const VERSIONS: [ProtocolVersion; 6] = [
    ProtocolVersion::V1_0,
    ProtocolVersion::V1_1,
    ProtocolVersion::V1_2,
    ProtocolVersion::V1_3,
    ProtocolVersion::V1_4,
    ProtocolVersion::V2_0,
];

/// Far longer than PyKMIP takes, also on a busy machine.
const CALL_MAX: Duration = Duration::from_secs(30);

/// How a client says who it is.
const AUTHENTICATIONS: [&str; 3] = ["certificate", "password", "both"];

/// A cell of the matrix.
struct Cell {
    server: &'static str,
    authentication: &'static str,
    method: &'static str,
    version: ProtocolVersion,
    outcome: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_method_at_each_version_with_each_authentication() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let python = Python::find().unwrap();
    let strict = Strict {
        lease_s: Some(60),
        certificate_optional: true,
        ..Strict::default()
    };
    let stock = PyKmip::start(&python, &dir.path().join("stock"), &pki).unwrap();
    let strict = PyKmip::start_strict(&python, &dir.path().join("strict"), &pki, strict).unwrap();

    let (mut cells, others) = tokio::join!(
        all_of("stock", stock.port(), &pki),
        all_of("strict", strict.port(), &pki)
    );
    cells.extend(others);
    print(&cells);
    check(&cells);
}

/// All cells of a server.
async fn all_of(server: &'static str, port: u16, pki: &Pki) -> Vec<Cell> {
    let mut cells = Vec::new();
    for authentication in AUTHENTICATIONS {
        for version in VERSIONS {
            let client = client(pki, port, authentication, version);
            let keys = Keys::new(&client, &format!("{authentication} {version}")).await;
            for (method, call) in METHODS {
                let outcome = outcome(call(&client, &keys).await);
                cells.push(Cell {
                    server,
                    authentication,
                    method,
                    version,
                    outcome,
                });
            }
        }
    }
    cells
}

fn client(pki: &Pki, port: u16, authentication: &str, version: ProtocolVersion) -> Client {
    let certificate = || certificate(&pki.client);
    let login = || login("alice", "open sesame");
    let auth = match authentication {
        "certificate" => ClientAuth::Certificate(certificate()),
        "password" => ClientAuth::Login(login()),
        _ => ClientAuth::CertificateAndLogin(certificate(), login()),
    };
    let config = config_with(&pki.authority_certificate, auth, port)
        .with_deadlines(Deadlines {
            call: CALL_MAX,
            ..patient()
        })
        .with_versions(VersionChoice::Only(version))
        .unwrap();
    Client::new(config)
}

/// `ok`, the server's reason, that the version lacks it, or the kind of the error.
fn outcome(result: Result<(), Error>) -> String {
    match result {
        Ok(()) => "ok".to_owned(),
        Err(Error::Refused { failure, .. }) => failure
            .reason
            .map_or_else(|| failure.status.to_string(), |reason| reason.to_string()),
        Err(Error::BadRequest {
            source: kmip::Error::NotInVersion { .. } | kmip::Error::FieldNotInVersion { .. },
            ..
        }) => "not in this version".to_owned(),
        Err(error) => {
            let debug = format!("{error:?}");
            let end = debug.find(|character: char| !character.is_alphanumeric());
            debug[..end.unwrap_or(debug.len())].to_owned()
        }
    }
}

/// A table for each server and authentication, with letters for what isn't plain success.
fn print(cells: &[Cell]) {
    let mut others: Vec<&str> = Vec::new();
    for server in ["stock", "strict"] {
        for authentication in AUTHENTICATIONS {
            println!("\nPyKMIP {server}, {authentication}");
            println!("{:<20} 1.0 1.1 1.2 1.3 1.4 2.0", "");
            for (method, _) in METHODS {
                let row = cells.iter().filter(|cell| {
                    (cell.server, cell.authentication, cell.method)
                        == (server, authentication, *method)
                });
                let row: String = row
                    .map(|cell| match cell.outcome.as_str() {
                        "ok" => "  ok".to_owned(),
                        "not in this version" => "   -".to_owned(),
                        other => {
                            let place = others.iter().position(|known| *known == other);
                            let place = place.unwrap_or_else(|| {
                                others.push(&cell.outcome);
                                others.len() - 1
                            });
                            format!("   {}", char::from(b'a' + u8::try_from(place).unwrap()))
                        }
                    })
                    .collect();
                println!("{method:<19}{row}");
            }
        }
    }
    println!("\n- not in this version");
    for (place, other) in others.iter().enumerate() {
        println!(
            "{} {other}",
            char::from(b'a' + u8::try_from(place).unwrap())
        );
    }
}

/// Each cell is as expected, and each expectation is of use.
fn check(cells: &[Cell]) {
    let mut used = BTreeSet::new();
    let mut wrong = Vec::new();
    for cell in cells {
        let otherwise = EXPECTED
            .iter()
            .position(|otherwise| otherwise.is_about(cell));
        let expected = match otherwise {
            Some(place) => {
                used.insert(place);
                EXPECTED[place].outcome
            }
            None => "ok",
        };
        if cell.outcome != expected {
            let Cell {
                server,
                authentication,
                method,
                version,
                outcome,
            } = cell;
            wrong.push(format!(
                "{server}, {authentication}, {version}, {method}: {outcome}, not {expected}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} cells:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let unused: Vec<_> = (0..EXPECTED.len())
        .filter(|place| !used.contains(place))
        .map(|place| {
            format!(
                "{} {}",
                EXPECTED[place].methods.join(", "),
                EXPECTED[place].why
            )
        })
        .collect();
    assert!(unused.is_empty(), "expected, and nowhere found: {unused:?}");
    let refused = cells.iter().filter(|cell| cell.outcome != "ok").count();
    println!(
        "{} cells, {} ok, {refused} as expected otherwise",
        cells.len(),
        cells.len() - refused
    );
}

impl Otherwise {
    fn is_about(&self, cell: &Cell) -> bool {
        let version = cell.version.to_string();
        let any = |list: &[&str], one: &str| list.is_empty() || list.contains(&one);
        any(self.servers, cell.server)
            && any(self.authentications, cell.authentication)
            && any(self.methods, cell.method)
            && any(self.versions, &version)
    }
}

/// A method that is new to the client is in the matrix, or said not to belong there.
#[test]
fn every_method_of_the_client_is_in_the_matrix() {
    let source = workspace::root().join("hosts/kmip-client/src");
    let mut files = vec![source.join("client.rs"), source.join("fetch.rs")];
    let parts = std::fs::read_dir(source.join("client")).unwrap();
    files.extend(parts.map(|entry| entry.unwrap().path()));
    let text: String = files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    let methods = text.lines().filter_map(|line| {
        let name = line.trim().strip_prefix("pub async fn ")?;
        name.split(['(', '<']).next()
    });
    let mut count = 0;
    for method in methods {
        let known =
            METHODS.iter().any(|(name, _)| *name == method) || NOT_OPERATIONS.contains(&method);
        assert!(known, "{method} is missing in the matrix");
        count += 1;
    }
    assert!(count > 10, "the client was read");
}
