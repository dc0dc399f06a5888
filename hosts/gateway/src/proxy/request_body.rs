//! A request's body on its way up: sealed or copied, collected or piped.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use hyper::StatusCode;
use tokio::task::JoinHandle;

use super::{
    limits::{COLLECTED_BYTES_MAX, DISCARDED_BYTES_MAX, Limits, PIECE_BYTES},
    metrics::SealedCount,
    refusal::Refusal,
    stream::{Deadlined, PipeEnd, RequestBody, StreamError, pipe},
};
use crate::{
    body::json::{
        plan::Plan,
        seal::{SealStep, Sealer},
    },
    fields::Fields,
};

impl From<StreamError> for Refusal {
    /// Of a request's body.
    fn from(error: StreamError) -> Self {
        match error {
            StreamError::Idle => Self::new(
                StatusCode::REQUEST_TIMEOUT,
                "body_slow",
                "the request's body pauses too long",
            ),
            StreamError::Cut(_) | StreamError::Aborted => Self::new(
                StatusCode::BAD_REQUEST,
                "body_cut",
                "the request's body is cut off or malformed",
            ),
        }
    }
}

/// A body that is read from the client piece by piece.
pub(super) struct Source<F> {
    incoming: Deadlined,
    sealing: Option<Sealing<F>>,
}

struct Sealing<F> {
    sealer: Sealer,
    fields: Arc<F>,
    sealed: Arc<SealedCount>,
    out: Vec<u8>,
    is_ended: bool,
}

/// A body, as far as it was read before the upstream is contacted.
enum Collected {
    Whole(Vec<u8>),
    Start(Vec<u8>),
}

/// What goes on with a body while its request is under way.
pub(super) enum Sending {
    /// All of it is known.
    Whole,
    /// A task writes it.
    Piping {
        /// Ends with the body, or with its refusal in the slot.
        task: JoinHandle<()>,
        /// Why it ended early.
        refusal: Arc<OnceLock<Refusal>>,
    },
}

impl<F: Fields> Source<F> {
    /// The body as it is.
    pub(super) const fn copied(incoming: Deadlined) -> Self {
        Self {
            incoming,
            sealing: None,
        }
    }

    /// The body with the fields of `plan` sealed; `sealed` counts them.
    pub(super) fn sealed(
        incoming: Deadlined,
        plan: Arc<Plan>,
        fields: Arc<F>,
        sealed: Arc<SealedCount>,
    ) -> Self {
        let sealing = Sealing {
            sealer: Sealer::new(plan),
            fields,
            sealed,
            out: Vec::new(),
            is_ended: false,
        };
        Self {
            incoming,
            sealing: Some(sealing),
        }
    }

    /// Starts on the body: what is short is collected, and only the rest is piped.
    ///
    /// # Errors
    /// A refusal, and the upstream has not heard of the request.
    pub(super) async fn send(mut self, limits: &Limits) -> Result<(RequestBody, Sending), Refusal> {
        let length = match self.sealing {
            Some(_) => None,
            None => hyper::body::Body::size_hint(&self.incoming).exact(),
        };
        // A copied body of unknown length may be one that is written slowly on purpose: it isn't held up.
        let is_collected = self.sealing.is_some()
            || length.is_some_and(|length| length <= COLLECTED_BYTES_MAX as u64);
        let start = if is_collected {
            match self.collect().await {
                Ok(Collected::Whole(body)) => {
                    return Ok((
                        RequestBody::Whole(
                            Some(body.into()).filter(|body: &Bytes| !body.is_empty()),
                        ),
                        Sending::Whole,
                    ));
                }
                Ok(Collected::Start(start)) => start,
                Err(refusal) => {
                    self.incoming
                        .discard(DISCARDED_BYTES_MAX, limits.discard)
                        .await;
                    return Err(refusal);
                }
            }
        } else {
            Vec::new()
        };
        let (end, pipe) = pipe(length, limits.upstream_idle);
        let refusal = Arc::new(OnceLock::new());
        let task = tokio::spawn(self.pump(start, end, Arc::clone(&refusal), limits.clone()));
        Ok((RequestBody::Piped(pipe), Sending::Piping { task, refusal }))
    }

    async fn collect(&mut self) -> Result<Collected, Refusal> {
        let mut body = Vec::new();
        while let Some(piece) = self.next().await? {
            if body.is_empty() && piece.len() >= COLLECTED_BYTES_MAX {
                return Ok(Collected::Start(piece.into()));
            }
            body.extend_from_slice(&piece);
            if body.len() >= COLLECTED_BYTES_MAX {
                return Ok(Collected::Start(body));
            }
        }
        Ok(Collected::Whole(body))
    }

    /// Writes the body into a pipe. On a refusal the pipe is dropped unfinished, so that the upstream's connection breaks
    /// and it never takes the request for complete.
    async fn pump(
        mut self,
        start: Vec<u8>,
        end: PipeEnd,
        slot: Arc<OnceLock<Refusal>>,
        limits: Limits,
    ) {
        let mut next = Ok(Some(Bytes::from(start)));
        loop {
            match next {
                Ok(Some(piece)) => {
                    if end.send(piece).await.is_err() {
                        return;
                    }
                }
                Ok(None) => {
                    // The upstream is gone: its side of the exchange says so.
                    let _ = end.finish().await;
                    return;
                }
                Err(refusal) => {
                    // In this order, for whoever sees the pipe break finds the reason.
                    let _ = slot.set(refusal);
                    drop(end);
                    self.incoming
                        .discard(DISCARDED_BYTES_MAX, limits.discard)
                        .await;
                    return;
                }
            }
            next = self.next().await;
        }
    }

    /// The next piece; `None` at the body's end.
    async fn next(&mut self) -> Result<Option<Bytes>, Refusal> {
        match &mut self.sealing {
            None => Ok(self.incoming.next().await?),
            Some(sealing) => sealing.next(&mut self.incoming).await,
        }
    }
}

impl<F: Fields> Sealing<F> {
    async fn next(&mut self, incoming: &mut Deadlined) -> Result<Option<Bytes>, Refusal> {
        while !self.is_ended && self.out.len() < PIECE_BYTES {
            match self.sealer.step(&mut self.out)? {
                SealStep::Field { field, kind } => {
                    let result = self
                        .fields
                        .seal(field, kind, self.sealer.value(), &mut self.out)
                        .await;
                    result.map_err(|error| {
                        Refusal::seal(&error, self.sealer.path().unwrap_or_default())
                    })?;
                    self.sealed.add(1);
                }
                SealStep::NeedInput => match incoming.next().await? {
                    Some(chunk) => self.sealer.push(chunk)?,
                    None => {
                        self.sealer.finish()?;
                        self.is_ended = true;
                    }
                },
            }
        }
        let piece = std::mem::take(&mut self.out);
        Ok((!piece.is_empty()).then(|| piece.into()))
    }
}
