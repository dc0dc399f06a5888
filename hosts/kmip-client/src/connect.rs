//! The way to a server's socket: its name looked up, its IP addresses tried.

use std::io;
use std::net::SocketAddr;

use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Instant, timeout};

use crate::address::Peer;
use crate::backoff::later;
use crate::error::{Error, Stage};

/// How many of a host's addresses are tried.
const ADDRESSES_MAX: usize = 8;

/// The IP addresses of the server's host.
pub(crate) async fn resolve(config: &Peer) -> Result<Vec<SocketAddr>, Error> {
    let host = config.address.host.as_str();
    let lookup = lookup_host((host, config.address.port));
    let found = config
        .within(Stage::Resolve, config.deadlines.resolve, lookup)
        .await?;
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
pub(crate) async fn connect(config: &Peer, addresses: &[SocketAddr]) -> Result<TcpStream, Error> {
    let (host, port) = (&config.address.host, config.address.port);
    let mut last = Error::Resolve {
        host: host.clone(),
        source: None,
    };
    let deadline = later(Instant::now(), config.deadlines.connect);
    let deadline = config.give_up.map_or(deadline, |end| end.min(deadline));
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
        let config = config().peer(0);
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
