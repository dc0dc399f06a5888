//! Applications that are down, slow, broken, encoded, or close connections.

use std::{sync::Arc, time::Duration};

use crate::support::{
    Identity, Running,
    application::{json, read_head, scripted, write},
    limits, settings,
    shown_fields::sealed,
};
use fieldgate_gateway::{
    fields::ScalarKind,
    proxy::{Settings, UnknownWrites, Upstream, UpstreamError},
};
use http_body_util::Full;
use hyper::{Response, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{io::AsyncReadExt, net::TcpListener, time::sleep};
use tokio_rustls::TlsAcceptor;

#[tokio::test]
async fn says_when_the_application_is_down_or_slow() {
    let closed = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let gateway = Running::start(closed).await;
    assert_eq!(
        gateway.client().await.get("/").await.code(),
        "502 upstream_down"
    );

    let slow = scripted(|socket| async move {
        sleep(Duration::from_secs(5)).await;
        drop(socket);
    })
    .await;
    let gateway = Running::start(slow).await;
    assert_eq!(
        gateway.client().await.get("/").await.code(),
        "504 upstream_slow"
    );
    assert_eq!(
        gateway
            .client()
            .await
            .json("POST", "/films", "{}")
            .await
            .code(),
        "504 upstream_slow"
    );

    let broken = scripted(|socket| async { drop(socket) }).await;
    let gateway = Running::start(broken).await;
    assert_eq!(
        gateway.client().await.get("/").await.code(),
        "502 upstream_broken"
    );

    let nonsense =
        scripted(|mut socket| async move { write(&mut socket, "what?\r\n\r\n").await }).await;
    let gateway = Running::start(nonsense).await;
    assert_eq!(
        gateway.client().await.get("/").await.code(),
        "502 upstream_broken"
    );
}

/// An answer of `bytes` announced, of which only the start comes.
async fn cut(kind: &'static str, bytes: usize, pause: Duration) -> Running {
    let address = scripted(move |mut socket| async move {
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n",
            bytes + 1
        );
        write(&mut socket, &head).await;
        write(&mut socket, &" ".repeat(bytes)).await;
        sleep(pause).await;
    })
    .await;
    Running::start(address).await
}

#[tokio::test]
async fn passes_no_half_answer_for_a_whole_one() {
    let none = Duration::ZERO;
    let long = Duration::from_secs(5);
    for (kind, bytes, pause, code) in [
        ("application/json", 100, none, "502 upstream_broken"),
        ("application/json", 100, long, "504 upstream_slow"),
    ] {
        let gateway = cut(kind, bytes, pause).await;
        assert_eq!(
            gateway.client().await.get("/").await.code(),
            code,
            "{kind} {bytes}"
        );
    }
    for (kind, bytes, pause) in [
        ("application/json", 1 << 20, none),
        ("application/json", 1 << 20, long),
        ("text/plain", 100, none),
        ("text/plain", 100, long),
        ("text/plain", 1 << 20, none),
    ] {
        let gateway = cut(kind, bytes, pause).await;
        let answer = gateway.client().await.get("/").await;
        assert_eq!(
            (answer.status, answer.is_whole),
            (200, false),
            "{kind} {bytes}"
        );
    }
}

#[tokio::test]
async fn refuses_encoded_json() {
    let application = crate::support::application::Application::start(|seen| {
        let mut response = json(b"\x1f\x8b");
        response
            .headers_mut()
            .insert("content-encoding", "gzip".parse().unwrap());
        if seen.target == "/page" {
            response
                .headers_mut()
                .insert("content-type", "text/html".parse().unwrap());
        }
        response
    })
    .await;
    let gateway = Running::start(application.address).await;
    let mut client = gateway.client().await;
    assert_eq!(client.get("/films").await.code(), "502 upstream_encoded");
    assert_eq!(client.get("/page").await.body, b"\x1f\x8b");
}

