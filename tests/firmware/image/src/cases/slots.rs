//! Key slots on a simulated clock: a key lives from the beginning of its fetch, and is gone at its deadline.

use fieldgate_core::secret::Secret;
use fieldgate_core::slot::{KeyExpiry, KeySlots, SlotId, Terms, WipeCause, Wiped};
use fieldgate_core::time::{Instant, Minutes};

use super::Wrong;

const SLOTS: usize = 4;
/// What spreads refetches and back-off.
const RANDOM: u32 = 0x9e37_79b9;

/// Two keys, of one and of two minutes, and a clock that goes back.
pub(super) fn expire() -> Result<(), Wrong> {
    let mut slots = KeySlots::<SLOTS>::new();
    let secret = Secret::copied_from(&[0xa5; 32]).ok_or(Wrong)?;
    let mut ids = [None; 2];
    for (id, minutes) in ids.iter_mut().zip(1_u32..) {
        let began = u64::from(minutes) * 1_000;
        let expiry = KeyExpiry::After(Minutes::new(minutes).ok_or(Wrong)?);
        let slot = slots.add(expiry).map_err(|_| Wrong)?;
        let ticket = slots
            .begin_fetch(slot, Instant(began), RANDOM)
            .map_err(|_| Wrong)?;
        slots
            .complete(ticket, &secret, Terms::default(), Instant(began + 20))
            .map_err(|_| Wrong)?;
        *id = Some(slot);
    }
    let [Some(short), Some(long)] = ids else {
        return Err(Wrong);
    };
    let held = |slots: &KeySlots<SLOTS>, slot, now| slots.key(slot, Instant(now)).is_some();
    let steps = [
        slots.next_deadline() == Some(Instant(61_000)),
        held(&slots, short, 60_999),
        // Even before anyone called `expire`.
        !held(&slots, short, 61_000),
        held(&slots, long, 61_000),
        wiped(&slots.expire(Instant(61_000)), short, WipeCause::Expired),
        slots.next_deadline() == Some(Instant(122_000)),
        held(&slots, long, 100_000),
        wiped(
            &slots.expire(Instant(60_000)),
            long,
            WipeCause::ClockWentBack,
        ),
        !held(&slots, long, 60_000),
        slots.next_deadline().is_none(),
    ];
    if steps.into_iter().all(|step| step) {
        Ok(())
    } else {
        Err(Wrong)
    }
}

/// Whether this slot was wiped, and no other.
fn wiped(wiped: &[Wiped], slot: SlotId, why: WipeCause) -> bool {
    matches!(wiped, [one] if one.slot == slot && one.why == why)
}
