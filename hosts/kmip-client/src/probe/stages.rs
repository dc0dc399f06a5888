//! The stages of a test, one after another, each on what the one before it came to.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use fieldgate_core::kmip::ProtocolVersion;
use fieldgate_core::kmip::attribute::Attribute;
use fieldgate_core::kmip::op::{DiscoverVersions, Locate};

use super::cause::{Cause, Known};
use super::finding::{ClientCertificateUse, Finding, TlsFinding, VersionFinding};
use super::verdict::{AddressVerdict, Outcome, StageReport};
use super::{Event, Observer, ProbeOptions, abilities, inspect, probe_key};
use crate::address::Peer;
use crate::certificate::CertificateInfo;
use crate::config::VersionChoice;
use crate::connection::{Connection, connect, resolve};
use crate::error::{Error, Stage};
use crate::negotiate::negotiate;

/// The name that is looked for to see whether the server accepts us. Nothing needs to be called so.
const PROBED_NAME: &str = "fieldgate-connection-test";

/// How many of a server's versions are shown.
const OFFERED_VERSIONS_MAX: usize = 16;

/// The stages in order; the probe key only if it is asked for.
const STAGES: [Stage; 7] = [
    Stage::Resolve,
    Stage::Connect,
    Stage::Tls,
    Stage::Version,
    Stage::Authentication,
    Stage::Operations,
    Stage::ProbeKey,
];

/// A stage that failed.
pub(super) struct Failed {
    pub(super) error: Error,
    /// Where, if it isn't the stage that was under way.
    pub(super) at: Option<Stage>,
    pub(super) finding: Option<Finding>,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self {
            error,
            at: None,
            finding: None,
        }
    }
}

/// Tests one address.
pub(super) async fn probe_address(
    config: &Peer,
    options: ProbeOptions,
    observer: &mut Observer<'_>,
) -> AddressVerdict {
    observer(Event::Address {
        host: &config.address.host,
        port: config.address.port,
    });
    let mut run = Run {
        config,
        options,
        reports: Vec::new(),
        since: Instant::now(),
        addresses: Vec::new(),
        observer,
    };
    if let Err(failed) = run.all().await {
        run.fail(failed).await;
    }
    AddressVerdict {
        host: config.address.host.clone(),
        port: config.address.port,
        stages: run.reports,
    }
}

/// What there is so far.
struct Run<'r, 'o> {
    config: &'r Peer,
    options: ProbeOptions,
    reports: Vec<StageReport>,
    since: Instant,
    addresses: Vec<SocketAddr>,
    observer: &'r mut Observer<'o>,
}

impl Run<'_, '_> {
    async fn all(&mut self) -> Result<(), Failed> {
        self.addresses = resolve(self.config).await?;
        self.pass(Finding::Addresses(self.addresses.clone()));

        let socket = connect(self.config, &self.addresses).await?;
        let peer = socket.peer_addr().map_err(|source| Error::Io {
            stage: Stage::Connect,
            source,
        })?;
        self.pass(Finding::Connected(peer));

        let mut connection = Connection::secure(self.config, socket).await?;
        let handshake = self.since.elapsed();
        let tls = connection.tls_finding(self.config);

        // With TLS 1.3 a server refuses our certificate after our side of the handshake is done, in place of its first
        // answer: what TLS came to is known only then.
        self.since = Instant::now();
        let negotiated = negotiate(self.config, &mut connection).await;
        let negotiated = match negotiated {
            Err(error) if failed_stage(&error, self.config) == Stage::Tls => {
                return Err(Failed {
                    error,
                    at: Some(Stage::Tls),
                    finding: Some(Finding::Tls(tls)),
                });
            }
            other => other,
        };
        self.report_passed(Finding::Tls(tls), handshake);
        let version = negotiated.map_err(|error| self.not_negotiated(error))?;
        let offered = offered_versions(self.config, &mut connection, version).await;
        self.pass(Finding::Version(VersionFinding {
            chosen: Some(version),
            offered,
            as_configured: matches!(self.config.versions, VersionChoice::Only(_)),
        }));

        authenticate(self.config, &mut connection, version)
            .await
            .map_err(|error| Failed {
                at: Some(failed_stage(&error, self.config).max(Stage::Version)),
                error,
                finding: None,
            })?;
        self.pass(Finding::Accepted {
            user_name: self
                .config
                .login
                .as_ref()
                .map(|login| login.user_name.clone()),
            by_certificate: connection.showed_certificate(),
        });

        let finding = abilities::ask(self.config, &mut connection, version).await?;
        self.pass(Finding::Operations(finding));

        if self.options.probe_key {
            let finding = probe_key::run(self.config, connection, version).await?;
            self.pass(Finding::ProbeKey(finding));
        }
        Ok(())
    }

    /// A server that refuses our login in answer to Discover Versions speaks KMIP: that stage passed.
    fn not_negotiated(&mut self, error: Error) -> Failed {
        let at = failed_stage(&error, self.config);
        if let Error::AuthenticationRefused { failure } | Error::PermissionDenied { failure, .. } =
            &error
        {
            let chosen = failure.version;
            self.pass(Finding::Version(VersionFinding {
                chosen,
                offered: Vec::new(),
                as_configured: false,
            }));
        }
        Failed {
            error,
            at: Some(at),
            finding: None,
        }
    }

