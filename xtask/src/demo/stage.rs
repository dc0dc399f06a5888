//! Sets the stage: a PKI made now, a KMIP server, a key, an application, and the gateway before it.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use fieldgate_tests::fieldgate::{self, Gateway, KMIP_SERVER_NAME, Scene};
use fieldgate_tests::films::{RULES, client};
use fieldgate_tests::kinto::Kinto;
use fieldgate_tests::pki::Pki;
use fieldgate_tests::pykmip::PyKmip;
use fieldgate_tests::python::Python;
use fieldgate_tests::workspace;
use serde_json::Value;

use super::screen::{Ink, Screen};
use crate::fault::Fault;

/// How long the gateway may hold a key.
pub(crate) const EXPIRATION_MINUTES: u32 = 1;
/// What `tests/python/films.py` exits with on a refusal.
const EXIT_CODE_REFUSED: i32 = 3;

/// All that runs. Dropping it ends it: the gateway first.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) gateway: Gateway,
    pub(crate) kinto: Kinto,
    pub(crate) kmip: PyKmip,
    pub(crate) pki: Pki,
    pub(crate) python: Python,
    pub(crate) dir: PathBuf,
}

/// What a client got.
#[derive(Debug)]
pub(crate) enum Answer {
    /// What it asked for.
    Given(Value),
    /// A status and a body.
    Refused(u64, String),
}

/// Starts everything.
pub(crate) fn set(screen: &mut Screen) -> Result<Stage, Fault> {
    let dir = workspace::work_dir().join("demo");
    if dir.exists() {
        fs::remove_dir_all(&dir).map_err(Fault::io(format!("remove {}", dir.display())))?;
    }
    let python = Python::find()?;
    let pki = Pki::create(&dir.join("pki"))?;

    screen.step("A key on a KMIP server");
    screen.progress("starting PyKMIP and Kinto …");
    let kmip = PyKmip::start(&python, &dir.join("pykmip"), &pki)?;
    let kinto = Kinto::start(&python, &dir.join("kinto"))?;
    screen.fact(
        "PyKMIP 0.11.0",
        &[(
            Ink::Plain,
            &format!("localhost:{}, mutual TLS", kmip.port()),
        )],
    );
    let mut scene = Scene::new(kinto.url(), kmip.port(), RULES);
    scene.expiration_time_minutes = Some(EXPIRATION_MINUTES);
    let config = scene.write(&dir, &pki)?;
    let shown = config.display().to_string();
    fieldgate_command(screen, &["kmip", "test", "--config", &shown])?;
    fieldgate_command(
        screen,
        &[
            "key",
            "create",
            "films",
            "--config",
            &shown,
            "--store-on-kmip",
            KMIP_SERVER_NAME,
        ],
    )?;

    screen.step("An application, unmodified, and the gateway before it");
    let gateway = Gateway::start(&config)?;
    screen.fact(
        "Kinto 26.5.0",
        &[(
            Ink::Plain,
            &format!("{}, all storage in its memory", kinto.url()),
        )],
    );
    let about = format!(
        "{}, keys expire {EXPIRATION_MINUTES} minute after they are fetched",
        gateway.url()
    );
    screen.fact("fieldgate", &[(Ink::Plain, &about)]);
    for log in [
        kmip.log_path().as_path(),
        kinto.log_path(),
        gateway.log_path(),
    ] {
        screen.detail(&format!("log: {}", log.display()));
    }
    Ok(Stage {
        gateway,
        kinto,
        kmip,
        pki,
        python,
        dir,
    })
}

impl Stage {
    /// Kinto's own client, through the gateway.
    pub(crate) fn client(&self, screen: &Screen, arguments: &[&str]) -> Result<Answer, Fault> {
        screen.detail(&format!(
            "films.py {} {}",
            self.gateway.url(),
            arguments.join(" ")
        ));
        let output = client(
            &self.python,
            &self.gateway.url(),
            &self.pki.authority_certificate,
            arguments,
        )
        .output()
        .map_err(Fault::io("run tests/python/films.py"))?;
        answer(&output)
    }

    /// As [`Stage::client`], where nothing but success will do.
    pub(crate) fn client_given(&self, screen: &Screen, arguments: &[&str]) -> Result<Value, Fault> {
        match self.client(screen, arguments)? {
            Answer::Given(value) => Ok(value),
            Answer::Refused(status, body) => Err(Fault::Unmet(format!(
                "{} got {status}: {body}",
                arguments.join(" ")
            ))),
        }
    }
}

fn answer(output: &Output) -> Result<Answer, Fault> {
    let value = || serde_json::from_slice::<Value>(&output.stdout);
    if output.status.success() {
        return Ok(Answer::Given(value()?));
    }
    if output.status.code() == Some(EXIT_CODE_REFUSED) {
        let refusal = value()?;
        let body = refusal["body"].as_str().unwrap_or_default().to_owned();
        return Ok(Answer::Refused(
            refusal["status"].as_u64().unwrap_or_default(),
            body,
        ));
    }
    Err(Fault::Unmet(format!(
        "Kinto's client failed: {}",
        String::from_utf8_lossy(&output.stderr)
    )))
}

/// Runs a command of the binary and shows it with what it says.
fn fieldgate_command(screen: &mut Screen, arguments: &[&str]) -> Result<(), Fault> {
    let output = fieldgate::run(arguments)?;
    let short: Vec<&str> = arguments
        .iter()
        .map(|&word| {
            if word.contains('/') {
                "fieldgate.toml"
            } else {
                word
            }
        })
        .collect();
    screen.line(&[
        (Ink::Dim, "   $ "),
        (Ink::Bold, &format!("fieldgate {}", short.join(" "))),
    ]);
    let text = String::from_utf8_lossy(&output.stdout);
    // What `key create` says to add is in this configuration already.
    for line in text.lines().take_while(|line| !line.ends_with(':')) {
        let (head, rest) = line.split_at(table_head(line));
        screen.line(&[(Ink::Dim, "     "), (Ink::Plain, head), (Ink::Plain, rest)]);
    }
    if output.status.success() {
        return Ok(());
    }
    Err(Fault::Unmet(format!(
        "{}: {}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    )))
}

/// Where the last column of a table's line starts: after its last wide gap, if that is near the start.
fn table_head(line: &str) -> usize {
    const HEAD_BYTES_MAX: usize = 40;
    line.match_indices("  ")
        .map(|(at, gap)| at + gap.len())
        .take_while(|end| *end <= HEAD_BYTES_MAX)
        .last()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::table_head;

    #[test]
    fn long_lines_of_a_table_go_on_in_their_last_column() {
        assert_eq!(table_head("TLS   ok    282 ms  TLS 1.2, trusted"), 20);
        assert_eq!(table_head("made key \"films\""), 0);
    }
}
