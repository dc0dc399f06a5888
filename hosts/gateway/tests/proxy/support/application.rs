//! The application: remembers each request, whole or cut off, and answers as it is told.

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use http_body_util::{BodyExt, Full};
use hyper::{
    HeaderMap, Request, Response,
    body::{Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A request, as the application saw it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// Whether the body came to its end.
    pub(crate) is_whole: bool,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap()
    }
}

/// An application that is being served.
#[derive(Clone)]
pub(crate) struct Application {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Application {
    /// Answers each request with what `answer` makes of it.
    pub(crate) async fn start<A>(answer: A) -> Self
    where
        A: Fn(&Seen) -> Response<Full<Bytes>> + Clone + Send + Sync + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let application = Self {
            address: listener.local_addr().unwrap(),
            seen: Arc::default(),
        };
        let serving = application.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (application, answer) = (serving.clone(), answer.clone());
                let service = service_fn(move |request: Request<Incoming>| {
                    let (application, answer) = (application.clone(), answer.clone());
                    async move {
                        let seen = application.remember(request).await;
                        Ok::<_, Infallible>(answer(&seen))
                    }
                });
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(socket), service));
            }
        });
        application
    }

    /// Answers each request with its own body, as JSON.
    pub(crate) async fn echo() -> Self {
        Self::start(|seen| json(&seen.body)).await
    }

    async fn remember(&self, request: Request<Incoming>) -> Seen {
        let (parts, mut body) = request.into_parts();
        let (mut bytes, mut is_whole) = (Vec::new(), true);
        while let Some(frame) = body.frame().await {
            match frame {
                Ok(frame) => bytes.extend_from_slice(&frame.into_data().unwrap_or_default()),
                Err(_) => {
                    is_whole = false;
                    break;
                }
            }
        }
        let seen = Seen {
            method: parts.method.to_string(),
            target: parts.uri.to_string(),
            headers: parts.headers,
            body: bytes,
            is_whole,
        };
        self.seen.lock().unwrap().push(seen.clone());
        seen
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn last(&self) -> Seen {
        self.seen().pop().expect("the application was asked")
    }
}

pub(crate) fn json(body: &[u8]) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::copy_from_slice(body)));
    response
        .headers_mut()
        .insert("content-type", "application/json".parse().unwrap());
    response
}

/// Reads a request's head from each connection, and leaves the rest to `script`.
pub(crate) async fn scripted<S, R>(script: S) -> SocketAddr
where
    S: Fn(TcpStream) -> R + Send + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            read_head(&mut socket).await;
            tokio::spawn(script(socket));
        }
    });
    address
}

pub(crate) async fn read_head(socket: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match socket.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8(head).unwrap()
}

pub(crate) async fn write(socket: &mut TcpStream, text: &str) {
    socket.write_all(text.as_bytes()).await.unwrap();
}
