//! A call: a connection of the pool or a new one, a message, and what becomes of it when the connection breaks.
//!
//! What is sent again: a request of which nothing was sent; and one that doesn't change what the server holds, when its
//! connection broke. Never one that may have changed something: whether it did is found out by its caller.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use fieldgate_core::kmip::op::{DiscoverVersions, Query};
use fieldgate_core::kmip::{ProtocolVersion, QueryFunction, Request, ResultReason};
use tokio::sync::SemaphorePermit;
use tokio::time::{Instant, sleep};

use crate::backoff::{Backoff, later};
use crate::cluster::Cluster;
use crate::config::{ServerConfig, VersionChoice};
use crate::connection::{Connection, Manner, connect, once, resolve};
use crate::error::{Error, Stage};
use crate::expiry::Expiry;
use crate::negotiate::negotiate_without;
use crate::pool::{Pool, Session};

/// How often a request is sent again after a connection that broke.
const REPEATS_MAX: u32 = 2;

/// How often a request is sent again in another version, or with credentials that were read again.
const CORRECTIONS_MAX: u32 = 4;

/// The pauses before a request is sent again.
const REPEAT_PAUSES: Backoff = Backoff {
    first: Duration::from_millis(100),
    max: Duration::from_secs(2),
};

/// How long a connection may take to show that it still works.
const PROBE_MAX: Duration = Duration::from_secs(2);

/// What the calls of a client share.
pub(crate) struct Shared {
    pub(crate) config: ServerConfig,
    pub(crate) cluster: Cluster,
    pub(crate) pool: Arc<Pool>,
    pub(crate) expiry: Expiry,
}

impl Shared {
    pub(crate) fn new(config: ServerConfig) -> Self {
        Self {
            cluster: Cluster::new(config.addresses_count()),
            pool: Arc::new(Pool::new(config.pool)),
            expiry: Expiry::default(),
            config,
        }
    }

    /// Until when a call that begins now may take.
    pub(crate) fn until(&self) -> Instant {
        later(Instant::now(), self.config.deadlines.whole)
    }

    /// Sends a request as often as it may be, until it is answered.
    pub(crate) async fn call<R: Request, T>(
        &self,
        request: &R,
        bytes_max: usize,
        read: impl FnOnce(R::Response<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut read = Some(read);
        let mut call = Call::begin(self, !request.changes_state(), self.until()).await?;
        loop {
            let mut session = call.session().await?;
            let manner = manner(session.version, bytes_max);
            let Session {
                connection, peer, ..
            } = &mut *session;
            let read = |response: R::Response<'_>| Ok(once(R::OPERATION, &mut read)?(response));
            let result = connection.ask(peer, manner, request, read).await;
            match call.settle(session, result) {
                ControlFlow::Break(result) => return result,
                ControlFlow::Continue(pause) => sleep(pause).await,
            }
        }
    }
}

/// How an operation is called.
pub(crate) const fn manner(version: ProtocolVersion, bytes_max: usize) -> Manner {
    Manner {
        stage: Stage::Operations,
        version,
        bytes_max,
    }
}

/// A call that is under way.
pub(crate) struct Call<'c> {
    shared: &'c Shared,
    /// Whether the request may be sent again although the server may have carried it out.
    is_repeatable: bool,
    until: Instant,
    repeats: u32,
    corrections: u32,
    _permit: SemaphorePermit<'c>,
}

impl<'c> Call<'c> {
    pub(crate) async fn begin(
        shared: &'c Shared,
        is_repeatable: bool,
        until: Instant,
    ) -> Result<Self, Error> {
        let permit = shared.pool.permit(until).await?;
        Ok(Self {
            shared,
            is_repeatable,
            until,
            repeats: 0,
            corrections: 0,
            _permit: permit,
        })
    }

