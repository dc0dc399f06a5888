//! The slots, and beside each the field ciphers derived from its key, under one lock.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use fieldgate_core::{
    field::{DeriveError, FieldCipher, KeyPin, RootKey, frame::Frame},
    id::KeyId,
    secret::Secret,
    slot::{FetchTicket, KeyExpiry, KeySlots, SlotError, SlotId, SlotState},
    time::Instant,
};
use fieldgate_hsm_bridge::scrub_stack;

use super::{FieldSet, KEYS_MAX, clock::Clock};

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
    /// Known from the first fetch on; a later fetch must bring the same key.
    known: Option<(KeyId, KeyPin)>,
    /// In the order of the fields; present exactly while the slot holds the key.
    ciphers: Option<Box<[FieldCipher]>>,
}

/// A fetched key was not stored.
pub(super) enum Refused {
    /// It is not the one that was fetched under this name before.
    OtherKey,
    Slot(SlotError),
}

/// All that is made of a key before the lock is taken.
pub(super) struct Expanded {
    id: KeyId,
    pin: KeyPin,
    ciphers: Box<[FieldCipher]>,
}

impl Table {
    pub(super) fn new(expiries: impl Iterator<Item = KeyExpiry>, fields: FieldSet) -> Option<Self> {
        let mut slots = Box::new(KeySlots::new());
        let entries = expiries
            .map(|expiry| {
                Some(Entry {
                    slot: slots.add(expiry).ok()?,
                    known: None,
                    ciphers: None,
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
        inner.slots.begin_fetch(slot, now)
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
        secret: &Secret<32>,
        expanded: Expanded,
    ) -> Result<KeyId, Refused> {
        let Expanded { id, pin, ciphers } = expanded;
        let mut inner = self.write();
        let now = self.clock.now();
        let known = inner.entries[key].known.as_ref();
        if known.is_some_and(|(_, known)| !known.matches(&pin)) {
            inner.slots.fail(ticket);
            return Err(Refused::OtherKey);
        }
        inner.expire(now);
        inner
            .slots
            .complete(ticket, secret, now)
            .map_err(Refused::Slot)?;
        let entry = &mut inner.entries[key];
        entry.known = Some((id, pin));
        entry.ciphers = Some(ciphers);
        Ok(id)
    }

    pub(super) fn fail(&self, ticket: FetchTicket) {
        self.write().slots.fail(ticket);
    }

    /// Wipes what has expired; returns which keys.
    pub(super) fn expire(&self) -> Vec<usize> {
        let mut inner = self.write();
        let now = self.clock.now();
        inner.expire(now)
    }

    pub(super) fn wipe_all(&self) {
        let mut inner = self.write();
        inner.slots.wipe_all();
        for entry in &mut inner.entries {
            entry.ciphers = None;
        }
    }

    /// Milliseconds until the next key expires.
    pub(super) fn next_deadline_ms(&self) -> Option<u64> {
        let inner = self.read();
        let now = self.clock.now();
        inner
            .slots
            .next_deadline()
            .map(|deadline| deadline.0.saturating_sub(now.0))
    }

    /// Whether a key is held, and for how many milliseconds more if it expires.
    pub(super) fn held(&self, key: usize) -> Option<Option<u64>> {
        let inner = self.read();
        let now = self.clock.now();
        match inner.slots.state(inner.entries[key].slot, now) {
            SlotState::Fresh { until } => Some(until.map(|until| until.0.saturating_sub(now.0))),
            SlotState::Empty | SlotState::Fetching => None,
        }
    }

    pub(super) fn id(&self, key: usize) -> Option<KeyId> {
        self.read().entries[key].known.as_ref().map(|(id, _)| *id)
    }

    pub(super) fn find(&self, id: KeyId) -> Option<usize> {
        let of = |entry: &Entry| entry.known.as_ref().is_some_and(|(known, _)| *known == id);
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

impl Inner {
    fn ciphers(&self, key: usize, now: Instant) -> Option<&[FieldCipher]> {
        let entry = self.entries.get(key)?;
        self.slots.key(entry.slot, now)?;
        entry.ciphers.as_deref()
    }

    fn expire(&mut self, now: Instant) -> Vec<usize> {
        let wiped = self.slots.expire(now);
        let mut keys = Vec::new();
        for (key, entry) in self.entries.iter_mut().enumerate() {
            if wiped.contains(&entry.slot) {
                entry.ciphers = None;
                keys.push(key);
            }
        }
        keys
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
