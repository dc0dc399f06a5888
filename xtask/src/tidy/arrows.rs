//! The arrows between the project's crates: ARCHITECTURE.md draws them, this table holds them.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::command::{cargo, read};
use crate::fault::Fault;

/// Each crate, and whom of the project it may depend on. What only tests need is free.
const ALLOWED: &[(&str, &[&str])] = &[
    ("fieldgate-core", &[]),
    ("fieldgate-ffi", &["fieldgate-core"]),
    ("fieldgate-hsm-bridge", &["fieldgate-core"]),
    ("fieldgate-text", &["fieldgate-core"]),
    ("fieldgate-kmip-client", &["fieldgate-core"]),
    ("fieldgate-kmip-text", &["fieldgate-core"]),
    (
        "fieldgate-store",
        &[
            "fieldgate-core",
            "fieldgate-hsm-bridge",
            "fieldgate-kmip-client",
        ],
    ),
    (
        "fieldgate-gateway",
        &[
            "fieldgate-core",
            "fieldgate-hsm-bridge",
            "fieldgate-kmip-client",
            "fieldgate-store",
        ],
    ),
    (
        "fieldgate",
        &[
            "fieldgate-core",
            "fieldgate-hsm-bridge",
            "fieldgate-kmip-client",
            "fieldgate-kmip-text",
            "fieldgate-store",
            "fieldgate-text",
            "fieldgate-gateway",
        ],
    ),
    // It looks at the binary from outside only.
    ("fieldgate-tests", &[]),
    ("fieldgate-ct", &["fieldgate-core"]),
    ("xtask", &["fieldgate-tests"]),
];

/// Fails on an arrow that isn't in the table, and on a crate that isn't.
pub(crate) fn check() -> Result<(), Fault> {
    let metadata: Value = serde_json::from_str(&read(&mut cargo(&[
        "metadata",
        "--no-deps",
        "--format-version",
        "1",
        "--offline",
    ]))?)?;
    let findings = findings(&metadata);
    println!(
        "arrows between crates: {}",
        if findings.is_empty() {
            "none goes back"
        } else {
            "look"
        }
    );
    if findings.is_empty() {
        Ok(())
    } else {
        Err(Fault::Untidy {
            check: "arrows between crates",
            findings,
        })
    }
}

fn findings(metadata: &Value) -> Vec<String> {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let packages = metadata["packages"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let ours: Vec<&str> = packages
        .iter()
        .filter_map(|package| package["name"].as_str())
        .collect();
    let mut findings = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(allowed) = allowed.get(name) else {
            findings.push(format!(
                "{name} isn't in the table of xtask/src/tidy/arrows.rs; say there whom it may know"
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let to = dependency["name"].as_str().unwrap_or_default();
            if dependency["kind"] != "dev" && ours.contains(&to) && !allowed.contains(&to) {
                findings.push(format!("{name} may not depend on {to}"));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::findings;

    #[test]
    fn an_arrow_back_is_found_and_a_test_dependency_is_not() {
        let metadata = json!({"packages": [
            {"name": "fieldgate-core", "dependencies": [
                {"name": "fieldgate-gateway", "kind": null},
                {"name": "fieldgate-store", "kind": "dev"},
                {"name": "aes", "kind": null},
            ]},
            {"name": "fieldgate-gateway", "dependencies": [{"name": "fieldgate-core", "kind": null}]},
            {"name": "fieldgate-store", "dependencies": []},
        ]});
        assert_eq!(
            findings(&metadata),
            ["fieldgate-core may not depend on fieldgate-gateway"]
        );
    }

    #[test]
    fn an_unknown_crate_is_found() {
        let metadata = json!({"packages": [{"name": "newcomer", "dependencies": []}]});
        assert_eq!(findings(&metadata).len(), 1);
    }
}
