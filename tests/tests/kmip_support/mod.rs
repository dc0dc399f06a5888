//! What the KMIP tests share: a PyKMIP server with its certificates, our client to it, and PyKMIP's client beside it.

// Each test file uses its own part of this; and a test's helper fails as a test does.
#![allow(dead_code, clippy::unwrap_used)]

pub(crate) mod fake;
pub(crate) mod own_memory;

use std::fs;
use std::path::Path;
use std::time::Duration;

use fieldgate_core::secret::Secret;
use fieldgate_kmip_client::{
    Client, ClientAuth, ClientCertificate, Deadlines, Login, ServerConfig,
};
use fieldgate_tests::pki::{IdentityFiles, Pki};
use fieldgate_tests::process::{Running, Signal, free_port};
use fieldgate_tests::pykmip::PyKmip;
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
    }
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
    _running: Running,
}

impl PasswordServer {
    /// `bound`: the user has to be the client certificate's, or the server hangs up.
    pub(crate) fn start(pki: &Pki, dir: &Path, bound: bool) -> Self {
        fs::create_dir_all(dir.join("policies")).unwrap();
        let port = free_port().unwrap();
        let at = |name: &str| dir.join(name).display().to_string();
        let settings = format!(
            "[server]\nhostname=127.0.0.1\nport={port}\ncertificate_path={}\nkey_path={}\nca_path={}\n\
             auth_suite=TLS1.2\npolicy_path={}\nenable_tls_client_auth=True\nlogging_level=INFO\ndatabase_path={}\n",
            pki.server.certificate.display(),
            pki.server.private_key.display(),
            pki.authority_certificate.display(),
            at("policies"),
            at("pykmip.db"),
        );
        fs::write(dir.join("server.conf"), settings).unwrap();
        fs::write(
            dir.join("users"),
            "alice:open sesame\nfieldgate:open sesame\n",
        )
        .unwrap();
        let mut command = Python::find().unwrap().script("pykmip_password.py");
        command
            .args([at("server.conf"), at("server.log"), at("users")])
            .current_dir(dir);
        if bound {
            command.arg("--bound");
        }
        let mut running = Running::start(
            "PyKMIP with passwords",
            &command,
            &dir.join("output.log"),
            Signal::INT,
        )
        .unwrap();
        let log = dir.join("server.log");
        running
            .wait_until("start to listen", Duration::from_secs(30), |_| {
                fs::read_to_string(&log)
                    .is_ok_and(|text| text.contains("Starting connection service"))
            })
            .unwrap();
        Self {
            port,
            _running: running,
        }
    }
}
