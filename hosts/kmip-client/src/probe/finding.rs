//! What each stage of a test found: as types, and in lines for people.

use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use fieldgate_core::kmip::{Operation, ProtocolVersion};

use crate::certificate::{CertificateInfo, Validity};
use crate::identifier::UniqueIdentifier;

/// How many of a server's addresses and names are shown in a line.
const SHOWN_MAX: usize = 8;

/// What a stage found.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Finding {
    /// The addresses of the host name.
    Addresses(Vec<SocketAddr>),
    /// The address that accepted the connection.
    Connected(SocketAddr),
    /// What TLS came to.
    Tls(TlsFinding),
    /// The KMIP version.
    Version(VersionFinding),
    /// As whom the server accepted us.
    Accepted {
        /// The user name, if one is configured.
        user_name: Option<String>,
        /// Whether our client certificate was shown.
        by_certificate: bool,
    },
    /// What the server offers.
    Operations(OperationsFinding),
    /// What became of the probe key.
    ProbeKey(ProbeKeyFinding),
}

/// What TLS came to. When the handshake failed, versions and suites may be missing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TlsFinding {
    /// `1.2` or `1.3`.
    pub version: Option<&'static str>,
    /// The cipher suite, as IANA calls it.
    pub suite: Option<String>,
    /// The server's certificates that could be read, its own first.
    pub chain: Vec<CertificateInfo>,
    /// What became of ours.
    pub client_certificate: ClientCertificateUse,
}

/// What became of our client certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClientCertificateUse {
    /// Whether the server asked for one; `None` if the handshake didn't come that far.
    pub asked_for: Option<bool>,
    /// Ours, if one is configured.
    pub ours: Option<CertificateInfo>,
}

/// The KMIP version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VersionFinding {
    /// The one that is spoken. `None` if the server didn't come to tell.
    pub chosen: Option<ProtocolVersion>,
    /// Those that the server offers; empty if it doesn't tell.
    pub offered: Vec<ProtocolVersion>,
    /// Whether the configuration chose it, without asking the server.
    pub as_configured: bool,
}

/// What a server offers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OperationsFinding {
    /// Who made it, in its own words, with control characters escaped.
    pub vendor: Option<String>,
    /// Its operations.
    pub offered: Vec<Operation>,
    /// What can be done with them.
    pub abilities: Vec<AbilityFinding>,
}

/// Something that is done with a server, and whether it can be done with this one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AbilityFinding {
    /// A stable name: `fetch`, `upload`, `create`, `lease`, `wrapped-get`, `rotate`, `retire`.
    pub name: &'static str,
    /// The operations for it that the server lacks.
    pub lacking: Vec<Operation>,
    /// What can't be done without them.
    pub without: &'static str,
}

/// What became of a probe key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProbeKeyFinding {
    /// Its name.
    pub name: String,
    /// Its identifier on the server, once it was there.
    pub unique_identifier: Option<UniqueIdentifier>,
    /// Each step that was tried, in order.
    pub steps: Vec<ProbeKeyStep>,
    /// What could not be destroyed.
    pub left_behind: Vec<UniqueIdentifier>,
    /// Whether a key may be on the server that couldn't be looked for.
    pub may_be_left: bool,
}

/// One step in the life of a probe key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProbeKeyStep {
    /// A stable name: `register`, `activate`, `fetch`, `compare`, `locate`, `revoke`, `destroy`.
    pub name: &'static str,
    /// Why it failed, if it did.
    pub failure: Option<String>,
    /// How long it took.
    pub took: Duration,
}

impl Finding {
    /// The finding in words, a line or more.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Addresses(addresses) => vec![list(addresses.iter())],
            Self::Connected(address) => vec![format!("to {address}")],
            Self::Tls(tls) => tls.lines(),
            Self::Version(version) => vec![version.line()],
            Self::Accepted {
                user_name,
                by_certificate,
            } => vec![match (user_name, by_certificate) {
                (Some(name), true) => {
                    format!("accepted as user {name}, with our client certificate")
                }
                (Some(name), false) => format!("accepted as user {name}"),
                (None, _) => "accepted with our client certificate".to_owned(),
            }],
            Self::Operations(operations) => operations.lines(),
            Self::ProbeKey(key) => key.lines(),
        }
    }
}

