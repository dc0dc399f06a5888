//! One connection to a KMIP server: resolve, connect, TLS, and calls, each with its deadline.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use fieldgate_core::kmip::{
    self, Answer, Failure, Outgoing, Progress, ProtocolVersion, Request, RequestHeader,
    ResultStatus,
};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Instant, timeout};
use zeroize::Zeroizing;

use crate::config::ServerConfig;
use crate::error::{Error, ServerFailure, Stage};
use crate::link::Link;
use crate::tls::AskedFor;

/// The longest request and response.
const MESSAGE_BYTES_MAX: usize = 32 * 1024;

/// How many of a host's addresses are tried.
const ADDRESSES_MAX: usize = 8;

/// A connection over which TLS is done.
pub(crate) struct Connection {
    link: Link,
    asked_for: Arc<AskedFor>,
    message: Zeroizing<Box<[u8]>>,
    answered: bool,
    intact: bool,
}

/// The server's addresses.
pub(crate) async fn resolve(config: &ServerConfig) -> Result<Vec<SocketAddr>, Error> {
    let host = config.host.as_str();
    let lookup = lookup_host((host, config.port));
    let found = within(Stage::Resolve, config.deadlines.resolve, lookup).await?;
    let failed = |source| Error::Resolve {
        host: host.to_owned(),
        source,
    };
    let addresses: Vec<_> = found
        .map_err(|error| failed(Some(error)))?
        .take(ADDRESSES_MAX)
        .collect();
    if addresses.is_empty() {
        Err(failed(None))
    } else {
        Ok(addresses)
    }
}

/// A socket to the first of the addresses that accepts, within one deadline for all: one that doesn't answer leaves time
/// for those that follow.
pub(crate) async fn connect(
    config: &ServerConfig,
    addresses: &[SocketAddr],
) -> Result<TcpStream, Error> {
    let (host, port) = (&config.host, config.port);
    let mut last = Error::Resolve {
        host: host.clone(),
        source: None,
    };
    let deadline = Instant::now() + config.deadlines.connect;
    for (addresses_left, address) in (1..=addresses.len()).rev().zip(addresses) {
        let left = deadline.saturating_duration_since(Instant::now());
        let share = left / u32::try_from(addresses_left).unwrap_or(u32::MAX);
        let socket = TcpStream::connect(address);
        last = match timeout(share, socket).await {
            Ok(Ok(socket)) => return Ok(socket),
            Ok(Err(source)) if source.kind() == io::ErrorKind::ConnectionRefused => {
                Error::ConnectRefused {
                    host: host.clone(),
                    port,
                }
            }
            Ok(Err(source)) => Error::Connect {
                host: host.clone(),
                port,
                source,
            },
            Err(_) => Error::Timeout {
                stage: Stage::Connect,
                after: config.deadlines.connect,
            },
        };
    }
    Err(last)
}

impl Connection {
    /// TLS over the socket.
    pub(crate) async fn secure(config: &ServerConfig, socket: TcpStream) -> Result<Self, Error> {
        let (tls, asked_for) = config
            .tls
            .for_connection()
            .map_err(|source| Error::Tls { source })?;
        let failed = |error| {
            Error::from_link(
                Stage::Tls,
                &config.host,
                !asked_for.missed_certificate(),
                error,
            )
        };
        let mut link = Link::new(socket, tls, config.server_name.clone()).map_err(failed)?;
        within(Stage::Tls, config.deadlines.handshake, link.handshake())
            .await?
            .map_err(failed)?;
        Ok(Self {
            link,
            asked_for,
            message: Zeroizing::new(vec![0; MESSAGE_BYTES_MAX].into_boxed_slice()),
            answered: false,
            intact: true,
        })
    }

