//! One connection to a KMIP server: TLS over a socket, and messages on it, each with its deadline.

use std::sync::Arc;
use std::time::Duration;

use fieldgate_core::kmip::{
    self, Answer, Batch, BatchAnswer, BatchItem, BatchOptions, CancellationResult, Incoming,
    Operation, Outgoing, Progress, ProtocolVersion, Request, RequestHeader, op::Cancel, op::Poll,
};
use fieldgate_core::ttlv::{self, MESSAGE_BYTES_MAX};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};
use zeroize::Zeroizing;

use crate::address::Peer;
use crate::backoff::{Backoff, later};
use crate::batch::{Item, Refusal};
pub(crate) use crate::connect::{connect, resolve};
use crate::error::{Error, ServerFailure, Stage};
use crate::link::{Link, LinkError};
use crate::tls::AskedFor;

/// How long a request and its response may be, in bytes, unless a caller asks for more.
pub(crate) const MESSAGE_BYTES: usize = 32 * 1024;

/// The longest Asynchronous Correlation Value that is kept.
const CORRELATION_BYTES_MAX: usize = 1024;

/// The pauses between the questions after a result that the server has later.
const POLL_PAUSES: Backoff = Backoff {
    first: Duration::from_millis(50),
    max: Duration::from_secs(2),
};

/// What is left of a call's time to cancel what isn't finished.
const CANCEL_MS_MAX: u64 = 1000;

/// A connection over which TLS is done.
pub(crate) struct Connection {
    link: Link,
    asked_for: Arc<AskedFor>,
    message: Zeroizing<Box<[u8]>>,
    /// Whether the server accepts us, as far as is known.
    answered: bool,
    /// Whether anything was answered on this very connection.
    served: bool,
    intact: bool,
    /// Whether the server took the last request on, to answer it later.
    taken_on: bool,
}

/// In which step, in which version, and how long the messages may be.
#[derive(Clone, Copy)]
pub(crate) struct Manner {
    pub(crate) stage: Stage,
    pub(crate) version: ProtocolVersion,
    /// More than [`MESSAGE_BYTES`] for a request or a response that may be longer.
    pub(crate) bytes_max: usize,
}

/// An answer, or by what to ask for it later.
enum Outcome<T> {
    Done(T),
    Pending(Vec<u8>),
}

impl Connection {
    /// TLS over the socket.
    pub(crate) async fn secure(peer: &Peer, socket: TcpStream) -> Result<Self, Error> {
        let (tls, asked_for) = peer
            .tls
            .for_connection()
            .map_err(|source| Error::Tls { source })?;
        let failed = |error| {
            let had_certificate = !asked_for.missed_certificate();
            Error::from_link(
                Stage::Tls,
                &peer.address.host,
                had_certificate,
                false,
                error,
            )
        };
        let mut link = Link::new(socket, tls, peer.server_name.clone()).map_err(failed)?;
        peer.within(Stage::Tls, peer.deadlines.handshake, link.handshake())
            .await?
            .map_err(failed)?;
        Ok(Self {
            link,
            asked_for,
            message: Zeroizing::new(vec![0; MESSAGE_BYTES].into_boxed_slice()),
            answered: false,
            served: false,
            intact: true,
            taken_on: false,
        })
    }

