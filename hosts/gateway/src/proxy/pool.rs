//! Connections to the upstream that are kept for the next request.

use std::{
    sync::{Arc, Mutex, PoisonError, Weak},
    time::{Duration, Instant},
};

use hyper::client::conn::http1::SendRequest;
use tokio::{sync::OwnedSemaphorePermit, time::timeout};

use super::{limits::UPSTREAM_IDLE_MAX, stream::RequestBody};

struct Idle {
    sender: SendRequest<RequestBody>,
    permit: OwnedSemaphorePermit,
    since: Instant,
}

/// Idle connections, the last used first.
pub(super) struct Pool {
    idle: Mutex<Vec<Idle>>,
    kept: Duration,
}

impl Pool {
    pub(super) fn new(kept: Duration) -> Arc<Self> {
        Arc::new(Self {
            idle: Mutex::default(),
            kept,
        })
    }

    /// A connection that was open when last looked at.
    pub(super) fn take(self: &Arc<Self>) -> Option<Lease> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|idle| idle.since.elapsed() < self.kept && !idle.sender.is_closed());
        let Idle { sender, permit, .. } = idle.pop()?;
        Some(Lease {
            sender,
            permit,
            pool: Arc::downgrade(self),
            is_reused: true,
        })
    }

    fn put(&self, sender: SendRequest<RequestBody>, permit: OwnedSemaphorePermit) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|idle| idle.since.elapsed() < self.kept && !idle.sender.is_closed());
        if idle.len() < UPSTREAM_IDLE_MAX && !sender.is_closed() {
            idle.push(Idle {
                sender,
                permit,
                since: Instant::now(),
            });
        }
    }

    pub(super) fn lease(
        self: &Arc<Self>,
        sender: SendRequest<RequestBody>,
        permit: OwnedSemaphorePermit,
    ) -> Lease {
        Lease {
            sender,
            permit,
            pool: Arc::downgrade(self),
            is_reused: false,
        }
    }
}

/// A connection in use. Dropped without [`Lease::release`], it is closed.
pub(super) struct Lease {
    pub(super) sender: SendRequest<RequestBody>,
    permit: OwnedSemaphorePermit,
    pool: Weak<Pool>,
    /// Whether an earlier request used it: the upstream may have closed it since.
    pub(super) is_reused: bool,
}

impl Lease {
    /// The response was read to its end: the connection is kept, once the request was sent to its end too.
    pub(super) fn release(mut self) {
        const SETTLE: Duration = Duration::from_secs(1);
        let Some(pool) = self.pool.upgrade() else {
            return;
        };
        if self.sender.is_ready() {
            pool.put(self.sender, self.permit);
            return;
        }
        tokio::spawn(async move {
            if let Ok(Ok(())) = timeout(SETTLE, self.sender.ready()).await {
                pool.put(self.sender, self.permit);
            }
        });
    }
}
