//! Fetching: one flight a key, however many requests wait for it.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use fieldgate_core::slot::{FetchTicket, SlotError};
use tokio::sync::watch;

use super::{FetchFailed, FetchedKey, Keyring, table::Refused};
use crate::fields::KeyUnavailable;

/// Longest time a fetch may take.
const FETCH_TIME_MAX: Duration = Duration::from_secs(10);
/// Longest time a request waits for a fetch.
const WAIT_MAX: Duration = Duration::from_secs(11);
/// When it is worth asking again where nothing better is known.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// The fetches of all keys: under way, last failed, completed.
pub(super) struct Flights(Vec<Flight>);

struct Flight {
    /// Counts landings, so that who waits for one sees it even when it lands before the waiting begins.
    landings: watch::Sender<u64>,
    last_failure: Mutex<Option<FetchFailed>>,
    completed: AtomicU64,
}

impl Flights {
    pub(super) fn new(keys: usize) -> Self {
        let flight = || Flight {
            landings: watch::Sender::new(0),
            last_failure: Mutex::new(None),
            completed: AtomicU64::new(0),
        };
        Self((0..keys).map(|_| flight()).collect())
    }

    pub(super) fn completed(&self, key: usize) -> u64 {
        self.0[key].completed.load(Ordering::Relaxed)
    }

    /// Why the last fetch failed; nothing once one succeeded.
    pub(super) fn last_failure(&self, key: usize) -> Option<String> {
        self.0[key].failure().as_ref().map(ToString::to_string)
    }
}

impl Flight {
    /// Before the slot backs off: who finds it backing off reads here why.
    fn note_failure(&self, why: &FetchFailed) {
        *self.failure() = Some(why.clone());
    }

    fn land(&self, outcome: Outcome) {
        if let Outcome::Stored = outcome {
            self.completed.fetch_add(1, Ordering::Relaxed);
            *self.failure() = None;
        }
        self.landings.send_modify(|count| *count += 1);
    }

    fn failure(&self) -> MutexGuard<'_, Option<FetchFailed>> {
        let last = self.last_failure.lock();
        last.unwrap_or_else(PoisonError::into_inner)
    }
}

/// How a fetch ended.
enum Outcome {
    Stored,
    Failed(FetchFailed),
    /// The slot was wiped meanwhile; who still wants the key fetches it again.
    NoLongerWanted,
}

/// Gives the ticket back if the fetch ends without an answer, be it by a panic of the source.
struct Landing {
    keyring: Arc<Keyring>,
    key: usize,
    ticket: Option<FetchTicket>,
}

impl Drop for Landing {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket.take() {
            let why = FetchFailed::refused("the fetch ended without an answer".to_owned());
            let flight = &self.keyring.flights.0[self.key];
            flight.note_failure(&why);
            self.keyring.table.fail(ticket, why.kind());
            flight.land(Outcome::Failed(why));
        }
    }
}

impl Keyring {
    /// Returns once the key is held, fetching it if nobody else does.
    pub(super) async fn ensure(self: &Arc<Self>, key: usize) -> Result<(), KeyUnavailable> {
        let flight = &self.flights.0[key];
        let mut landings = flight.landings.subscribe();
        match self.table.begin_fetch(key) {
            Ok(ticket) => self.launch(key, ticket),
            Err(SlotError::Held) => return Ok(()),
            Err(SlotError::Fetching) => {}
            Err(SlotError::BackingOff { .. }) => return Err(self.failed(key)),
            Err(other) => return Err(self.unavailable(key, other.to_string())),
        }
        match tokio::time::timeout(WAIT_MAX, landings.changed()).await {
            // Failed, or else there, or no longer wanted: then who still wants it asks again.
            Ok(_) if self.table.retry_in(key).is_some() => Err(self.failed(key)),
            Ok(_) => Ok(()),
            Err(_) => Err(self.unavailable(key, "the fetch takes too long".to_owned())),
        }
    }

    /// Refetches the keys that are used and end soon, so that no request waits for them.
    pub(super) fn prefetch(self: &Arc<Self>) {
        for (key, ticket) in self.table.begin_due() {
            self.launch(key, ticket);
        }
    }

    fn launch(self: &Arc<Self>, key: usize, ticket: FetchTicket) {
        let landing = Landing {
            keyring: Arc::clone(self),
            key,
            ticket: Some(ticket),
        };
        // A task of its own: who asked first may go away, and others still wait for the key.
        tokio::spawn(landing.fetch());
    }

    /// The key can't be had because its last fetch failed.
    fn failed(&self, key: usize) -> KeyUnavailable {
        let why = self.flights.last_failure(key);
        self.unavailable(
            key,
            why.unwrap_or_else(|| "the key expired before it arrived".to_owned()),
        )
    }

    fn unavailable(&self, key: usize, cause: String) -> KeyUnavailable {
        KeyUnavailable {
            key: self.keys[key].name.clone(),
            cause,
            retry_after: self.table.retry_in(key).unwrap_or(RETRY_AFTER),
        }
    }
}

impl Landing {
    async fn fetch(mut self) {
        let keyring = Arc::clone(&self.keyring);
        let entry = &keyring.keys[self.key];
        let fetched = match tokio::time::timeout(FETCH_TIME_MAX, entry.source.fetch()).await {
            Ok(fetched) => fetched,
            Err(_) => Err(FetchFailed::unreachable(format!(
                "no answer within {} s",
                FETCH_TIME_MAX.as_secs()
            ))),
        };
        let outcome = match fetched {
            Ok(fetched) => self.store(&fetched),
            Err(why) => Outcome::Failed(why),
        };
        if let Outcome::Failed(why) = &outcome {
            keyring.flights.0[self.key].note_failure(why);
            if let Some(ticket) = self.ticket.take() {
                keyring.table.fail(ticket, why.kind());
            }
            if keyring.table.status(self.key).state.is_held() {
                tracing::warn!(key = entry.name, "key not refetched, but held still: {why}");
            } else {
                tracing::error!(key = entry.name, "key not available: {why}");
            }
        }
        keyring.flights.0[self.key].land(outcome);
    }

    fn store(&mut self, fetched: &FetchedKey) -> Outcome {
        let failed = |why: String| Outcome::Failed(FetchFailed::refused(why));
        // Before the ticket is taken: should it panic, the ticket is given back.
        let expanded = match self.keyring.table.expand(&fetched.secret) {
            Ok(expanded) => expanded,
            Err(why) => return failed(why.to_string()),
        };
        let Some(ticket) = self.ticket.take() else {
            return Outcome::NoLongerWanted;
        };
        let name = &self.keyring.keys[self.key].name;
        match self.keyring.table.complete(self.key, ticket, fetched, expanded) {
            Ok(id) => {
                tracing::info!(key = name, %id, "key fetched");
                Outcome::Stored
            }
            Err(Refused::Slot(SlotError::Superseded)) => Outcome::NoLongerWanted,
            Err(Refused::Slot(why)) => failed(why.to_string()),
            Err(Refused::OtherId { told, fetched }) => failed(format!(
                "the key that came has id {fetched}, and the configuration wants {told}: it is not used; look at the server for who changed the key, and correct key_id only if the change is meant"
            )),
            Err(Refused::OtherKey) => failed(
                "this is another key than the one that was used under this name until now; if that is meant, restart or reload"
                    .to_owned(),
            ),
        }
    }
}
