//! What can go wrong with a KMIP server: each failure with its own words, what it is and what to try.

mod advice;
mod code;

use std::fmt;
use std::time::Duration;

use fieldgate_core::cipher::key_wrap::UnwrapError;
use fieldgate_core::kmip::{
    self, CancellationResult, CryptographicAlgorithm, Failure, Operation, ProtocolVersion,
    ResultReason, ResultStatus, State,
};
use rustls::{AlertDescription, CertificateError};

use crate::config::Login;
use crate::link::LinkError;

/// The longest part of a server's own text that is kept.
const SERVER_TEXT_CHARS_MAX: usize = 200;

/// A server's own text as it may stand in a message: cut, and with control characters escaped.
pub(crate) fn server_text(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars().take(SERVER_TEXT_CHARS_MAX) {
        match character {
            // Quotes do no harm, and escaped ones are hard to read.
            '"' | '\'' => shown.push(character),
            other => shown.extend(other.escape_debug()),
        }
    }
    shown
}

/// The steps of a connection, in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stage {
    /// The host name is looked up.
    Resolve,
    /// The TCP connection is made.
    Connect,
    /// The TLS handshake.
    Tls,
    /// The KMIP version is agreed on.
    Version,
    /// The server accepts us.
    Authentication,
    /// Operations are called.
    Operations,
    /// A key is made, fetched and destroyed, to see whether it all works.
    ProbeKey,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Resolve => "resolve",
            Self::Connect => "connect",
            Self::Tls => "TLS",
            Self::Version => "version",
            Self::Authentication => "authentication",
            Self::Operations => "operations",
            Self::ProbeKey => "probe key",
        })
    }
}

/// What a server says about an operation that it refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServerFailure {
    /// The version in the response, which may be another than the request's.
    pub version: Option<ProtocolVersion>,
    /// How it ended.
    pub status: ResultStatus,
    /// Why.
    pub reason: Option<ResultReason>,
    /// The server's own words, cut and with control characters escaped.
    pub message: String,
}

impl ServerFailure {
    /// Whether the server says that the object isn't there, or isn't there for us.
    #[must_use]
    pub const fn means_not_found(&self) -> bool {
        matches!(
            self.reason,
            Some(
                ResultReason::ITEM_NOT_FOUND
                    | ResultReason::OBJECT_NOT_FOUND
                    | ResultReason::OBJECT_DESTROYED
            )
        )
    }
}

impl ServerFailure {
    /// What a server says to a request with this login. Its own words are left out if they repeat the password: they are
    /// logged and shown.
    pub(crate) fn told(failure: Failure<'_>, login: Option<&Login>) -> Self {
        let password = login.and_then(|login| login.password.as_ref());
        let password = password.filter(|password| !password.is_empty());
        let repeats =
            |words: &str| password.is_some_and(|password| words.contains(password.as_str()));
        let message = failure.message.filter(|words| !repeats(words));
        Self::from(Failure { message, ..failure })
    }
}

impl From<Failure<'_>> for ServerFailure {
    fn from(failure: Failure<'_>) -> Self {
        Self {
            version: failure.version,
            status: failure.status,
            reason: failure.reason,
            message: server_text(failure.message.unwrap_or_default()),
        }
    }
}

impl fmt::Display for ServerFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason {
            Some(reason) => write!(f, "{reason}")?,
            None => write!(f, "{}", self.status)?,
        }
        if self.message.is_empty() {
            Ok(())
        } else {
            write!(f, ": {}", self.message)
        }
    }
}