    /// Sends a request, waits for its response, and hands what the server answered to `read`, which copies what it
    /// wants. All bytes of the message are wiped when this returns.
    pub(crate) async fn call<R: Request, T>(
        &mut self,
        peer: &Peer,
        stage: Stage,
        version: ProtocolVersion,
        request: &R,
        read: impl FnOnce(R::Response<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut read = Some(read);
        let manner = Manner {
            stage,
            version,
            bytes_max: MESSAGE_BYTES,
        };
        let read = |response: R::Response<'_>| once(R::OPERATION, &mut read)?(response);
        self.ask(peer, manner, request, read).await
    }

    /// As [`Self::call`]; `read` is called at most once.
    pub(crate) async fn ask<R: Request, T>(
        &mut self,
        peer: &Peer,
        manner: Manner,
        request: &R,
        mut read: impl FnMut(R::Response<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.begin_request();
        match self.exchange(peer, manner, request, &mut read).await? {
            Outcome::Done(done) => Ok(done),
            Outcome::Pending(correlation) => {
                self.taken_on = true;
                self.poll::<R, T>(peer, manner, correlation, &mut read)
                    .await
            }
        }
    }

    async fn exchange<R: Request, T>(
        &mut self,
        peer: &Peer,
        manner: Manner,
        request: &R,
        read: &mut impl FnMut(R::Response<'_>) -> Result<T, Error>,
    ) -> Result<Outcome<T>, Error> {
        let operation = R::OPERATION;
        let unreadable = |source| Error::BadResponse { operation, source };
        self.transact(
            peer,
            manner,
            operation,
            |buffer, header| Outgoing::new(buffer, header, request),
            |incoming: &Incoming<'_, R>| match incoming.answer().map_err(unreadable)? {
                Answer::Success(response) => read(response).map(Outcome::Done),
                Answer::Failure(failure) => {
                    let named = failure.operation.filter(|named| R::is_answered_by(*named));
                    Err(refused(named.unwrap_or(operation), failure, peer, manner))
                }
                Answer::Pending { correlation } => {
                    let kept = correlation.len().min(CORRELATION_BYTES_MAX);
                    Ok(Outcome::Pending(correlation[..kept].to_vec()))
                }
            },
        )
        .await
    }

    /// Asks for the result of an operation until the server has it; gives it up when there is no time left.
    async fn poll<R: Request, T>(
        &mut self,
        peer: &Peer,
        manner: Manner,
        mut correlation: Vec<u8>,
        read: &mut impl FnMut(R::Response<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let end = peer
            .give_up
            .unwrap_or_else(|| later(Instant::now(), peer.deadlines.whole));
        let left = end.saturating_duration_since(Instant::now());
        let last_question = end - (left / 4).min(Duration::from_millis(CANCEL_MS_MAX));
        for questions in 1.. {
            let pause = POLL_PAUSES.pause(questions);
            if Instant::now() + pause >= last_question {
                break;
            }
            sleep(pause).await;
            let poll = Poll::<R>::new(&correlation);
            // What came without a question is not the answer to the next one.
            let answer = if self.link.is_quiet() {
                self.exchange(peer, manner, &poll, read).await
            } else {
                self.intact = false;
                let stage = manner.stage;
                Err(Error::Closed { stage })
            };
            match answer {
                Ok(Outcome::Done(done)) => return Ok(done),
                Ok(Outcome::Pending(same)) if same.is_empty() => {}
                Ok(Outcome::Pending(other)) => correlation = other,
                // That the question failed says nothing of the operation: the server may have done it, or do it yet.
                Err(error) if R::OPERATION.changes_state() && !is_of(R::OPERATION, &error) => {
                    tracing::warn!(
                        address = %peer.address,
                        operation = %R::OPERATION,
                        error = &error as &dyn std::error::Error,
                        "the KMIP server took an operation on, and didn't tell its result"
                    );
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        Err(Error::GivenUp {
            operation: R::OPERATION,
            cancellation: self.cancel(peer, manner, &correlation).await,
        })
    }

    /// Gives up what the server has taken on, and says what came of it, if the server told.
    async fn cancel(
        &mut self,
        peer: &Peer,
        manner: Manner,
        correlation: &[u8],
    ) -> Option<CancellationResult> {
        if !self.intact {
            return None;
        }
        let cancel = Cancel { correlation };
        let mut came_of_it = |result: CancellationResult| Ok(result);
        match self.exchange(peer, manner, &cancel, &mut came_of_it).await {
            Ok(Outcome::Done(result)) => Some(result),
            Ok(Outcome::Pending(_)) | Err(_) => None,
        }
    }

    /// Sends several operations in one message, and hands each answer that came to `read`, with the number of its item.
    /// `Some`: the server takes no batches, and did nothing. What `read` fails with is the inner error.
    pub(crate) async fn ask_batch(
        &mut self,
        peer: &Peer,
        manner: Manner,
        items: &[Item<'_>],
        options: BatchOptions,
        mut read: impl FnMut(usize, BatchAnswer<'_>) -> Result<(), Error>,
    ) -> Result<Result<Option<Error>, Error>, Error> {
        let operations = || items.iter().map(|item| item.operation());
        let changing = operations().find(|operation| operation.changes_state());
        let operation = changing
            .or_else(|| operations().next())
            .unwrap_or(Operation::QUERY);
        self.begin_request();
        let unreadable = |source| Error::BadResponse { operation, source };
        self.transact(peer, manner, operation, |buffer, header| {
            let items: Vec<&dyn BatchItem> = items.iter().map(|item| *item as &dyn BatchItem).collect();
            Outgoing::batch(buffer, header, &items, options)
        }, |incoming: &Incoming<'_, Batch>| {
            let answers = incoming.items().map_err(unreadable)?;
            if let Some(failure) = answers.refusal() {
                let error = refused(operation, *failure, peer, manner);
                return match Refusal::of(&error, changing.is_some()) {
                    Refusal::NoBatches => {
                        tracing::debug!(address = %peer.address, %error, "the server takes no batches");
                        Ok(Ok(Some(error)))
                    }
                    Refusal::Unclear => Ok(Err(Error::BatchFailed {
                        operation,
                        failure: ServerFailure::told(*failure, peer.login.as_deref()),
                    })),
                    Refusal::NothingDone => Err(error),
                };
            }
            for (number, answer) in answers.iter().enumerate() {
                let answer = answer.map_err(unreadable)?;
                if answer.is_there()
                    && let Err(error) = read(number, answer)
                {
                    return Ok(Err(error));
                }
            }
            Ok(Ok(None))
        })
        .await
    }

    /// A new request begins: nothing of it has been sent. The questions after its result belong to it.
    const fn begin_request(&mut self) {
        self.link.begin_message();
        self.taken_on = false;
    }

    /// One message there and one back, within the deadline of a call.
    async fn transact<R, T>(
        &mut self,
        peer: &Peer,
        manner: Manner,
        operation: Operation,
        write: impl for<'b> FnOnce(
            &'b mut [u8],
            &RequestHeader<'_>,
        ) -> Result<Outgoing<'b, R>, kmip::Error>,
        read: impl FnOnce(&Incoming<'_, R>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        // Should the caller lose patience and drop this call, half a message may be on its way.
        self.intact = false;
        let Self {
            link,
            asked_for,
            message,
            answered,
            served,
            intact,
            ..
        } = self;
        let mut longer;
        let buffer = if manner.bytes_max > MESSAGE_BYTES {
            let bytes = manner.bytes_max.min(MESSAGE_BYTES_MAX);
            longer = Zeroizing::new(vec![0; bytes].into_boxed_slice());
            &mut longer[..]
        } else {
            &mut message[..]
        };
        let login = peer.login.as_ref().map(|login| login.as_kmip());
        let header = RequestHeader::new(manner.version, login);
        let outgoing = write(buffer, &header).map_err(|source| {
            *intact = true;
            Error::BadRequest { operation, source }
        })?;
        let mut way = Way {
            link,
            peer,
            manner,
            operation,
            asked_for,
            first: !*answered,
            served: *served,
        };
        let incoming = peer
            .within(manner.stage, peer.deadlines.call, way.travel(outgoing))
            .await
            .flatten()?;
        (*answered, *served) = (true, true);
        let result = read(&incoming);
        *intact = match &result {
            Ok(_) => true,
            Err(error) => error.leaves_connection_intact(),
        };
        result
    }

    /// Whether the next request may go out here: no call was left unfinished, and the server hasn't closed.
    pub(crate) fn is_reusable(&mut self) -> bool {
        self.intact && self.link.is_quiet()
    }

    /// Whether the last call was finished.
    pub(crate) const fn is_intact(&self) -> bool {
        self.intact
    }

    /// Whether the server took the last request on, to answer it later: then no error is a reason to send it again.
    pub(crate) const fn has_taken_on(&self) -> bool {
        self.taken_on
    }

    /// Whether any byte of the last request was handed to the system.
    pub(crate) const fn has_sent(&self) -> bool {
        self.link.has_sent()
    }

    /// The server is known to accept us: should it close in place of its first answer, that means no refusal.
    pub(crate) const fn is_of_known_server(&mut self) {
        self.answered = true;
    }

    pub(crate) const fn link(&self) -> &Link {
        &self.link
    }

    pub(crate) fn asked_for(&self) -> &AskedFor {
        &self.asked_for
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.intact {
            self.link.close();
        }
    }
}

/// What a message goes there and back on.
struct Way<'c> {
    link: &'c mut Link,
    peer: &'c Peer,
    manner: Manner,
    operation: Operation,
    asked_for: &'c AskedFor,
    /// Whether this connection has had no answer yet.
    first: bool,
    /// Whether anything was answered on it.
    served: bool,
}

impl Way<'_> {
    async fn travel<'b, R>(&mut self, outgoing: Outgoing<'b, R>) -> Result<Incoming<'b, R>, Error> {
        let (peer, operation) = (self.peer, self.operation);
        let since = tracing::enabled!(tracing::Level::TRACE).then(Instant::now);
        let request_bytes = outgoing.message().len();
        if let Some(tap) = &peer.tap {
            tap.request(&peer.address, outgoing.message());
        }
        let sent = self.link.send(outgoing.message()).await;
        sent.map_err(|error| self.broken(self.first, error))?;
        let mut incoming = outgoing.sent();
        while let Progress::MissingBytes(_) = incoming
            .progress()
            .map_err(|error| self.unreadable(error))?
        {
            let received = self.link.receive(incoming.space()).await;
            // A connection that breaks within a response is never the sign of a refused login.
            let is_first = self.first && incoming.is_empty();
            let received = received.map_err(|error| self.broken(is_first, error))?;
            if incoming.is_empty() && incoming.space().starts_with(b"HTTP/") {
                return Err(Error::HttpInTls { operation });
            }
            incoming.received(received);
        }
        if (peer.tap.is_some() || since.is_some())
            && let Ok(message) = incoming.message()
        {
            if let Some(tap) = &peer.tap {
                tap.response(&peer.address, message);
            }
            if let Some(since) = since {
                tracing::trace!(
                    address = %peer.address,
                    %operation,
                    request_bytes,
                    response_bytes = message.len(),
                    took_us = since.elapsed().as_micros(),
                    "a request was answered"
                );
            }
        }
        Ok(incoming)
    }

    fn broken(&self, is_first: bool, error: LinkError) -> Error {
        // An alert in place of a later answer is no refusal of the connection: the request may have been carried out.
        if let LinkError::Tls(source @ rustls::Error::AlertReceived(_)) = &error
            && self.served
        {
            let source = source.clone();
            return Error::Tls { source };
        }
        let had_certificate = !self.asked_for.missed_certificate();
        let host = &self.peer.address.host;
        let was_answered = self.link.has_received();
        let stage = self.manner.stage;
        match Error::from_link(stage, host, had_certificate, was_answered, error) {
            Error::Closed { .. } if is_first => Error::ClosedAfterFirstRequest,
            error => error,
        }
    }

    fn unreadable(&self, source: kmip::Error) -> Error {
        let operation = self.operation;
        match source {
            kmip::Error::BufferTooSmall { .. } | kmip::Error::Ttlv(ttlv::Error::TooLong) => {
                Error::ResponseTooLarge {
                    operation,
                    bytes_max: self.manner.bytes_max,
                }
            }
            source => Error::BadResponse { operation, source },
        }
    }
}

/// What a refusal means.
fn refused(operation: Operation, failure: kmip::Failure<'_>, peer: &Peer, manner: Manner) -> Error {
    if failure.reason == Some(kmip::ResultReason::RESPONSE_TOO_LARGE) {
        return Error::ResponseTooLarge {
            operation,
            bytes_max: manner.bytes_max,
        };
    }
    let login = peer.login.as_deref();
    Error::refused(operation, ServerFailure::told(failure, login))
}

/// Whether an error is the server's refusal of this operation itself.
fn is_of(operation: Operation, error: &Error) -> bool {
    matches!(
        error,
        Error::Refused { operation: named, .. } | Error::PermissionDenied { operation: named, .. }
            if *named == operation
    )
}

/// What reads an answer, which is there for one.
pub(crate) fn once<F>(operation: Operation, read: &mut Option<F>) -> Result<F, Error> {
    read.take().ok_or(Error::BadResponse {
        operation,
        source: kmip::Error::Unanswered,
    })
}

impl crate::config::Login {
    fn as_kmip(&self) -> kmip::Login<'_> {
        kmip::Login {
            user_name: &self.user_name,
            password: self.password.as_ref().map(|password| password.as_str()),
        }
    }
}
