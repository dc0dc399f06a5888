//! The slots, and beside each the field ciphers derived from its key, under one lock.

use std::{
    sync::{
        PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, SystemTime},
};

use fieldgate_core::{
    field::{DeriveError, FieldCipher, KeyPin, RootKey, frame::Frame},
    id::KeyId,
    secret::Secret,
    slot::{
        FetchFailure, FetchState, FetchTicket, KeySlots, Policy, SlotError, SlotId, SlotState,
        Terms, WipeCause,
    },
    time::Instant,
};
use fieldgate_hsm_bridge::scrub_stack;

use super::{FetchedKey, FieldSet, KEYS_MAX, clock::Clock};

pub(super) struct Table {
    fields: FieldSet,
    /// Read only while the lock is held: of two threads, the one that locks later has the later time.
    clock: Clock,
    inner: RwLock<Inner>,
}

struct Inner {
    // Boxed: a table that moved would leave its keys behind.
    slots: Box<KeySlots<KEYS_MAX>>,
    entries: Vec<Entry>,
}

struct Entry {
    slot: SlotId,
    /// The id that every fetch must bring, if it was told.
    told: Option<KeyId>,
    /// Known from the first fetch on; a later fetch must bring the same key.
    known: Option<(KeyId, KeyPin)>,
    /// In the order of the fields; present exactly while the slot holds the key.
    ciphers: Option<Box<[FieldCipher]>>,
    /// Whether the key was used since it was fetched: one that isn't needs no prefetch.
    used: AtomicBool,
    /// A wipe that isn't logged yet.
    wiped: Option<WipeCause>,
}

/// A slot without its key.
pub(super) struct Status {
    pub(super) state: SlotState,
    /// Until the key is wiped, if one is held and ends.
    pub(super) ends_in: Option<Duration>,
    /// Until the next fetch may begin, after failed ones.
    pub(super) retry_in: Option<Duration>,
}

/// A fetched key was not stored.
pub(super) enum Refused {
    /// It is not the one that was fetched under this name before.
    OtherKey,
    /// It has another id than was told.
    OtherId {
        told: KeyId,
        fetched: KeyId,
    },
    Slot(SlotError),
}

/// All that is made of a key before the lock is taken.
pub(super) struct Expanded {
    id: KeyId,
    pin: KeyPin,
    ciphers: Box<[FieldCipher]>,
}

impl Table {
    pub(super) fn new(
        keys: impl Iterator<Item = (Policy, Option<KeyId>)>,
        fields: FieldSet,
    ) -> Option<Self> {
        let mut slots = Box::new(KeySlots::new());
        let entries = keys
            .map(|(policy, told)| {
                Some(Entry {
                    slot: slots.add(policy).ok()?,
                    told,
                    known: None,
                    ciphers: None,
                    used: AtomicBool::new(false),
                    wiped: None,
                })
            })
            .collect::<Option<_>>()?;
        Some(Self {
            fields,
            clock: Clock::start(),
            inner: RwLock::new(Inner { slots, entries }),
        })
    }

    pub(super) fn fields(&self) -> &FieldSet {
        &self.fields
    }

    /// Runs `work` with a field's cipher, or returns `None` when the key is not held. The lock is held meanwhile, so a key
    /// that expires is wiped after `work`, not under it.
    pub(super) fn with_cipher<R>(
        &self,
        key: usize,
        field: usize,
        work: impl FnOnce(&FieldCipher) -> R,
    ) -> Option<R> {
        let inner = self.read();
        inner.ciphers(key, self.clock.now())?.get(field).map(work)
    }

    /// Opens a frame with whichever field's cipher fits, appending to `out`. `None`: the key is not held.
    /// `Some(None)`: no field opens it.
    pub(super) fn open(
        &self,
        key: usize,
        frame: &Frame<'_>,
        out: &mut Vec<u8>,
    ) -> Option<Option<usize>> {
        let inner = self.read();
        let ciphers = inner.ciphers(key, self.clock.now())?;
        let start = out.len();
        out.resize(start + frame.plaintext_bytes(), 0);
        let opened = ciphers.iter().position(|cipher| {
            cipher.header() == frame.header && cipher.open(frame, &mut out[start..]).is_ok()
        });
        if opened.is_none() {
            out.truncate(start);
        }
        Some(opened)
    }

