//! The table of slots.

use heapless::Vec;
use zeroize::Zeroize;

use super::{FetchTicket, KeyExpiry, SlotError, SlotId, SlotState};
use crate::{secret::Secret, time::Instant};

/// A table of at most `N` keys. Wiped when dropped.
#[derive(Default)]
pub struct KeySlots<const N: usize> {
    slots: Vec<Slot, N>,
    /// The latest moment any call passed.
    seen: Option<Instant>,
}

struct Slot {
    expiry: KeyExpiry,
    key: Secret<32>,
    state: State,
    /// Counts fetches and wipes, so that an answer to an earlier fetch is known as such.
    generation: u32,
}

enum State {
    Empty,
    Fetching,
    /// From the beginning of the fetch, until the deadline.
    Fresh {
        from: Instant,
        until: Option<Instant>,
    },
}

impl Slot {
    fn is_usable(&self, now: Instant) -> bool {
        match self.state {
            State::Empty | State::Fetching => false,
            State::Fresh { until: None, .. } => true,
            State::Fresh {
                from,
                until: Some(until),
            } => from <= now && now < until,
        }
    }

    fn wipe(&mut self) {
        self.key.zeroize();
        self.state = State::Empty;
        self.generation = self.generation.wrapping_add(1);
    }
}

impl<const N: usize> KeySlots<N> {
    /// An empty table.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            slots: Vec::new(),
            seen: None,
        }
    }

    /// Takes a slot for a key.
    ///
    /// # Errors
    /// [`SlotError::Full`].
    pub fn add(&mut self, expiry: KeyExpiry) -> Result<SlotId, SlotError> {
        let id = SlotId(self.slots.len());
        let slot = Slot {
            expiry,
            key: Secret::zeroed(),
            state: State::Empty,
            generation: 0,
        };
        self.slots.push(slot).map_err(|_| SlotError::Full)?;
        Ok(id)
    }

    /// Begins a fetch: until the ticket is completed or failed, no other fetch of this slot begins.
    ///
    /// # Errors
    /// [`SlotError::Fetching`], [`SlotError::Held`] or [`SlotError::NoSuchSlot`].
    pub fn begin_fetch(&mut self, id: SlotId, now: Instant) -> Result<FetchTicket, SlotError> {
        self.expire(now);
        let slot = self.slots.get_mut(id.0).ok_or(SlotError::NoSuchSlot)?;
        match slot.state {
            State::Fetching => Err(SlotError::Fetching),
            State::Fresh { .. } => Err(SlotError::Held),
            State::Empty => {
                slot.state = State::Fetching;
                slot.generation = slot.generation.wrapping_add(1);
                Ok(FetchTicket {
                    slot: id,
                    generation: slot.generation,
                    began: now,
                })
            }
        }
    }

    /// Puts the fetched key into its slot. The caller wipes its own copy.
    ///
    /// # Errors
    /// [`SlotError::Superseded`] when the slot was wiped since, or the key's time is already over.
    pub fn complete(
        &mut self,
        ticket: FetchTicket,
        key: &Secret<32>,
        now: Instant,
    ) -> Result<(), SlotError> {
        self.expire(now);
        let slot = self.awaiting(&ticket)?;
        let until = match slot.expiry {
            KeyExpiry::Never => None,
            KeyExpiry::After(minutes) => Some(ticket.began.plus_ms(minutes.as_ms())),
        };
        slot.state = State::Fresh {
            from: ticket.began,
            until,
        };
        if !slot.is_usable(now) {
            slot.wipe();
            return Err(SlotError::Superseded);
        }
        slot.key.expose_mut().copy_from_slice(key.expose());
        Ok(())
    }

    /// Gives a fetch up: the next use may begin another.
    pub fn fail(&mut self, ticket: FetchTicket) {
        if let Ok(slot) = self.awaiting(&ticket) {
            slot.wipe();
        }
    }

    /// The key, if the slot holds one that has not expired.
    #[must_use]
    pub fn key(&self, id: SlotId, now: Instant) -> Option<&Secret<32>> {
        let went_back = self.seen.is_some_and(|seen| now < seen);
        self.slots
            .get(id.0)
            .filter(|slot| slot.is_usable(now) && !(went_back && slot.expiry != KeyExpiry::Never))
            .map(|slot| &slot.key)
    }

    /// What the slot holds.
    #[must_use]
    pub fn state(&self, id: SlotId, now: Instant) -> SlotState {
        match self.slots.get(id.0).map(|slot| &slot.state) {
            Some(State::Fetching) => SlotState::Fetching,
            Some(State::Fresh { until, .. }) if self.key(id, now).is_some() => {
                SlotState::Fresh { until: *until }
            }
            _ => SlotState::Empty,
        }
    }

    /// Wipes what has expired at `now`, and says which slots. After it those keys' bytes are not in the table.
    ///
    /// A clock that went back since any earlier call expires every key that expires at all.
    pub fn expire(&mut self, now: Instant) -> Vec<SlotId, N> {
        let went_back = self.seen.is_some_and(|seen| now < seen);
        self.seen = Some(now);
        self.wipe_where(|slot| {
            let expires = matches!(slot.state, State::Fresh { until: Some(_), .. });
            expires && (went_back || !slot.is_usable(now))
        })
    }

    /// Wipes every slot, and voids the fetches under way.
    pub fn wipe_all(&mut self) -> Vec<SlotId, N> {
        self.wipe_where(|slot| !matches!(slot.state, State::Empty))
    }

    /// When to call [`Self::expire`] next.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        self.slots
            .iter()
            .filter_map(|slot| match slot.state {
                State::Fresh { until, .. } => until,
                State::Empty | State::Fetching => None,
            })
            .min()
    }

    fn awaiting(&mut self, ticket: &FetchTicket) -> Result<&mut Slot, SlotError> {
        let slot = self
            .slots
            .get_mut(ticket.slot.0)
            .ok_or(SlotError::NoSuchSlot)?;
        if matches!(slot.state, State::Fetching) && slot.generation == ticket.generation {
            Ok(slot)
        } else {
            Err(SlotError::Superseded)
        }
    }

    fn wipe_where(&mut self, wanted: impl Fn(&Slot) -> bool) -> Vec<SlotId, N> {
        let mut wiped = Vec::new();
        for (index, slot) in self.slots.iter_mut().enumerate() {
            if wanted(slot) {
                slot.wipe();
                // There are at most N slots, so the push always has room.
                let _ = wiped.push(SlotId(index));
            }
        }
        wiped
    }
}

