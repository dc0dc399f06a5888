//! The verdict as JSON, in version 1 of its form. Fields are added; none is renamed or changes its meaning.

use std::time::{Duration, SystemTime};

use fieldgate_kmip_client::probe::{Finding, Outcome, StageReport, TlsFinding};
use fieldgate_kmip_client::{CertificateInfo, Stage, UniqueIdentifier, Validity, Verdict};
use serde_json::{Value, json};

/// The version of the form.
const VERSION: u32 = 1;

/// All of it.
pub(super) fn object(server: &str, verdict: &Verdict) -> Value {
    let addresses: Vec<_> = verdict
        .addresses
        .iter()
        .map(|address| {
            json!({
                "host": address.host,
                "port": address.port,
                "passed": address.passed(),
                "stages": address.stages.iter().map(stage).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "version": VERSION,
        "server": server,
        "passed": verdict.passed(),
        "failed_stage": verdict.failure().map(|(stage, _)| name(stage)),
        "addresses": addresses,
    })
}

/// One stage, in a line.
pub(super) fn line(server: &str, address: &str, report: &StageReport) -> Value {
    let mut line = stage(report);
    line["version"] = VERSION.into();
    line["server"] = server.into();
    line["address"] = address.into();
    line
}

fn stage(report: &StageReport) -> Value {
    let mut value = json!({ "stage": name(report.stage) });
    match &report.outcome {
        Outcome::Passed { finding, took } => {
            value["outcome"] = "passed".into();
            value["ms"] = milliseconds(*took);
            value["finding"] = finding.lines().join("\n").into();
            value["details"] = details(finding);
        }
        Outcome::Failed {
            cause,
            finding,
            took,
        } => {
            value["outcome"] = "failed".into();
            value["ms"] = milliseconds(*took);
            value["cause"] = json!({
                "code": cause.code,
                "what": cause.what,
                "because": cause.because,
                "likely": cause.likely,
                "try": cause.what_to_try,
            });
            if let Some(finding) = finding {
                value["finding"] = finding.lines().join("\n").into();
                value["details"] = details(finding);
            }
        }
        Outcome::NotReached => value["outcome"] = "not-reached".into(),
    }
    value
}

const fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Resolve => "resolve",
        Stage::Connect => "connect",
        Stage::Tls => "tls",
        Stage::Version => "version",
        Stage::Authentication => "authentication",
        Stage::Operations => "operations",
        Stage::ProbeKey => "probe-key",
    }
}

fn details(finding: &Finding) -> Value {
    match finding {
        Finding::Addresses(addresses) => json!({ "addresses": texts(addresses) }),
        Finding::Connected(address) => json!({ "address": address.to_string() }),
        Finding::Tls(tls) => self::tls(tls),
        Finding::Version(version) => json!({
            "chosen": version.chosen.map(|version| version.to_string()),
            "offered": texts(&version.offered),
            "as_configured": version.as_configured,
        }),
        Finding::Accepted {
            user_name,
            by_certificate,
        } => json!({ "user_name": user_name, "by_certificate": by_certificate }),
        Finding::Operations(operations) => json!({
            "vendor": operations.vendor,
            "offered": texts(&operations.offered),
            "abilities": operations.abilities.iter().map(|ability| json!({
                "name": ability.name,
                "possible": ability.lacking.is_empty(),
                "lacking": texts(&ability.lacking),
                "without": ability.without,
            })).collect::<Vec<_>>(),
        }),
        Finding::ProbeKey(key) => json!({
            "name": key.name,
            "unique_identifier": key.unique_identifier.as_ref().map(UniqueIdentifier::as_str),
            "steps": key.steps.iter().map(|step| json!({
                "step": step.name,
                "outcome": if step.failure.is_some() { "failed" } else { "passed" },
                "failure": step.failure,
                "ms": milliseconds(step.took),
            })).collect::<Vec<_>>(),
            "left_behind": key.left_behind.iter().map(UniqueIdentifier::as_str).collect::<Vec<_>>(),
            "may_be_left": key.may_be_left,
        }),
        // The enumeration may grow.
        _ => Value::Null,
    }
}

fn tls(tls: &TlsFinding) -> Value {
    let ours = &tls.client_certificate;
    json!({
        "version": tls.version,
        "suite": tls.suite,
        "server_certificates": tls.chain.iter().map(certificate).collect::<Vec<_>>(),
        "client_certificate": {
            "asked_for": ours.asked_for,
            "configured": ours.ours.is_some(),
            "certificate": ours.ours.as_ref().map(certificate),
        },
    })
}

fn certificate(info: &CertificateInfo) -> Value {
    let days_left = match info.validity(SystemTime::now()) {
        Validity::NotYet => None,
        Validity::Valid { days_left } => i64::try_from(days_left).ok(),
        Validity::Expired { days_ago } => i64::try_from(days_ago).ok().map(|days| -days),
    };
    json!({
        "subject": info.subject,
        "issuer": info.issuer,
        "serial": info.serial,
        "names": info.names,
        "not_before": info.not_before_date(),
        "not_after": info.not_after_date(),
        "days_left": days_left,
        "self_issued": info.is_self_issued,
    })
}

fn texts<T: ToString>(things: &[T]) -> Vec<String> {
    things.iter().map(ToString::to_string).collect()
}

/// To a thousandth.
fn milliseconds(took: Duration) -> Value {
    (took.as_micros() as f64 / 1000.0).into()
}