/// Why a KMIP server couldn't be used, or a key not be fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The host name leads nowhere.
    #[error("no address found for {host}: {}", advice::RESOLVE)]
    Resolve {
        /// The name.
        host: String,
        /// Why, if the system told.
        source: Option<std::io::Error>,
    },
    /// Nobody listens there.
    #[error("{host}:{port} refused the connection: {}", advice::REFUSED)]
    ConnectRefused {
        /// The server.
        host: String,
        /// Its port.
        port: u16,
    },
    /// No connection for another reason.
    #[error("cannot connect to {host}:{port}: {}", advice::CONNECT)]
    Connect {
        /// The server.
        host: String,
        /// Its port.
        port: u16,
        /// Why.
        source: std::io::Error,
    },
    /// A step took too long.
    #[error("the KMIP server gave no answer within {} ms (stage: {stage}): {}", after.as_millis(), advice::timeout(*stage))]
    Timeout {
        /// Which step.
        stage: Stage,
        /// The deadline.
        after: Duration,
    },
    /// The server's certificate was issued by nobody we know.
    #[error(
        "the server's certificate is not issued by the configured certificate authority: {}",
        advice::NOT_TRUSTED
    )]
    ServerCertificateNotTrusted,
    /// The server's certificate is for another host.
    #[error(
        "the server's certificate does not name {host}, but {presented}: {}",
        advice::OTHER_HOST
    )]
    ServerNameMismatch {
        /// The host as configured.
        host: String,
        /// The names in the certificate.
        presented: String,
    },
    /// The server's certificate is out of date.
    #[error("the server's certificate has expired: {}", advice::SERVER_EXPIRED)]
    ServerCertificateExpired,
    /// The server's certificate is not valid yet.
    #[error(
        "the server's certificate is not valid yet: {}",
        advice::SERVER_NOT_YET
    )]
    ServerCertificateNotYetValid,
    /// The server's certificate has another fault.
    #[error(
        "the server's certificate cannot be used: {}",
        advice::SERVER_CERTIFICATE
    )]
    ServerCertificate {
        /// Which.
        source: rustls::Error,
    },
    /// The server didn't accept our certificate.
    #[error(
        "the server refused our client certificate (TLS alert {alert}): {}",
        advice::CLIENT_REFUSED
    )]
    ClientCertificateRefused {
        /// What it said.
        alert: String,
    },
    /// The server wants a client certificate, and none is configured.
    #[error(
        "the server wants a client certificate, and none is configured: {}",
        advice::CLIENT_MISSING
    )]
    ClientCertificateMissing,
    /// Whoever answers there speaks something else.
    #[error("what answers at {host} does not speak TLS: {}", advice::NOT_TLS)]
    NotTls {
        /// The server.
        host: String,
    },
    /// Neither a TLS version nor a cipher suite is spoken by both.
    #[error(
        "the server and this client have no TLS version or cipher suite in common: {}",
        advice::NO_COMMON_TLS
    )]
    NoCommonTls {
        /// Which side said so, and how.
        source: rustls::Error,
    },
    /// TLS failed otherwise.
    #[error("TLS failed")]
    Tls {
        /// Why.
        source: rustls::Error,
    },
    /// The server closed in place of an answer to our first request.
    #[error(
        "the server closed the connection right after the first request: {}",
        advice::CLOSED_AFTER_FIRST
    )]
    ClosedAfterFirstRequest,
    /// The server closed.
    #[error(
        "the server closed the connection (stage: {stage}): {}",
        advice::CLOSED
    )]
    Closed {
        /// When.
        stage: Stage,
    },
    /// The connection failed.
    #[error("the connection to the KMIP server failed (stage: {stage})")]
    Io {
        /// When.
        stage: Stage,
        /// Why.
        source: std::io::Error,
    },
    /// The server doesn't know us.
    #[error(
        "the server did not accept our authentication ({failure}): {}",
        advice::AUTHENTICATION
    )]
    AuthenticationRefused {
        /// What it said.
        failure: ServerFailure,
    },
    /// The server knows us, and we may not do this.
    #[error(
        "the server does not permit {operation} ({failure}): {}",
        advice::PERMISSION
    )]
    PermissionDenied {
        /// What was asked for.
        operation: Operation,
        /// What it said.
        failure: ServerFailure,
    },
    /// The server refused an operation for another reason.
    #[error(
        "the server refused {operation} ({failure}): {}",
        advice::REFUSED_OPERATION
    )]
    Refused {
        /// What was asked for.
        operation: Operation,
        /// What it said.
        failure: ServerFailure,
    },
    /// There is no version that both sides speak.
    #[error(
        "the server and this client have no KMIP version in common, the server offers {offered}: {}",
        advice::NO_COMMON_VERSION
    )]
    NoCommonVersion {
        /// The server's versions.
        offered: String,
    },
    /// The server lacks what fetching a key needs.
    #[error("the server does not offer {operations} to us: {}", advice::OPERATIONS)]
    OperationsMissing {
        /// Which.
        operations: String,
    },
    /// What came is no answer.
    #[error(
        "the server's answer to {operation} cannot be read: {}",
        advice::BAD_RESPONSE
    )]
    BadResponse {
        /// What was asked for.
        operation: Operation,
        /// Why.
        source: kmip::Error,
    },
    /// Within TLS somebody speaks HTTP.
    #[error("the server answered {operation} in HTTP: {}", advice::HTTP_IN_TLS)]
    HttpInTls {
        /// What was asked for.
        operation: Operation,
    },
    /// The request can't be written.
    #[error("the request {operation} cannot be sent")]
    BadRequest {
        /// What was to be asked for.
        operation: Operation,
        /// Why.
        source: kmip::Error,
    },
    /// The key isn't there.
    #[error("the server has no key {key} that we may see: {}", advice::KEY_MISSING)]
    KeyMissing {
        /// Its name or Unique Identifier.
        key: String,
    },
    /// Several keys are called so.
    #[error("the server has more than one key {key}: {}", advice::KEY_AMBIGUOUS)]
    KeyAmbiguous {
        /// Their name.
        key: String,
    },
    /// The key may not be used now.
    #[error("key {key} is in state {state}, not Active: {}", advice::state(*state))]
    KeyNotActive {
        /// Its name or Unique Identifier.
        key: String,
        /// Its state.
        state: State,
    },
    /// Somebody else may have the key.
    #[error(
        "key {key} is in state Compromised: it is used for nothing, not even to open; configure a new key, and take what this one sealed from its source again"
    )]
    KeyCompromised {
        /// Its name or Unique Identifier.
        key: String,
    },
    /// The key isn't meant for this.
    #[error(
        "the Cryptographic Usage Mask of key {key} lacks {usage}: {}",
        advice::USAGE
    )]
    KeyUsageMissing {
        /// Its name or Unique Identifier.
        key: String,
        /// What it would have to allow, in the standard's words.
        usage: String,
    },
    /// The key's Protect Stop Date has passed.
    #[error(
        "key {key} is past its Protect Stop Date, {since}: {}",
        advice::PROTECTS_NO_MORE
    )]
    KeyProtectsNoMore {
        /// Its name or Unique Identifier.
        key: String,
        /// The day of that date, UTC.
        since: String,
    },
    /// The key's Process Start Date is yet to come.
    #[error(
        "key {key} is before its Process Start Date, {from}: {}",
        advice::PROCESSES_NOT_YET
    )]
    KeyProcessesNotYet {
        /// Its name or Unique Identifier.
        key: String,
        /// The day of that date, UTC.
        from: String,
    },
    /// The server told too little about the key.
    #[error("the server does not tell the {attribute} of key {key}")]
    KeyAttributeMissing {
        /// Its name or Unique Identifier.
        key: String,
        /// Which attribute.
        attribute: &'static str,
    },
    /// The server handed out another key.
    #[error("the server answered with a key that is not called {key}")]
    KeyWrongName {
        /// The name that was asked for.
        key: String,
    },
    /// The server handed out another key.
    #[error("the server answered with key {answered}, not with {key}")]
    KeyWrongIdentifier {
        /// The Unique Identifier that was asked for.
        key: String,
        /// That of the answer.
        answered: String,
    },
    /// The key is for another algorithm.
    #[error("key {key} is for {algorithm}, not for AES")]
    KeyWrongAlgorithm {
        /// Its name or Unique Identifier.
        key: String,
        /// Its algorithm.
        algorithm: CryptographicAlgorithm,
    },
    /// The server handed out other bytes than it was given.
    #[error(
        "the server returned another key than was registered as {key}: {}",
        advice::KEY_DIFFERS
    )]
    KeyDiffers {
        /// Its name.
        key: String,
    },
    /// The key has another length.
    #[error("key {key} has {bits} bits, not 256")]
    KeyWrongLength {
        /// Its name or Unique Identifier.
        key: String,
        /// Its length.
        bits: i64,
    },
    /// The server leases its keys, and doesn't lease this one.
    #[error(
        "key {key} is Active, but its server gives no lease for it ({failure}): without one it may not be used; {}",
        advice::NO_LEASE
    )]
    LeaseRefused {
        /// Its name or Unique Identifier.
        key: String,
        /// What the server said.
        failure: ServerFailure,
    },
    /// What came doesn't open under the wrapping key.
    #[error(
        "key {key} did not come wrapped under the wrapping key that we have: check that the server's key {wrapping} is the same"
    )]
    KeyNotUnwrapped {
        /// Its name or Unique Identifier.
        key: String,
        /// What the server calls the wrapping key.
        wrapping: String,
        /// Why.
        source: UnwrapError,
    },
    /// The operating system gives no random numbers.
    #[error("the operating system gives no random numbers, which a new key needs")]
    NoRandomness,
    /// The answer was lost, and the server turned out not to have done it.
    #[error(
        "no answer to {operation} came, and looking afterwards showed that the server did not do it, so nothing was changed: {}",
        advice::NOT_DONE
    )]
    NotDone {
        /// What was asked for.
        operation: Operation,
        /// How the answer was lost.
        source: Box<Error>,
    },
    /// The answer was lost, and it could not be found out what the server did.
    #[error(
        "no answer to {operation} came, and whether the server did it is not known: {finding}; {}",
        advice::UNSETTLED
    )]
    Unsettled {
        /// What was asked for.
        operation: Operation,
        /// What was looked for, and what was found.
        finding: String,
        /// How the answer was lost.
        source: Box<Error>,
    },
    /// The server answered a batch with one error that names no operation: it may have done a part of it.
    #[error(
        "the server answered a batch with {operation} by one error, {failure}: {}",
        advice::BATCH_FAILED
    )]
    BatchFailed {
        /// The first of its operations that changes something.
        operation: Operation,
        /// What the server said.
        failure: ServerFailure,
    },
    /// Nothing of the request was sent: it was not carried out.
    #[error("the request could not be sent")]
    NotSent {
        /// Why.
        source: Box<Error>,
    },
    /// All connections of the pool are in use, and none became free in time.
    #[error(
        "all {connections_max} connections to the KMIP server were in use for {} ms: {}",
        after.as_millis(),
        advice::POOL_BUSY
    )]
    PoolBusy {
        /// How many connections there may be.
        connections_max: usize,
        /// How long one was waited for.
        after: Duration,
    },
    /// The response is longer than was asked for.
    #[error(
        "the server's answer to {operation} has more than {bytes_max} bytes: {}",
        advice::TOO_LARGE
    )]
    ResponseTooLarge {
        /// What was asked for.
        operation: Operation,
        /// How long the response might be, in bytes.
        bytes_max: usize,
    },
    /// The server took the request, and had no result in time.
    #[error(
        "the server had not finished {operation} in time: {}",
        advice::given_up(*cancellation)
    )]
    GivenUp {
        /// What was asked for.
        operation: Operation,
        /// What came of giving it up, if the server said so.
        cancellation: Option<CancellationResult>,
    },
}

