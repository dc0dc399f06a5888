//! The built `fieldgate` binary: configured for a scene, started, measured.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use crate::SupportError;
use crate::http;
use crate::pki::{IdentityFiles, Pki};
use crate::process::{Running, Signal};

const START_SECONDS_MAX: u64 = 30;
/// The key's name in every scene.
pub const KEY_NAME: &str = "films";
/// The KMIP server's name in every scene.
pub const KMIP_SERVER_NAME: &str = "head-office";

/// What a configuration has to say, as far as scenes differ.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The application, such as `http://127.0.0.1:8888`.
    pub upstream: String,
    /// The KMIP server's port on localhost.
    pub kmip_port: u16,
    /// Absent: keys never expire.
    pub expiration_time_minutes: Option<u32>,
    /// Names the key exactly, instead of by its name.
    pub unique_identifier: Option<String>,
    /// `allow`, `warn` or `refuse`.
    pub unknown_writes: &'static str,
    /// The rules file's text.
    pub rules: String,
}

impl Scene {
    /// A scene with a key on a KMIP server that never expires.
    pub fn new(upstream: impl Into<String>, kmip_port: u16, rules: impl Into<String>) -> Self {
        Self {
            upstream: upstream.into(),
            kmip_port,
            expiration_time_minutes: None,
            unique_identifier: None,
            unknown_writes: "warn",
            rules: rules.into(),
        }
    }

    /// Writes `fieldgate.toml` and `rules.toml` into the folder, and gives the first.
    ///
    /// # Errors
    /// [`SupportError::Io`].
    pub fn write(&self, dir: &Path, pki: &Pki) -> Result<PathBuf, SupportError> {
        fs::create_dir_all(dir).map_err(SupportError::io(format!("create {}", dir.display())))?;
        let files = [
            ("fieldgate.toml", self.configuration(pki)),
            ("rules.toml", self.rules.clone()),
        ];
        for (name, text) in files {
            let path = dir.join(name);
            fs::write(&path, text)
                .map_err(SupportError::io(format!("write {}", path.display())))?;
        }
        Ok(dir.join("fieldgate.toml"))
    }

    /// The text of `fieldgate.toml`.
    pub fn configuration(&self, pki: &Pki) -> String {
        let IdentityFiles {
            certificate,
            private_key,
        } = &pki.server;
        let expiration = self
            .expiration_time_minutes
            .map_or(String::new(), |minutes| {
                format!("expiration_time_minutes = {minutes}\n")
            });
        let identifier = self.unique_identifier.as_ref().map_or(String::new(), |id| {
            format!("unique_identifier = \"{id}\"\n")
        });
        format!(
            r#"version = 1

[gateway]
listen = "127.0.0.1:0"
certificate = "{certificate}"
private_key = "{private_key}"
upstream = "{upstream}"
rules = "rules.toml"
unknown_writes = "{unknown_writes}"
status = "127.0.0.1:0"

[[kmip_server]]
name = "{KMIP_SERVER_NAME}"
host = "localhost"
port = {kmip_port}
client_certificate = "{client_certificate}"
client_private_key = "{client_private_key}"
certificate_authority = "{authority}"
{expiration}
[[key]]
name = "{KEY_NAME}"
store = "kmip"
kmip_server = "{KMIP_SERVER_NAME}"
{identifier}
[partition]
tenant = "demo"
name = "films"
encryption_key = "{KEY_NAME}"
decryption_keys = []
"#,
            certificate = certificate.display(),
            private_key = private_key.display(),
            upstream = self.upstream,
            unknown_writes = self.unknown_writes,
            kmip_port = self.kmip_port,
            client_certificate = pki.client.certificate.display(),
            client_private_key = pki.client.private_key.display(),
            authority = pki.authority_certificate.display(),
        )
    }
}

/// The binary that was built beside this program, or what `FIELDGATE_BINARY` names.
///
/// # Errors
/// [`SupportError::Missing`] when it isn't built.
pub fn binary() -> Result<PathBuf, SupportError> {
    if let Some(named) = std::env::var_os("FIELDGATE_BINARY") {
        return Ok(named.into());
    }
    let exe = std::env::current_exe().map_err(SupportError::io("find this program's own path"))?;
    let found = exe
        .ancestors()
        .skip(1)
        .take(3)
        .map(|dir| dir.join("fieldgate"))
        .find(|path| path.is_file());
    found.ok_or(SupportError::Missing {
        what: "the fieldgate binary",
        path: exe.with_file_name("fieldgate"),
        advice: "run `cargo build -p fieldgate` first; `cargo xtask test` does",
    })
}

/// A command for the binary, with its defaults for logging.
///
/// # Errors
/// As [`binary`].
pub fn command() -> Result<Command, SupportError> {
    let mut command = Command::new(binary()?);
    command
        .env_remove("FIELDGATE_LOG")
        .env_remove("RUST_LOG")
        .env("NO_COLOR", "1")
        .env("FIELDGATE_DANGER_READABLE_MEMORY", "1");
    Ok(command)
}

/// Runs the binary to its end, such as for `kmip test`, and gives status and outputs.
///
/// # Errors
/// [`SupportError::Io`], and as [`binary`].
pub fn run(arguments: &[&str]) -> Result<Output, SupportError> {
    command()?
        .args(arguments)
        .output()
        .map_err(SupportError::io(format!(
            "run fieldgate {}",
            arguments.join(" ")
        )))
}

