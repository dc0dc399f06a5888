//! The bodies that go through the proxy, all with deadlines.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::{
    sync::mpsc,
    time::{Instant, Sleep, sleep, timeout},
};

use super::{limits::PIPE_PIECES_MAX, pool::Lease};

/// A body ends before its end.
#[derive(Debug, thiserror::Error)]
pub(super) enum StreamError {
    #[error("the peer paused for too long within a body")]
    Idle,
    #[error("the peer's body was cut off")]
    Cut(#[source] hyper::Error),
    #[error("the body is not passed on to its end")]
    Aborted,
}

/// A peer's body; a pause longer than `idle` is an error.
pub(super) struct Deadlined {
    incoming: Incoming,
    idle: Duration,
    pause: Option<Pin<Box<Sleep>>>,
    is_waiting: bool,
}

impl Deadlined {
    pub(super) const fn new(incoming: Incoming, idle: Duration) -> Self {
        Self {
            incoming,
            idle,
            pause: None,
            is_waiting: false,
        }
    }

    /// The next bytes; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, StreamError> {
        loop {
            match std::future::poll_fn(|context| Pin::new(&mut *self).poll_frame(context)).await {
                None => return Ok(None),
                // Trailers are hop-by-hop as far as this proxy goes: they are dropped.
                Some(frame) => {
                    if let Ok(data) = frame?.into_data() {
                        return Ok(Some(data));
                    }
                }
            }
        }
    }

    /// Reads and drops at most `bytes` within `time`.
    pub(super) async fn discard(&mut self, mut bytes: u64, time: Duration) {
        let discard = async {
            while let Ok(Some(data)) = self.next().await {
                bytes = bytes.saturating_sub(data.len() as u64);
                if bytes == 0 {
                    return;
                }
            }
        };
        // The deadline is the end of it, not a failure.
        let _ = timeout(time, discard).await;
    }
}

impl Body for Deadlined {
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StreamError>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.incoming).poll_frame(context) {
            this.is_waiting = false;
            return Poll::Ready(frame.map(|frame| frame.map_err(StreamError::Cut)));
        }
        let idle = this.idle;
        let pause = this.pause.get_or_insert_with(|| Box::pin(sleep(idle)));
        if !this.is_waiting {
            pause.as_mut().reset(Instant::now() + idle);
            this.is_waiting = true;
        }
        ready!(pause.as_mut().poll(context));
        Poll::Ready(Some(Err(StreamError::Idle)))
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}

enum Piece {
    Data(Bytes),
    End,
}

/// Where a rewriter puts what it wrote. Dropped before [`PipeEnd::finish`], the body counts as cut off.
pub(super) struct PipeEnd {
    pieces: mpsc::Sender<Piece>,
    stall: Duration,
}

/// The other side of a pipe takes nothing more.
#[derive(Debug)]
pub(super) struct PipeClosed;

impl PipeEnd {
    pub(super) async fn send(&self, data: Bytes) -> Result<(), PipeClosed> {
        if data.is_empty() {
            return Ok(());
        }
        self.put(Piece::Data(data)).await
    }

    pub(super) async fn finish(self) -> Result<(), PipeClosed> {
        self.put(Piece::End).await
    }

    async fn put(&self, piece: Piece) -> Result<(), PipeClosed> {
        match timeout(self.stall, self.pieces.send(piece)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(PipeClosed),
        }
    }
}

/// A body that another task writes.
pub(super) struct Pipe {
    pieces: mpsc::Receiver<Piece>,
    /// Bytes still to come, when they are known.
    left: Option<u64>,
    is_ended: bool,
}

/// A pipe for `length` bytes, or for any number; a send that waits longer than `stall` fails.
pub(super) fn pipe(length: Option<u64>, stall: Duration) -> (PipeEnd, Pipe) {
    let (sender, receiver) = mpsc::channel(PIPE_PIECES_MAX);
    (
        PipeEnd {
            pieces: sender,
            stall,
        },
        Pipe {
            pieces: receiver,
            left: length,
            is_ended: false,
        },
    )
}

impl Pipe {
    fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StreamError>>> {
        if self.is_ended {
            return Poll::Ready(None);
        }
        Poll::Ready(match ready!(self.pieces.poll_recv(context)) {
            Some(Piece::Data(data)) => {
                self.left = self.left.map(|left| left.saturating_sub(data.len() as u64));
                Some(Ok(Frame::data(data)))
            }
            Some(Piece::End) => {
                self.is_ended = true;
                None
            }
            // Never an orderly end: half a body must not pass for a whole one.
            None => Some(Err(StreamError::Aborted)),
        })
    }

    fn size_hint(&self) -> SizeHint {
        self.left
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// The body of a request to the upstream.
pub(super) enum RequestBody {
    Whole(Option<Bytes>),
    Piped(Pipe),
}

impl RequestBody {
    pub(super) const fn empty() -> Self {
        Self::Whole(None)
    }

    pub(super) const fn is_empty(&self) -> bool {
        matches!(self, Self::Whole(None))
    }
}

/// The body of a response to the client.
pub(super) enum ReplyBody {
    Whole(Option<Bytes>),
    Piped(Pipe),
    /// The upstream's, as it is; its connection is free for other requests afterwards.
    Passed(Deadlined, Option<Lease>),
}

impl ReplyBody {
    pub(super) fn whole(bytes: impl Into<Bytes>) -> Self {
        Self::Whole(Some(bytes.into()).filter(|bytes| !bytes.is_empty()))
    }
}

fn whole_hint(whole: Option<&Bytes>) -> SizeHint {
    SizeHint::with_exact(whole.map_or(0, |bytes| bytes.len() as u64))
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StreamError>>> {
        match &mut *self {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Piped(pipe) => pipe.poll(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(bytes) => bytes.is_none(),
            Self::Piped(pipe) => pipe.is_ended,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => whole_hint(bytes.as_ref()),
            Self::Piped(pipe) => pipe.size_hint(),
        }
    }
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StreamError>>> {
        match &mut *self {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Piped(pipe) => pipe.poll(context),
            Self::Passed(body, lease) => {
                let frame = ready!(Pin::new(&mut *body).poll_frame(context));
                // After the last bytes of a known length nobody asks for the end.
                let is_ended = match &frame {
                    None => true,
                    Some(Ok(_)) => body.is_end_stream(),
                    Some(Err(_)) => false,
                };
                if let Some(lease) = lease.take_if(|_| is_ended) {
                    lease.release();
                }
                Poll::Ready(frame)
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(bytes) => bytes.is_none(),
            Self::Piped(pipe) => pipe.is_ended,
            Self::Passed(body, _) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => whole_hint(bytes.as_ref()),
            Self::Piped(pipe) => pipe.size_hint(),
            Self::Passed(body, _) => body.size_hint(),
        }
    }
}
