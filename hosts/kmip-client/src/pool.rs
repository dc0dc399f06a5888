//! Connections that wait to be used again. So many may be open at once; the one that was used last is used first.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use fieldgate_core::kmip::ProtocolVersion;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::address::Peer;
use crate::backoff::later;
use crate::connection::Connection;
use crate::error::Error;

/// The limits of a server's connections.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PoolLimits {
    /// How many there may be at once, to all addresses together: at least one.
    pub connections_max: usize,
    /// After so long without use a connection is tried out before it is trusted. Servers cut theirs after 30 s.
    pub probe_after: Duration,
    /// After so long without use it is closed.
    pub idle_max: Duration,
    /// So old it may grow: then it is closed after the call that it is used for, so that new certificates, and an address
    /// that is healthy again, are taken up.
    pub age_max: Duration,
}

impl Default for PoolLimits {
    fn default() -> Self {
        Self {
            connections_max: 8,
            probe_after: Duration::from_secs(20),
            idle_max: Duration::from_mins(5),
            age_max: Duration::from_hours(1),
        }
    }
}

/// A connection, and the version spoken on it.
pub(crate) struct Session {
    pub(crate) connection: Connection,
    pub(crate) peer: Peer,
    /// Which address of the cluster it leads to.
    pub(crate) node: usize,
    pub(crate) version: ProtocolVersion,
    /// Whether the version was agreed on on an earlier connection, and nothing was answered on this one yet.
    pub(crate) version_is_remembered: bool,
    pub(crate) is_reused: bool,
    opened: Instant,
    used: Instant,
}

impl Session {
    pub(crate) fn new(
        connection: Connection,
        peer: Peer,
        node: usize,
        version: ProtocolVersion,
        version_is_remembered: bool,
    ) -> Box<Self> {
        let now = Instant::now();
        Box::new(Self {
            connection,
            peer,
            node,
            version,
            version_is_remembered,
            is_reused: false,
            opened: now,
            used: now,
        })
    }
}

/// The connections of a client that nobody uses now.
pub(crate) struct Pool {
    limits: PoolLimits,
    permits: Semaphore,
    idle: Mutex<Idle>,
}

#[derive(Default)]
struct Idle {
    /// The one used last is the last. A session is moved out and back for each call: boxed, so that a pointer moves.
    #[expect(clippy::vec_box, reason = "callers keep the box")]
    sessions: Vec<Box<Session>>,
    closer: Option<JoinHandle<()>>,
}

impl Pool {
    pub(crate) fn new(limits: PoolLimits) -> Self {
        Self {
            limits,
            permits: Semaphore::new(limits.connections_max.clamp(1, Semaphore::MAX_PERMITS)),
            idle: Mutex::default(),
        }
    }

    /// The right to use one connection, in the order in which it was asked for.
    pub(crate) async fn permit(&self, until: Instant) -> Result<SemaphorePermit<'_>, Error> {
        if let Ok(permit) = self.permits.try_acquire() {
            return Ok(permit);
        }
        let since = Instant::now();
        match timeout_at(until, self.permits.acquire()).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) | Err(_) => Err(Error::PoolBusy {
                connections_max: self.limits.connections_max,
                after: since.elapsed(),
            }),
        }
    }

    /// The connection that was used last, if it can be used again: those of another identity, whose certificate or
    /// password was replaced since, are closed. `true`: it has to be tried out first.
    pub(crate) fn take(&self, identity: u64) -> Option<(Box<Session>, bool)> {
        let now = Instant::now();
        loop {
            let mut session = self.lock().sessions.pop()?;
            if session.peer.identity == identity
                && !self.is_too_old(&session, now)
                && session.connection.is_reusable()
            {
                let probe = now >= later(session.used, self.limits.probe_after);
                session.is_reused = true;
                return Some((session, probe));
            }
        }
    }

    /// The connection may be used again.
    pub(crate) fn give_back(self: &Arc<Self>, mut session: Box<Session>) {
        let now = Instant::now();
        session.used = now;
        session.peer.give_up = None;
        if !session.connection.is_intact() || self.is_too_old(&session, now) {
            return;
        }
        let mut idle = self.lock();
        idle.sessions.push(session);
        if idle.closer.as_ref().is_none_or(JoinHandle::is_finished)
            && let Ok(runtime) = Handle::try_current()
        {
            let pool = Arc::downgrade(self);
            let due = later(now, self.limits.idle_max);
            idle.closer = Some(runtime.spawn(close_when_due(pool, due)));
        }
    }

    /// Closes the connections to one address.
    pub(crate) fn close_those_to(&self, node: usize) {
        let mut idle = self.lock();
        idle.sessions.retain(|session| session.node != node);
    }

    /// Closes all that nobody uses.
    pub(crate) fn close_all(&self) {
        let sessions = std::mem::take(&mut self.lock().sessions);
        drop(sessions);
    }

    /// Closes those that are due; when the next one is.
    fn close_due(&self) -> Option<Instant> {
        let now = Instant::now();
        let mut idle = self.lock();
        idle.sessions
            .retain(|session| !self.is_too_old(session, now));
        let ends = idle.sessions.iter().map(|session| self.end(session));
        ends.min()
    }

    fn is_too_old(&self, session: &Session, now: Instant) -> bool {
        now >= self.end(session)
    }

    fn end(&self, session: &Session) -> Instant {
        let age = later(session.opened, self.limits.age_max);
        age.min(later(session.used, self.limits.idle_max))
    }

    fn lock(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes connections when they are due, as long as there are any.
async fn close_when_due(pool: Weak<Pool>, mut next: Instant) {
    loop {
        sleep_until(next).await;
        let Some(pool) = pool.upgrade() else { return };
        match pool.close_due() {
            Some(due) => next = due,
            None => return,
        }
    }
}
