//! One random schedule: what is done to a table, and what must be seen of it after each step.

use fieldgate_core::{
    secret::Secret,
    slot::{FetchFailure, FetchTicket, KeySlots, SlotError, SlotId, SlotState, WipeCause},
    time::Instant,
};

use super::{
    check::{check_key, check_slot, is_due, moment, next_deadline},
    memory,
    model::{Event, Model},
    random::Random,
    settings::{policy, terms},
};

pub(crate) const SLOTS: usize = 4;
const STEPS_MAX: u64 = 60;

pub(crate) struct Schedule {
    random: Random,
    is_told: bool,
    now: u64,
    // Boxed, so that it is filled where it stays.
    table: Box<KeySlots<SLOTS>>,
    slots: Vec<Watched>,
    tickets: Vec<Outstanding>,
    counts: Counts,
}

pub(crate) struct Watched {
    pub(crate) id: SlotId,
    pub(crate) model: Model,
    /// The key that was held after the last step.
    word: Option<u64>,
    /// Keys that went in this step, whose bytes have to be gone after it.
    gone: Vec<u64>,
    /// A wipe that `expire` has yet to tell.
    pub(crate) untold: Option<WipeCause>,
}

struct Outstanding {
    ticket: FetchTicket,
    slot: usize,
    began: usize,
}

/// How much happened.
#[derive(Default, Debug)]
pub(crate) struct Counts {
    pub(crate) operations: u64,
    pub(crate) wiped: u64,
    /// Steps after which a key was in its grace.
    pub(crate) graces: u64,
    /// Steps after which a refetch was under way while the old key was held.
    pub(crate) refetches: u64,
}

impl Counts {
    pub(crate) const fn add(&mut self, more: &Self) {
        self.operations += more.operations;
        self.wiped += more.wiped;
        self.graces += more.graces;
        self.refetches += more.refetches;
    }

    pub(crate) const fn is_varied(&self) -> bool {
        self.wiped > 500 && self.graces > 10 && self.refetches > 500
    }
}

impl Schedule {
    pub(crate) fn new(seed: u64, is_told: bool) -> Self {
        let mut random = Random::new(seed);
        let mut table = Box::new(KeySlots::new());
        let slots = (0..1 + random.below(SLOTS as u64 - 1))
            .map(|_| {
                let policy = policy(&mut random);
                Watched {
                    id: table.add(policy).unwrap(),
                    model: Model::new(policy),
                    word: None,
                    gone: Vec::new(),
                    untold: None,
                }
            })
            .collect();
        let anywhere = random.next();
        let now = random.pick(&[0, 1, 1_000_000, u64::MAX - 200_000, u64::MAX, anywhere]);
        Self {
            random,
            is_told,
            now,
            table,
            slots,
            tickets: Vec::new(),
            counts: Counts::default(),
        }
    }

    pub(crate) fn run(mut self) -> Counts {
        // The first look, so that there is a moment that was seen.
        self.expire();
        for _ in 0..self.random.below(STEPS_MAX) {
            self.step();
            self.check_now();
            self.check_elsewhere();
            self.counts.operations += 1;
        }
        self.wipe_all();
        self.check_now();
        let words = self.slots.iter().flat_map(|slot| slot.model.words());
        let words: Vec<_> = words.collect();
        let bytes = memory::bytes_of(&mut *self.table);
        assert!(!words.into_iter().any(|word| memory::contains(&bytes, word)));
        self.counts
    }

    fn tell(&self, what: impl FnOnce() -> String) {
        if self.is_told {
            println!("{:>20} {}", self.now, what());
        }
    }

    fn step(&mut self) {
        self.advance();
        let slot = self.random.below(self.slots.len() as u64) as usize;
        match self.random.below(40) {
            0..=8 => self.begin(slot, false),
            9..=13 => self.begin(slot, true),
            14..=21 => self.complete(),
            22..=28 => self.fail(),
            29..=33 => self.expire(),
            34..=36 => self.prefetch(),
            37 => self.without_time(slot, Event::Wiped),
            38 => match self.random.below(4) {
                0 => self.without_time(slot, Event::LockedWrite),
                1 => self.without_time(slot, Event::LockedUse),
                _ => self.without_time(slot, Event::PrefetchSkipped),
            },
            _ => match self.random.below(3) {
                0 => self.wipe_all(),
                _ => self.expire(),
            },
        }
    }