    fn pass(&mut self, finding: Finding) {
        let took = self.since.elapsed();
        self.report_passed(finding, took);
        self.since = Instant::now();
    }

    fn report_passed(&mut self, finding: Finding, took: Duration) {
        self.report(Outcome::Passed { finding, took });
    }

    /// The next stage ended so.
    fn report(&mut self, outcome: Outcome) {
        let stage = STAGES[self.reports.len().min(STAGES.len() - 1)];
        let report = StageReport { stage, outcome };
        (self.observer)(Event::Stage(&report));
        self.reports.push(report);
    }

    /// Looks for more about the failure, then reports it and the stages that aren't reached.
    async fn fail(&mut self, failed: Failed) {
        let took = self.since.elapsed();
        let next = STAGES[self.reports.len().min(STAGES.len() - 1)];
        let at = failed.at.unwrap_or(next);
        let (finding, plain) = match (failed.finding, at) {
            (None, Stage::Tls) => {
                inspect::look_again(self.config, &self.addresses, &failed.error).await
            }
            (finding, _) => (finding, None),
        };
        let tls = match &finding {
            Some(Finding::Tls(tls)) => Some(tls),
            _ => None,
        };
        let known = Known {
            config: self.config,
            stage: at,
            tls,
            plain,
        };
        let cause = Box::new(Cause::explained(&failed.error, &known));
        let last = if self.options.probe_key {
            Stage::ProbeKey
        } else {
            Stage::Operations
        };
        let mut failure = Some(Outcome::Failed {
            cause,
            finding,
            took,
        });
        for stage in STAGES.into_iter().skip(self.reports.len()) {
            if stage > last {
                break;
            }
            let outcome = if stage == at { failure.take() } else { None };
            self.report(outcome.unwrap_or(Outcome::NotReached));
        }
    }
}

/// Where a failure of the first answers belongs.
fn failed_stage(error: &Error, config: &Peer) -> Stage {
    match error {
        Error::ClientCertificateRefused { .. } | Error::ClientCertificateMissing => Stage::Tls,
        Error::AuthenticationRefused { .. } | Error::PermissionDenied { .. } => {
            Stage::Authentication
        }
        // A server that answers nobody whose user isn't the certificate's.
        Error::ClosedAfterFirstRequest
            if config.login.is_some() && config.tls.has_client_certificate() =>
        {
            Stage::Authentication
        }
        Error::Timeout { stage, .. } => *stage,
        Error::Refused { failure, .. }
            if failure
                .message
                .to_ascii_lowercase()
                .contains("protocol version") =>
        {
            Stage::Version
        }
        _ if matches!(config.versions, VersionChoice::Only(_)) => Stage::Authentication,
        _ => Stage::Version,
    }
}

/// What the server offers besides the version that is spoken, if it tells.
async fn offered_versions(
    config: &Peer,
    connection: &mut Connection,
    version: ProtocolVersion,
) -> Vec<ProtocolVersion> {
    // Discover Versions came with KMIP 1.1; a version that is configured is spoken without asking.
    if version <= ProtocolVersion::V1_0 || matches!(config.versions, VersionChoice::Only(_)) {
        return Vec::new();
    }
    let offered = connection
        .call(
            config,
            Stage::Version,
            version,
            &DiscoverVersions,
            |offered| Ok(offered.take(OFFERED_VERSIONS_MAX).flatten().collect()),
        )
        .await;
    // It is for show: a server that doesn't tell is no worse for it.
    offered.unwrap_or_default()
}

/// Discover Versions and Query are answered to strangers by some servers; Locate is not.
async fn authenticate(
    config: &Peer,
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

/// Our client certificate, if one is configured.
pub(super) fn our_certificate(config: &Peer) -> Option<CertificateInfo> {
    config
        .tls
        .client_certificate()
        .and_then(CertificateInfo::read)
}

impl Connection {
    /// What TLS came to on this connection.
    fn tls_finding(&self, config: &Peer) -> TlsFinding {
        let link = self.link();
        let version = match link.protocol_version() {
            Some(rustls::ProtocolVersion::TLSv1_3) => Some("1.3"),
            Some(rustls::ProtocolVersion::TLSv1_2) => Some("1.2"),
            _ => None,
        };
        let suite = link.cipher_suite();
        TlsFinding {
            version,
            suite: suite.and_then(|suite| Some(suite.suite().as_str()?.replace("TLS13_", "TLS_"))),
            chain: link
                .server_certificates()
                .iter()
                .take(inspect::CHAIN_CERTIFICATES_MAX)
                .filter_map(CertificateInfo::read)
                .collect(),
            client_certificate: ClientCertificateUse {
                asked_for: Some(self.asked_for().certificate_asked_for()),
                ours: our_certificate(config),
            },
        }
    }

    /// Whether our certificate was asked for, and shown.
    fn showed_certificate(&self) -> bool {
        self.asked_for().certificate_asked_for() && self.asked_for().has_certificate()
    }
}
