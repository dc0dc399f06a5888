//! A PyKMIP server: an independent implementation of KMIP 1.0 to 2.0.
//!
//! As it is: mutual TLS 1.2, no passwords. Or [strict](Strict). An own folder and database, an own port. It keeps keys in plaintext in its SQLite
//! file, so it is a test peer only.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::SupportError;
use crate::pki::{IdentityFiles, Pki};
use crate::process::{Running, Signal, free_port};
use crate::pykmip_strict::Strict;
use crate::python::Python;

const START_SECONDS_MAX: u64 = 30;
/// The line it logs once it accepts connections.
const READY: &str = "Starting connection service";

/// A PyKMIP server, running or stopped, with a database that outlives a restart.
#[derive(Debug)]
pub struct PyKmip {
    python: Python,
    dir: PathBuf,
    port: u16,
    authority: PathBuf,
    strict: Option<Strict>,
    process: Option<Running>,
}

impl PyKmip {
    /// Starts a server with the PKI's server certificate, in its own folder, on a fresh port.
    ///
    /// # Errors
    /// [`SupportError`], with the end of its log when it doesn't come up.
    pub fn start(python: &Python, dir: &Path, pki: &Pki) -> Result<Self, SupportError> {
        Self::start_as(python, dir, &pki.authority_certificate, &pki.server)
    }

    /// As [`PyKmip::start`], with any server certificate and any authority for its clients.
    ///
    /// # Errors
    /// [`SupportError`], with the end of its log when it doesn't come up.
    pub fn start_as(
        python: &Python,
        dir: &Path,
        client_authority: &Path,
        server: &IdentityFiles,
    ) -> Result<Self, SupportError> {
        Self::start_any(python, dir, client_authority, server, None)
    }

    /// As [`PyKmip::start`], but strict.
    ///
    /// # Errors
    /// [`SupportError`], with the end of its log when it doesn't come up.
    pub fn start_strict(
        python: &Python,
        dir: &Path,
        pki: &Pki,
        strict: Strict,
    ) -> Result<Self, SupportError> {
        Self::start_any(
            python,
            dir,
            &pki.authority_certificate,
            &pki.server,
            Some(strict),
        )
    }

    fn start_any(
        python: &Python,
        dir: &Path,
        client_authority: &Path,
        server: &IdentityFiles,
        strict: Option<Strict>,
    ) -> Result<Self, SupportError> {
        let policies = dir.join("policies");
        fs::create_dir_all(&policies)
            .map_err(SupportError::io(format!("create {}", policies.display())))?;
        let port = free_port()?;
        let settings = format!(
            "[server]\nhostname=127.0.0.1\nport={port}\ncertificate_path={}\nkey_path={}\nca_path={}\nauth_suite=TLS1.2\n\
             policy_path={}\nenable_tls_client_auth={}\nlogging_level=INFO\ndatabase_path={}\n",
            server.certificate.display(),
            server.private_key.display(),
            client_authority.display(),
            policies.display(),
            if strict
                .as_ref()
                .is_some_and(|strict| strict.certificate_optional)
            {
                "False"
            } else {
                "True"
            },
            dir.join("pykmip.db").display(),
        );
        let file = dir.join("server.conf");
        fs::write(&file, settings)
            .map_err(SupportError::io(format!("write {}", file.display())))?;
        if let Some(strict) = &strict {
            strict.write_users(dir)?;
        }
        let mut this = Self {
            python: python.clone(),
            dir: dir.to_owned(),
            port,
            authority: client_authority.to_owned(),
            strict,
            process: None,
        };
        this.resume()?;
        Ok(this)
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What the server itself has logged since its first start.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(self.log_path()).unwrap_or_default()).into_owned()
    }

    /// Where it logs.
    pub fn log_path(&self) -> PathBuf {
        self.dir.join("server.log")
    }

    /// Ends the server; the database stays.
    pub fn stop(&mut self) {
        self.process = None;
    }

    /// Starts it again after [`PyKmip::stop`], on the same database and port.
    ///
    /// # Errors
    /// [`SupportError`], with the end of its log when it doesn't come up.
    pub fn resume(&mut self) -> Result<(), SupportError> {
        self.stop();
        let settings = self.dir.join("server.conf");
        let mut command = if let Some(strict) = &self.strict {
            strict.command(&self.python, &settings, &self.log_path(), &self.dir)
        } else {
            let mut command = self.python.program("pykmip-server");
            command
                .arg("-f")
                .arg(settings)
                .arg("-l")
                .arg(self.log_path());
            command
        };
        command.current_dir(&self.dir);
        let starts_before = self.log().matches(READY).count();
        // SIGTERM it ignores, and a kill would leave its helper process behind.
        let mut process = Running::start(
            "PyKMIP",
            &command,
            &self.dir.join("output.log"),
            Signal::INT,
        )?;
        let log = self.log_path();
        process.wait_until(
            "start to listen",
            Duration::from_secs(START_SECONDS_MAX),
            |_| {
                let text = fs::read(&log).unwrap_or_default();
                String::from_utf8_lossy(&text).matches(READY).count() > starts_before
            },
        )?;
        self.process = Some(process);
        Ok(())
    }

    /// The bytes of a key, fetched by PyKMIP's own client: the second witness.
    ///
    /// # Errors
    /// [`SupportError::Answer`] with the client's message.
    pub fn key_hex(
        &self,
        unique_identifier: &str,
        client: &IdentityFiles,
    ) -> Result<String, SupportError> {
        self.client("get", &[unique_identifier], client)
    }

    /// Registers an AES key through PyKMIP's own client, activates it and gives its Unique Identifier.
    ///
    /// # Errors
    /// [`SupportError::Answer`] with the client's message.
    pub fn register_hex(
        &self,
        name: &str,
        key_hex: &str,
        client: &IdentityFiles,
    ) -> Result<String, SupportError> {
        self.client("register", &[name, key_hex], client)
    }

    /// The Unique Identifiers that PyKMIP's own client locates for a name, one a line.
    ///
    /// # Errors
    /// [`SupportError::Answer`] with the client's message.
    pub fn locate(&self, name: &str, client: &IdentityFiles) -> Result<String, SupportError> {
        self.client("locate", &[name], client)
    }

    fn client(
        &self,
        operation: &str,
        rest: &[&str],
        client: &IdentityFiles,
    ) -> Result<String, SupportError> {
        let port = self.port.to_string();
        let files = [&client.certificate, &client.private_key, &self.authority]
            .map(|path| path.display().to_string());
        let mut arguments = vec![port.as_str(), &files[0], &files[1], &files[2], operation];
        arguments.extend_from_slice(rest);
        Ok(self
            .python
            .run("kmip_client.py", &arguments)?
            .trim()
            .to_owned())
    }
}
