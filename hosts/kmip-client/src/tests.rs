//! What needs no server: versions, verdicts, and what was opened.

use std::time::Duration;

use fieldgate_core::kmip::{Failure, Operation, ProtocolVersion, ResultReason, ResultStatus};

use crate::client::Client;
use crate::config::{Login, ServerConfig};
use crate::error::{Error, ServerFailure, Stage};
use crate::fetch::{KeyPurpose, KeySelector};
use crate::identifier::UniqueIdentifier;
use crate::link::LinkError;
use crate::negotiate::{choose, means_unknown_version};
use crate::opened::{Opened, collect, put};
use crate::probe::{AddressVerdict, Cause, Finding, Outcome, StageReport, Verdict, probe};

fn failure(reason: Option<ResultReason>, message: &str) -> ServerFailure {
    ServerFailure::from(Failure {
        version: None,
        operation: None,
        status: ResultStatus::OPERATION_FAILED,
        reason,
        message: Some(message),
    })
}

#[test]
fn a_server_that_repeats_the_password_is_not_quoted() {
    let told = |words: &str, password: Option<&str>| {
        let login = Login::new("alice".into(), password.map(|text| text.to_owned().into()));
        let failure = Failure {
            message: Some(words),
            ..Failure::of_status(ResultStatus::OPERATION_FAILED)
        };
        ServerFailure::told(failure, Some(&login)).message
    };
    let words = "bad credential: alice/hunter2";
    assert_eq!(told(words, Some("hunter2")), "");
    // What is cut off at the end counts, too.
    let long = format!("{}hunter2", "x".repeat(196));
    assert_eq!(told(&long, Some("hunter2")), "");
    for password in [Some("hunter3"), Some(""), None] {
        assert_eq!(told(words, password), words);
    }
}

#[test]
fn the_newest_version_in_common_is_chosen() {
    use ProtocolVersion as V;
    let offered = [V::new(3, 0), V::V2_0, V::V1_4, V::V1_2, V::V1_0];
    for (newest, chosen) in [
        (V::V2_1, V::V2_0),
        (V::V1_4, V::V1_4),
        (V::V1_3, V::V1_2),
        (V::V1_1, V::V1_0),
    ] {
        assert_eq!(choose(&offered, newest).unwrap(), chosen);
    }
    let error = choose(&offered[..2], V::V1_4).unwrap_err();
    assert!(
        error.what().ends_with("the server offers 3.0, 2.0"),
        "{error}"
    );
}

/// A server may look at the client's certificate again, and say so in place of an answer.
#[test]
fn an_alert_refuses_the_certificate_only_before_the_first_answer() {
    use rustls::AlertDescription as Alert;
    for alert in [
        Alert::CertificateExpired,
        Alert::AccessDenied,
        Alert::CertificateRequired,
        Alert::ProtocolVersion,
    ] {
        let error = |was_answered| {
            let alert = LinkError::Tls(rustls::Error::AlertReceived(alert));
            Error::from_link(Stage::Operations, "kms", true, was_answered, alert)
        };
        assert!(!error(false).may_have_been_done(), "{alert:?}");
        assert!(error(true).may_have_been_done(), "{alert:?}");
        assert!(matches!(error(true), Error::Tls { .. }), "{alert:?}");
    }
}

#[test]
fn a_refused_login_is_no_unknown_version() {
    let refused =
        |reason| Error::refused(Operation::DISCOVER_VERSIONS, failure(Some(reason), "no"));
    assert!(means_unknown_version(&refused(
        ResultReason::INVALID_MESSAGE
    )));
    assert!(means_unknown_version(&refused(
        ResultReason::OPERATION_NOT_SUPPORTED
    )));
    assert!(!means_unknown_version(&refused(
        ResultReason::AUTHENTICATION_NOT_SUCCESSFUL
    )));
    assert!(!means_unknown_version(&refused(
        ResultReason::PERMISSION_DENIED
    )));
    assert!(!means_unknown_version(&Error::ClosedAfterFirstRequest));
}

