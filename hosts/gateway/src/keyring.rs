//! The keys of a partition while proxying: slots, the field ciphers derived from them, and the fetches that fill them.
//!
//! A key's bytes live in one place, its slot; what is derived from it lives beside it and goes with it. Requests borrow
//! neither: they hand a value in and get the sealed or opened value out.

mod clock;
mod fetch;
mod field_set;
mod kmip;
mod local;
mod partition_fields;
mod source;
mod table;

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use fieldgate_core::{
    field::{FieldCipher, FieldType, SealError, frame::Frame, text},
    id::KeyId,
    slot::Policy,
};

pub use field_set::{FieldSet, FieldSetError};
pub use kmip::{KmipKey, KmipServer, WrappingKey};
pub use local::LocalKey;
pub use partition_fields::PartitionFields;
pub use source::{FetchFailed, FetchedKey, KeySource};

use tokio::task::JoinSet;

use crate::fields::KeyUnavailable;
use fetch::Flights;
use table::Table;

/// Most keys of a partition: one that seals and those that only open.
pub const KEYS_MAX: usize = 64;
/// Longest time between two looks at the clock for expired keys.
const EXPIRY_TICK: Duration = Duration::from_millis(500);

/// A key of a partition, as the configuration names it.
pub struct PartitionKey {
    /// The name that people see.
    pub name: String,
    /// The id that it must have, if it is known beforehand. Otherwise that of its first fetch is.
    pub id: Option<KeyId>,
    /// How long it stays in memory, and when it is refetched.
    pub policy: Policy,
    /// Where it is fetched from.
    pub source: Arc<dyn KeySource>,
}

/// What is known of a key without its bytes.
#[derive(Clone, Debug)]
pub struct KeyStatus {
    /// The name that people see.
    pub name: String,
    /// Its id, once it was fetched.
    pub id: Option<KeyId>,
    /// Whether it is in memory now.
    pub held: bool,
    /// What its slot holds, one of [`NAMES`](fieldgate_core::slot::SlotState::NAMES).
    pub state: &'static str,
    /// Milliseconds until it is wiped, if it is held and expires.
    pub expires_in_ms: Option<u64>,
    /// The KMIP server that it comes from, if it comes from one, and how many keys were got from that server.
    pub kmip_gets: Option<(String, u64)>,
    /// Completed fetches since start or reload.
    pub fetches: u64,
    /// Why the last fetch failed, if it did.
    pub last_failure: Option<String>,
    /// Milliseconds until the next fetch may begin, after failed ones.
    pub retry_in_ms: Option<u64>,
}

/// The keys of one partition.
pub struct Keyring {
    keys: Vec<PartitionKey>,
    table: Table,
    flights: Flights,
}

/// A keyring can't be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyringError {
    /// There are none or too many keys.
    #[error("a partition has 1 to {KEYS_MAX} keys; this one has {0}")]
    Keys(usize),
}

/// Why a value was not opened.
#[derive(Debug)]
pub enum NotOpened {
    /// The text is not the form of any sealed value.
    NotAFrame,
    /// It is one, but no key of this partition opens it.
    Unopenable,
    /// Its key can't be had now.
    KeyUnavailable(KeyUnavailable),
}

/// Why a value was not sealed.
#[derive(Debug)]
pub enum NotSealed {
    /// The key can't be had now.
    KeyUnavailable(KeyUnavailable),
    /// The partition has no such field.
    NoSuchField,
    /// Core refused.
    Cipher(SealError),
}

impl Keyring {
    /// A keyring of `keys`, of which the first seals and all open, for the fields of `fields`.
    ///
    /// # Errors
    /// When there are none or too many keys.
    pub fn new(keys: Vec<PartitionKey>, fields: FieldSet) -> Result<Arc<Self>, KeyringError> {
        if keys.is_empty() || keys.len() > KEYS_MAX {
            return Err(KeyringError::Keys(keys.len()));
        }
        let table = Table::new(keys.iter().map(|key| (key.policy, key.id)), fields)
            .ok_or(KeyringError::Keys(keys.len()))?;
        Ok(Arc::new(Self {
            flights: Flights::new(keys.len()),
            keys,
            table,
        }))
    }

    /// Seals `plaintext` as field number `field` and appends the text form to `out`.
    ///
    /// # Errors
    /// [`NotSealed`]; `out` is then as it was.
    pub async fn seal(
        self: &Arc<Self>,
        field: usize,
        plaintext: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), NotSealed> {
        const SEALS: usize = 0;
        if self.field_type(field).is_none() {
            return Err(NotSealed::NoSuchField);
        }
        loop {
            if let Some(sealed) = self
                .table
                .with_cipher(SEALS, field, |cipher| seal_text(cipher, plaintext, out))
            {
                return sealed.map_err(NotSealed::Cipher);
            }
            self.ensure(SEALS)
                .await
                .map_err(NotSealed::KeyUnavailable)?;
        }
    }

