//! How the KMIP commands end: a status for each kind of failure, for scripts.

use std::error::Error as _;

use fieldgate_kmip_client::{Error, Stage};

use crate::outcome::WithStatus;

/// The server answered, and refused.
const REFUSED: u8 = 3;
/// What was asked for isn't there.
const NOT_FOUND: u8 = 4;
/// The answer was lost, and the change may have been made.
const PERHAPS_DONE: u8 = 5;
/// Anything else.
const OTHER: u8 = 1;

/// The statuses, for the help of each command.
pub(super) const STATUSES: &str = "Exit status: 0 done; 1 something else failed; 2 wrong use; 3 the server refused; 4 not found; \
5 the answer was lost, and the change may have been made: look before trying again; \
10 host name not found; 11 no connection; 12 TLS; 13 KMIP version; 14 authentication.";

/// The status of a failed stage.
pub(super) const fn of_stage(stage: Stage) -> u8 {
    match stage {
        Stage::Resolve => 10,
        Stage::Connect => 11,
        Stage::Tls => 12,
        Stage::Version => 13,
        Stage::Authentication => 14,
        Stage::Operations => 15,
        Stage::ProbeKey => 16,
    }
}

/// A failed call that changes what the server holds: as [`failed`], with a status of its own if it may have been done.
pub(super) fn failed_change(error: &Error) -> WithStatus {
    let mut failed = failed(error);
    if error.may_have_been_done() && failed.status != PERHAPS_DONE {
        failed.status = PERHAPS_DONE;
        failed.message.push_str(
            "\n  the server may have done it: look with fieldgate kmip locate before trying again",
        );
    }
    failed
}

/// A failed call: its status, and its words with what to try on a line of its own.
pub(super) fn failed(error: &Error) -> WithStatus {
    let whole = error;
    // It tells how far the request came; what stopped it is within.
    let error = match whole {
        Error::NotSent { source } => source,
        error => error,
    };
    let status = match error {
        Error::Unsettled { .. } => PERHAPS_DONE,
        Error::Resolve { .. } => of_stage(Stage::Resolve),
        Error::ConnectRefused { .. } | Error::Connect { .. } => of_stage(Stage::Connect),
        Error::ServerCertificateNotTrusted
        | Error::ServerNameMismatch { .. }
        | Error::ServerCertificateExpired
        | Error::ServerCertificateNotYetValid
        | Error::ServerCertificate { .. }
        | Error::ClientCertificateRefused { .. }
        | Error::ClientCertificateMissing
        | Error::NotTls { .. }
        | Error::NoCommonTls { .. }
        | Error::Tls { .. } => of_stage(Stage::Tls),
        Error::NoCommonVersion { .. } => of_stage(Stage::Version),
        Error::AuthenticationRefused { .. } | Error::ClosedAfterFirstRequest => {
            of_stage(Stage::Authentication)
        }
        Error::Timeout { stage, .. } | Error::Closed { stage } | Error::Io { stage, .. } => {
            match stage {
                Stage::Operations | Stage::ProbeKey => OTHER,
                stage => of_stage(*stage),
            }
        }
        Error::KeyMissing { .. } => NOT_FOUND,
        Error::Refused { failure, .. } if failure.means_not_found() => NOT_FOUND,
        Error::Refused { .. }
        | Error::PermissionDenied { .. }
        | Error::OperationsMissing { .. } => REFUSED,
        _ => OTHER,
    };
    let mut message = whole.what();
    let mut cause = whole.source();
    while let Some(error) = cause {
        message = format!("{message}: {error}");
        cause = error.source();
    }
    let advice = if status == NOT_FOUND {
        Some(
            "check the name or Unique Identifier: it may be mistyped, destroyed, or not for this user",
        )
    } else {
        error.advice()
    };
    if let Some(advice) = advice {
        message = format!("{message}\n  try: {advice}");
    }
    WithStatus { status, message }
}

/// What was asked for isn't there.
pub(super) fn not_found(message: impl Into<String>) -> WithStatus {
    WithStatus {
        status: NOT_FOUND,
        message: message.into(),
    }
}

/// The server doesn't have it among its operations.
pub(super) fn not_offered(message: impl Into<String>) -> WithStatus {
    WithStatus {
        status: REFUSED,
        message: message.into(),
    }
}

/// This program refuses to do it.
pub(super) fn refused_here(message: impl Into<String>) -> WithStatus {
    WithStatus {
        status: OTHER,
        message: message.into(),
    }
}
