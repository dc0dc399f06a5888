//! A stable code for each failure, for programs that read verdicts: a code keeps its meaning from release to release.

use super::{Error, Stage};

impl Error {
    /// The failure's code: lower-case words with hyphens.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Resolve { .. } => "name-not-found",
            Self::ConnectRefused { .. } => "connection-refused",
            Self::Connect { .. } => "no-connection",
            Self::Timeout { stage, .. } => timeout(*stage),
            Self::ServerCertificateNotTrusted => "server-certificate-not-trusted",
            Self::ServerNameMismatch { .. } => "server-certificate-of-another-host",
            Self::ServerCertificateExpired => "server-certificate-expired",
            Self::ServerCertificateNotYetValid => "server-certificate-not-yet-valid",
            Self::ServerCertificate { .. } => "server-certificate-unusable",
            Self::ClientCertificateRefused { .. } => "client-certificate-refused",
            Self::ClientCertificateMissing => "client-certificate-missing",
            Self::NotTls { .. } => "not-tls",
            Self::NoCommonTls { .. } => "no-common-tls",
            Self::Tls { .. } => "tls-failed",
            Self::ClosedAfterFirstRequest => "closed-after-first-request",
            Self::Closed { .. } => "connection-closed",
            Self::Io { .. } => "connection-failed",
            Self::AuthenticationRefused { .. } => "authentication-refused",
            Self::PermissionDenied { .. } => "permission-denied",
            Self::Refused { .. } => "refused",
            Self::NoCommonVersion { .. } => "no-common-version",
            Self::OperationsMissing { .. } => "operations-missing",
            Self::BadResponse { .. } => "answer-unreadable",
            Self::HttpInTls { .. } => "http-in-tls",
            Self::BadRequest { .. } => "request-unwritable",
            Self::KeyMissing { .. } => "key-missing",
            Self::KeyAmbiguous { .. } => "key-ambiguous",
            Self::KeyNotActive { .. } => "key-not-active",
            Self::KeyCompromised { .. } => "key-compromised",
            Self::KeyUsageMissing { .. } => "key-usage-missing",
            Self::KeyProtectsNoMore { .. } => "key-protects-no-more",
            Self::KeyProcessesNotYet { .. } => "key-processes-not-yet",
            Self::KeyAttributeMissing { .. } => "key-attribute-missing",
            Self::KeyWrongName { .. } => "key-of-another-name",
            Self::KeyWrongIdentifier { .. } => "key-of-another-identifier",
            Self::KeyWrongAlgorithm { .. } => "key-of-another-algorithm",
            Self::KeyDiffers { .. } => "wrong-key-returned",
            Self::KeyWrongLength { .. } => "key-of-another-length",
            Self::LeaseRefused { .. } => "lease-refused",
            Self::KeyNotUnwrapped { .. } => "key-not-unwrapped",
            Self::NoRandomness => "no-randomness",
            Self::NotDone { .. } => "not-done",
            Self::Unsettled { .. } => "unsettled",
            Self::BatchFailed { .. } => "batch-failed",
            Self::NotSent { .. } => "request-not-sent",
            Self::PoolBusy { .. } => "pool-busy",
            Self::ResponseTooLarge { .. } => "answer-too-long",
            Self::GivenUp { .. } => "given-up",
        }
    }
}

const fn timeout(stage: Stage) -> &'static str {
    match stage {
        Stage::Resolve => "timeout-resolve",
        Stage::Connect => "timeout-connect",
        Stage::Tls => "timeout-tls",
        Stage::Version => "timeout-version",
        Stage::Authentication => "timeout-authentication",
        Stage::Operations => "timeout-operations",
        Stage::ProbeKey => "timeout-probe-key",
    }
}
