//! What to try after each failure. `Display` of an error ends with it; a verdict shows it on a line of its own.

use fieldgate_core::kmip::{CancellationResult, State};

use super::{Error, Stage};

pub(super) const RESOLVE: &str = "check the host name, and DNS on this machine";
pub(super) const REFUSED: &str = "check that the KMIP server is running, and its port";
pub(super) const CONNECT: &str = "check the network between here and the KMIP server";
pub(super) const NOT_TRUSTED: &str =
    "check certificate_authority, or whether another server answers there";
pub(super) const OTHER_HOST: &str =
    "configure a host name that it has, or have the certificate reissued with this one";
pub(super) const SERVER_EXPIRED: &str = "renew it on the server, or check this machine's clock";
pub(super) const SERVER_NOT_YET: &str = "check the clocks of this machine and of the server";
pub(super) const SERVER_CERTIFICATE: &str = "have it reissued, as a server's own certificate";
pub(super) const CLIENT_REFUSED: &str = "check that the server trusts the certificate's issuer, and that the certificate has not expired and is for client authentication";
pub(super) const CLIENT_MISSING: &str = "configure client_certificate and client_private_key, with a certificate that the server trusts";
pub(super) const NOT_TLS: &str = "check the host and the port: KMIP over TLS usually is at 5696";
pub(super) const NO_COMMON_TLS: &str = "have the server speak TLS 1.2 or 1.3 with ECDHE and AES-GCM or ChaCha20-Poly1305: with TLS 1.0 or 1.1, CBC or static RSA only, it is not secure";
pub(super) const CLOSED_AFTER_FIRST: &str = "check that the user name is the one that the server binds to our client certificate, and that the server accepts this certificate";
pub(super) const CLOSED: &str = "look at its log if this happens again";
pub(super) const AUTHENTICATION: &str =
    "check the user name and the password, or the client certificate's user";
pub(super) const PERMISSION: &str = "check the user name and the password, this user's rights on the server, and whether the object's state allows it";
pub(super) const REFUSED_OPERATION: &str = "look at the server's log for more";
pub(super) const NO_COMMON_VERSION: &str = "1.0 to 1.4, 2.0 and 2.1 are spoken here: allow one of these on the server, or configure another";
pub(super) const OPERATIONS: &str = "check this user's rights on the server";
pub(super) const BAD_RESPONSE: &str = "check that a KMIP server listens there";
pub(super) const HTTP_IN_TLS: &str = "take the port of the KMIP server, usually 5696, not that of its web pages or of KMIP over HTTPS";
pub(super) const POOL_BUSY: &str = "the server may be slow; if it is not, allow more connections";
pub(super) const TOO_LARGE: &str = "ask for less at once, or allow a longer response";
pub(super) const KEY_DIFFERS: &str =
    "use this server for no key until its maker has explained that";
pub(super) const KEY_MISSING: &str = "create it, or give this user the right to it";
pub(super) const KEY_AMBIGUOUS: &str = "configure the Unique Identifier of the right one";
pub(super) const USAGE: &str = "configure a key that was made for this";
pub(super) const PROTECTS_NO_MORE: &str = "it may still open, but to seal, configure another";
pub(super) const PROCESSES_NOT_YET: &str =
    "configure another until then, or check this machine's clock";
pub(super) const NO_LEASE: &str = "check this user's rights on the server";
pub(super) const NOT_DONE: &str = "try again";
pub(super) const UNSETTLED: &str = "look at the server before you try again";

/// What to try with a server that doesn't answer in time.
pub(super) const fn timeout(stage: Stage) -> &'static str {
    match stage {
        Stage::Resolve => "check that the DNS servers of this machine answer",
        Stage::Connect => {
            "check host and port, and whether a firewall drops packets between here and the server"
        }
        Stage::Tls => {
            "check that the port is the server's TLS port, and that nothing between here and there holds TLS up"
        }
        Stage::Version => {
            "check that a KMIP server listens there, and whether it is busy or waits for its own database or HSM"
        }
        Stage::Authentication => {
            "the server may wait for its directory of users (LDAP, say): look at its log"
        }
        Stage::Operations | Stage::ProbeKey => {
            "the server may be busy, or wait for its HSM or another node of its cluster: look at its log"
        }
    }
}

