//! One slot: a key's bytes in their place, its time, and its fetches.

use zeroize::Zeroize;

use super::policy::{BACK_OFF_FIRST_MS, BACK_OFF_MAX_MS, BackOff};
use super::{
    FetchState, KeyExpiry, Locks, Policy, SlotError, SlotState, WipeCause, lifetime::Lifetime,
};
use crate::{secret::Secret, time::Instant};

pub(super) struct Slot {
    pub(super) policy: Policy,
    /// Zeros unless a key is held.
    key: Secret<32>,
    held: Held,
    locks: Locks,
    in_flight: bool,
    /// Counts fetches and what voids them, so that an answer to an earlier fetch is known as such.
    generation: u64,
    /// Failed fetches since the last that didn't fail.
    failures: u32,
    /// When the next fetch may begin, after a failed one.
    retry_at: Option<Instant>,
    /// A wipe that nobody was told of yet.
    untold: Option<WipeCause>,
}

enum Held {
    Nothing,
    Expired(WipeCause),
    Key(Lifetime),
}

impl Slot {
    /// A slot that nobody took yet.
    pub(super) const VACANT: Self = Self {
        policy: Policy {
            expiry: KeyExpiry::Never,
            prefetch: None,
            grace_ms: 0,
            back_off: BackOff {
                first_ms: BACK_OFF_FIRST_MS,
                max_ms: BACK_OFF_MAX_MS,
            },
        },
        key: Secret::zeroed(),
        held: Held::Nothing,
        locks: Locks {
            write: false,
            usage: false,
        },
        in_flight: false,
        generation: 0,
        failures: 0,
        retry_at: None,
        untold: None,
    };

    fn lifetime(&self) -> Option<&Lifetime> {
        match &self.held {
            Held::Key(lifetime) => Some(lifetime),
            Held::Nothing | Held::Expired(_) => None,
        }
    }

    /// The time of a key that can be used at `now`, locks aside. `seen` is the latest moment the table knows of.
    fn usable(&self, seen: Option<Instant>, now: Instant) -> Option<&Lifetime> {
        self.lifetime()
            .filter(|lifetime| over(lifetime, seen, now).is_none())
    }

    pub(super) fn key(&self, seen: Option<Instant>, now: Instant) -> Option<&Secret<32>> {
        if self.locks.usage {
            return None;
        }
        self.usable(seen, now).map(|_| &self.key)
    }

    pub(super) fn state(&self, seen: Option<Instant>, now: Instant) -> SlotState {
        let why = match &self.held {
            Held::Nothing => None,
            Held::Expired(why) => Some(*why),
            Held::Key(lifetime) => match over(lifetime, seen, now) {
                None => return held_state(lifetime, now),
                over => over,
            },
        };
        match why {
            _ if self.in_flight => SlotState::Fetching,
            Some(why) => SlotState::Expired { why },
            None => SlotState::Empty,
        }
    }

    pub(super) fn fetch_state(&self, now: Instant) -> FetchState {
        match self.retry_at {
            _ if self.in_flight => FetchState::InFlight,
            Some(until) if now < until => FetchState::BackingOff {
                until,
                failures: self.failures,
            },
            _ => FetchState::Idle,
        }
    }

    pub(super) const fn locks(&self) -> Locks {
        self.locks
    }

    pub(super) const fn locks_mut(&mut self) -> &mut Locks {
        &mut self.locks
    }

    /// Whether there is anything that a wipe would end.
    pub(super) fn is_busy(&self) -> bool {
        self.in_flight || self.lifetime().is_some()
    }

    pub(super) fn holds_key(&self) -> bool {
        self.lifetime().is_some()
    }

    /// Begins a fetch; returns its generation.
    pub(super) fn begin(&mut self, now: Instant) -> Result<u64, SlotError> {
        if self.locks.write {
            return Err(SlotError::WriteLocked);
        }
        match self.fetch_state(now) {
            FetchState::InFlight => Err(SlotError::Fetching),
            FetchState::BackingOff { until, .. } => Err(SlotError::BackingOff { until }),
            FetchState::Idle => {
                self.in_flight = true;
                self.generation = self.generation.wrapping_add(1);
                Ok(self.generation)
            }
        }
    }

    /// Ends the fetch of `generation`, or says that it was voided.
    pub(super) fn land(&mut self, generation: u64) -> Result<(), SlotError> {
        if !self.in_flight || self.generation != generation {
            return Err(SlotError::Superseded);
        }
        self.in_flight = false;
        Ok(())
    }

