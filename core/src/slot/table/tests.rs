//! What a slot does, case by case; `tests/slot_schedules.rs` has all cases at random.

use super::KeySlots;
use crate::{
    secret::Secret,
    slot::{
        FetchFailure, FetchState, KeyExpiry, Policy, Prefetch, SlotError, SlotId, SlotState, Terms,
        WipeCause, Wiped,
    },
    time::{Instant, Minutes},
};

const KEY: [u8; 32] = [0xA5; 32];
const OTHER: [u8; 32] = [0x5A; 32];
/// No jitter: the back-off is half of the whole, and the prefetch at its latest.
const STILL: u32 = 0;

fn key(bytes: [u8; 32]) -> Secret<32> {
    Secret::copied_from(&bytes).unwrap()
}

fn one_minute() -> KeyExpiry {
    KeyExpiry::After(Minutes::new(1).unwrap())
}

/// A minute, refetched ten seconds before its end, with five seconds of grace.
fn graceful() -> Policy {
    Policy {
        prefetch: Some(Prefetch {
            lead_ms: 10_000,
            jitter_ms: 4_000,
        }),
        grace_ms: 5_000,
        ..Policy::from(one_minute())
    }
}

fn filled<const N: usize>(slots: &mut KeySlots<N>, id: SlotId, terms: Terms, began: u64) {
    let ticket = slots.begin_fetch(id, Instant(began), STILL).unwrap();
    slots
        .complete(ticket, &key(KEY), terms, Instant(began))
        .unwrap();
}

fn expired(slots: &mut KeySlots<1>, now: u64) -> Option<WipeCause> {
    slots.expire(Instant(now)).first().map(|wiped| wiped.why)
}

#[test]
fn an_expired_slot_holds_no_byte_of_the_key() {
    let mut slots = KeySlots::<2>::new();
    let slot = slots.add(one_minute()).unwrap();
    let ticket = slots.begin_fetch(slot, Instant(5), STILL).unwrap();
    assert_eq!(slots.state(slot, Instant(5)), SlotState::Fetching);
    slots
        .complete(ticket, &key(KEY), Terms::default(), Instant(6))
        .unwrap();
    assert_eq!(slots.slots[0].storage(), &KEY);
    assert!(slots.expire(Instant(60_004)).is_empty());
    let why = WipeCause::Expired;
    assert_eq!(
        slots.expire(Instant(60_005)).as_slice(),
        [Wiped { slot, why }]
    );
    assert_eq!(slots.slots[0].storage(), &[0; 32]);
    assert_eq!(
        slots.state(slot, Instant(60_005)),
        SlotState::Expired { why }
    );
    assert!(slots.expire(Instant(60_006)).is_empty(), "told once");
}

#[test]
fn a_wipe_that_another_call_did_is_told_by_expire() {
    let mut slots = KeySlots::<1>::new();
    let slot = slots.add(one_minute()).unwrap();
    filled(&mut slots, slot, Terms::default(), 0);
    let ticket = slots.begin_fetch(slot, Instant(60_000), STILL).unwrap();
    assert_eq!(slots.slots[0].storage(), &[0; 32]);
    assert_eq!(slots.next_deadline(), Some(Instant(60_000)));
    assert_eq!(expired(&mut slots, 60_001), Some(WipeCause::Expired));
    slots.fail(ticket, FetchFailure::Refused, Instant(60_002));
}

#[test]
fn a_key_that_never_expires_stays() {
    let mut slots = KeySlots::<1>::new();
    let slot = slots.add(KeyExpiry::Never).unwrap();
    filled(&mut slots, slot, Terms::default(), 5);
    assert!(slots.expire(Instant(u64::MAX)).is_empty());
    assert!(slots.key(slot, Instant(0)).is_some());
    assert_eq!(slots.next_deadline(), None);
    assert_eq!(
        slots.begin_fetch(slot, Instant(7), STILL).err(),
        Some(SlotError::Held)
    );
    assert_eq!(slots.wipe_all().as_slice(), [slot]);
    assert!(slots.key(slot, Instant(7)).is_none());
}

