//! Policies and terms at random, the edges more often than chance would have them.

use fieldgate_core::{
    slot::{BackOff, KeyExpiry, Policy, Prefetch, Terms},
    time::{Instant, Minutes},
};

use super::random::Random;

pub(crate) fn policy(random: &mut Random) -> Policy {
    let minutes = Minutes::new(random.pick(&[1, 1, 2, 3, u32::MAX])).unwrap();
    let lead_ms = random.pick(&[0, 1, 10_000, 40_000, u64::MAX]);
    let jitter_ms = random.pick(&[0, 5_000, 20_000, u64::MAX]);
    let first_ms = random.pick(&[0, 500, 1_000, 1_000, 1_000, 7_777, 7_777, u64::MAX]);
    let max_ms = random.pick(&[0, 8_000, 60_000, 60_000, u64::MAX]);
    Policy {
        expiry: if random.one_in(4) {
            KeyExpiry::Never
        } else {
            KeyExpiry::After(minutes)
        },
        prefetch: (!random.one_in(3)).then_some(Prefetch { lead_ms, jitter_ms }),
        grace_ms: random.pick(&[0, 0, 1, 30_000, 300_000, u64::MAX]),
        back_off: BackOff { first_ms, max_ms },
    }
}

pub(crate) fn terms(random: &mut Random, now: u64) -> Terms {
    let near = random.below(150_000);
    let leases = [
        None,
        None,
        None,
        None,
        None,
        Some(near),
        Some(near),
        Some(u64::MAX),
    ];
    let lease_ms = if random.one_in(20) {
        Some(0)
    } else {
        random.pick(&leases)
    };
    let deactivates = random.pick(&[
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        Some(now.saturating_add(near)),
        Some(now.saturating_add(near)),
        Some(now.saturating_sub(near)),
        Some(u64::MAX),
    ]);
    Terms {
        lease_ms,
        deactivates: deactivates.map(Instant),
    }
}