    pub(super) fn fill(&mut self, key: &Secret<32>, lifetime: Lifetime) {
        self.key.expose_mut().copy_from_slice(key.expose());
        self.held = Held::Key(lifetime);
        // What went with the wiped key is replaced with it.
        self.untold = None;
        self.failures = 0;
        self.retry_at = None;
    }

    /// After a failed fetch: no other begins before the back-off is over.
    pub(super) fn back_off(&mut self, now: Instant, jitter: u32) {
        self.failures = self.failures.saturating_add(1);
        let wait = self.policy.back_off.wait_ms(self.failures, jitter);
        self.retry_at = Some(now.plus_ms(wait));
    }

    pub(super) fn refetch_failed(&mut self, unreachable: bool) {
        if let Held::Key(lifetime) = &mut self.held {
            lifetime.refetch_failed(unreachable);
        }
    }

    pub(super) fn skip_refetch(&mut self) {
        if let Held::Key(lifetime) = &mut self.held {
            lifetime.skip_refetch();
        }
    }

    /// When a refetch is due, if it may begin at all.
    pub(super) fn refetch_at(&self) -> Option<Instant> {
        if self.in_flight || self.locks.write {
            return None;
        }
        let due = self.lifetime()?.refetch()?;
        Some(self.retry_at.map_or(due, |retry| due.max(retry)))
    }

    pub(super) fn is_due(&self, seen: Option<Instant>, now: Instant) -> bool {
        self.usable(seen, now).is_some() && self.refetch_at().is_some_and(|due| due <= now)
    }

    /// The next moment after `seen` at which the slot changes by itself, or is to be refetched.
    pub(super) fn next_deadline(&self, seen: Option<Instant>) -> Option<Instant> {
        if self.untold.is_some() {
            return seen;
        }
        let lifetime = self.lifetime();
        let death = lifetime.and_then(Lifetime::death).map(|(death, _)| death);
        let ahead = |at: &Instant| seen.is_none_or(|seen| seen < *at);
        let grace_begins = lifetime.and_then(Lifetime::until).filter(ahead);
        let retry = self.retry_at.filter(ahead);
        [death, grace_begins, retry, self.refetch_at()]
            .into_iter()
            .flatten()
            .min()
    }

    /// The clock went back from `seen` to `now`: no age is known any more.
    pub(super) fn clock_went_back(&mut self, seen: Instant, now: Instant) {
        self.void_fetch();
        // What is left of a back-off still has to pass, and no more than that.
        self.retry_at = self
            .retry_at
            .map(|retry| now.plus_ms(retry.0.saturating_sub(seen.0)));
        if self
            .lifetime()
            .is_some_and(|lifetime| lifetime.death().is_some())
        {
            self.expire(WipeCause::ClockWentBack);
        }
    }

    /// Wipes the key if it is over.
    pub(super) fn expire_at(&mut self, now: Instant) {
        if let Some(why) = self.lifetime().and_then(|lifetime| lifetime.over(now)) {
            self.expire(why);
        }
    }

    /// Wipes the key; a fetch under way goes on.
    pub(super) fn expire(&mut self, why: WipeCause) {
        self.key.zeroize();
        self.held = Held::Expired(why);
        self.untold = Some(why);
    }

    /// Wipes the key as the caller asked, who needs not be told, and voids a fetch under way.
    pub(super) fn wipe(&mut self) {
        self.key.zeroize();
        self.held = Held::Nothing;
        self.untold = None;
        self.void_fetch();
    }

    /// Wipes the key, and lifts locks and back-off.
    pub(super) fn reset(&mut self) {
        self.wipe();
        self.locks = Locks::default();
        self.failures = 0;
        self.retry_at = None;
    }

    pub(super) const fn take_untold(&mut self) -> Option<WipeCause> {
        self.untold.take()
    }

    fn void_fetch(&mut self) {
        if self.in_flight {
            self.in_flight = false;
            self.generation = self.generation.wrapping_add(1);
        }
    }

    /// The bytes in the slot, key or not.
    #[cfg(test)]
    pub(super) const fn storage(&self) -> &[u8; 32] {
        self.key.expose()
    }
}

/// Why a key is over at `now`, if it is: a clock that went back ends all that end at some time.
fn over(lifetime: &Lifetime, seen: Option<Instant>, now: Instant) -> Option<WipeCause> {
    let ends = lifetime.death().is_some();
    if ends && seen.is_some_and(|seen| now < seen) {
        return Some(WipeCause::ClockWentBack);
    }
    lifetime.over(now)
}

fn held_state(lifetime: &Lifetime, now: Instant) -> SlotState {
    match (lifetime.until(), lifetime.death()) {
        (Some(until), Some((death, _))) if until <= now => SlotState::StaleGrace { until: death },
        (until, _) => SlotState::Fresh { until },
    }
}
