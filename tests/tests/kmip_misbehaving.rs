//! Our KMIP client against a server that does everything wrong that servers and networks do: each scenario with its expected outcome, no key made
//! twice, no call beyond its deadline, and no secret in anything that is logged or said.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

#[path = "kmip_misbehaving/answers.rs"]
mod answers;
#[path = "kmip_misbehaving/connections.rs"]
mod connections;
#[path = "kmip_misbehaving/cuts.rs"]
mod cuts;
#[path = "kmip_misbehaving/scenario.rs"]
mod scenario;
#[path = "kmip_misbehaving/witness.rs"]
mod witness;

use std::collections::BTreeMap;

use fieldgate_tests::pki::Pki;
use scenario::{KEY, PASSWORD, Place};
use witness::Witness;

/// What runs at least: a table that is emptied by mistake proves nothing.
const SCENARIOS_MIN: usize = 1_500;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_a_server_does_nothing_is_made_twice_and_nothing_is_told() {
    let witness = Witness::listening();
    let dir = tempfile::tempdir().unwrap();
    let place = Place::new(Pki::create(dir.path()).unwrap(), witness.clone());
    let mut scenarios = cuts::scenarios(&place).await;
    let cuts = scenarios.len();
    scenarios.extend(connections::scenarios());
    scenarios.extend(answers::scenarios());

    let (mut duplicates, mut complaints) = (0, Vec::new());
    let mut cut_outcomes = BTreeMap::new();
    for (number, scenario) in scenarios.iter().enumerate() {
        let ended = place.run(scenario).await;
        duplicates += ended.duplicates;
        if number < cuts {
            let name = scenario.name.split(" after ").next().unwrap_or_default();
            let outcome = (name.to_owned(), ended.outcome);
            *cut_outcomes.entry(outcome).or_insert(0) += 1;
        } else {
            println!(
                "{:<60} {:>5} ms  {}",
                scenario.name,
                ended.took.as_millis(),
                ended.outcome
            );
        }
        complaints.extend(
            ended
                .complaints
                .iter()
                .map(|what| format!("{}: {what}", scenario.name)),
        );
    }
    for ((name, outcome), count) in cut_outcomes {
        println!("{name}, {count} times: {outcome}");
    }
    let secrets = witness.count(&[&KEY, PASSWORD.as_bytes()]);
    println!(
        "{} scenarios, duplicates created {duplicates}, secrets in logs {secrets} ({} bytes heard)",
        scenarios.len(),
        witness.heard_bytes(),
    );
    assert!(
        complaints.is_empty(),
        "{} complaints:\n{}",
        complaints.len(),
        complaints.join("\n")
    );
    assert!(scenarios.len() > SCENARIOS_MIN);
    assert!(witness.heard_bytes() > 10_000, "the log was listened to");
    assert_eq!((duplicates, secrets), (0, 0));
}