    /// A connection: one of the pool that works, or a new one.
    pub(crate) async fn session(&self) -> Result<Box<Session>, Error> {
        let identity = self.shared.config.identity_lately();
        while let Some((mut session, probe)) = self.shared.pool.take(identity) {
            session.peer.give_up = Some(self.until);
            if !probe || self.works(&mut session).await && session.connection.is_reusable() {
                return Ok(session);
            }
            // What cut one off has cut off the others: each would be waited for.
            self.shared.pool.close_those_to(session.node);
        }
        let mut tried = 0;
        let mut last = None;
        while let Some(node) = self.shared.cluster.choose(&mut tried) {
            match self.open(node).await {
                Ok(session) => {
                    self.shared.cluster.succeeded(node);
                    return Ok(session);
                }
                // The server works. It wouldn't take us at another address either, and may count attempts.
                Err(
                    error @ (Error::AuthenticationRefused { .. } | Error::PermissionDenied { .. }),
                ) => {
                    self.shared.cluster.succeeded(node);
                    return Err(error);
                }
                Err(error) => {
                    self.shared.cluster.failed(node);
                    if self.shared.config.addresses_count() > 1 {
                        tracing::warn!(
                            address = self
                                .shared
                                .config
                                .addresses()
                                .nth(node)
                                .map(tracing::field::display),
                            error = &error as &dyn std::error::Error,
                            "an address of the KMIP server failed: it is left alone for a while"
                        );
                    }
                    last = Some(error);
                }
            }
            if Instant::now() >= self.until {
                break;
            }
        }
        Err(last.unwrap_or(Error::Timeout {
            stage: Stage::Connect,
            after: self.shared.config.deadlines.whole,
        }))
    }

    async fn open(&self, node: usize) -> Result<Box<Session>, Error> {
        let shared = self.shared;
        let mut peer = shared.config.peer(node);
        peer.give_up = Some(self.until);
        let addresses = resolve(&peer).await?;
        let socket = connect(&peer, &addresses).await?;
        let mut connection = Connection::secure(&peer, socket).await?;
        let (chain, own) = (
            connection.link().server_certificates(),
            peer.tls.client_certificate(),
        );
        shared
            .expiry
            .saw(&peer.address, chain, own, SystemTime::now());
        let (remembered, refused) = shared.cluster.versions(node);
        let version = match remembered {
            Some(version) => {
                connection.is_of_known_server();
                version
            }
            None => negotiate_without(&peer, &mut connection, &refused).await?,
        };
        tracing::debug!(address = %peer.address, %version, "connected to the KMIP server");
        Ok(Session::new(
            connection,
            peer,
            node,
            version,
            remembered.is_some(),
        ))
    }

    /// Whether a connection that wasn't used for a while still works: a cheap question is answered.
    async fn works(&self, session: &mut Session) -> bool {
        let Session {
            connection,
            peer,
            version,
            ..
        } = session;
        let end = (Instant::now() + PROBE_MAX).min(self.until);
        peer.give_up = Some(end);
        let result = if *version == ProtocolVersion::V1_0 {
            let query = Query {
                functions: &[QueryFunction::OPERATIONS],
            };
            connection
                .call(peer, Stage::Version, *version, &query, |_| Ok(()))
                .await
        } else {
            connection
                .call(
                    peer,
                    Stage::Version,
                    *version,
                    &DiscoverVersions,
                    |_| Ok(()),
                )
                .await
        };
        peer.give_up = Some(self.until);
        match result {
            Ok(()) => true,
            // Refused, but answered.
            Err(_) => connection.is_intact(),
        }
    }

