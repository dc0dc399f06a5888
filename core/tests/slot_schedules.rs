//! Key slots at random: schedules of all operations on virtual time, with clocks that go back, jump and wrap, against a
//! model that keeps the history and decides everything from it.
//!
//! `FIELDGATE_SLOT_SCHEDULES` says how many schedules; a failure names its seed, and `FIELDGATE_SLOT_SEED` replays that one.

mod slot_schedules {
    pub(crate) mod check;
    pub(crate) mod memory;
    pub(crate) mod model;
    pub(crate) mod random;
    pub(crate) mod schedule;
    pub(crate) mod settings;
}

use std::panic::{AssertUnwindSafe, catch_unwind};

use slot_schedules::{
    memory,
    random::Random,
    schedule::{Counts, Schedule},
};

const SCHEDULES: u64 = 10_000;

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap())
}

#[test]
fn random_schedules_agree_with_the_model() {
    if let Some(seed) = number("FIELDGATE_SLOT_SEED") {
        Schedule::new(seed, true).run();
        return;
    }
    let schedules = number("FIELDGATE_SLOT_SCHEDULES").unwrap_or(SCHEDULES);
    let mut all = Counts::default();
    for index in 0..schedules {
        let seed = Random::new(index).next();
        let outcome = catch_unwind(AssertUnwindSafe(|| Schedule::new(seed, false).run()));
        let Ok(counts) = outcome else {
            panic!(
                "schedule {index}: replay with FIELDGATE_SLOT_SEED={seed} cargo test -p fieldgate-core --test slot_schedules -- --nocapture"
            );
        };
        all.add(&counts);
    }
    println!("{schedules} schedules: {all:?}");
    assert!(
        schedules < 1_000 || all.is_varied(),
        "the schedules reach every state"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_dropped_table_leaves_no_byte_of_any_key() {
    memory::after_drop_there_is_nothing();
}