impl Error {
    /// Whether the server may have carried the request out although it failed: then a request that changes something
    /// must not just be sent again; what is on the server says what happened.
    ///
    /// Never so before a request was sent, nor where the server refused it.
    #[must_use]
    pub fn may_have_been_done(&self) -> bool {
        match self {
            Self::Closed { stage } | Self::Io { stage, .. } | Self::Timeout { stage, .. } => {
                *stage > Stage::Version
            }
            Self::ClosedAfterFirstRequest
            | Self::Tls { .. }
            | Self::HttpInTls { .. }
            | Self::ResponseTooLarge { .. }
            | Self::BatchFailed { .. }
            | Self::Unsettled { .. } => true,
            Self::BadResponse { operation, .. } => operation.changes_state(),
            Self::GivenUp { cancellation, .. } => {
                *cancellation != Some(CancellationResult::CANCELED)
            }
            _ => false,
        }
    }

    /// Whether the connection can still be used: the server answered, and its answer was read.
    pub(crate) const fn leaves_connection_intact(&self) -> bool {
        matches!(
            self,
            Self::Refused { .. }
                | Self::PermissionDenied { .. }
                | Self::AuthenticationRefused { .. }
        )
    }

    /// What the server's refusal of `operation` means.
    pub(crate) fn refused(operation: Operation, failure: ServerFailure) -> Self {
        match failure.reason {
            Some(
                ResultReason::AUTHENTICATION_NOT_SUCCESSFUL
                | ResultReason::BAD_PASSWORD
                | ResultReason::NOT_AUTHORISED,
            ) => Self::AuthenticationRefused { failure },
            Some(ResultReason::PERMISSION_DENIED) => Self::PermissionDenied { operation, failure },
            _ => Self::Refused { operation, failure },
        }
    }

