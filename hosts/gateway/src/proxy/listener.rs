//! Client connections: accepted, handshaken, served, drained.

use std::{convert::Infallible, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{
    Gateway, exchange,
    limits::{HEADER_BYTES_MAX, HEADERS_MAX, Limits, READ_BYTES_MAX},
    patient::Patient,
};
use crate::fields::Fields;

/// After an accept that failed, most likely for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

impl<F: Fields> Gateway<F> {
    /// Serves TLS clients until `shutdown` ends, then lets the requests under way finish.
    ///
    /// Returns how many connections were still open at the end of the drain deadline, and were cut.
    pub async fn serve(
        &self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send,
    ) -> usize {
        let limits = self.current().settings.limits.clone();
        let permits = Arc::new(Semaphore::new(limits.connections_max));
        let (stop, stopping) = watch::channel(());
        let mut connections = JoinSet::new();
        let mut shutdown = pin!(shutdown);
        loop {
            let accepted = tokio::select! {
                () = &mut shutdown => break,
                Some(_) = connections.join_next() => continue,
                accepted = accept(&listener, &permits) => accepted,
            };
            match accepted {
                Ok((socket, peer, permit)) => {
                    let (gateway, limits, stopping) =
                        (self.clone(), limits.clone(), stopping.clone());
                    connections.spawn(async move {
                        gateway.connection(socket, peer, &limits, stopping).await;
                        drop(permit);
                    });
                }
                Err(error) => {
                    tracing::warn!("a connection was not accepted: {error}");
                    sleep(ACCEPT_PAUSE).await;
                }
            }
        }
        drop(listener);
        drop(stop);
        let drained = async { while connections.join_next().await.is_some() {} };
        // What is left at the deadline is cut with the set.
        let _ = timeout(limits.drain, drained).await;
        connections.len()
    }

    async fn connection(
        &self,
        socket: TcpStream,
        peer: SocketAddr,
        limits: &Limits,
        stopping: watch::Receiver<()>,
    ) {
        // Small answers go out at once; where the socket won't have it, they go out later.
        let _ = socket.set_nodelay(true);
        let tls = self.current().tls.clone();
        match timeout(
            limits.handshake,
            tls.accept(Patient::new(socket, limits.client_stall)),
        )
        .await
        {
            Ok(Ok(socket)) => self.serve_connection(socket, peer, limits, stopping).await,
            Ok(Err(error)) => tracing::debug!(%peer, "TLS handshake failed: {error}"),
            Err(_) => tracing::debug!(%peer, "TLS handshake takes too long"),
        }
    }

    async fn serve_connection<S>(
        &self,
        socket: S,
        peer: SocketAddr,
        limits: &Limits,
        mut stopping: watch::Receiver<()>,
    ) where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let gateway = self.clone();
        let service = service_fn(move |request| {
            let gateway = gateway.clone();
            async move { Ok::<_, Infallible>(exchange::answer(gateway, peer.ip(), request).await) }
        });
        let mut connection = pin!(
            http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(limits.header_read)
                .max_header_size(HEADER_BYTES_MAX)
                .max_headers(HEADERS_MAX)
                .max_buf_size(READ_BYTES_MAX)
                .half_close(false)
                .serve_connection(TokioIo::new(socket), service)
        );
        let ended = tokio::select! {
            ended = &mut connection => ended,
            _ = stopping.changed() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%peer, "connection ended: {error}");
        }
    }
}

async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let permit = Arc::clone(permits)
        .acquire_owned()
        .await
        .map_err(io::Error::other)?;
    let (socket, peer) = listener.accept().await?;
    Ok((socket, peer, permit))
}