#[test]
fn the_least_of_minutes_lease_and_deactivation_date_bounds_a_key() {
    for (expiry, lease_ms, deactivates, death, why) in [
        (one_minute(), None, None, 60_000, WipeCause::Expired),
        (
            one_minute(),
            Some(60_001),
            Some(60_002),
            60_000,
            WipeCause::Expired,
        ),
        (one_minute(), Some(9), Some(10), 9, WipeCause::LeaseOver),
        (one_minute(), Some(9), Some(8), 8, WipeCause::Deactivated),
        (KeyExpiry::Never, Some(9), None, 9, WipeCause::LeaseOver),
        (KeyExpiry::Never, None, Some(8), 8, WipeCause::Deactivated),
    ] {
        let deactivates = deactivates.map(Instant);
        let terms = Terms {
            lease_ms,
            deactivates,
        };
        let mut slots = KeySlots::<1>::new();
        let slot = slots.add(expiry).unwrap();
        filled(&mut slots, slot, terms, 0);
        assert_eq!(slots.next_deadline(), Some(Instant(death)));
        assert!(slots.key(slot, Instant(death - 1)).is_some());
        assert!(slots.key(slot, Instant(death)).is_none());
        assert_eq!(expired(&mut slots, death), Some(why));
    }
}

#[test]
fn one_fetch_at_a_time_and_a_late_answer_is_refused() {
    let mut slots = KeySlots::<1>::new();
    let slot = slots.add(one_minute()).unwrap();
    let early = slots.begin_fetch(slot, Instant(0), STILL).unwrap();
    for begun in [
        slots.begin_fetch(slot, Instant(1), STILL),
        slots.begin_refetch(slot, Instant(1), STILL),
    ] {
        assert_eq!(begun.err(), Some(SlotError::Fetching));
    }
    slots.wipe_all();
    let late = slots.begin_fetch(slot, Instant(2), STILL).unwrap();
    let none = Terms::default();
    assert_eq!(
        slots.complete(early, &key(KEY), none, Instant(3)),
        Err(SlotError::Superseded)
    );
    assert_eq!(
        slots.complete(late, &key(KEY), none, Instant(60_002)),
        Err(SlotError::Over)
    );
    assert_eq!(slots.slots[0].storage(), &[0; 32]);
    // An answer that comes too late is followed by a back-off, too: a server of that kind isn't asked in a loop.
    assert_eq!(
        slots.begin_fetch(slot, Instant(60_501), STILL).err(),
        Some(SlotError::BackingOff {
            until: Instant(60_502)
        })
    );
    let again = slots.begin_fetch(slot, Instant(60_502), STILL).unwrap();
    slots.fail(again, FetchFailure::Refused, Instant(60_503));
    assert_eq!(slots.state(slot, Instant(60_503)), SlotState::Empty);
    assert_eq!(
        slots.fetch_state(slot, Instant(60_503)),
        FetchState::BackingOff {
            until: Instant(61_503),
            failures: 2
        }
    );
}

#[test]
fn a_refetch_leaves_the_old_key_until_the_new_one_is_there() {
    let mut slots = KeySlots::<1>::new();
    let slot = slots.add(graceful()).unwrap();
    filled(&mut slots, slot, Terms::default(), 0);
    assert_eq!(slots.next_deadline(), Some(Instant(50_000)));
    assert_eq!(slots.due_for_prefetch(Instant(49_999)).count(), 0);
    assert!(slots.due_for_prefetch(Instant(50_000)).eq([slot]));

    let ticket = slots
        .begin_refetch(slot, Instant(50_000), u32::MAX)
        .unwrap();
    assert_eq!(slots.due_for_prefetch(Instant(50_000)).count(), 0);
    assert_eq!(slots.key(slot, Instant(50_001)).unwrap().expose(), &KEY);
    slots
        .complete(ticket, &key(OTHER), Terms::default(), Instant(50_002))
        .unwrap();
    assert_eq!(slots.key(slot, Instant(50_003)).unwrap().expose(), &OTHER);
    let until = Some(Instant(110_000));
    assert_eq!(
        slots.state(slot, Instant(109_999)),
        SlotState::Fresh { until }
    );
    // The full jitter: four seconds earlier, less a bit.
    assert_eq!(slots.next_deadline(), Some(Instant(96_001)));
    slots.skip_prefetch(slot).unwrap();
    assert_eq!(slots.next_deadline(), until);
}

