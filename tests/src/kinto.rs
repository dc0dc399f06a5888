//! A Kinto server, unmodified, with all of its storage in its own memory.
//!
//! That makes "everything it stores" something a test can look through: its API lists every record, and
//! [`crate::memory`] searches the process itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::SupportError;
use crate::http;
use crate::process::{Running, Signal, free_port};
use crate::python::Python;

const START_SECONDS_MAX: u64 = 60;

/// A running Kinto server. Its records go away with it.
#[derive(Debug)]
pub struct Kinto {
    process: Running,
    port: u16,
    settings: PathBuf,
}

impl Kinto {
    /// Starts a server in its own folder, on a fresh port, and waits until it answers.
    ///
    /// # Errors
    /// [`SupportError`], with the end of its log when it doesn't come up.
    pub fn start(python: &Python, dir: &Path) -> Result<Self, SupportError> {
        fs::create_dir_all(dir).map_err(SupportError::io(format!("create {}", dir.display())))?;
        let settings = dir.join("kinto.ini");
        fs::write(&settings, SETTINGS)
            .map_err(SupportError::io(format!("write {}", settings.display())))?;
        let port = free_port()?;
        let mut command = python.program("kinto");
        command
            .args(["start", "--port", &port.to_string(), "--ini"])
            .arg(&settings)
            .current_dir(dir);
        command
            .env("PYTHONUNBUFFERED", "1")
            .env("PYTHONWARNINGS", "ignore");
        let mut process = Running::start("Kinto", &command, &dir.join("kinto.log"), Signal::TERM)?;
        process.wait_until(
            "answer at /v1/",
            Duration::from_secs(START_SECONDS_MAX),
            |_| {
                http::get(&format!("127.0.0.1:{port}"), "/v1/", &[])
                    .is_ok_and(|response| response.status == 200)
            },
        )?;
        Ok(Self {
            process,
            port,
            settings,
        })
    }

    /// The port on 127.0.0.1, plain HTTP.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// `127.0.0.1:PORT`.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Its process id, for [`crate::memory`].
    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// Its settings file.
    pub fn settings(&self) -> &Path {
        &self.settings
    }

    /// Its log.
    pub fn log_path(&self) -> &Path {
        self.process.log_path()
    }
}

/// Kinto's own defaults, but for who may create a bucket, and a log of each request with its query.
const SETTINGS: &str = "\
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = %(http_port)s

[app:main]
use = egg:kinto
kinto.storage_backend = kinto.core.storage.memory
kinto.cache_backend = kinto.core.cache.memory
kinto.permission_backend = kinto.core.permission.memory
multiauth.policies = basicauth
kinto.bucket_create_principals = system.Everyone
kinto.userid_hmac_secret = only-a-test-and-only-on-loopback

[loggers]
keys = root, kinto

[handlers]
keys = console

[formatters]
keys = json

[logger_root]
level = INFO
handlers = console

[logger_kinto]
level = INFO
handlers = console
qualname = kinto
propagate = 0

[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = json

[formatter_json]
class = kinto.core.JsonLogFormatter
";
