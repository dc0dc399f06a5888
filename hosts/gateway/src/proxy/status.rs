//! `/livez`, `/readyz` and `/metrics`, over plain HTTP on an address of their own.

use std::{convert::Infallible, pin::pin, sync::Arc, time::Duration};

use hyper::{
    Method, Request, Response, StatusCode,
    body::Incoming,
    header::{CONTENT_TYPE, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::TcpListener,
    sync::Semaphore,
    time::{sleep, timeout},
};

use super::{Gateway, patient::Patient, stream::ReplyBody};
use crate::fields::Fields;

/// Most connections to the status address at once.
const STATUS_CONNECTIONS_MAX: usize = 16;
/// Longest life of such a connection.
const STATUS_CONNECTION_TIME_MAX: Duration = Duration::from_secs(60);
const STALL: Duration = Duration::from_secs(10);

impl<F: Fields> Gateway<F> {
    /// Serves the status pages until `shutdown` ends.
    pub async fn serve_status(
        &self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send,
    ) {
        let permits = Arc::new(Semaphore::new(STATUS_CONNECTIONS_MAX));
        let mut shutdown = pin!(shutdown);
        loop {
            let accepted = tokio::select! {
                () = &mut shutdown => return,
                accepted = async {
                    let permit = Arc::clone(&permits).acquire_owned().await.ok()?;
                    listener.accept().await.ok().map(|(socket, _)| (socket, permit))
                } => accepted,
            };
            let Some((socket, permit)) = accepted else {
                sleep(Duration::from_millis(100)).await;
                continue;
            };
            let gateway = self.clone();
            tokio::spawn(async move {
                let service = service_fn(|request: Request<Incoming>| {
                    let page = gateway.status_page(request.method(), request.uri().path());
                    async move { Ok::<_, Infallible>(page) }
                });
                let connection = http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(STALL)
                    .serve_connection(TokioIo::new(Patient::new(socket, STALL)), service);
                // A monitor that breaks off asks again.
                let _ = timeout(STATUS_CONNECTION_TIME_MAX, connection).await;
                drop(permit);
            });
        }
    }

    fn status_page(&self, method: &Method, path: &str) -> Response<ReplyBody> {
        let (status, text) = match path {
            _ if method != Method::GET && method != Method::HEAD => {
                (StatusCode::METHOD_NOT_ALLOWED, "GET only\n".to_owned())
            }
            "/livez" => (StatusCode::OK, "alive\n".to_owned()),
            "/readyz" => match self.current().fields.missing_keys() {
                keys if keys.is_empty() => (StatusCode::OK, "ready\n".to_owned()),
                keys => (
                    StatusCode::SERVICE_UNAVAILABLE,
                    format!("missing keys: {}\n", keys.join(", ")),
                ),
            },
            "/metrics" => {
                let mut text = String::new();
                self.metrics().write(&mut text);
                self.current().fields.write_metrics(&mut text);
                (StatusCode::OK, text)
            }
            _ => (
                StatusCode::NOT_FOUND,
                "there are /livez, /readyz and /metrics\n".to_owned(),
            ),
        };
        let mut response = Response::new(ReplyBody::whole(text));
        *response.status_mut() = status;
        let plain = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, plain);
        response
    }
}