    /// Opens the text form of a sealed value and appends the plaintext to `out`. Returns which field it belongs to.
    ///
    /// # Errors
    /// [`NotOpened`]; `out` is then as it was.
    pub async fn open(
        self: &Arc<Self>,
        sealed: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<usize, NotOpened> {
        let mut raw = vec![0; text::raw_bytes_max(sealed.len())];
        let raw = text::decode(sealed, &mut raw).map_err(|_| NotOpened::NotAFrame)?;
        let frame = Frame::parse(raw).map_err(|_| NotOpened::NotAFrame)?;
        let key = self.find(frame.header.key).await?;
        loop {
            if let Some(opened) = self.table.open(key, &frame, out) {
                return opened.ok_or(NotOpened::Unopenable);
            }
            self.ensure(key).await.map_err(NotOpened::KeyUnavailable)?;
        }
    }

    /// Fetches every key that is not held.
    ///
    /// # Errors
    /// One of the failures; the other keys were tried all the same.
    pub async fn fetch_all(self: &Arc<Self>) -> Result<(), KeyUnavailable> {
        self.ensure_all(0..self.keys.len()).await
    }

    /// Wipes keys as they expire, and refetches those that are due, until the keyring is dropped.
    pub async fn wipe_expired(keyring: Weak<Self>) {
        while let Some(wait) = keyring.upgrade().map(|keyring| keyring.expire_now()) {
            tokio::time::sleep(wait).await;
        }
    }

    /// Wipes what has expired, and refetches what is due; returns how long nothing more will be, at most a tick.
    fn expire_now(self: &Arc<Self>) -> Duration {
        for (key, why) in self.table.expire() {
            tracing::info!(
                key = self.keys[key].name,
                "key expired and wiped from memory: {why}"
            );
        }
        self.prefetch();
        // A machine that slept has other ideas of time than the timer, so the clock is looked at often.
        let quiet = self.table.quiet_for();
        quiet.map_or(EXPIRY_TICK, |quiet| quiet.min(EXPIRY_TICK))
    }

    /// Wipes every key now. The next use fetches again.
    pub fn wipe_all(&self) {
        self.table.wipe_all();
    }

    /// What is known of each key.
    #[must_use]
    pub fn status(&self) -> Vec<KeyStatus> {
        let of = |(key, entry): (usize, &PartitionKey)| {
            let slot = self.table.status(key);
            let ms = |span: Duration| u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
            KeyStatus {
                name: entry.name.clone(),
                id: self.table.id(key),
                held: slot.state.is_held(),
                state: slot.state.name(),
                expires_in_ms: slot.ends_in.map(ms),
                kmip_gets: entry.source.kmip_gets(),
                fetches: self.flights.completed(key),
                last_failure: self.flights.last_failure(key),
                retry_in_ms: slot.retry_in.map(ms),
            }
        };
        self.keys.iter().enumerate().map(of).collect()
    }

    /// What values a field takes.
    fn field_type(&self, field: usize) -> Option<FieldType> {
        self.table.fields().get(field).map(|field| field.kind)
    }

    /// Which key has `id`. A key that was never fetched has no known id yet, so those are fetched first.
    async fn find(self: &Arc<Self>, id: KeyId) -> Result<usize, NotOpened> {
        if let Some(key) = self.table.find(id) {
            return Ok(key);
        }
        let unknown = (0..self.keys.len()).filter(|&key| self.table.id(key).is_none());
        let fetched = self.ensure_all(unknown).await;
        match (self.table.find(id), fetched) {
            (Some(key), _) => Ok(key),
            (None, Err(unavailable)) => Err(NotOpened::KeyUnavailable(unavailable)),
            (None, Ok(())) => Err(NotOpened::Unopenable),
        }
    }

    /// Fetches keys side by side; a failure doesn't stop the others.
    async fn ensure_all(
        self: &Arc<Self>,
        keys: impl Iterator<Item = usize>,
    ) -> Result<(), KeyUnavailable> {
        let fetch = |key| {
            let keyring = Arc::clone(self);
            async move { keyring.ensure(key).await }
        };
        let results = keys.map(fetch).collect::<JoinSet<_>>().join_all().await;
        results.into_iter().collect()
    }
}

fn seal_text(cipher: &FieldCipher, plaintext: &[u8], out: &mut Vec<u8>) -> Result<(), SealError> {
    let mut raw = vec![0; cipher.sealed_bytes(plaintext.len())];
    let fill = |nonce: &mut [u8; 12]| {
        getrandom::fill(nonce).map_err(|_| fieldgate_core::field::RandomFailed)
    };
    let raw = cipher.seal(plaintext, fill, &mut raw)?;
    let start = out.len();
    out.resize(start + text::text_bytes(raw.len()), 0);
    text::encode(raw, &mut out[start..]).map_err(|_| SealError::NoRoom)?;
    Ok(())
}