    pub(super) fn begin_fetch(&self, key: usize) -> Result<FetchTicket, SlotError> {
        let mut inner = self.write();
        let now = self.clock.now();
        inner.expire(now);
        let slot = inner.entries[key].slot;
        inner.slots.begin_fetch(slot, now, jitter())
    }

    /// Begins the prefetches that are due, of keys that are used.
    pub(super) fn begin_due(&self) -> Vec<(usize, FetchTicket)> {
        let mut inner = self.write();
        let now = self.clock.now();
        inner.expire(now);
        let Inner { slots, entries, .. } = &mut *inner;
        let due: Vec<_> = slots.due_for_prefetch(now).collect();
        entries
            .iter_mut()
            .enumerate()
            .filter(|(_, entry)| due.contains(&entry.slot) && entry.used.load(Ordering::Relaxed))
            .filter_map(|(key, entry)| {
                let ticket = slots.begin_refetch(entry.slot, now, jitter()).ok()?;
                Some((key, ticket))
            })
            .collect()
    }

    /// Derives a key's ciphers, which takes microseconds a field: before the lock is taken.
    pub(super) fn expand(&self, secret: &Secret<32>) -> Result<Expanded, DeriveError> {
        let expanded = expand(&self.fields, secret);
        scrub_stack();
        expanded
    }

    /// Stores a fetched key and its ciphers.
    pub(super) fn complete(
        &self,
        key: usize,
        ticket: FetchTicket,
        fetched: &FetchedKey,
        expanded: Expanded,
    ) -> Result<KeyId, Refused> {
        let Expanded { id, pin, ciphers } = expanded;
        let mut inner = self.write();
        let now = self.clock.now();
        if let Some(told) = inner.entries[key].told.filter(|told| *told != id) {
            inner.fail(ticket, FetchFailure::Refused, now);
            return Err(Refused::OtherId { told, fetched: id });
        }
        let known = inner.entries[key].known.as_ref();
        if known.is_some_and(|(_, known)| !known.matches(&pin)) {
            inner.fail(ticket, FetchFailure::Refused, now);
            return Err(Refused::OtherKey);
        }
        inner.expire(now);
        let stored = inner
            .slots
            .complete(ticket, &fetched.secret, terms(fetched, now), now);
        if let Err(why) = stored {
            // The answer may have ended the key that was held.
            inner.expire(now);
            return Err(Refused::Slot(why));
        }
        let entry = &mut inner.entries[key];
        entry.known = Some((id, pin));
        entry.ciphers = Some(ciphers);
        *entry.used.get_mut() = false;
        Ok(id)
    }

    pub(super) fn fail(&self, ticket: FetchTicket, why: FetchFailure) {
        let mut inner = self.write();
        let now = self.clock.now();
        inner.fail(ticket, why, now);
    }

    /// Wipes what has expired; returns which keys were wiped since the last call, and why.
    pub(super) fn expire(&self) -> Vec<(usize, WipeCause)> {
        let mut inner = self.write();
        let now = self.clock.now();
        inner.expire(now);
        let entries = inner.entries.iter_mut().enumerate();
        entries
            .filter_map(|(key, entry)| entry.wiped.take().map(|why| (key, why)))
            .collect()
    }

    pub(super) fn wipe_all(&self) {
        let mut inner = self.write();
        inner.slots.wipe_all();
        for entry in &mut inner.entries {
            entry.ciphers = None;
        }
    }

    /// How long nothing happens by itself, if something will. `None` as well for what is due and was left: the prefetch of a
    /// key that isn't used.
    pub(super) fn quiet_for(&self) -> Option<Duration> {
        let inner = self.read();
        let now = self.clock.now();
        let next = inner.slots.next_deadline();
        next.filter(|next| now < *next).map(|next| span(now, next))
    }

