//! The table of slots.

use heapless::Vec;

use super::{
    FetchFailure, FetchState, FetchTicket, Locks, Policy, SlotError, SlotId, SlotState, Terms,
    WipeCause, Wiped, cell::Slot, lifetime::Lifetime,
};
use crate::{secret::Secret, time::Instant};

/// A table of at most `N` keys. Wiped in its full capacity when dropped.
pub struct KeySlots<const N: usize> {
    // An array, not a vector: `heapless` leaves the bytes of what it removes behind. Each slot wipes its key when dropped,
    // those that nobody took as well.
    slots: [Slot; N],
    /// How many slots are taken, from the first on.
    taken: usize,
    /// The latest moment any call passed.
    seen: Option<Instant>,
}

impl<const N: usize> Default for KeySlots<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> KeySlots<N> {
    /// An empty table.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            slots: [const { Slot::VACANT }; N],
            taken: 0,
            seen: None,
        }
    }

    /// Takes a slot for a key. A [`KeyExpiry`](super::KeyExpiry) alone is a policy, too.
    ///
    /// # Errors
    /// [`SlotError::Full`].
    pub fn add(&mut self, policy: impl Into<Policy>) -> Result<SlotId, SlotError> {
        let id = SlotId(self.taken);
        let slot = self.slots.get_mut(id.0).ok_or(SlotError::Full)?;
        slot.policy = policy.into();
        self.taken += 1;
        Ok(id)
    }

    /// Begins a fetch of a key that isn't held: until the ticket is completed or failed, no other fetch of this slot begins.
    ///
    /// `jitter` is 32 random bits, which spread the key's prefetch, or the back-off if the fetch fails. They are no secret.
    ///
    /// # Errors
    /// [`SlotError::WriteLocked`], [`SlotError::Held`], [`SlotError::Fetching`], [`SlotError::BackingOff`] or
    /// [`SlotError::NoSuchSlot`].
    pub fn begin_fetch(
        &mut self,
        id: SlotId,
        now: Instant,
        jitter: u32,
    ) -> Result<FetchTicket, SlotError> {
        self.look(now);
        if self.slot(id)?.holds_key() {
            return Err(SlotError::Held);
        }
        self.begin(id, now, jitter)
    }

    /// Begins a fetch, whether a key is held or not. One that is stays usable until its own deadline, and is replaced at
    /// once when the ticket is completed.
    ///
    /// # Errors
    /// As [`Self::begin_fetch`], without [`SlotError::Held`].
    pub fn begin_refetch(
        &mut self,
        id: SlotId,
        now: Instant,
        jitter: u32,
    ) -> Result<FetchTicket, SlotError> {
        self.look(now);
        self.begin(id, now, jitter)
    }

    /// Puts the fetched key into its slot, for as long as its policy and `terms` allow, counted from the beginning of the
    /// fetch. The caller wipes its own copy.
    ///
    /// # Errors
    /// [`SlotError::Superseded`] when the slot was wiped, or the clock went back, since the fetch began.
    /// [`SlotError::Over`] when the key's time is over already: then the slot backs off as after a failed fetch. A key that
    /// is held stays until its own deadline, unless the new terms say that it is deactivated: then it is wiped.
    /// [`SlotError::WriteLocked`] when the slot was locked since; the fetch is then over.
    pub fn complete(
        &mut self,
        ticket: FetchTicket,
        key: &Secret<32>,
        terms: Terms,
        now: Instant,
    ) -> Result<(), SlotError> {
        self.look(now);
        let slot = self.slot_mut(ticket.slot)?;
        slot.land(ticket.generation)?;
        if slot.locks().write {
            return Err(SlotError::WriteLocked);
        }
        let lifetime = Lifetime::new(&slot.policy, terms, ticket.began, ticket.jitter);
        if lifetime.over(now).is_some() {
            slot.back_off(now, ticket.jitter);
            if slot.holds_key() && terms.deactivates.is_some_and(|at| at <= now) {
                slot.expire(WipeCause::Deactivated);
            }
            // The server answered: the grace that is for servers that don't is over.
            slot.refetch_failed(false);
            slot.expire_at(now);
            return Err(SlotError::Over);
        }
        slot.fill(key, lifetime);
        Ok(())
    }

    /// Gives a fetch up: the next may begin when the back-off is over. A key that is held stays until its own deadline, or,
    /// where there is grace and the server was unreachable, until that is over. A ticket that is void changes nothing.
    pub fn fail(&mut self, ticket: FetchTicket, why: FetchFailure, now: Instant) {
        self.look(now);
        let Ok(slot) = self.slot_mut(ticket.slot) else {
            return;
        };
        if slot.land(ticket.generation).is_ok() {
            slot.back_off(now, ticket.jitter);
            slot.refetch_failed(why == FetchFailure::Unreachable);
            // A refusal ends the grace that an unreachable server began.
            slot.expire_at(now);
        }
    }

    /// The key, if the slot holds one that has not expired and isn't use-locked.
    #[must_use]
    pub fn key(&self, id: SlotId, now: Instant) -> Option<&Secret<32>> {
        self.slot(id).ok()?.key(self.seen, now)
    }

    /// What the slot holds; [`SlotState::Empty`] for one that isn't of this table.
    #[must_use]
    pub fn state(&self, id: SlotId, now: Instant) -> SlotState {
        self.slot(id)
            .map_or(SlotState::Empty, |slot| slot.state(self.seen, now))
    }

    /// Whether the slot's key is being fetched, or its fetches fail.
    #[must_use]
    pub fn fetch_state(&self, id: SlotId, now: Instant) -> FetchState {
        self.slot(id)
            .map_or(FetchState::Idle, |slot| slot.fetch_state(now))
    }

    /// Which locks the slot has.
    #[must_use]
    pub fn locks(&self, id: SlotId) -> Locks {
        self.slot(id).map_or(Locks::default(), Slot::locks)
    }

    /// Locks the slot against being filled: no fetch begins, and the answer to one that is under way is refused. A key that
    /// it holds can be used until its deadline, and is wiped then. Only [`Self::wipe_all`] lifts the lock.
    ///
    /// # Errors
    /// [`SlotError::NoSuchSlot`].
    pub fn lock_write(&mut self, id: SlotId) -> Result<(), SlotError> {
        self.slot_mut(id)?.locks_mut().write = true;
        Ok(())
    }

    /// Locks the slot against use: [`Self::key`] gives nothing out, while the key's time runs on. Only [`Self::wipe_all`]
    /// lifts the lock.
    ///
    /// # Errors
    /// [`SlotError::NoSuchSlot`].
    pub fn lock_use(&mut self, id: SlotId) -> Result<(), SlotError> {
        self.slot_mut(id)?.locks_mut().usage = true;
        Ok(())
    }

    /// Wipes what has expired at `now`. After it those keys' bytes are not in the table.
    ///
    /// Returns every slot whose key was wiped by its time or the clock since the last `expire`, in whichever call that was,
    /// and that has no new key since: who keeps anything derived from the keys learns here what has to go with them.
    ///
    /// A clock that went back since any earlier call expires every key that expires at all, and voids every fetch under way.
    pub fn expire(&mut self, now: Instant) -> Vec<Wiped, N> {
        self.look(now);
        let mut wiped = Vec::new();
        for (index, slot) in self.slots.iter_mut().enumerate() {
            if let Some(why) = slot.take_untold() {
                // There are at most N slots, so the push always has room.
                let _ = wiped.push(Wiped {
                    slot: SlotId(index),
                    why,
                });
            }
        }
        wiped
    }

    /// Wipes one slot, locked or not, and voids its fetch if one is under way. Locks and back-off stay.
    ///
    /// # Errors
    /// [`SlotError::NoSuchSlot`].
    pub fn wipe(&mut self, id: SlotId) -> Result<(), SlotError> {
        self.slot_mut(id)?.wipe();
        Ok(())
    }

    /// Resets the table: wipes every slot, locked or not, voids the fetches under way, lifts locks and back-off. Returns
    /// which slots held a key or were being fetched.
    pub fn wipe_all(&mut self) -> Vec<SlotId, N> {
        let mut wiped = Vec::new();
        for (index, slot) in self.slots.iter_mut().enumerate() {
            if slot.is_busy() {
                let _ = wiped.push(SlotId(index));
            }
            slot.reset();
        }
        wiped
    }

    /// The slots whose prefetch is due at `now`. The caller begins it with [`Self::begin_refetch`], or declines it with
    /// [`Self::skip_prefetch`].
    pub fn due_for_prefetch(&self, now: Instant) -> impl Iterator<Item = SlotId> + '_ {
        self.slots
            .iter()
            .enumerate()
            .filter(move |(_, slot)| slot.is_due(self.seen, now))
            .map(|(index, _)| SlotId(index))
    }

    /// Declines the prefetch of the key that the slot holds, which is then wiped at its deadline.
    ///
    /// # Errors
    /// [`SlotError::NoSuchSlot`].
    pub fn skip_prefetch(&mut self, id: SlotId) -> Result<(), SlotError> {
        self.slot_mut(id)?.skip_refetch();
        Ok(())
    }

    /// When to call [`Self::expire`] and [`Self::due_for_prefetch`] next: the first of all ends of keys, of grace and of
    /// back-off, and of the moments to prefetch. A moment that is past already is a prefetch that is due, or a wipe that
    /// [`Self::expire`] has yet to tell.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        self.slots
            .iter()
            .filter_map(|slot| slot.next_deadline(self.seen))
            .min()
    }

    /// Takes note of the time.
    fn look(&mut self, now: Instant) {
        let went_back = self.seen.filter(|seen| now < *seen);
        self.seen = Some(now);
        for slot in &mut self.slots {
            if let Some(seen) = went_back {
                slot.clock_went_back(seen, now);
            }
            slot.expire_at(now);
        }
    }

    fn begin(&mut self, id: SlotId, now: Instant, jitter: u32) -> Result<FetchTicket, SlotError> {
        Ok(FetchTicket {
            slot: id,
            generation: self.slot_mut(id)?.begin(now)?,
            began: now,
            jitter,
        })
    }

    fn slot(&self, id: SlotId) -> Result<&Slot, SlotError> {
        self.slots
            .get(id.0)
            .filter(|_| id.0 < self.taken)
            .ok_or(SlotError::NoSuchSlot)
    }

    fn slot_mut(&mut self, id: SlotId) -> Result<&mut Slot, SlotError> {
        let taken = self.taken;
        self.slots
            .get_mut(id.0)
            .filter(|_| id.0 < taken)
            .ok_or(SlotError::NoSuchSlot)
    }
}

#[cfg(test)]
mod tests;