#[cfg(test)]
mod tests {
    use super::{KeyExpiry, KeySlots, SlotError, SlotState};
    use crate::{
        secret::Secret,
        time::{Instant, Minutes},
    };

    const KEY: [u8; 32] = [0xA5; 32];

    fn key() -> Secret<32> {
        Secret::copied_from(&KEY).unwrap()
    }

    fn one_minute() -> KeyExpiry {
        KeyExpiry::After(Minutes::new(1).unwrap())
    }

    #[test]
    fn an_expired_slot_holds_no_byte_of_the_key() {
        let mut slots = KeySlots::<2>::new();
        let slot = slots.add(one_minute()).unwrap();
        let ticket = slots.begin_fetch(slot, Instant(5)).unwrap();
        slots.complete(ticket, &key(), Instant(6)).unwrap();
        assert_eq!(slots.slots[0].key.expose(), &KEY);
        assert!(slots.expire(Instant(60_004)).is_empty());
        assert_eq!(slots.expire(Instant(60_005)).as_slice(), [slot]);
        assert_eq!(slots.slots[0].key.expose(), &[0; 32]);
        assert_eq!(slots.state(slot, Instant(60_005)), SlotState::Empty);
    }

    #[test]
    fn a_key_that_never_expires_stays() {
        let mut slots = KeySlots::<1>::new();
        let slot = slots.add(KeyExpiry::Never).unwrap();
        let ticket = slots.begin_fetch(slot, Instant(5)).unwrap();
        slots.complete(ticket, &key(), Instant(6)).unwrap();
        assert!(slots.expire(Instant(u64::MAX)).is_empty());
        assert!(slots.key(slot, Instant(0)).is_some());
        assert_eq!(slots.next_deadline(), None);
        assert_eq!(
            slots.begin_fetch(slot, Instant(7)).err(),
            Some(SlotError::Held)
        );
        assert_eq!(slots.wipe_all().as_slice(), [slot]);
        assert!(slots.key(slot, Instant(7)).is_none());
    }

    #[test]
    fn one_fetch_at_a_time_and_a_late_answer_is_refused() {
        let mut slots = KeySlots::<1>::new();
        let slot = slots.add(one_minute()).unwrap();
        let early = slots.begin_fetch(slot, Instant(0)).unwrap();
        assert_eq!(
            slots.begin_fetch(slot, Instant(1)).err(),
            Some(SlotError::Fetching)
        );
        slots.wipe_all();
        let late = slots.begin_fetch(slot, Instant(2)).unwrap();
        assert_eq!(
            slots.complete(early, &key(), Instant(3)),
            Err(SlotError::Superseded)
        );
        assert_eq!(
            slots.complete(late, &key(), Instant(60_002)),
            Err(SlotError::Superseded)
        );
        assert_eq!(slots.slots[0].key.expose(), &[0; 32]);
        let again = slots.begin_fetch(slot, Instant(60_003)).unwrap();
        slots.fail(again);
        assert_eq!(slots.state(slot, Instant(60_003)), SlotState::Empty);
    }

    #[test]
    fn a_clock_that_goes_back_wipes() {
        let mut slots = KeySlots::<1>::new();
        let slot = slots.add(one_minute()).unwrap();
        let ticket = slots.begin_fetch(slot, Instant(1_000)).unwrap();
        slots.complete(ticket, &key(), Instant(1_000)).unwrap();
        slots.expire(Instant(30_000));
        assert!(slots.key(slot, Instant(29_999)).is_none());
        assert_eq!(slots.expire(Instant(29_999)).as_slice(), [slot]);
    }

    #[test]
    fn the_table_has_an_end() {
        let mut slots = KeySlots::<1>::new();
        slots.add(KeyExpiry::Never).unwrap();
        assert_eq!(slots.add(KeyExpiry::Never).err(), Some(SlotError::Full));
    }
}
