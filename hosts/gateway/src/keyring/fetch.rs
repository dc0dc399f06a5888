//! Fetching: one flight a key, however many requests wait for it.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use fieldgate_core::{
    secret::Secret,
    slot::{FetchTicket, SlotError},
};
use tokio::sync::watch;

use super::{FetchFailed, Keyring, table::Refused};
use crate::fields::KeyUnavailable;

/// Longest time a fetch may take, and a request may wait for it.
const FETCH_TIME_MAX: Duration = Duration::from_secs(10);
/// Shortest time between a failed fetch and the next, so that a key server that is down is not stormed.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// The fetches of all keys: under way, last failed, completed.
pub(super) struct Flights(Vec<Flight>);

struct Flight {
    /// Counts landings, so that who waits for one sees it even when it lands before the waiting begins.
    landings: watch::Sender<u64>,
    last_failure: Mutex<Option<(Instant, FetchFailed)>>,
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
        let last = &self.0[key].last_failure;
        let last = last.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().map(|(_, why)| why.0.clone())
    }
}

impl Flight {
    fn recent_failure(&self) -> Option<FetchFailed> {
        let last = self
            .last_failure
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        last.as_ref()
            .filter(|(when, _)| when.elapsed() < RETRY_AFTER)
            .map(|(_, why)| why.clone())
    }

    fn land(&self, outcome: Outcome) {
        let mut last = self
            .last_failure
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        match outcome {
            Outcome::Stored => {
                self.completed.fetch_add(1, Ordering::Relaxed);
                *last = None;
            }
            Outcome::Failed(why) => *last = Some((Instant::now(), why)),
            Outcome::NoLongerWanted => {}
        }
        drop(last);
        self.landings.send_modify(|count| *count += 1);
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
            self.keyring.table.fail(ticket);
            let why = FetchFailed("the fetch ended without an answer".to_owned());
            self.keyring.flights.0[self.key].land(Outcome::Failed(why));
        }
    }
}

impl Keyring {
    /// Returns once the key is held, fetching it if nobody else does.
    pub(super) async fn ensure(self: &Arc<Self>, key: usize) -> Result<(), KeyUnavailable> {
        let flight = &self.flights.0[key];
        let mut landings = flight.landings.subscribe();
        if let Some(why) = flight.recent_failure() {
            return Err(self.unavailable(key, why.0));
        }
        match self.table.begin_fetch(key) {
            Ok(ticket) => {
                // A task of its own: who asked first may go away, and others still wait for the key.
                let landing = Landing {
                    keyring: Arc::clone(self),
                    key,
                    ticket: Some(ticket),
                };
                tokio::spawn(landing.fetch());
            }
            Err(SlotError::Held) => return Ok(()),
            Err(SlotError::Fetching) => {}
            Err(other) => return Err(self.unavailable(key, other.to_string())),
        }
        let landed = tokio::time::timeout(FETCH_TIME_MAX + RETRY_AFTER, landings.changed()).await;
        match (landed, flight.recent_failure()) {
            (Ok(_), None) => Ok(()),
            (Ok(_), Some(why)) => Err(self.unavailable(key, why.0)),
            (Err(_), _) => Err(self.unavailable(key, "the fetch takes too long".to_owned())),
        }
    }

    fn unavailable(&self, key: usize, cause: String) -> KeyUnavailable {
        KeyUnavailable {
            key: self.keys[key].name.clone(),
            cause,
            retry_after: RETRY_AFTER,
        }
    }
}

impl Landing {
    async fn fetch(mut self) {
        let keyring = Arc::clone(&self.keyring);
        let entry = &keyring.keys[self.key];
        let fetched = match tokio::time::timeout(FETCH_TIME_MAX, entry.source.fetch()).await {
            Ok(fetched) => fetched,
            Err(_) => Err(FetchFailed(format!(
                "no answer within {} s",
                FETCH_TIME_MAX.as_secs()
            ))),
        };
        let outcome = match fetched {
            Ok(secret) => self.store(&secret),
            Err(why) => Outcome::Failed(why),
        };
        if let Some(ticket) = self.ticket.take() {
            keyring.table.fail(ticket);
        }
        if let Outcome::Failed(why) = &outcome {
            tracing::error!(key = entry.name, "key not available: {why}");
        }
        keyring.flights.0[self.key].land(outcome);
    }

    fn store(&mut self, secret: &Secret<32>) -> Outcome {
        let failed = |why: String| Outcome::Failed(FetchFailed(why));
        // Before the ticket is taken: should it panic, the ticket is given back.
        let expanded = match self.keyring.table.expand(secret) {
            Ok(expanded) => expanded,
            Err(why) => return failed(why.to_string()),
        };
        let Some(ticket) = self.ticket.take() else {
            return Outcome::NoLongerWanted;
        };
        let name = &self.keyring.keys[self.key].name;
        match self.keyring.table.complete(self.key, ticket, secret, expanded) {
            Ok(id) => {
                tracing::info!(key = name, %id, "key fetched");
                Outcome::Stored
            }
            Err(Refused::Slot(SlotError::Superseded)) => Outcome::NoLongerWanted,
            Err(Refused::Slot(why)) => failed(why.to_string()),
            Err(Refused::OtherKey) => failed(
                "this is another key than the one that was used under this name until now; if that is meant, restart or reload"
                    .to_owned(),
            ),
        }
    }
}
