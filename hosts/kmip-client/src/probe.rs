//! The verdict of a connection test, stage by stage: what was found, how long it took, or why it failed.

use std::fmt;
use std::time::{Duration, Instant};

use fieldgate_core::kmip::attribute::Attribute;
use fieldgate_core::kmip::op::Locate;
use fieldgate_core::kmip::{Operation, ProtocolVersion};

use crate::client::{QUERY, abilities};
use crate::config::{ServerConfig, VersionChoice};
use crate::connection::{Connection, connect, resolve};
use crate::error::{Error, Stage, server_text};
use crate::negotiate::negotiate;

/// What fetching a key needs.
const NEEDED: [Operation; 3] = [Operation::LOCATE, Operation::GET, Operation::GET_ATTRIBUTES];

/// What uploading a key needs besides.
const NEEDED_TO_UPLOAD: [Operation; 2] = [Operation::REGISTER, Operation::ACTIVATE];

/// The name that is looked for to see whether the server accepts us. Nothing needs to be called so.
const PROBED_NAME: &str = "fieldgate-connection-test";

/// How a stage ended.
#[derive(Debug)]
pub enum Outcome {
    /// It passed, and this was found.
    Passed {
        /// In words.
        finding: String,
        /// How long it took.
        took: Duration,
    },
    /// It failed, for this reason.
    Failed {
        /// What went wrong; its message says what to try.
        error: Error,
        /// How long it took.
        took: Duration,
    },
    /// An earlier one failed.
    NotReached,
}

/// The six stages with their outcomes, in order.
#[derive(Debug)]
pub struct Verdict {
    /// Each stage once.
    pub stages: [(Stage, Outcome); 6],
}

impl Verdict {
    /// Whether all stages passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.stages
            .iter()
            .all(|(_, outcome)| matches!(outcome, Outcome::Passed { .. }))
    }

    /// The stage that failed, and why.
    #[must_use]
    pub fn failure(&self) -> Option<(Stage, &Error)> {
        self.stages
            .iter()
            .find_map(|(stage, outcome)| match outcome {
                Outcome::Failed { error, .. } => Some((*stage, error)),
                _ => None,
            })
    }
}

/// A line for each stage; under a failure, its causes.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (stage, outcome)) in self.stages.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            match outcome {
                Outcome::Passed { finding, took } => {
                    write!(
                        f,
                        "{stage:<15}ok      {:>5} ms  {finding}",
                        took.as_millis()
                    )?;
                }
                Outcome::Failed { error, took } => {
                    write!(f, "{stage:<15}FAILED  {:>5} ms  {error}", took.as_millis())?;
                    let mut cause = std::error::Error::source(error);
                    while let Some(error) = cause {
                        write!(f, "\n{:<33}because: {error}", "")?;
                        cause = error.source();
                    }
                }
                Outcome::NotReached => write!(f, "{stage:<15}not reached")?,
            }
        }
        Ok(())
    }
}

/// Tests the connection to a server, on a connection of its own. Nothing on the server changes.
pub async fn probe(config: &ServerConfig) -> Verdict {
    let mut report = Report {
        passed: Vec::new(),
        since: Instant::now(),
    };
    match run(config, &mut report).await {
        Ok(()) => report.finish(None),
        Err(error) => report.finish(Some(error)),
    }
}

async fn run(config: &ServerConfig, report: &mut Report) -> Result<(), Error> {
    let addresses = resolve(config).await?;
    report.pass(list(&addresses));

    let socket = connect(config, &addresses).await?;
    let finding = socket
        .peer_addr()
        .map_or_else(|_| String::from("connected"), |peer| format!("to {peer}"));
    report.pass(finding);

    let mut connection = Connection::secure(config, socket).await?;
    report.pass(connection.describe_tls());

    let version = negotiate(config, &mut connection).await?;
    report.pass(match config.versions {
        VersionChoice::UpTo(_) => format!("KMIP {version}, agreed on with the server"),
        VersionChoice::Only(_) => format!("KMIP {version}, as configured, without asking"),
    });

    authenticate(config, &mut connection, version).await?;
    report.pass(as_whom(config));

    let finding = operations(config, &mut connection, version).await?;
    report.pass(finding);
    Ok(())
}