/// Runs the binary to its end with something on its standard input, such as for `field seal`.
///
/// # Errors
/// As [`run`].
pub fn run_with(arguments: &[&str], input: &[u8]) -> Result<Output, SupportError> {
    let failed = || SupportError::io(format!("run fieldgate {}", arguments.join(" ")));
    let mut child = command()?
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed())?;
    let stdin = child.stdin.take();
    std::thread::scope(|scope| {
        // One that ends before it read everything is an outcome to look at, not a failure.
        scope.spawn(|| stdin.map(|mut stdin| stdin.write_all(input)));
        child.wait_with_output().map_err(failed())
    })
}

/// Makes the scene's key on the KMIP server with `fieldgate key create`.
///
/// # Errors
/// [`SupportError::Answer`] with what it said.
pub fn create_key(config: &Path) -> Result<String, SupportError> {
    let config = config.display().to_string();
    let arguments = [
        "key",
        "create",
        KEY_NAME,
        "--config",
        &config,
        "--store-on-kmip",
        KMIP_SERVER_NAME,
    ];
    let output = run(&arguments)?;
    if !output.status.success() {
        return Err(SupportError::Answer {
            from: format!("fieldgate {}", arguments.join(" ")),
            expected: "success",
            found: format!(
                "{}: {}",
                output.status,
                String::from_utf8_lossy(&output.stderr)
            ),
        });
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A running gateway.
#[derive(Debug)]
pub struct Gateway {
    process: Running,
    address: String,
    status: String,
}

impl Gateway {
    /// Starts `fieldgate serve` and waits until it listens. Its log is `gateway.log` beside the configuration.
    ///
    /// # Errors
    /// [`SupportError`], with the end of its log when it doesn't come up.
    pub fn start(config: &Path) -> Result<Self, SupportError> {
        let mut command = command()?;
        command.args(["serve", "--config"]).arg(config);
        let log = config.with_file_name("gateway.log");
        // A log of an earlier run would name its ports.
        let _ = fs::remove_file(&log);
        let mut process = Running::start("the gateway", &command, &log, Signal::TERM)?;
        let within = Duration::from_secs(START_SECONDS_MAX);
        let address = after(
            &process.wait_for_line("listening on https://", within)?,
            "listening on https://",
        );
        let status = after(
            &process.wait_for_line("status on http://", within)?,
            "status on http://",
        );
        Ok(Self {
            process,
            address,
            status,
        })
    }

    /// `127.0.0.1:PORT`, TLS.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The port of [`Gateway::address`].
    pub fn port(&self) -> u16 {
        self.address
            .rsplit_once(':')
            .and_then(|(_, port)| port.parse().ok())
            .unwrap_or_default()
    }

    /// `https://localhost:PORT`.
    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.port())
    }

    /// `127.0.0.1:PORT` of the status pages, plain HTTP.
    pub fn status_address(&self) -> &str {
        &self.status
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// Its process.
    pub fn process(&mut self) -> &mut Running {
        &mut self.process
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        self.process.log()
    }

    /// Where it logs.
    pub fn log_path(&self) -> &Path {
        self.process.log_path()
    }

    /// Reads `/metrics`.
    ///
    /// # Errors
    /// [`SupportError::Io`], [`SupportError::Answer`].
    pub fn metrics(&self) -> Result<Metrics, SupportError> {
        let response = http::get(&self.status, "/metrics", &[])?;
        if response.status == 200 {
            return Ok(Metrics {
                text: response.text(),
            });
        }
        Err(SupportError::Answer {
            from: format!("http://{}/metrics", self.status),
            expected: "200",
            found: response.status.to_string(),
        })
    }
}

/// One reading of `/metrics`, Prometheus text.
#[derive(Debug)]
pub struct Metrics {
    text: String,
}

impl Metrics {
    /// The sum of a metric's values over all its labels; a metric that isn't there counts as 0.
    pub fn sum(&self, name: &str) -> f64 {
        self.values(name).map(|(_, value)| value).sum()
    }

    /// How many KMIP Gets there were.
    pub fn kmip_gets(&self) -> u64 {
        self.sum("fieldgate_kmip_gets_total") as u64
    }

    /// Whether the key is held in memory now.
    pub fn key_held(&self, key: &str) -> bool {
        let label = format!("key=\"{key}\"");
        self.values("fieldgate_key_held")
            .any(|(labels, value)| labels.contains(&label) && value == 1.0)
    }

    /// The text as it came.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, f64)> {
        self.text.lines().filter_map(move |line| {
            let rest = line.strip_prefix(name)?;
            let (labels, value) = rest.rsplit_once(' ')?;
            let named_so = labels.is_empty() || labels.starts_with('{');
            named_so.then_some((labels, value.parse().ok()?))
        })
    }
}

/// The address that follows `mark` in a log line.
fn after(line: &str, mark: &str) -> String {
    let rest = line.split_once(mark).map_or("", |(_, rest)| rest);
    rest.chars()
        .take_while(|char| char.is_ascii_digit() || ".:".contains(*char))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Metrics, after};

    #[test]
    fn reads_an_address_from_a_log_line() {
        assert_eq!(
            after(
                "INFO listening on https://127.0.0.1:4433 (2 rules)",
                "https://"
            ),
            "127.0.0.1:4433"
        );
    }

    #[test]
    fn sums_metrics_and_reads_labels() {
        let text = "# TYPE fieldgate_kmip_gets_total counter\nfieldgate_kmip_gets_total{server=\"a\"} 2\n\
                    fieldgate_kmip_gets_total{server=\"b\"} 1\nfieldgate_kmip_gets_total_x 9\nfieldgate_key_held{key=\"films\"} 1\n";
        let metrics = Metrics {
            text: text.to_owned(),
        };
        assert_eq!(metrics.kmip_gets(), 3);
        assert!(metrics.key_held("films"));
        assert!(!metrics.key_held("other"));
    }
}