#[test]
fn a_servers_text_cannot_forge_lines_of_a_log() {
    let shown = failure(
        Some(ResultReason::INVALID_FIELD),
        "bad\n\u{1b}[31mINFO all is well",
    )
    .to_string();
    assert_eq!(shown, "Invalid Field: bad\\n\\u{1b}[31mINFO all is well");
    assert!(failure(None, &"x".repeat(10_000)).to_string().len() < 300);

    let id = UniqueIdentifier::new("7\r\u{1b}]0;owned\u{7}\u{202e}".into());
    let shown = "7\\r\\u{1b}]0;owned\\u{7}\\u{202e}";
    assert_eq!(id.to_string(), shown);
    assert_eq!(
        KeySelector::UniqueIdentifier(id).to_string(),
        format!("with Unique Identifier {shown}")
    );
}

#[test]
fn a_verdict_has_a_line_for_each_stage_and_each_cause() {
    let took = Duration::from_millis(12);
    let source = std::io::Error::other("no route to host");
    let error = Error::Connect {
        host: "kmip.example".into(),
        port: 5696,
        source,
    };
    let report = |stage, outcome| StageReport { stage, outcome };
    let address = AddressVerdict {
        host: "kmip.example".into(),
        port: 5696,
        stages: vec![
            report(
                Stage::Resolve,
                Outcome::Passed {
                    finding: Finding::Addresses(vec!["192.0.2.1:5696".parse().unwrap()]),
                    took,
                },
            ),
            report(
                Stage::Connect,
                Outcome::Failed {
                    cause: Box::new(Cause::of(&error)),
                    finding: None,
                    took,
                },
            ),
            report(Stage::Tls, Outcome::NotReached),
            report(Stage::Version, Outcome::NotReached),
            report(Stage::Authentication, Outcome::NotReached),
            report(Stage::Operations, Outcome::NotReached),
        ],
    };
    let verdict = Verdict {
        addresses: vec![address],
    };
    assert!(!verdict.passed());
    assert_eq!(
        verdict.failure().map(|(stage, _)| stage),
        Some(Stage::Connect)
    );
    let text = verdict.to_string();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 8, "{text}");
    assert_eq!(lines[0], "resolve        ok         12 ms  192.0.2.1:5696");
    assert!(
        lines[1]
            .starts_with("connect        FAILED     12 ms  cannot connect to kmip.example:5696")
    );
    assert_eq!(lines[2].trim_start(), "because: no route to host");
    assert!(lines[3].trim_start().starts_with("try: check the network"));
    assert_eq!(lines[7], "operations     not reached");
}

#[test]
fn what_was_opened_is_taken_once_and_never_outgrows_its_room() {
    let mut opened = Opened::with_capacity(8);
    collect(&mut opened, || put(b"abcdef")).unwrap();
    let mut space = [0; 4];
    assert_eq!(opened.take(&mut space), 4);
    assert_eq!(&space, b"abcd");
    assert_eq!(opened.take(&mut space), 2);
    assert_eq!(&space[..2], b"ef");
    assert!(opened.is_empty());
    collect(&mut opened, || put(b"12345678")).unwrap();
    assert!(collect(&mut opened, || put(b"9")).is_err());
    assert!(put(b"outside").is_err(), "nothing collects here");
}

/// Callers spawn these on a runtime of several threads.
#[test]
fn calls_can_move_between_threads() {
    fn movable<T: Send>(_: fn(&'static Client, &'static KeySelector, &'static ServerConfig) -> T) {}
    fn shared<T: Send + Sync>() {}
    movable(|client, selector, _| client.fetch_key(selector, KeyPurpose::Protect));
    movable(|client, _, _| client.create("films"));
    movable(|_, _, config| probe(config));
    shared::<Client>();
}