    fn advance(&mut self) {
        let at = self.now;
        let next = self.table.next_deadline().map_or(at, |Instant(next)| next);
        let small = self.random.below(20_000);
        let jump = self.random.next();
        self.now = match self.random.below(40) {
            0..=17 => at.saturating_add(small),
            18..=24 => next.max(at),
            25..=27 => next.saturating_sub(1).max(at),
            28..=29 => next.saturating_add(1).max(at),
            30..=32 => at.saturating_add(small * 10),
            33 => at.saturating_sub(small),
            34 => at.wrapping_add(200_000),
            35 if self.random.one_in(3) => at.wrapping_add(jump),
            36 if self.random.one_in(3) => u64::MAX - small,
            _ => at,
        };
    }

    /// Every call that takes the time is seen by every slot.
    fn look(&mut self) {
        for slot in &mut self.slots {
            slot.model.look(self.now);
        }
        self.watch();
    }

    fn note(&mut self, slot: usize, event: Event) -> usize {
        self.tell(|| format!("slot {slot}: {event:?}"));
        let place = self.slots[slot].model.note(self.now, event);
        self.watch();
        place
    }

    /// Follows which keys came and went.
    fn watch(&mut self) {
        for slot in &mut self.slots {
            let held = slot.model.held(self.now);
            let word = held.as_ref().ok().map(|held| held.word);
            if slot.word == word {
                continue;
            }
            if let Some(gone) = slot.word {
                slot.gone.push(gone);
                self.counts.wiped += 1;
            }
            slot.word = word;
            slot.untold = held.err().flatten();
        }
    }

    fn begin(&mut self, slot: usize, is_refetch: bool) {
        let jitter = self.random.bits();
        self.look();
        let model = &self.slots[slot].model;
        let held = model.held(self.now).is_ok();
        let expected = if held && !is_refetch {
            Err(SlotError::Held)
        } else if model.locks().0 {
            Err(SlotError::WriteLocked)
        } else if model.in_flight(self.now).is_some() {
            Err(SlotError::Fetching)
        } else if let Some((_, until)) = model.back_off(self.now) {
            let until = Instant(u64::try_from(until).unwrap());
            Err(SlotError::BackingOff { until })
        } else {
            Ok(())
        };
        let id = self.slots[slot].id;
        let begun = if is_refetch {
            self.table.begin_refetch(id, Instant(self.now), jitter)
        } else {
            self.table.begin_fetch(id, Instant(self.now), jitter)
        };
        assert_eq!(begun.as_ref().map(|_| ()).map_err(|why| *why), expected);
        if let Ok(ticket) = begun {
            let began = self.note(slot, Event::Began { jitter });
            self.tickets.push(Outstanding {
                ticket,
                slot,
                began,
            });
        }
    }

    /// Any ticket, void or not, the later the likelier.
    fn ticket(&mut self) -> Option<Outstanding> {
        let last = self.tickets.len().checked_sub(1)?;
        let index = if self.random.one_in(4) {
            self.random.below(last as u64 + 1) as usize
        } else {
            last
        };
        Some(self.tickets.swap_remove(index))
    }

    fn complete(&mut self) {
        let Some(Outstanding {
            ticket,
            slot,
            began,
        }) = self.ticket()
        else {
            return self.expire();
        };
        let terms = terms(&mut self.random, self.now);
        let word = self.random.next();
        self.look();
        let model = &self.slots[slot].model;
        let (expected, event) = if model.in_flight(self.now) != Some(began) {
            (Err(SlotError::Superseded), None)
        } else if model.locks().0 {
            (Err(SlotError::WriteLocked), Some(Event::Refused { began }))
        } else if model.is_over(began, terms, self.now) {
            (Err(SlotError::Over), Some(Event::CameOver { began, terms }))
        } else {
            (Ok(()), Some(Event::Filled { began, word, terms }))
        };
        let mut key = Secret::<32>::zeroed();
        for bytes in key.expose_mut().chunks_exact_mut(8) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        let done = self.table.complete(ticket, &key, terms, Instant(self.now));
        assert_eq!(done, expected);
        if let Some(event) = event {
            self.note(slot, event);
        }
    }