    /// What a call came to; or how long to wait before it is made again. The inner error is of who read the answer: it
    /// says nothing of the message, which the server took.
    pub(crate) fn settle<T>(
        &mut self,
        mut session: Box<Session>,
        result: Result<Result<T, Error>, Error>,
    ) -> ControlFlow<Result<T, Error>, Duration> {
        let shared = self.shared;
        let error = match result {
            Ok(Err(error)) => {
                session.version_is_remembered = false;
                if error.leaves_connection_intact() {
                    shared.pool.give_back(session);
                }
                return ControlFlow::Break(Err(error));
            }
            Ok(done) => {
                session.version_is_remembered = false;
                if matches!(shared.config.versions, VersionChoice::UpTo(_)) {
                    shared.cluster.agreed_on(session.node, session.version);
                }
                shared.pool.give_back(session);
                return ControlFlow::Break(done);
            }
            Err(error) => error,
        };
        let is_final = session.connection.has_taken_on() && !self.is_repeatable;
        if session.connection.is_intact() {
            if !is_final
                && self.corrections < CORRECTIONS_MAX
                && self.is_corrected(&session, &error)
            {
                self.corrections += 1;
                return ControlFlow::Continue(Duration::ZERO);
            }
            session.version_is_remembered = false;
            // A connection that the server knows nobody on is of no use to the next call.
            if !matches!(error, Error::AuthenticationRefused { .. }) {
                shared.pool.give_back(session);
            }
            return ControlFlow::Break(Err(error));
        }
        let was_sent = is_final || session.connection.has_sent();
        self.after_break(&session, was_sent, error)
    }

    /// Whether the server refused what was right once and can be put right: the version, credentials whose files have
    /// changed, or a connection that it took us on before. Nothing was done then.
    fn is_corrected(&self, session: &Session, error: &Error) -> bool {
        let shared = self.shared;
        let negotiates = matches!(shared.config.versions, VersionChoice::UpTo(_));
        match error {
            Error::Refused { failure, .. } if negotiates => match failure.reason {
                Some(ResultReason::UNSUPPORTED_PROTOCOL_VERSION) => {
                    // Where it was spoken before, another server may be behind the address by now.
                    let was_good = session.version_is_remembered || session.is_reused;
                    let refused = (!was_good).then_some(session.version);
                    shared.cluster.forget_version(session.node, refused);
                    shared.pool.close_those_to(session.node);
                    true
                }
                // What servers say of a version that they don't know, before KMIP 2.0 had a word for it.
                Some(ResultReason::INVALID_MESSAGE) if session.version_is_remembered => {
                    shared.cluster.forget_version(session.node, None);
                    true
                }
                _ => false,
            },
            // A connection that was good has lost its token: servers revoke it after a day, say. A new one gets another.
            Error::AuthenticationRefused { .. } => {
                let corrects =
                    session.is_reused || shared.config.identity() != session.peer.identity;
                if corrects {
                    // Those beside it would be refused in turn, and servers count.
                    shared.pool.close_all();
                }
                corrects
            }
            _ => false,
        }
    }

    /// The connection broke: whether the call is made again, and when.
    fn after_break<T>(
        &mut self,
        session: &Session,
        was_sent: bool,
        error: Error,
    ) -> ControlFlow<Result<T, Error>, Duration> {
        let shared = self.shared;
        let is_timeout = matches!(error, Error::Timeout { .. });
        let broke = is_timeout || matches!(error, Error::Closed { .. } | Error::Io { .. });
        // That a server closes what wasn't used for a while is no failure of the address.
        let is_failure = broke && (is_timeout || !session.is_reused);
        if is_failure {
            shared.cluster.failed(session.node);
        }
        if broke {
            shared.pool.close_those_to(session.node);
        }
        // An address that doesn't answer isn't asked a second time; another one may be.
        let elsewhere = shared.config.addresses_count() > 1;
        let may = (!was_sent || self.is_repeatable) && broke && (!is_timeout || elsewhere);
        let pause = if is_failure && !elsewhere {
            REPEAT_PAUSES.pause(self.repeats + 1)
        } else {
            Duration::ZERO
        };
        if may && self.repeats < REPEATS_MAX && Instant::now() + pause < self.until {
            self.repeats += 1;
            tracing::debug!(
                address = %session.peer.address,
                error = &error as &dyn std::error::Error,
                "the connection broke: the request is sent again"
            );
            return ControlFlow::Continue(pause);
        }
        ControlFlow::Break(Err(if was_sent || !broke {
            error
        } else {
            Error::NotSent {
                source: Box::new(error),
            }
        }))
    }
}
