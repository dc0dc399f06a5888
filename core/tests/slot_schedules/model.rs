//! What a slot should be, decided each time anew from all that happened to it.
//!
//! There is no state that could be wrong: only a history, and questions to it. Time is 128 bits wide, so that nothing wraps.

use fieldgate_core::{
    slot::{KeyExpiry, Policy, Terms, WipeCause},
    time::Instant,
};

/// What happened, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event {
    /// A call that takes note of the time, and nothing else of this slot.
    Look,
    /// A fetch began. Its number is the place in the history.
    Began {
        jitter: u32,
    },
    /// The answer to the fetch that began at that place, which the slot took.
    Filled {
        began: usize,
        word: u64,
        terms: Terms,
    },
    /// An answer to a fetch under way that was over when it came.
    CameOver {
        began: usize,
        terms: Terms,
    },
    /// A fetch under way failed.
    Failed {
        began: usize,
        unreachable: bool,
    },
    /// An answer that a write lock refused.
    Refused {
        began: usize,
    },
    Wiped,
    Reset,
    LockedWrite,
    LockedUse,
    PrefetchSkipped,
}

pub(crate) struct Model {
    pub(crate) policy: Policy,
    /// In the order of happening, which isn't that of the moments: a clock may go back.
    history: Vec<(u64, Event)>,
}

/// The key in a slot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    /// Its place in the history.
    place: usize,
    pub(crate) word: u64,
    began_at: u64,
    jitter: u32,
    terms: Terms,
}

/// The end of time on a clock of 64 bits: what would end later ends there.
const END: u128 = u64::MAX as u128;

impl Model {
    pub(crate) const fn new(policy: Policy) -> Self {
        Self {
            policy,
            history: Vec::new(),
        }
    }

    /// Returns the event's place.
    pub(crate) fn note(&mut self, now: u64, event: Event) -> usize {
        self.history.push((now, event));
        self.history.len() - 1
    }

    /// A call took note of the time.
    pub(crate) fn look(&mut self, now: u64) {
        // Seen twice at the same moment is seen once.
        if self.history.last().is_none_or(|(at, _)| *at != now) {
            self.note(now, Event::Look);
        }
    }