#[tokio::test]
async fn survives_connections_that_close_while_idle() {
    // Each connection answers twice, without saying that it closes.
    let address = scripted(|mut socket| async move {
        for _ in 0..2 {
            write(
                &mut socket,
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
            )
            .await;
            if read_head(&mut socket).await.is_empty() {
                return;
            }
        }
    })
    .await;
    let gateway = Running::start(address).await;
    let mut client = gateway.client().await;
    for round in 0..20 {
        let answer = client.get("/").await;
        assert_eq!((answer.status, answer.text()), (200, "ok"), "round {round}");
        if round % 3 == 0 {
            sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test]
async fn keeps_connections_for_the_next_request() {
    let connections = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let counted = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let service = service_fn(
                |request: hyper::Request<hyper::body::Incoming>| async move {
                    let body = http_body_util::BodyExt::collect(request.into_body())
                        .await?
                        .to_bytes();
                    let kind = if body.len() % 2 == 0 {
                        "application/json"
                    } else {
                        "text/plain"
                    };
                    let mut response = Response::new(Full::new(body));
                    response
                        .headers_mut()
                        .insert("content-type", kind.parse().unwrap());
                    Ok::<_, hyper::Error>(response)
                },
            );
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(socket), service));
        }
    });
    let gateway = Running::start(address).await;
    let mut client = gateway.client().await;
    for bytes in [0, 1, 2, 1000, 1001, 400_000, 400_001, 0, 5] {
        let answer = client
            .request("POST", "/other", &[], vec![b' '; bytes])
            .await;
        assert!(answer.is_whole && answer.body.len() == bytes);
        sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(connections.load(std::sync::atomic::Ordering::Relaxed), 1);
}

#[tokio::test]
async fn passes_on_an_answer_that_comes_early() {
    let address = scripted(|mut socket| async move {
        let body = format!("[\"{}\"]", sealed(0, ScalarKind::Text, b"too large"));
        let head = "HTTP/1.1 413 Too Large\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length";
        write(&mut socket, &format!("{head}: {}\r\n\r\n{body}", body.len())).await;
        let mut rest = vec![0; 1 << 16];
        while socket.read(&mut rest).await.is_ok_and(|bytes| bytes > 0) {}
    })
    .await;
    let gateway = Running::start(address).await;
    let body = format!(
        r#"{{"films":[{}{{}}]}}"#,
        r#"{"director":"Agnes Varda"},"#.repeat(100_000)
    );
    let answer = gateway.client().await.json("POST", "/films", body).await;
    assert_eq!((answer.status, answer.text()), (413, r#"["too large"]"#));
}

#[tokio::test]
async fn checks_the_certificate_of_an_https_application() {
    let identity = Identity::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    let acceptor = TlsAcceptor::from(Arc::new(identity.server.clone()));
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let Ok(socket) = acceptor.accept(socket).await else {
                continue;
            };
            let service = service_fn(|_| async { Ok::<_, std::convert::Infallible>(json(b"[1]")) });
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(socket), service));
        }
    });
    let other = Identity::new();
    for (authority, code) in [(&identity, "200 "), (&other, "502 upstream_down")] {
        let upstream = Upstream::new(&url, Some(authority.pem.as_bytes()), &limits()).unwrap();
        let settings = Settings {
            upstream: Arc::new(upstream),
            unknown_writes: UnknownWrites::Warn,
            limits: limits(),
        };
        let gateway = Running::start_with(settings).await;
        assert_eq!(gateway.client().await.get("/").await.code(), code);
    }
}

#[test]
fn refuses_upstreams_that_it_cannot_reach() {
    for url in [
        "",
        "localhost:80",
        "ftp://x",
        "http://",
        "http://x/path",
        "http://user@x",
        "http://x?q",
    ] {
        let error = Upstream::new(url, None, &limits()).unwrap_err();
        assert!(matches!(error, UpstreamError::Address(_)), "{url}: {error}");
    }
    assert!(matches!(
        Upstream::new("https://x", Some(b"nothing"), &limits()),
        Err(UpstreamError::Authority)
    ));
    let _ = settings("http://[::1]:80", UnknownWrites::Allow);
}
