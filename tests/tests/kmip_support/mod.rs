//! What the KMIP tests share: a PyKMIP server with its certificates, our client to it, and PyKMIP's client beside it.

// Each test file uses its own part of this; and a test's helper fails as a test does.
#![allow(dead_code, clippy::unwrap_used)]

pub(crate) mod fake;
pub(crate) mod own_memory;

use std::path::Path;
use std::time::Duration;

use fieldgate_core::kmip::op::Create;
use fieldgate_core::kmip::{Attribute, CryptographicAlgorithm};
use fieldgate_core::secret::Secret;
use fieldgate_kmip_client::{
    Client, ClientAuth, ClientCertificate, Deadlines, Error, Login, ServerConfig,
};
use fieldgate_tests::pki::{IdentityFiles, Pki};
use fieldgate_tests::pykmip::PyKmip;
use fieldgate_tests::pykmip_strict::Strict;
use fieldgate_tests::python::Python;
use tempfile::TempDir;

/// A key that is not a real one.
pub(crate) const KEY: [u8; 32] = *b"\x11an AES-256 key of these tests\x00\xff";

/// A server, its certificates and its folder, which goes away with it.
pub(crate) struct Scene {
    pub(crate) server: PyKmip,
    pub(crate) pki: Pki,
    pub(crate) python: Python,
    pub(crate) dir: TempDir,
}

impl Scene {
    pub(crate) fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pki = Pki::create(&dir.path().join("pki")).unwrap();
        let python = Python::find().unwrap();
        let server = PyKmip::start(&python, &dir.path().join("pykmip"), &pki).unwrap();
        Self {
            server,
            pki,
            python,
            dir,
        }
    }

    pub(crate) fn config(&self) -> ServerConfig {
        config(&self.pki, self.server.port())
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.config())
    }

    /// PyKMIP's own client, at a version.
    pub(crate) fn pykmip(&self, version: &str, arguments: &[&str]) -> String {
        let files = [
            &self.pki.client.certificate,
            &self.pki.client.private_key,
            &self.pki.authority_certificate,
        ]
        .map(|path| path.display().to_string());
        let port = self.server.port().to_string();
        let mut all = vec![version, &port, &files[0], &files[1], &files[2]];
        all.extend_from_slice(arguments);
        self.python
            .run("kmip_at_version.py", &all)
            .unwrap()
            .trim()
            .to_owned()
    }
}

/// The right way to a server of this PKI.
pub(crate) fn config(pki: &Pki, port: u16) -> ServerConfig {
    config_with(
        &pki.authority_certificate,
        ClientAuth::Certificate(certificate(&pki.client)),
        port,
    )
}

/// A way to a server on localhost.
pub(crate) fn config_with(authority: &Path, auth: ClientAuth, port: u16) -> ServerConfig {
    ServerConfig::new("localhost", authority, auth)
        .unwrap()
        .with_port(port)
}

pub(crate) fn certificate(files: &IdentityFiles) -> ClientCertificate {
    ClientCertificate::from_pem_files(&files.certificate, &files.private_key).unwrap()
}

pub(crate) fn login(name: &str, password: &str) -> Login {
    Login::new(name.to_owned(), Some(password.to_owned().into()))
}

/// Deadlines that a test doesn't wait long for.
pub(crate) fn short() -> Deadlines {
    let short = Duration::from_millis(300);
    Deadlines {
        resolve: Duration::from_secs(5),
        connect: short,
        handshake: short,
        call: short,
        ..Deadlines::default()
    }
}

/// Deadlines for a machine that has much else to do.
pub(crate) fn patient() -> Deadlines {
    let patient = Duration::from_secs(30);
    Deadlines {
        resolve: patient,
        connect: patient,
        handshake: patient,
        call: patient,
        whole: 2 * patient,
    }
}

/// The attributes of a new AES-256 key.
pub(crate) fn new_key(name: &str) -> [Attribute<'_>; 4] {
    [
        Attribute::CryptographicAlgorithm(CryptographicAlgorithm::AES),
        Attribute::CryptographicLength(256),
        Attribute::CryptographicUsageMask(0x0c),
        Attribute::Name(name),
    ]
}

/// Asks for a new key, and doesn't look for it should the answer be lost: what the transport makes of it.
pub(crate) async fn create_only(client: &Client, name: &str) -> Result<(), Error> {
    let attributes = new_key(name);
    let create = Create {
        attributes: &attributes,
    };
    client.call(&create, |_| Ok(())).await
}

pub(crate) fn secret() -> Secret<32> {
    Secret::copied_from(&KEY).unwrap()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A PyKMIP server that wants a password in each request: alice's is `open sesame`.
pub(crate) struct PasswordServer {
    pub(crate) port: u16,
    _server: PyKmip,
}

impl PasswordServer {
    /// `bound`: the user has to be the client certificate's, or the server hangs up.
    pub(crate) fn start(pki: &Pki, dir: &Path, bound: bool) -> Self {
        let strict = Strict {
            bound,
            ..Strict::default()
        };
        let server = PyKmip::start_strict(&Python::find().unwrap(), dir, pki, strict).unwrap();
        Self {
            port: server.port(),
            _server: server,
        }
    }
}