/// Discover Versions and Query are answered to strangers by some servers; Locate is not.
async fn authenticate(
    config: &ServerConfig,
    connection: &mut Connection,
    version: ProtocolVersion,
) -> Result<(), Error> {
    let request = Locate {
        items_max: 1,
        attributes: &[Attribute::Name(PROBED_NAME)],
    };
    connection
        .call(config, Stage::Authentication, version, &request, |_| Ok(()))
        .await
}

async fn operations(
    config: &ServerConfig,
    connection: &mut Connection,
    version: ProtocolVersion,
) -> Result<String, Error> {
    let offered = connection
        .call(config, Stage::Operations, version, &QUERY, |response| {
            Ok(abilities(&response))
        })
        .await?;
    let lacking: Vec<_> = NEEDED
        .into_iter()
        .filter(|operation| !offered.operations.contains(operation))
        .collect();
    if !lacking.is_empty() {
        return Err(Error::OperationsMissing {
            operations: list(&lacking),
        });
    }
    let vendor = offered
        .vendor
        .map_or_else(String::new, |vendor| format!("{}: ", server_text(&vendor)));
    let uploads = NEEDED_TO_UPLOAD
        .iter()
        .all(|operation| offered.operations.contains(operation));
    let uploads = if uploads {
        "keys can be uploaded"
    } else {
        "keys cannot be uploaded"
    };
    Ok(format!(
        "{vendor}{} operations, with all that fetching a key needs; {uploads}",
        offered.operations.len()
    ))
}

fn as_whom(config: &ServerConfig) -> String {
    match &config.login {
        Some(login) => format!("accepted as user {}", login.user_name),
        None => String::from("accepted with our client certificate"),
    }
}

fn list<T: fmt::Display>(things: &[T]) -> String {
    things
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

const STAGES: [Stage; 6] = [
    Stage::Resolve,
    Stage::Connect,
    Stage::Tls,
    Stage::Version,
    Stage::Authentication,
    Stage::Operations,
];

/// What passed so far.
struct Report {
    passed: Vec<(String, Duration)>,
    since: Instant,
}

impl Report {
    fn pass(&mut self, finding: String) {
        self.passed.push((finding, self.since.elapsed()));
        self.since = Instant::now();
    }

    fn finish(mut self, error: Option<Error>) -> Verdict {
        let took = self.since.elapsed();
        let mut failed_at = self.passed.len();
        if let Some(error) = &error {
            match error {
                // With TLS 1.3 the server refuses our certificate after our handshake: TLS failed all the same.
                Error::ClientCertificateRefused { .. } | Error::ClientCertificateMissing => {
                    failed_at = 2;
                    self.passed.truncate(failed_at);
                }
                // A server that refuses our login in answer to Discover Versions speaks KMIP.
                Error::AuthenticationRefused { failure } if failed_at == 3 => {
                    let version = failure
                        .version
                        .map_or_else(String::new, |version| format!(" in version {version}"));
                    self.passed.push((format!("KMIP, answered{version}"), took));
                    failed_at = 4;
                }
                _ => {}
            }
        }
        let mut passed = self.passed.into_iter();
        let mut error = error;
        let stages = std::array::from_fn(|index| {
            let outcome = match passed.next() {
                Some((finding, took)) => Outcome::Passed { finding, took },
                None => match error.take() {
                    Some(error) if index == failed_at => Outcome::Failed { error, took },
                    _ => Outcome::NotReached,
                },
            };
            (STAGES[index], outcome)
        });
        Verdict { stages }
    }
}