impl TlsFinding {
    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(version) = self.version {
            let suite = self.suite.as_deref().unwrap_or("an unknown suite");
            lines.push(format!("TLS {version} with {suite}"));
        }
        for (place, certificate) in self.chain.iter().take(SHOWN_MAX).enumerate() {
            let what = if place == 0 {
                "server's"
            } else {
                "its issuer's"
            };
            lines.push(format!("{what} certificate: {}", described(certificate)));
        }
        lines.extend(self.client_certificate.line());
        lines
    }
}

impl ClientCertificateUse {
    fn line(&self) -> Option<String> {
        let ours = self.ours.as_ref().map(described);
        Some(match (self.asked_for?, ours) {
            (true, Some(ours)) => format!("our certificate, asked for and sent: {ours}"),
            (true, None) => "our certificate was asked for, and none is configured".to_owned(),
            (false, Some(ours)) => format!("our certificate was not asked for: {ours}"),
            (false, None) => "no client certificate was asked for".to_owned(),
        })
    }
}

impl VersionFinding {
    fn line(&self) -> String {
        let offered = if self.offered.is_empty() {
            String::new()
        } else {
            format!("; the server offers {}", list(self.offered.iter()))
        };
        match (self.chosen, self.as_configured) {
            (Some(version), true) => format!("KMIP {version}, as configured{offered}"),
            (Some(version), false) => format!("KMIP {version}, the newest in common{offered}"),
            (None, _) => "the server answers in KMIP".to_owned(),
        }
    }
}

impl OperationsFinding {
    fn lines(&self) -> Vec<String> {
        let vendor = self
            .vendor
            .as_deref()
            .map_or_else(String::new, |vendor| format!("{vendor}: "));
        let mut lines = vec![format!(
            "{vendor}{} operations, with all that fetching a key needs",
            self.offered.len()
        )];
        for ability in &self.abilities {
            if !ability.lacking.is_empty() {
                lines.push(format!(
                    "without {}: {}",
                    list(ability.lacking.iter()),
                    ability.without
                ));
            }
        }
        lines
    }
}

impl ProbeKeyFinding {
    fn lines(&self) -> Vec<String> {
        let steps: Vec<_> = self
            .steps
            .iter()
            .map(|step| {
                let outcome = if step.failure.is_some() {
                    "FAILED"
                } else {
                    "ok"
                };
                format!("{} {outcome} {} ms", step.name, step.took.as_millis())
            })
            .collect();
        let mut lines = vec![format!("key {}: {}", self.name, steps.join(", "))];
        for id in &self.left_behind {
            lines.push(format!(
                "LEFT ON THE SERVER: Unique Identifier {id}; revoke and destroy it there"
            ));
        }
        if self.may_be_left {
            lines.push(format!(
                "a key named {} may be on the server: look for it, and destroy it there",
                self.name
            ));
        }
        lines
    }
}

/// A certificate in a line.
fn described(certificate: &CertificateInfo) -> String {
    let CertificateInfo {
        subject,
        issuer,
        names,
        ..
    } = certificate;
    let until = certificate.not_after_date();
    let time = match certificate.validity(SystemTime::now()) {
        Validity::NotYet => format!("NOT YET VALID, from {}", certificate.not_before_date()),
        Validity::Valid { days_left: 1 } => format!("valid until {until}, 1 day left"),
        Validity::Valid { days_left } => format!("valid until {until}, {days_left} days left"),
        Validity::Expired { days_ago } => format!("EXPIRED on {until}, {days_ago} days ago"),
    };
    let by = if certificate.is_self_issued {
        "signed by itself".to_owned()
    } else {
        format!("issued by {issuer}")
    };
    let names = if names.is_empty() {
        String::new()
    } else {
        format!(", for {}", list(names.iter()))
    };
    format!("{subject}, {by}, {time}{names}")
}

/// Things in a line, not all of very many.
pub(super) fn list<T: std::fmt::Display>(things: impl ExactSizeIterator<Item = T>) -> String {
    let count = things.len();
    let mut shown: Vec<_> = things
        .take(SHOWN_MAX)
        .map(|thing| thing.to_string())
        .collect();
    if count > SHOWN_MAX {
        shown.push(format!("and {} more", count - SHOWN_MAX));
    }
    shown.join(", ")
}
