//! What a real gateway refuses, and that the application hears nothing of it.

use std::{sync::atomic::Ordering::Relaxed, time::Duration};

use crate::support::{
    Running,
    application::{Application, json},
    client::{connect, raw},
    settings,
    shown_fields::sealed,
};
use fieldgate_gateway::{fields::ScalarKind, proxy::UnknownWrites};
use tokio::{io::AsyncWriteExt, time::sleep};

#[tokio::test]
async fn refuses_bodies_that_it_cannot_seal() {
    let application = Application::echo().await;
    let gateway = Running::start(application.address).await;
    let plain = [("content-type", "application/json")];
    let nested = "[".repeat(10_000);
    let pasted = format!(r#"{{"x":"{}"}}"#, sealed(0, ScalarKind::Text, b"secret"));
    let json = plain.as_slice();
    for (headers, body, code) in [
        (json, &b"{\"director\":"[..], "400 invalid_json"),
        (json, b"{\"director\":1}}", "400 invalid_json"),
        (json, b"\xef\xbb\xbf{}", "400 invalid_json"),
        (json, b"{\"director\":\"\xff\"}", "400 not_utf8"),
        (json, nested.as_bytes(), "400 too_deep"),
        (json, b"{\"director\":{}}", "422 not_a_scalar"),
        (json, b"{\"notes\":7}", "422 wrong_type"),
        (json, b"{\"notes\":\"\\ud800\"}", "422 lone_surrogate"),
        (json, pasted.as_bytes(), "422 sealed_value_pasted"),
        (
            json,
            b"{\"notes\":\"[fieldgate: cannot be opened]\"}",
            "409 unopenable_written_back",
        ),
        (&[], b"{}", "415 media_type"),
        (&[("content-type", "text/plain")], b"{}", "415 media_type"),
        (
            &[("content-type", "application/json; charset=utf-16")],
            b"{}",
            "415 media_type",
        ),
        (
            &[("content-type", "application/json-patch+json")],
            b"[]",
            "415 media_type",
        ),
        (
            &[plain[0], ("content-type", "text/plain")],
            b"{}",
            "415 media_type",
        ),
        (
            &[plain[0], ("content-encoding", "gzip")],
            b"{}",
            "415 media_type",
        ),
        (
            &[plain[0], ("x-http-method-override", "GET")],
            b"{}",
            "400 method_override",
        ),
    ] {
        let answer = gateway
            .client()
            .await
            .request("POST", "/films", headers, body.to_vec())
            .await;
        assert_eq!(answer.code(), code, "{}", answer.text());
        assert!(!answer.text().contains("secret"));
    }
    assert_eq!(application.seen().len(), 0);
}

#[tokio::test]
async fn refuses_paths_that_dodge_rules() {
    let application = Application::echo().await;
    let gateway = Running::start(application.address).await;
    let mut client = gateway.client().await;
    for path in [
        "/x/../films",
        "/%2e/films",
        "//films",
        "/x%2f..%2ffilms",
        "/%66ilms%00",
        "/%2566ilms",
        "/films%5c1",
        "/./films",
    ] {
        let answer = client.json("POST", path, r#"{"director":"x"}"#).await;
        assert_eq!(answer.code(), "400 unclear_path", "{path}");
        assert_eq!(
            client.get(&format!("{path}?director=x")).await.code(),
            "400 unclear_path",
            "{path}"
        );
    }
    assert_eq!(application.seen().len(), 0);
    for path in ["/film%73", "/films/", "/films;v=1/2"] {
        client.json("POST", path, r#"{"director":"x"}"#).await;
        assert!(application.last().text().contains("fg1."), "{path}");
    }
}

#[tokio::test]
async fn refuses_unknown_writes_when_told_to() {
    let application = Application::echo().await;
    let refusing = settings(
        &format!("http://{}", application.address),
        UnknownWrites::Refuse,
    );
    let gateway = Running::start_with(refusing).await;
    let mut client = gateway.client().await;
    assert_eq!(
        client.json("POST", "/other", "{}").await.code(),
        "403 unknown_write"
    );
    assert_eq!(
        client.json("DELETE", "/films", "{}").await.code(),
        "403 uncovered_method"
    );
    assert_eq!(client.json("POST", "/films", "{}").await.status, 200);
    assert_eq!(client.get("/other").await.status, 200);
}

#[tokio::test]
async fn says_when_a_key_is_missing() {
    let application = Application::start(|_| {
        json(format!("[\"{}\"]", sealed(0, ScalarKind::Text, b"x")).as_bytes())
    })
    .await;
    let gateway = Running::start(application.address).await;
    gateway.fields.is_key_lost.store(true, Relaxed);
    let mut client = gateway.client().await;
    let answer = client.json("POST", "/films", r#"{"director":"x"}"#).await;
    assert_eq!(
        (answer.code().as_str(), answer.header("retry-after")),
        ("503 key_unavailable", Some("7"))
    );
    // Why is for the log: it names servers of ours.
    assert!(!answer.text().contains("head-office"));
    assert_eq!(
        client.get("/films?director=x").await.code(),
        "503 key_unavailable"
    );
    assert_eq!(application.seen().len(), 0);
    assert_eq!(client.get("/films").await.code(), "503 key_unavailable");
    gateway.fields.is_key_lost.store(false, Relaxed);
    assert_eq!(client.get("/films").await.text(), r#"["x"]"#);
}

fn long_film(end: &str) -> Vec<u8> {
    let films = r#"{"director":"Agnes Varda","title":"long enough"},"#.repeat(60_000);
    format!(r#"{{"films":[{films}{end}"#).into_bytes()
}

#[tokio::test]
async fn breaks_off_a_long_request_that_turns_out_wrong() {
    let application = Application::echo().await;
    let gateway = Running::start(application.address).await;
    for (end, code) in [
        ("oops]}", "400 invalid_json"),
        ("{}", "400 invalid_json"),
        (r#"{"director":[]}]}"#, "422 not_a_scalar"),
    ] {
        let before = application.seen().len();
        let answer = gateway
            .client()
            .await
            .json("POST", "/films", long_film(end))
            .await;
        assert_eq!(answer.code(), code);
        sleep(Duration::from_millis(100)).await;
        assert_eq!(application.seen().len(), before + 1);
        assert!(
            !application.last().is_whole,
            "the application must never see a whole request"
        );
    }
}

#[tokio::test]
async fn breaks_off_a_request_that_the_client_cuts() {
    let application = Application::echo().await;
    let gateway = Running::start(application.address).await;
    let long = long_film("{}");
    // Two megabytes are enough to be streamed, and "{}" to be collected.
    for (path, body, whole_seen) in [
        ("/films", &long[..], 1),
        ("/other", &long[..], 1),
        ("/films", b"{", 0),
        ("/other", b"{", 0),
    ] {
        for head in [
            "content-length: 5000000\r\n\r\n".to_owned(),
            format!("transfer-encoding: chunked\r\n\r\n{:x}\r\n", 5_000_000),
        ] {
            let before = application.seen().len();
            let mut socket = connect(gateway.address, &gateway.identity.pem)
                .await
                .unwrap();
            let head = format!(
                "POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{head}"
            );
            socket.write_all(head.as_bytes()).await.unwrap();
            socket.write_all(body).await.unwrap();
            socket.flush().await.unwrap();
            sleep(Duration::from_millis(100)).await;
            drop(socket);
            sleep(Duration::from_millis(200)).await;
            let seen = application.seen();
            assert!(
                seen.len() <= before + 1 && seen.len() >= before + whole_seen,
                "{path} {head}"
            );
            assert!(
                seen[before..].iter().all(|seen| !seen.is_whole),
                "{path} {head}"
            );
        }
    }
}

#[tokio::test]
async fn gives_up_on_slow_clients() {
    let application = Application::echo().await;
    let gateway = Running::start(application.address).await;
    for (text, status) in [
        ("", ""),
        ("POST /fi", "HTTP/1.1 408"),
        (
            "POST /films HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{",
            "HTTP/1.1 408",
        ),
        (
            "POST /other HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{",
            "HTTP/1.1 408",
        ),
    ] {
        let started = std::time::Instant::now();
        let mut socket = connect(gateway.address, &gateway.identity.pem)
            .await
            .unwrap();
        let answer = raw(&mut socket, text.as_bytes()).await;
        assert!(started.elapsed() < Duration::from_millis(2900), "{text}");
        assert!(
            answer.is_empty() || answer.starts_with(status),
            "{text}: {answer}"
        );
    }
    assert!(application.seen().iter().all(|seen| !seen.is_whole));
    // A TLS handshake that never comes is given up on, too.
    let mut silent = tokio::net::TcpStream::connect(gateway.address)
        .await
        .unwrap();
    let closed = tokio::time::timeout(
        Duration::from_secs(2),
        tokio::io::AsyncReadExt::read_u8(&mut silent),
    )
    .await;
    assert!(closed.unwrap().is_err());
}

#[tokio::test]
async fn is_not_fooled_by_two_lengths() {
    let application = Application::echo().await;
    let gateway = Running::start(application.address).await;
    let head = "POST /other HTTP/1.1\r\nhost: x\r\n";
    for text in [
        format!(
            "{head}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n"
        ),
        format!(
            "{head}transfer-encoding: chunked\r\ncontent-length: 60\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n"
        ),
        format!("{head}content-length: 4\r\ncontent-length: 5\r\n\r\nabcde"),
        format!("{head}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
        format!("{head}transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        format!("{head}transfer-encoding: xchunked\r\ncontent-length: 3\r\n\r\nabc"),
        format!("{head}content-length: +3\r\n\r\nabc"),
        format!("{head}transfer-encoding : chunked\r\n\r\n0\r\n\r\n"),
    ] {
        let mut socket = connect(gateway.address, &gateway.identity.pem)
            .await
            .unwrap();
        let answer = raw(&mut socket, text.as_bytes()).await;
        // Chunked and a length: RFC 9112 section 6.3 has chunked win, and what follows is a request of its own.
        let is_clear = text.contains("smuggled");
        let status = if is_clear {
            "HTTP/1.1 200"
        } else if text.contains("gzip") {
            "HTTP/1.1 501"
        } else {
            "HTTP/1.1 400"
        };
        assert!(answer.starts_with(status), "{text:?}: {answer:?}");
        for seen in application.seen() {
            let lengths = (
                seen.header("content-length"),
                seen.header("transfer-encoding"),
            );
            assert!(!matches!(lengths, (Some(_), Some(_))), "{seen:?}");
            assert_eq!(seen.text(), "", "{seen:?}");
        }
    }
}