    /// What a broken connection means. After an answer came on it (`was_answered`) an alert no longer refuses the
    /// handshake: the server may send it in place of another answer, whose request it has carried out.
    pub(crate) fn from_link(
        stage: Stage,
        host: &str,
        has_certificate: bool,
        was_answered: bool,
        error: LinkError,
    ) -> Self {
        match error {
            LinkError::Io(source) => Self::Io { stage, source },
            LinkError::Closed => Self::Closed { stage },
            LinkError::Tls(rustls::Error::InvalidCertificate(fault)) => {
                server_certificate(host, fault)
            }
            LinkError::Tls(rustls::Error::AlertReceived(alert)) if !was_answered => {
                received(alert, has_certificate)
            }
            LinkError::Tls(rustls::Error::InvalidMessage(_)) if stage == Stage::Tls => {
                Self::NotTls {
                    host: host.to_owned(),
                }
            }
            LinkError::Tls(source @ rustls::Error::PeerIncompatible(_)) => {
                Self::NoCommonTls { source }
            }
            LinkError::Tls(source) => Self::Tls { source },
        }
    }
}

fn server_certificate(host: &str, fault: CertificateError) -> Error {
    use CertificateError as Fault;
    let host = host.to_owned();
    match fault {
        // A server that signs its own certificate is not trusted either, and webpki says so in these words.
        Fault::UnknownIssuer | Fault::BadSignature => Error::ServerCertificateNotTrusted,
        Fault::NotValidForNameContext { presented, .. } => Error::ServerNameMismatch {
            host,
            presented: server_text(&presented.join(", ")),
        },
        Fault::NotValidForName => Error::ServerNameMismatch {
            host,
            presented: "other names".into(),
        },
        Fault::Expired | Fault::ExpiredContext { .. } => Error::ServerCertificateExpired,
        Fault::NotValidYet | Fault::NotValidYetContext { .. } => {
            Error::ServerCertificateNotYetValid
        }
        other => Error::ServerCertificate {
            source: rustls::Error::InvalidCertificate(other),
        },
    }
}