#[test]
fn prefetch_takes_at_most_half_of_a_short_life() {
    let mut slots = KeySlots::<1>::new();
    let slot = slots.add(graceful()).unwrap();
    let terms = Terms {
        lease_ms: Some(1_000),
        ..Terms::default()
    };
    filled(&mut slots, slot, terms, 100);
    assert_eq!(slots.next_deadline(), Some(Instant(600)));
}

#[test]
fn grace_is_for_servers_that_are_gone_and_ends() {
    let mut slots = KeySlots::<1>::new();
    let slot = slots.add(graceful()).unwrap();
    filled(&mut slots, slot, Terms::default(), 0);
    let ticket = slots.begin_refetch(slot, Instant(50_000), STILL).unwrap();
    slots.fail(ticket, FetchFailure::Unreachable, Instant(59_900));
    let until = Instant(65_000);
    assert_eq!(
        slots.state(slot, Instant(60_000)),
        SlotState::StaleGrace { until }
    );
    assert!(slots.expire(Instant(64_999)).is_empty());
    assert!(slots.key(slot, Instant(64_999)).is_some());
    assert_eq!(expired(&mut slots, 65_000), Some(WipeCause::GraceOver));
    assert_eq!(slots.slots[0].storage(), &[0; 32]);
}

#[test]
fn an_answer_that_is_over_ends_grace_at_once() {
    let mut slots = KeySlots::<1>::new();
    let slot = slots.add(graceful()).unwrap();
    filled(&mut slots, slot, Terms::default(), 0);
    let ticket = slots.begin_refetch(slot, Instant(50_000), STILL).unwrap();
    slots.fail(ticket, FetchFailure::Unreachable, Instant(50_000));
    let ticket = slots.begin_refetch(slot, Instant(61_000), STILL).unwrap();
    let no_lease = Terms {
        lease_ms: Some(0),
        ..Terms::default()
    };
    let answered = slots.complete(ticket, &key(OTHER), no_lease, Instant(61_001));
    assert_eq!(answered, Err(SlotError::Over));
    assert!(slots.key(slot, Instant(61_001)).is_none());
    assert_eq!(slots.slots[0].storage(), &[0; 32]);
}

#[test]
fn a_refusal_ends_grace_at_once() {
    let mut slots = KeySlots::<1>::new();
    let slot = slots.add(graceful()).unwrap();
    filled(&mut slots, slot, Terms::default(), 0);
    let ticket = slots.begin_refetch(slot, Instant(50_000), STILL).unwrap();
    slots.fail(ticket, FetchFailure::Unreachable, Instant(50_000));
    let ticket = slots.begin_refetch(slot, Instant(61_000), STILL).unwrap();
    assert!(slots.key(slot, Instant(61_000)).is_some());
    slots.fail(ticket, FetchFailure::Refused, Instant(61_001));
    assert!(slots.key(slot, Instant(61_001)).is_none());
    assert_eq!(slots.slots[0].storage(), &[0; 32]);
    assert_eq!(expired(&mut slots, 61_001), Some(WipeCause::Expired));
}

#[test]
fn grace_never_outlives_lease_and_deactivation_date() {
    let until = Some(Instant(62_000));
    for terms in [
        Terms {
            lease_ms: Some(62_000),
            deactivates: None,
        },
        Terms {
            lease_ms: None,
            deactivates: until,
        },
    ] {
        let mut slots = KeySlots::<1>::new();
        let slot = slots.add(graceful()).unwrap();
        filled(&mut slots, slot, terms, 0);
        let ticket = slots.begin_refetch(slot, Instant(50_000), STILL).unwrap();
        slots.fail(ticket, FetchFailure::Unreachable, Instant(50_000));
        assert!(slots.key(slot, Instant(61_999)).is_some());
        assert!(slots.key(slot, Instant(62_000)).is_none());
    }
}

#[test]
fn a_refetch_that_tells_of_deactivation_wipes() {
    let mut slots = KeySlots::<1>::new();
    let slot = slots.add(KeyExpiry::Never).unwrap();
    filled(&mut slots, slot, Terms::default(), 0);
    let ticket = slots.begin_refetch(slot, Instant(100), STILL).unwrap();
    let terms = Terms {
        deactivates: Some(Instant(90)),
        ..Terms::default()
    };
    assert_eq!(
        slots.complete(ticket, &key(KEY), terms, Instant(101)),
        Err(SlotError::Over)
    );
    assert_eq!(slots.slots[0].storage(), &[0; 32]);
    assert_eq!(expired(&mut slots, 101), Some(WipeCause::Deactivated));
}