    /// What is known of a key's slot.
    pub(super) fn status(&self, key: usize) -> Status {
        let inner = self.read();
        let now = self.clock.now();
        let slot = inner.entries[key].slot;
        let state = inner.slots.state(slot, now);
        let end = match state {
            SlotState::Fresh { until } => until,
            SlotState::StaleGrace { until } => Some(until),
            SlotState::Empty | SlotState::Fetching | SlotState::Expired { .. } => None,
        };
        let retry = match inner.slots.fetch_state(slot, now) {
            FetchState::BackingOff { until, .. } => Some(until),
            FetchState::Idle | FetchState::InFlight => None,
        };
        Status {
            state,
            ends_in: end.map(|end| span(now, end)),
            retry_in: retry.map(|retry| span(now, retry)),
        }
    }

    /// Until the next fetch of a key may begin, after failed ones.
    pub(super) fn retry_in(&self, key: usize) -> Option<Duration> {
        self.status(key).retry_in
    }

    pub(super) fn id(&self, key: usize) -> Option<KeyId> {
        self.read().entries[key].id()
    }

    pub(super) fn find(&self, id: KeyId) -> Option<usize> {
        let of = |entry: &Entry| entry.id() == Some(id);
        self.read().entries.iter().position(of)
    }

    // A panic under the lock leaves no half-made state behind that matters: slot and ciphers are each whole.
    fn read(&self) -> RwLockReadGuard<'_, Inner> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Inner> {
        self.inner.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    /// The key's id, as it was told or as the first fetch showed it.
    fn id(&self) -> Option<KeyId> {
        self.told.or_else(|| self.known.as_ref().map(|(id, _)| *id))
    }
}

impl Inner {
    fn ciphers(&self, key: usize, now: Instant) -> Option<&[FieldCipher]> {
        let entry = self.entries.get(key)?;
        self.slots.key(entry.slot, now)?;
        // Read before it is written: many threads share this line, and it is written once a fetch.
        if !entry.used.load(Ordering::Relaxed) {
            entry.used.store(true, Ordering::Relaxed);
        }
        entry.ciphers.as_deref()
    }

    fn fail(&mut self, ticket: FetchTicket, why: FetchFailure, now: Instant) {
        self.slots.fail(ticket, why, now);
        // A refusal may have ended the grace of the key that was held.
        self.expire(now);
    }

    fn expire(&mut self, now: Instant) {
        for wiped in self.slots.expire(now) {
            let entry = self
                .entries
                .iter_mut()
                .find(|entry| entry.slot == wiped.slot);
            if let Some(entry) = entry {
                entry.ciphers = None;
                entry.wiped = Some(wiped.why);
            }
        }
    }
}

fn span(from: Instant, to: Instant) -> Duration {
    Duration::from_millis(to.0.saturating_sub(from.0))
}

/// Random bits that spread fetches. Where there are none, fetches aren't spread, and nothing else is lost.
fn jitter() -> u32 {
    getrandom::u32().unwrap_or(0)
}

/// What the server says of the key's time, on the clock of the slots: the wall clock is read once, now, and what it does
/// later changes nothing.
fn terms(fetched: &FetchedKey, now: Instant) -> Terms {
    let ms = |span: Duration| u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
    let deactivates = fetched.deactivates.map(|date| {
        let ahead = date.duration_since(SystemTime::now()).unwrap_or_default();
        now.plus_ms(ms(ahead))
    });
    Terms {
        lease_ms: fetched.lease.map(ms),
        deactivates,
    }
}

#[inline(never)]
fn expand(fields: &FieldSet, secret: &Secret<32>) -> Result<Expanded, DeriveError> {
    let root = RootKey::new(secret);
    Ok(Expanded {
        id: root.id(),
        pin: root.pin(),
        ciphers: fields.derive(&root)?,
    })
}
