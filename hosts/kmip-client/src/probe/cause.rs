//! Why a stage failed: what the error says, made more precise by what else is known of the server and of the
//! configuration.

use std::time::SystemTime;

use super::TlsFinding;
use super::inspect::Plain;
use crate::address::Peer;
use crate::certificate::{CertificateInfo, Validity};
use crate::error::{Error, ServerFailure, Stage};

/// Why a stage failed.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Cause {
    /// A stable code: lower-case words with hyphens.
    pub code: &'static str,
    /// What failed.
    pub what: String,
    /// What the system or a library said about it, the outermost first.
    pub because: Vec<String>,
    /// What probably lies behind it.
    pub likely: Option<String>,
    /// What to try.
    pub what_to_try: Option<String>,
}

/// What is known besides the error.
pub(super) struct Known<'k> {
    pub(super) config: &'k Peer,
    pub(super) stage: Stage,
    pub(super) tls: Option<&'k TlsFinding>,
    /// What the server says to one that doesn't speak TLS.
    pub(super) plain: Option<Plain>,
}

impl Cause {
    /// The cause in words, a line or more.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.what.clone()];
        lines.extend(self.because.iter().map(|cause| format!("because: {cause}")));
        lines.extend(self.likely.iter().map(|likely| format!("likely: {likely}")));
        lines.extend(
            self.what_to_try
                .iter()
                .map(|advice| format!("try: {advice}")),
        );
        lines
    }

    /// What the error itself says.
    pub(crate) fn of(error: &Error) -> Self {
        let mut because = Vec::new();
        let mut source = std::error::Error::source(error);
        while let Some(error) = source {
            because.push(error.to_string());
            source = error.source();
        }
        Self {
            code: error.code(),
            what: error.what(),
            because,
            likely: None,
            what_to_try: error.advice().map(ToOwned::to_owned),
        }
    }

    /// What the error says, in the light of all that is known.
    pub(super) fn explained(error: &Error, known: &Known<'_>) -> Self {
        let mut cause = Self::of(error);
        match error {
            Error::NotTls { .. } => not_tls(&mut cause, known.plain),
            Error::Closed { stage: Stage::Tls } => closed_in_handshake(&mut cause, known.plain),
            Error::ServerCertificateNotTrusted
            | Error::ServerCertificateExpired
            | Error::ServerCertificateNotYetValid
            | Error::ServerCertificate { .. } => server_certificate(&mut cause, error, known),
            Error::ClientCertificateRefused { alert } => client_refused(&mut cause, alert, known),
            Error::ClosedAfterFirstRequest => closed_after_first(&mut cause, known.config),
            Error::AuthenticationRefused { failure } => authentication(&mut cause, failure, known),
            Error::PermissionDenied { failure, .. } if known.stage == Stage::Authentication => {
                authentication(&mut cause, failure, known);
            }
            Error::Refused { failure, .. } => refused(&mut cause, failure),
            _ => {}
        }
        cause
    }

    fn becomes(&mut self, code: &'static str, likely: impl Into<String>, advice: &str) {
        self.code = code;
        self.likely = Some(likely.into());
        self.what_to_try = Some(advice.to_owned());
    }
}

fn not_tls(cause: &mut Cause, plain: Option<Plain>) {
    match plain {
        Some(Plain::Http) => cause.becomes(
            "plain-http",
            "a web server answers there, in HTTP without TLS",
            "take the port of the KMIP server, usually 5696, not that of its web pages",
        ),
        Some(Plain::Other(protocol)) => cause.becomes(
            "another-protocol",
            format!("a server of {protocol} answers there"),
            "check the host and the port: KMIP usually is at port 5696",
        ),
        Some(Plain::Unknown) | None => {}
    }
}

fn closed_in_handshake(cause: &mut Cause, plain: Option<Plain>) {
    if let Some(Plain::Http | Plain::Other(_)) = plain {
        return not_tls(cause, plain);
    }
    cause.becomes(
        "closed-in-handshake",
        "the server, or a load balancer in front of it, takes nobody from this address, has no server behind it, or speaks no TLS that is spoken here",
        "look at the logs of the server and of what is in front of it; check that the port is the KMIP port, and that TLS 1.2 or 1.3 is enabled",
    );
}

fn server_certificate(cause: &mut Cause, error: &Error, known: &Known<'_>) {
    let Some(chain) = known.tls.map(|tls| tls.chain.as_slice()) else {
        return;
    };
    let Some(own) = chain.first() else {
        return;
    };
    match (error, own.validity(SystemTime::now())) {
        (Error::ServerCertificateExpired, _) => {
            let ended = chain.iter().find_map(|certificate| {
                match certificate.validity(SystemTime::now()) {
                    Validity::Expired { days_ago } => Some((certificate, days_ago)),
                    _ => None,
                }
            });
            if let Some((certificate, days_ago)) = ended {
                cause.likely = Some(format!(
                    "{} ended on {}, {days_ago} days ago",
                    certificate.subject,
                    certificate.not_after_date()
                ));
            }
        }
        (Error::ServerCertificateNotYetValid, _) => {
            cause.likely = Some(format!(
                "{} begins on {} only, by this machine's clock",
                own.subject,
                own.not_before_date()
            ));
        }
        _ if own.is_self_issued => cause.becomes(
            "server-certificate-self-signed",
            format!("the server shows a certificate that it signed itself: {}", own.subject),
            "give the server a certificate that an authority issued, and configure that authority as certificate_authority",
        ),
        (Error::ServerCertificateNotTrusted, _) => not_trusted(cause, chain, own, known.config),
        _ if !own.is_for_servers => cause.becomes(
            "server-certificate-not-for-servers",
            format!("{} is for clients only, by its Extended Key Usage", own.subject),
            "give the server a certificate for server authentication",
        ),
        _ => {}
    }
}