    fn fail(&mut self) {
        let Some(Outstanding {
            ticket,
            slot,
            began,
        }) = self.ticket()
        else {
            return self.expire();
        };
        let unreachable = !self.random.one_in(3);
        let why = if unreachable {
            FetchFailure::Unreachable
        } else {
            FetchFailure::Refused
        };
        self.look();
        let is_live = self.slots[slot].model.in_flight(self.now) == Some(began);
        self.table.fail(ticket, why, Instant(self.now));
        if is_live {
            self.note(slot, Event::Failed { began, unreachable });
        }
    }

    fn expire(&mut self) {
        self.look();
        self.tell(|| "expire".to_owned());
        let told = self.table.expire(Instant(self.now));
        let mut told: Vec<_> = told.iter().map(|wiped| (wiped.slot, wiped.why)).collect();
        told.reverse();
        for slot in &mut self.slots {
            if let Some(why) = slot.untold.take() {
                assert_eq!(told.pop(), Some((slot.id, why)));
            }
        }
        assert_eq!(told, [], "told of what wasn't wiped");
    }

    fn prefetch(&mut self) {
        self.expire();
        let due: Vec<_> = self.table.due_for_prefetch(Instant(self.now)).collect();
        let is_due = |slot: &&Watched| is_due(slot, self.now);
        let expected: Vec<_> = self
            .slots
            .iter()
            .filter(is_due)
            .map(|slot| slot.id)
            .collect();
        assert_eq!(due, expected);
        for slot in due {
            self.begin(slot.index(), true);
            assert_eq!(
                self.tickets.last().map(|last| last.slot),
                Some(slot.index())
            );
        }
    }

    /// A call that isn't told the time.
    fn without_time(&mut self, slot: usize, event: Event) {
        self.expire();
        let id = self.slots[slot].id;
        match event {
            Event::Wiped => self.table.wipe(id),
            Event::LockedWrite => self.table.lock_write(id),
            Event::LockedUse => self.table.lock_use(id),
            _ => self.table.skip_prefetch(id),
        }
        .unwrap();
        self.note(slot, event);
    }

    fn wipe_all(&mut self) {
        self.expire();
        let is_busy =
            |slot: &&Watched| slot.word.is_some() || slot.model.in_flight(self.now).is_some();
        let expected: Vec<_> = self
            .slots
            .iter()
            .filter(is_busy)
            .map(|slot| slot.id)
            .collect();
        assert_eq!(self.table.wipe_all().as_slice(), expected);
        for slot in 0..self.slots.len() {
            self.note(slot, Event::Reset);
        }
    }

    /// All that can be seen at the moment of the last step, of which the table was told.
    fn check_now(&mut self) {
        let now = self.now;
        let mut gone = Vec::new();
        for slot in &mut self.slots {
            gone.append(&mut slot.gone);
            check_slot(&self.table, slot, now);
            let state = self.table.state(slot.id, Instant(now));
            let in_flight = slot.model.in_flight(now).is_some();
            self.counts.graces += u64::from(matches!(state, SlotState::StaleGrace { .. }));
            self.counts.refetches += u64::from(state.is_held() && in_flight);
        }
        if !gone.is_empty() {
            let bytes = memory::bytes_of(&mut *self.table);
            assert!(!gone.into_iter().any(|word| memory::contains(&bytes, word)));
        }
        let is_due = |slot: &&Watched| is_due(slot, now);
        let due: Vec<_> = self
            .slots
            .iter()
            .filter(is_due)
            .map(|slot| slot.id)
            .collect();
        assert!(self.table.due_for_prefetch(Instant(now)).eq(due));
        let next = self
            .slots
            .iter()
            .filter_map(|slot| next_deadline(slot, now))
            .min();
        // What is past is due now, whichever moment that was.
        let due_now = |at: Instant| at.max(Instant(now));
        assert_eq!(
            self.table.next_deadline().map(due_now),
            next.map(moment).map(due_now)
        );
    }

    /// What can be seen at other moments, of which the table was not told.
    fn check_elsewhere(&mut self) {
        let small = self.random.below(100_000);
        let (earlier, later) = (
            self.now.saturating_sub(small),
            self.now.saturating_add(small),
        );
        let at = self
            .random
            .pick(&[earlier, later, later, later, 0, u64::MAX]);
        for slot in &self.slots {
            if at >= self.now {
                check_slot(&self.table, slot, at);
            }
            check_key(&self.table, slot, at);
        }
    }
}
