//! The slots, and beside each the field ciphers derived from its key, under one lock.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use fieldgate_core::{
    field::{FieldCipher, RootKey, frame::Frame},
    id::KeyId,
    secret::Secret,
    slot::{FetchTicket, KeyExpiry, KeySlots, SlotError, SlotId, SlotState},
    time::Instant,
};
use zeroize::Zeroize;

use super::{FieldSet, KEYS_MAX};

pub(super) struct Table {
    fields: FieldSet,
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
    id: Option<KeyId>,
    /// In the order of the fields; present exactly while the slot holds the key.
    ciphers: Option<Box<[FieldCipher]>>,
}

/// A fetched key is not the one that was fetched under this name before.
pub(super) enum Refused {
    OtherKey { expected: KeyId, got: KeyId },
    Slot(SlotError),
}

impl Table {
    pub(super) fn new(expiries: impl Iterator<Item = KeyExpiry>, fields: FieldSet) -> Option<Self> {
        let mut slots = Box::new(KeySlots::new());
        let entries = expiries
            .map(|expiry| {
                Some(Entry {
                    slot: slots.add(expiry).ok()?,
                    id: None,
                    ciphers: None,
                })
            })
            .collect::<Option<_>>()?;
        Some(Self {
            fields,
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
        now: Instant,
        work: impl FnOnce(&FieldCipher) -> R,
    ) -> Option<R> {
        let inner = self.read();
        inner.ciphers(key, now)?.get(field).map(work)
    }

    /// Opens a frame with whichever field's cipher fits, appending to `out`. `None`: the key is not held.
    /// `Some(None)`: no field opens it.
    pub(super) fn open(
        &self,
        key: usize,
        now: Instant,
        frame: &Frame<'_>,
        out: &mut Vec<u8>,
    ) -> Option<Option<usize>> {
        let inner = self.read();
        let ciphers = inner.ciphers(key, now)?;
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

    pub(super) fn begin_fetch(&self, key: usize, now: Instant) -> Result<FetchTicket, SlotError> {
        let mut inner = self.write();
        inner.expire(now);
        let slot = inner.entries[key].slot;
        inner.slots.begin_fetch(slot, now)
    }

    /// Stores a fetched key and derives its ciphers.
    pub(super) fn complete(
        &self,
        key: usize,
        ticket: FetchTicket,
        secret: &Secret<32>,
        now: Instant,
    ) -> Result<KeyId, Refused> {
        // Deriving takes microseconds a field: do it before taking the lock.
        let (id, ciphers) = derive(&self.fields, secret);
        scrub_stack();
        let mut inner = self.write();
        if let Some(expected) = inner.entries[key].id.filter(|expected| *expected != id) {
            inner.slots.fail(ticket);
            return Err(Refused::OtherKey { expected, got: id });
        }
        inner.expire(now);
        inner
            .slots
            .complete(ticket, secret, now)
            .map_err(Refused::Slot)?;
        inner.entries[key].id = Some(id);
        inner.entries[key].ciphers = Some(ciphers);
        Ok(id)
    }

    pub(super) fn fail(&self, ticket: FetchTicket) {
        self.write().slots.fail(ticket);
    }

    /// Wipes what has expired; returns which keys.
    pub(super) fn expire(&self, now: Instant) -> Vec<usize> {
        self.write().expire(now)
    }

    pub(super) fn wipe_all(&self) {
        let mut inner = self.write();
        inner.slots.wipe_all();
        for entry in &mut inner.entries {
            entry.ciphers = None;
        }
    }

    pub(super) fn next_deadline(&self) -> Option<Instant> {
        self.read().slots.next_deadline()
    }

    pub(super) fn state(&self, key: usize, now: Instant) -> SlotState {
        let inner = self.read();
        inner.slots.state(inner.entries[key].slot, now)
    }

    pub(super) fn id(&self, key: usize) -> Option<KeyId> {
        self.read().entries[key].id
    }

    pub(super) fn find(&self, id: KeyId) -> Option<usize> {
        self.read()
            .entries
            .iter()
            .position(|entry| entry.id == Some(id))
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
fn derive(fields: &FieldSet, secret: &Secret<32>) -> (KeyId, Box<[FieldCipher]>) {
    let root = RootKey::new(secret);
    (root.id(), fields.derive(&root))
}

/// Overwrites the stack below the caller. Expanded keys are wiped where they are dropped, but the compiler may have moved
/// them through other places of the stack on the way.
#[inline(never)]
fn scrub_stack() {
    let mut below = [0_u8; 64 * 1024];
    below.zeroize();
}
