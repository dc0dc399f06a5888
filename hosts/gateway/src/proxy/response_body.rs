//! A response's body on its way down: opened or copied.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use bytes::Bytes;
use hyper::StatusCode;
use zeroize::{Zeroize, Zeroizing};

use super::{
    Gateway,
    limits::{COLLECTED_BYTES_MAX, Limits, PIECE_BYTES},
    metrics::Metrics,
    pool::Lease,
    refusal::Refusal,
    stream::{Deadlined, PipeEnd, ReplyBody, StreamError, pipe},
};
use crate::{
    body::json::open::{OpenStep, Opener},
    fields::{Fields, OpenError},
};

/// What is counted while a body is opened.
#[derive(Default)]
pub(super) struct Counts {
    opened: AtomicU64,
    unopenable: AtomicU64,
}

impl Counts {
    /// Adds what was counted since the last call.
    fn add_to(&self, metrics: &Metrics) {
        metrics
            .fields_opened
            .fetch_add(self.opened.swap(0, Relaxed), Relaxed);
        metrics
            .fields_unopenable
            .fetch_add(self.unopenable.swap(0, Relaxed), Relaxed);
    }
}

/// A JSON body that is read from the upstream, and opened.
pub(super) struct Opening<F> {
    incoming: Deadlined,
    opener: Opener,
    fields: Arc<F>,
    gateway: Gateway<F>,
    counts: Counts,
    out: Vec<u8>,
    value: Zeroizing<Vec<u8>>,
    is_ended: bool,
    was_broken: bool,
}

impl<F: Fields> Opening<F> {
    pub(super) fn new(incoming: Deadlined, fields: Arc<F>, gateway: Gateway<F>) -> Self {
        Self {
            incoming,
            opener: Opener::new(),
            fields,
            gateway,
            counts: Counts::default(),
            out: Vec::new(),
            value: Zeroizing::default(),
            is_ended: false,
            was_broken: false,
        }
    }

    /// Starts on the body: what is short is collected, and only the rest is piped.
    ///
    /// # Errors
    /// A refusal, which can take the response's place as the client has not heard of it.
    pub(super) async fn reply(
        mut self,
        lease: Lease,
        limits: &Limits,
    ) -> Result<ReplyBody, Refusal> {
        let mut start = Vec::new();
        while start.len() < COLLECTED_BYTES_MAX {
            match self.next().await? {
                Some(piece) if start.is_empty() => start = piece.into(),
                Some(piece) => start.extend_from_slice(&piece),
                None => {
                    lease.release();
                    return Ok(ReplyBody::whole(start));
                }
            }
        }
        let (end, pipe) = pipe(None, limits.client_stall);
        tokio::spawn(self.pump(start, end, lease));
        Ok(ReplyBody::Piped(pipe))
    }

    /// Writes the body into a pipe; dropped unfinished, it breaks the client's connection.
    async fn pump(mut self, start: Vec<u8>, end: PipeEnd, lease: Lease) {
        let mut next: Result<_, Refusal> = Ok(Some(Bytes::from(start)));
        loop {
            match next {
                Ok(Some(piece)) => {
                    if end.send(piece).await.is_err() {
                        return;
                    }
                }
                Ok(None) => {
                    lease.release();
                    // A client that is gone needs no end.
                    let _ = end.finish().await;
                    return;
                }
                Err(refusal) => {
                    self.gateway.metrics().count_refusal(refusal.code);
                    tracing::warn!(
                        reason = refusal.code,
                        "response broken off: {}",
                        refusal.message
                    );
                    return;
                }
            }
            next = self.next().await;
        }
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Refusal> {
        while self.out.len() < PIECE_BYTES {
            match self.opener.step(&mut self.out) {
                OpenStep::Sealed => self.open().await?,
                OpenStep::NeedInput if self.is_ended => break,
                OpenStep::NeedInput => match self.incoming.next().await.map_err(broken)? {
                    Some(chunk) => self.opener.push(&chunk),
                    None => {
                        self.opener.finish();
                        self.is_ended = true;
                    }
                },
            }
        }
        self.counts.add_to(self.gateway.metrics());
        if self.opener.is_broken() && !self.was_broken {
            self.was_broken = true;
            tracing::warn!(
                "a response says that it is JSON and is not: the rest of it is passed on unopened"
            );
        }
        let piece = std::mem::take(&mut self.out);
        Ok((!piece.is_empty()).then(|| piece.into()))
    }

    async fn open(&mut self) -> Result<(), Refusal> {
        self.value.zeroize();
        match self
            .fields
            .open(self.opener.sealed(), &mut self.value)
            .await
        {
            Ok(_) if !self.opener.is_fit(&self.value) => self.opener.leave(&mut self.out),
            Ok(kind) => {
                self.opener.replace(kind, &self.value, &mut self.out);
                self.counts.opened.fetch_add(1, Relaxed);
            }
            Err(OpenError::NotAFrame) => self.opener.leave(&mut self.out),
            Err(OpenError::Unopenable) => {
                self.opener.mark_unopenable(&mut self.out);
                self.counts.unopenable.fetch_add(1, Relaxed);
            }
            Err(OpenError::KeyUnavailable(error)) => return Err((&error).into()),
        }
        Ok(())
    }
}

/// The upstream's body ends before its end.
fn broken(error: StreamError) -> Refusal {
    match error {
        StreamError::Idle => Refusal::new(
            StatusCode::GATEWAY_TIMEOUT,
            "upstream_slow",
            "the application pauses too long in its response",
        ),
        StreamError::Cut(_) | StreamError::Aborted => Refusal::new(
            StatusCode::BAD_GATEWAY,
            "upstream_broken",
            "the application broke off its response",
        ),
    }
}