    /// Sends a request, waits for its response, and hands what the server answered to `read`, which copies what it
    /// wants. All bytes of the message are wiped when this returns.
    pub(crate) async fn call<R: Request, T>(
        &mut self,
        config: &ServerConfig,
        stage: Stage,
        version: ProtocolVersion,
        request: &R,
        read: impl FnOnce(R::Response<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        // Should the caller lose patience and drop this call, half a message may be on its way.
        self.intact = false;
        let exchange = self.exchange(config, stage, version, request, read);
        let result = within(stage, config.deadlines.call, exchange)
            .await
            .flatten();
        self.intact = match &result {
            Ok(_) => true,
            Err(error) => error.leaves_connection_intact(),
        };
        result
    }

    async fn exchange<R: Request, T>(
        &mut self,
        config: &ServerConfig,
        stage: Stage,
        version: ProtocolVersion,
        request: &R,
        read: impl FnOnce(R::Response<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Self {
            link,
            asked_for,
            message,
            answered,
            ..
        } = self;
        let operation = R::OPERATION;
        let first = !*answered;
        let broken = |error| match Error::from_link(
            stage,
            &config.host,
            !asked_for.missed_certificate(),
            error,
        ) {
            Error::Closed { .. } if first => Error::ClosedAfterFirstRequest,
            error => error,
        };
        let unreadable = |source| Error::BadResponse { operation, source };

        let login = config.login.as_ref().map(crate::config::Login::as_kmip);
        let header = RequestHeader::new(version, login);
        let outgoing = Outgoing::new(message, &header, request)
            .map_err(|source| Error::BadRequest { operation, source })?;
        link.send(outgoing.message()).await.map_err(broken)?;
        let mut incoming = outgoing.sent();
        while let Progress::MissingBytes(_) = incoming.progress().map_err(unreadable)? {
            let received = link.receive(incoming.space()).await.map_err(|error| {
                if incoming.is_empty() {
                    broken(error)
                } else {
                    broken_within(stage, config, asked_for, error)
                }
            })?;
            if incoming.is_empty() && incoming.space().starts_with(b"HTTP/") {
                return Err(Error::HttpInTls { operation });
            }
            incoming.received(received);
        }
        *answered = true;
        match incoming.answer().map_err(unreadable)? {
            Answer::Success(response) => read(response),
            Answer::Failure(failure) => {
                Err(Error::refused(operation, ServerFailure::from(failure)))
            }
            Answer::Pending { .. } => {
                let pending = Failure::of_status(ResultStatus::OPERATION_PENDING);
                Err(Error::refused(operation, ServerFailure::from(pending)))
            }
        }
    }

    /// Whether the next request may go out here: no call was left unfinished, and the server hasn't closed.
    pub(crate) fn is_reusable(&mut self) -> bool {
        self.intact && self.link.is_quiet()
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

/// The connection broke within a response: never the sign of a refused login.
fn broken_within(
    stage: Stage,
    config: &ServerConfig,
    asked_for: &AskedFor,
    error: crate::link::LinkError,
) -> Error {
    Error::from_link(stage, &config.host, !asked_for.missed_certificate(), error)
}

async fn within<T>(
    stage: Stage,
    after: Duration,
    step: impl Future<Output = T>,
) -> Result<T, Error> {
    timeout(after, step)
        .await
        .map_err(|_| Error::Timeout { stage, after })
}

impl crate::config::Login {
    fn as_kmip(&self) -> kmip::Login<'_> {
        kmip::Login {
            user_name: &self.user_name,
            password: self.password.as_ref().map(|password| password.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::time::{Duration, Instant};

    use tokio::net::{TcpListener, TcpSocket, TcpStream};
    use tokio::time::timeout;

    use super::connect;
    use crate::config::{ClientAuth, Deadlines, Login, ServerConfig};
    use crate::error::{Error, Stage};

    const DEADLINE: Duration = Duration::from_millis(600);

    fn config() -> ServerConfig {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ca.pem");
        let certificate = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        std::fs::write(&file, certificate.cert.pem()).unwrap();
        let auth = ClientAuth::Login(Login::new("alice".to_owned(), None));
        let deadlines = Deadlines {
            connect: DEADLINE,
            ..Deadlines::default()
        };
        ServerConfig::new("localhost", &file, auth)
            .unwrap()
            .with_deadlines(deadlines)
    }

    /// An address where connecting gets no answer: a listener that accepts nothing, and whose queue is full.
    async fn silent() -> (SocketAddr, TcpListener, Vec<TcpStream>) {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(1).unwrap();
        let address = listener.local_addr().unwrap();
        let mut queued = Vec::new();
        while let Ok(socket) =
            timeout(Duration::from_millis(100), TcpStream::connect(address)).await
        {
            queued.push(socket.unwrap());
        }
        (address, listener, queued)
    }

    #[tokio::test]
    async fn an_address_that_is_silent_leaves_time_for_the_next() {
        let (silent, _listener, _queued) = silent().await;
        let good = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let good = good.local_addr().unwrap();
        let config = config();
        let since = Instant::now();
        let socket = connect(&config, &[silent, silent, good]).await.unwrap();
        assert_eq!(socket.peer_addr().unwrap(), good);
        assert!(since.elapsed() < DEADLINE, "{:?}", since.elapsed());

        let since = Instant::now();
        let error = connect(&config, &[silent; 4]).await.unwrap_err();
        assert!(
            matches!(
                error,
                Error::Timeout {
                    stage: Stage::Connect,
                    after: DEADLINE,
                }
            ),
            "{error:?}"
        );
        assert!(since.elapsed() < DEADLINE * 2, "{:?}", since.elapsed());
    }
}