#[test]
fn a_clock_that_goes_back_wipes() {
    let mut slots = KeySlots::<1>::new();
    let slot = slots.add(one_minute()).unwrap();
    filled(&mut slots, slot, Terms::default(), 1_000);
    slots.expire(Instant(30_000));
    let ticket = slots.begin_refetch(slot, Instant(30_000), STILL).unwrap();
    assert!(slots.key(slot, Instant(29_999)).is_none());
    let why = WipeCause::ClockWentBack;
    assert_eq!(
        slots.state(slot, Instant(29_999)),
        SlotState::Fetching,
        "as far as anyone knows"
    );
    assert_eq!(expired(&mut slots, 29_999), Some(why));
    assert_eq!(
        slots.state(slot, Instant(29_999)),
        SlotState::Expired { why }
    );
    assert_eq!(
        slots.complete(ticket, &key(KEY), Terms::default(), Instant(40_000)),
        Err(SlotError::Superseded)
    );
}

#[test]
fn locks_keep_nothing_alive() {
    let mut slots = KeySlots::<1>::new();
    let slot = slots.add(one_minute()).unwrap();
    filled(&mut slots, slot, Terms::default(), 0);
    let ticket = slots.begin_refetch(slot, Instant(1), STILL).unwrap();
    slots.lock_write(slot).unwrap();
    assert_eq!(
        slots.complete(ticket, &key(OTHER), Terms::default(), Instant(2)),
        Err(SlotError::WriteLocked)
    );
    assert_eq!(slots.key(slot, Instant(2)).unwrap().expose(), &KEY);
    slots.lock_use(slot).unwrap();
    assert!(slots.key(slot, Instant(2)).is_none());
    assert!(slots.state(slot, Instant(2)).is_held());
    assert_eq!(expired(&mut slots, 60_000), Some(WipeCause::Expired));
    assert_eq!(slots.slots[0].storage(), &[0; 32]);
    assert_eq!(
        slots.begin_fetch(slot, Instant(60_000), STILL).err(),
        Some(SlotError::WriteLocked)
    );
    slots.wipe(slot).unwrap();
    assert!(slots.locks(slot).write && slots.locks(slot).usage);
    slots.wipe_all();
    filled(&mut slots, slot, Terms::default(), 60_001);
    assert!(slots.key(slot, Instant(60_001)).is_some());
}

#[test]
fn a_wipe_voids_the_fetch_and_leaves_the_back_off() {
    let mut slots = KeySlots::<1>::new();
    let slot = slots.add(one_minute()).unwrap();
    let ticket = slots.begin_fetch(slot, Instant(0), STILL).unwrap();
    slots.fail(ticket, FetchFailure::Unreachable, Instant(0));
    let until = Instant(500);
    slots.wipe(slot).unwrap();
    assert_eq!(
        slots.begin_fetch(slot, Instant(1), STILL).err(),
        Some(SlotError::BackingOff { until })
    );
    assert_eq!(slots.next_deadline(), Some(until));
    slots.wipe_all();
    let ticket = slots.begin_fetch(slot, Instant(1), STILL).unwrap();
    slots.wipe(slot).unwrap();
    slots.fail(ticket, FetchFailure::Unreachable, Instant(2));
    assert_eq!(slots.fetch_state(slot, Instant(2)), FetchState::Idle);
}

#[test]
fn the_table_has_an_end() {
    let mut slots = KeySlots::<1>::new();
    let slot = slots.add(KeyExpiry::Never).unwrap();
    assert_eq!(slots.add(KeyExpiry::Never).err(), Some(SlotError::Full));
    let mut small = KeySlots::<2>::new();
    assert_eq!(small.wipe(slot), Err(SlotError::NoSuchSlot));
    assert_eq!(
        small.begin_fetch(slot, Instant(0), STILL).err(),
        Some(SlotError::NoSuchSlot)
    );
}
