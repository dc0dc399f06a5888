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
use std::sync::Arc;

use fieldgate_tests::pki::Pki;
use scenario::{Ended, KEY, PASSWORD, Place, Scenario};
use tokio::task::JoinSet;
use witness::Witness;

/// What runs at least: a table that is emptied by mistake proves nothing.
const SCENARIOS_MIN: usize = 2_500;

/// How many scenarios run at once, beside those that wait: each on a server of its lane.
const LANES: usize = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_a_server_does_nothing_is_made_twice_and_nothing_is_told() {
    let witness = Witness::listening();
    let dir = tempfile::tempdir().unwrap();
    let pki = Arc::new(Pki::create(dir.path()).unwrap());
    let places = [(); LANES].map(|()| Arc::new(Place::new(Arc::clone(&pki), witness.clone())));
    let mut scenarios = cuts::scenarios(&places[0]).await;
    scenarios.extend(connections::scenarios());
    scenarios.extend(answers::scenarios());
    let all = run(&places, scenarios).await;

    let (mut duplicates, mut complaints) = (0, Vec::new());
    let mut cut_outcomes = BTreeMap::new();
    for (scenario, ended) in &all {
        duplicates += ended.duplicates;
        if let Some((name, _)) = scenario.name.split_once(" cut after ") {
            let outcome = (name.to_owned(), ended.outcome.clone());
            *cut_outcomes.entry(outcome).or_insert(0) += 1;
        } else {
            let took = ended.took.as_millis();
            println!("{:<64} {took:>5} ms  {}", scenario.name, ended.outcome);
        }
        let said = ended.complaints.iter();
        complaints.extend(said.map(|what| format!("{}: {what}", scenario.name)));
    }
    for ((name, outcome), count) in cut_outcomes {
        println!("{name} cut, {count} times: {outcome}");
    }
    let secrets = witness.count(&[&KEY, PASSWORD.as_bytes()]);
    println!(
        "{} scenarios, duplicates created {duplicates}, secrets in logs {secrets} ({} bytes heard)",
        all.len(),
        witness.heard_bytes(),
    );
    assert!(
        complaints.is_empty(),
        "{} complaints:\n{}",
        complaints.len(),
        complaints.join("\n")
    );
    assert!(all.len() > SCENARIOS_MIN);
    assert!(witness.heard_bytes() > 10_000, "the log was listened to");
    assert_eq!((duplicates, secrets), (0, 0));
}

/// Runs all: those that wait run beside those that don't.
async fn run(places: &[Arc<Place>; LANES], scenarios: Vec<Scenario>) -> Vec<(Scenario, Ended)> {
    let (slow, quick): (Vec<_>, Vec<_>) = scenarios.into_iter().partition(|one| one.slow);
    let mut lanes = places.each_ref().map(|place| (place, Vec::new()));
    for (number, scenario) in quick.into_iter().enumerate() {
        lanes[number % LANES].1.push(scenario);
    }
    let beside = slow.into_iter().map(|one| (&places[0], vec![one]));
    let mut running = JoinSet::new();
    for (place, scenarios) in beside.chain(lanes) {
        let place = Arc::clone(place);
        running.spawn(async move {
            let mut ended = Vec::new();
            for scenario in scenarios {
                let end = place.run(&scenario).await;
                ended.push((scenario, end));
            }
            ended
        });
    }
    running.join_all().await.into_iter().flatten().collect()
}