/// An alert of the server. With TLS 1.3 it comes after our side of the handshake is done (RFC 8446 section 4.4.2.4).
fn received(alert: AlertDescription, has_certificate: bool) -> Error {
    use AlertDescription as Alert;
    match alert {
        Alert::CertificateRequired | Alert::NoCertificate => Error::ClientCertificateMissing,
        // Before TLS 1.3 there is no better word for a certificate that is missing (RFC 5246 section 7.4.6).
        Alert::HandshakeFailure | Alert::BadCertificate if !has_certificate => {
            Error::ClientCertificateMissing
        }
        Alert::BadCertificate
        | Alert::UnsupportedCertificate
        | Alert::CertificateRevoked
        | Alert::CertificateExpired
        | Alert::CertificateUnknown
        | Alert::UnknownCA
        | Alert::AccessDenied => Error::ClientCertificateRefused {
            alert: format!("{alert:?}"),
        },
        // RFC 5246 section 7.2.2: no version, or no set of parameters, that the server would take.
        Alert::ProtocolVersion | Alert::InsufficientSecurity | Alert::HandshakeFailure => {
            Error::NoCommonTls {
                source: rustls::Error::AlertReceived(alert),
            }
        }
        alert => Error::Tls {
            source: rustls::Error::AlertReceived(alert),
        },
    }
}