    /// Everything from a place on, the event there included.
    fn since(&self, place: usize) -> impl Iterator<Item = (usize, u64, Event)> + '_ {
        let all = self.history.iter().enumerate().skip(place);
        all.map(|(place, (at, event))| (place, *at, *event))
    }

    /// Whether the clock went back between an event and now, both included.
    fn clock_went_back(&self, place: usize, now: u64) -> bool {
        let moments: Vec<u64> = self
            .since(place)
            .map(|(_, at, _)| at)
            .chain([now])
            .collect();
        moments.windows(2).any(|two| two[1] < two[0])
    }

    /// The fetch under way at `now`, by the place where it began.
    pub(crate) fn in_flight(&self, now: u64) -> Option<usize> {
        let began = self
            .since(0)
            .filter(|(_, _, event)| matches!(event, Event::Began { .. }));
        let (place, _, _) = began.last()?;
        let ended = self.since(place).any(|(_, _, event)| match event {
            Event::Filled { began, .. }
            | Event::CameOver { began, .. }
            | Event::Failed { began, .. }
            | Event::Refused { began } => began == place,
            Event::Wiped | Event::Reset => true,
            _ => false,
        });
        (!ended && !self.clock_went_back(place, now)).then_some(place)
    }

    /// The last key that came, be it wiped since or not.
    fn last_filled(&self) -> Option<Held> {
        let filled = |(place, _, event)| match event {
            Event::Filled { began, word, terms } => {
                let (began_at, Event::Began { jitter }) = self.history[began] else {
                    panic!("no fetch began there");
                };
                Some(Held {
                    place,
                    word,
                    began_at,
                    jitter,
                    terms,
                })
            }
            _ => None,
        };
        self.since(0).filter_map(filled).last()
    }

    /// The minutes', the lease's and the Deactivation Date's end.
    fn ends(&self, held: &Held) -> [(Option<u128>, WipeCause); 3] {
        let after = |ms: u64| (u128::from(held.began_at) + u128::from(ms)).min(END);
        let minutes = match self.policy.expiry {
            KeyExpiry::Never => None,
            KeyExpiry::After(minutes) => Some(after(u64::from(minutes.get()) * 60_000)),
        };
        [
            (minutes, WipeCause::Expired),
            (held.terms.lease_ms.map(after), WipeCause::LeaseOver),
            (
                held.terms.deactivates.map(|Instant(at)| u128::from(at)),
                WipeCause::Deactivated,
            ),
        ]
    }

    /// When the key is no longer fresh.
    pub(crate) fn until(&self, held: &Held) -> Option<u128> {
        self.ends(held).into_iter().filter_map(|(end, _)| end).min()
    }

    /// When the key is over as far as the history before `place` tells: with grace if the last refetch that brought nothing in it
    /// found the server unreachable.
    fn death(&self, held: &Held, before: usize) -> Option<(u128, WipeCause)> {
        let until = self.until(held)?;
        let failures = self
            .since(held.place)
            .take_while(|(place, ..)| *place < before);
        let last = failures
            .filter_map(|(_, _, event)| match event {
                Event::Failed { unreachable, .. } => Some(unreachable),
                Event::CameOver { .. } => Some(false),
                _ => None,
            })
            .last();
        let first = |ends: [(Option<u128>, WipeCause); 3]| {
            let known = ends.into_iter().filter_map(|(end, why)| Some((end?, why)));
            // Of equal ends the first names the cause.
            known.min_by_key(|(end, _)| *end)
        };
        let [minutes, lease, deactivation] = self.ends(held);
        let grace_end = (until + u128::from(self.policy.grace_ms)).min(END);
        let graceful = first([lease, deactivation, (Some(grace_end), WipeCause::GraceOver)]);
        let gone = last == Some(true);
        graceful
            .filter(|(end, _)| gone && until < *end)
            .or_else(|| first([minutes, lease, deactivation]))
    }

    /// The key in the slot at `now`, or why there is none: `None` where it was wiped by a caller or never came.
    pub(crate) fn held(&self, now: u64) -> Result<Held, Option<WipeCause>> {
        let held = self.last_filled().ok_or(None)?;
        let wiped = |(_, _, event)| matches!(event, Event::Wiped | Event::Reset);
        if self.since(held.place).any(wiped) {
            return Err(None);
        }
        let mut before = self.history[held.place].0;
        for (place, at, event) in self.since(held.place + 1) {
            if let Some(why) = self.ended_by(&held, place, before, at, event) {
                return Err(Some(why));
            }
            before = at;
        }
        match self.ended_by(&held, self.history.len(), before, now, Event::Look) {
            Some(why) => Err(Some(why)),
            None => Ok(held),
        }
    }

    /// Whether an event, or the time at it, ends a key that was held until then.
    fn ended_by(
        &self,
        held: &Held,
        place: usize,
        before: u64,
        at: u64,
        event: Event,
    ) -> Option<WipeCause> {
        if let Event::CameOver { terms, .. } = event
            && terms.deactivates.is_some_and(|Instant(date)| date <= at)
        {
            return Some(WipeCause::Deactivated);
        }
        // What was known before the event, then what the event told.
        let (known, told) = (self.death(held, place)?, self.death(held, place + 1)?);
        if at < before {
            return Some(WipeCause::ClockWentBack);
        }
        let over = |end: u128| end <= u128::from(at);
        [known, told]
            .into_iter()
            .find(|(end, _)| over(*end))
            .map(|(_, why)| why)
    }

    /// Whether an answer to the fetch that began at `began` comes too late at `now`.
    pub(crate) fn is_over(&self, began: usize, terms: Terms, now: u64) -> bool {
        let (began_at, Event::Began { jitter }) = self.history[began] else {
            panic!("no fetch began there");
        };
        let held = Held {
            place: began,
            word: 0,
            began_at,
            jitter,
            terms,
        };
        self.until(&held)
            .is_some_and(|until| until <= u128::from(now))
    }

    /// How many fetches failed in a row, and until when none may begin.
    pub(crate) fn back_off(&self, now: u64) -> Option<(u32, u128)> {
        let mut failures = 0;
        let mut until = None;
        let mut before = self.history.first().map_or(now, |(at, _)| *at);
        let events = self.since(0).map(|(_, at, event)| (at, Some(event)));
        for (at, event) in events.chain([(now, None)]) {
            if at < before {
                // What was left when the clock went back is left after it.
                until = until.map(|until: u128| {
                    (u128::from(at) + until.saturating_sub(u128::from(before))).min(END)
                });
            }
            match event {
                Some(Event::Failed { began, .. } | Event::CameOver { began, .. }) => {
                    failures += 1;
                    until = Some((u128::from(at) + self.wait(failures, began)).min(END));
                }
                Some(Event::Filled { .. } | Event::Reset) => (failures, until) = (0, None),
                _ => {}
            }
            before = at;
        }
        until
            .filter(|until| *until > u128::from(now))
            .map(|until| (failures, until))
    }

    fn wait(&self, failures: u32, began: usize) -> u128 {
        let (_, Event::Began { jitter }) = self.history[began] else {
            panic!("no fetch began there");
        };
        let back_off = self.policy.back_off;
        let doubled = u128::from(back_off.first_ms) << (failures - 1).min(60);
        let whole = doubled.min(u128::from(back_off.max_ms));
        let half = whole / 2;
        whole - half + half * u128::from(jitter) / (1 << 32)
    }

    /// When the key that is held is to be refetched, if it is and nothing is in the way.
    pub(crate) fn prefetch_at(&self, now: u64) -> Option<u128> {
        let held = self.held(now).ok()?;
        let until = self.until(&held)?;
        let prefetch = self.policy.prefetch?;
        let mut since = self.since(held.place);
        let skipped = since.any(|(_, _, event)| matches!(event, Event::PrefetchSkipped));
        if skipped || self.in_flight(now).is_some() || self.locks().0 {
            return None;
        }
        let jitter = u128::from(prefetch.jitter_ms) * u128::from(held.jitter) / (1 << 32);
        let time_to_live = until.saturating_sub(u128::from(held.began_at));
        let lead = (u128::from(prefetch.lead_ms) + jitter).min(time_to_live / 2);
        let due = until - lead;
        Some(self.back_off(now).map_or(due, |(_, retry)| due.max(retry)))
    }

    /// Whether the write lock and the use lock are on.
    pub(crate) fn locks(&self) -> (bool, bool) {
        let mut locks = (false, false);
        for (_, _, event) in self.since(0) {
            match event {
                Event::LockedWrite => locks.0 = true,
                Event::LockedUse => locks.1 = true,
                Event::Reset => locks = (false, false),
                _ => {}
            }
        }
        locks
    }

    /// When the key that is held is wiped, if nothing happens.
    pub(crate) fn dies_at(&self, now: u64) -> Option<(u128, WipeCause)> {
        self.death(&self.held(now).ok()?, self.history.len())
    }

    /// The words of all keys that ever came.
    pub(crate) fn words(&self) -> impl Iterator<Item = u64> + '_ {
        self.since(0).filter_map(|(_, _, event)| match event {
            Event::Filled { word, .. } => Some(word),
            _ => None,
        })
    }
}