fn not_trusted(cause: &mut Cause, chain: &[CertificateInfo], own: &CertificateInfo, config: &Peer) {
    let ours = config.tls.authority_names().join(" or ");
    let last = chain.last().unwrap_or(own);
    cause.likely = Some(if chain.len() == 1 {
        format!(
            "it was issued by {}, and certificate_authority is {ours}; if the one issued the other, the server doesn't send the certificates between",
            own.issuer
        )
    } else {
        format!(
            "its chain ends with one issued by {}, and certificate_authority is {ours}",
            last.issuer
        )
    });
}

fn client_refused(cause: &mut Cause, alert: &str, known: &Known<'_>) {
    let Some(ours) = known
        .tls
        .and_then(|tls| tls.client_certificate.ours.as_ref())
    else {
        return;
    };
    let subject = &ours.subject;
    match ours.validity(SystemTime::now()) {
        Validity::Expired { days_ago } => cause.becomes(
            "client-certificate-expired",
            format!(
                "our certificate {subject} ended on {}, {days_ago} days ago",
                ours.not_after_date()
            ),
            "have it renewed, and put the new one at client_certificate",
        ),
        Validity::NotYet => cause.becomes(
            "client-certificate-not-yet-valid",
            format!(
                "our certificate {subject} begins on {} only, by this machine's clock",
                ours.not_before_date()
            ),
            "check the clock, or wait",
        ),
        Validity::Valid { .. } if !ours.is_for_clients => cause.becomes(
            "client-certificate-not-for-clients",
            format!("our certificate {subject} is for servers only, by its Extended Key Usage"),
            "have one issued for client authentication (clientAuth)",
        ),
        Validity::Valid { .. } if alert == "UnknownCA" => cause.becomes(
            "client-certificate-not-trusted",
            format!("the server doesn't know {}, which issued our certificate {subject}", ours.issuer),
            "add that authority to those that the server trusts for its clients, or have a certificate issued by one of these; if there are certificates between, put them into the file of client_certificate",
        ),
        Validity::Valid { .. } if alert == "CertificateRevoked" => cause.becomes(
            "client-certificate-revoked",
            format!("the issuer revoked our certificate {subject}"),
            "have a new one issued",
        ),
        Validity::Valid { .. } => {}
    }
}

fn closed_after_first(cause: &mut Cause, config: &Peer) {
    match (&config.login, config.tls.has_client_certificate()) {
        (Some(_), true) => cause.becomes(
            "user-not-the-certificates",
            "the server binds users to certificates, and our user name isn't that of our certificate",
            "take the user name from the certificate (usually its common name), or a certificate of that user; or turn the binding off on the server",
        ),
        (Some(_), false) => {
            cause.likely =
                Some("the server wants a client certificate besides the user name".to_owned());
            cause.what_to_try = Some("configure client_certificate and client_private_key, if the server wants one; check the user name; look at the server's log".to_owned());
        }
        (None, _) => {
            cause.likely = Some(
                "the server doesn't accept our certificate's user, or what listens there isn't a KMIP server"
                    .to_owned(),
            );
            cause.what_to_try = Some("check that a user for the certificate's common name exists on the server, and that the port is the KMIP port; look at the server's log".to_owned());
        }
    }
}

fn authentication(cause: &mut Cause, failure: &ServerFailure, known: &Known<'_>) {
    let text = failure.message.to_ascii_lowercase();
    match &known.config.login {
        None => cause.becomes(
            "user-name-missing",
            "the server wants a user name and a password, and none is configured; or our certificate's user is unknown to it",
            "configure username and password_file, or create a user for the certificate on the server",
        ),
        Some(login) if login.password.is_none() => cause.becomes(
            "password-missing",
            "the server wants a password, and none is configured",
            "configure password_file",
        ),
        Some(login) if text.contains("unknown user") || text.contains("no such user") => cause
            .becomes(
                "user-unknown",
                format!("the server has no user {}", login.user_name),
                "check the user name, or create that user on the server",
            ),
        Some(login) => cause.becomes(
            "user-or-password-wrong",
            format!(
                "the user {} is unknown to the server, locked, or has another password",
                login.user_name
            ),
            "check the user name, and that the password file holds the right password and nothing else",
        ),
    }
}

fn refused(cause: &mut Cause, failure: &ServerFailure) {
    let text = failure.message.to_ascii_lowercase();
    if text.contains("protocol version") {
        cause.becomes(
            "version-refused",
            "the server doesn't know the KMIP version that we speak",
            "leave the version to negotiation, or configure an older one",
        );
    } else if text.contains("token") && text.contains("revoked") {
        cause.becomes(
            "session-revoked",
            "the server ended our session, as some do after a day without a request",
            "connect again; if it stays so, log the client in again on the server",
        );
    }
}