pub(super) const BATCH_FAILED: &str =
    "it may have done a part of it: look there for what it did, and in its log for why";

/// What came of a request that was given up.
pub(super) fn given_up(cancellation: Option<CancellationResult>) -> &'static str {
    match cancellation {
        Some(CancellationResult::CANCELED) => "it was cancelled, and is not done",
        Some(CancellationResult::COMPLETED) => "it was done before it could be cancelled",
        _ => "it could not be cancelled, and may be done later",
    }
}

/// What to try with a key in this state.
pub(super) const fn state(state: State) -> &'static str {
    match state {
        State::PRE_ACTIVE => "activate it, or configure another",
        State::DEACTIVATED => PROTECTS_NO_MORE,
        _ => "configure another",
    }
}

impl Error {
    /// What to try, if there is more to say than what failed. `Display` ends with it.
    #[must_use]
    pub fn advice(&self) -> Option<&'static str> {
        Some(match self {
            Self::Resolve { .. } => RESOLVE,
            Self::ConnectRefused { .. } => REFUSED,
            Self::Connect { .. } => CONNECT,
            Self::Timeout { stage, .. } => timeout(*stage),
            Self::ServerCertificateNotTrusted => NOT_TRUSTED,
            Self::ServerNameMismatch { .. } => OTHER_HOST,
            Self::ServerCertificateExpired => SERVER_EXPIRED,
            Self::ServerCertificateNotYetValid => SERVER_NOT_YET,
            Self::ServerCertificate { .. } => SERVER_CERTIFICATE,
            Self::ClientCertificateRefused { .. } => CLIENT_REFUSED,
            Self::ClientCertificateMissing => CLIENT_MISSING,
            Self::NotTls { .. } => NOT_TLS,
            Self::NoCommonTls { .. } => NO_COMMON_TLS,
            Self::ClosedAfterFirstRequest => CLOSED_AFTER_FIRST,
            Self::Closed { .. } => CLOSED,
            Self::AuthenticationRefused { .. } => AUTHENTICATION,
            Self::PermissionDenied { .. } => PERMISSION,
            Self::Refused { .. } => REFUSED_OPERATION,
            Self::NoCommonVersion { .. } => NO_COMMON_VERSION,
            Self::OperationsMissing { .. } => OPERATIONS,
            Self::BadResponse { .. } => BAD_RESPONSE,
            Self::HttpInTls { .. } => HTTP_IN_TLS,
            Self::KeyDiffers { .. } => KEY_DIFFERS,
            Self::KeyMissing { .. } => KEY_MISSING,
            Self::KeyAmbiguous { .. } => KEY_AMBIGUOUS,
            Self::KeyUsageMissing { .. } => USAGE,
            Self::KeyProtectsNoMore { .. } => PROTECTS_NO_MORE,
            Self::KeyProcessesNotYet { .. } => PROCESSES_NOT_YET,
            Self::LeaseRefused { .. } => NO_LEASE,
            Self::NotDone { .. } => NOT_DONE,
            Self::Unsettled { .. } => UNSETTLED,
            Self::KeyNotActive { state: now, .. } => state(*now),
            Self::BatchFailed { .. } => BATCH_FAILED,
            Self::PoolBusy { .. } => POOL_BUSY,
            Self::ResponseTooLarge { .. } => TOO_LARGE,
            Self::GivenUp { cancellation, .. } => given_up(*cancellation),
            _ => return None,
        })
    }

    /// What failed, without what to try.
    #[must_use]
    pub fn what(&self) -> String {
        let mut whole = self.to_string();
        if let Some(advice) = self.advice()
            && let Some(what) = whole.strip_suffix(advice)
        {
            whole.truncate(what.trim_end_matches([':', ' ']).len());
        }
        whole
    }
}
