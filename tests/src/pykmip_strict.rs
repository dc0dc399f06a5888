//! What a strict PyKMIP server insists on: a password in each request, a user that is the certificate's, a lease.
//!
//! It speaks TLS 1.2 and 1.3. The server itself is `tests/python/pykmip_strict.py`: PyKMIP with these parts replaced.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::SupportError;
use crate::python::Python;

/// How a PyKMIP server is strict.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Strict {
    /// Who may speak: user names with their passwords.
    pub users: Vec<(String, String)>,
    /// The user has to be the client certificate's common name, or the server hangs up.
    pub bound: bool,
    /// Obtain Lease is served, and gives so many seconds.
    pub lease_s: Option<u32>,
    /// Who shows no client certificate is welcome: the password says who it is.
    pub certificate_optional: bool,
}

impl Default for Strict {
    /// Users `alice` and `fieldgate`, both with the password `open sesame`, with a client certificate of this authority, whoever's.
    fn default() -> Self {
        let user = |name: &str| (name.to_owned(), "open sesame".to_owned());
        Self {
            users: vec![user("alice"), user("fieldgate")],
            bound: false,
            lease_s: None,
            certificate_optional: false,
        }
    }
}

impl Strict {
    pub(crate) fn write_users(&self, dir: &Path) -> Result<(), SupportError> {
        let lines: String = self
            .users
            .iter()
            .map(|(name, password)| format!("{name}:{password}\n"))
            .collect();
        let file = dir.join("users");
        fs::write(&file, lines).map_err(SupportError::io(format!("write {}", file.display())))
    }

    pub(crate) fn command(
        &self,
        python: &Python,
        settings: &Path,
        log: &Path,
        dir: &Path,
    ) -> Command {
        let mut command = python.script("pykmip_strict.py");
        command.arg(settings).arg(log).arg(dir.join("users"));
        if self.bound {
            command.arg("--bound");
        }
        if let Some(seconds) = self.lease_s {
            command.args(["--lease", &seconds.to_string()]);
        }
        if self.certificate_optional {
            command.arg("--certificate-optional");
        }
        command
    }
}
