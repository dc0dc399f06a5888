//! What must be seen of a slot, as its model says.

use fieldgate_core::{
    slot::{FetchState, KeySlots, SlotState},
    time::Instant,
};

use super::schedule::{SLOTS, Watched};

pub(crate) fn moment(at: u128) -> Instant {
    Instant(u64::try_from(at).unwrap())
}

pub(crate) fn check_key(table: &KeySlots<SLOTS>, slot: &Watched, at: u64) {
    let (_, is_use_locked) = slot.model.locks();
    let expected = slot.model.held(at).ok().filter(|_| !is_use_locked);
    let key = table.key(slot.id, Instant(at));
    assert_eq!(
        key.is_some(),
        expected.is_some(),
        "whether there is a key at {at}"
    );
    if let (Some(key), Some(held)) = (key, expected) {
        let mut words = key.expose().chunks_exact(8);
        assert!(words.all(|word| word == held.word.to_le_bytes()));
    }
}

pub(crate) fn check_slot(table: &KeySlots<SLOTS>, slot: &Watched, at: u64) {
    check_key(table, slot, at);
    let model = &slot.model;
    let in_flight = model.in_flight(at).is_some();
    let state = match model.held(at) {
        Ok(held) => match (model.until(&held), model.dies_at(at)) {
            (Some(until), Some((death, _))) if until <= u128::from(at) => SlotState::StaleGrace {
                until: moment(death),
            },
            (until, _) => SlotState::Fresh {
                until: until.map(moment),
            },
        },
        Err(_) if in_flight => SlotState::Fetching,
        Err(Some(why)) => SlotState::Expired { why },
        Err(None) => SlotState::Empty,
    };
    assert_eq!(table.state(slot.id, Instant(at)), state, "at {at}");
    let fetch = match model.back_off(at) {
        _ if in_flight => FetchState::InFlight,
        Some((failures, until)) => FetchState::BackingOff {
            until: moment(until),
            failures,
        },
        None => FetchState::Idle,
    };
    assert_eq!(table.fetch_state(slot.id, Instant(at)), fetch, "at {at}");
    let locks = table.locks(slot.id);
    assert_eq!((locks.write, locks.usage), model.locks());
}

pub(crate) fn is_due(slot: &Watched, now: u64) -> bool {
    let due = slot.model.prefetch_at(now);
    due.is_some_and(|due| due <= u128::from(now))
}

/// When something happens to a slot next.
pub(crate) fn next_deadline(slot: &Watched, now: u64) -> Option<u128> {
    let model = &slot.model;
    if slot.untold.is_some() {
        return Some(u128::from(now));
    }
    let until = model.held(now).ok().and_then(|held| model.until(&held));
    let ahead = |at: &u128| u128::from(now) < *at;
    [
        model.dies_at(now).map(|(death, _)| death),
        until.filter(ahead),
        model.back_off(now).map(|(_, until)| until),
        model.prefetch_at(now),
    ]
    .into_iter()
    .flatten()
    .min()
}
