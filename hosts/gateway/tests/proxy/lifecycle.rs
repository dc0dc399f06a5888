//! Reload, drain and the status pages.

use std::{
    sync::{Arc, atomic::Ordering::Relaxed},
    time::Duration,
};

use crate::support::{
    Identity, RULES, Running,
    application::{Application, scripted, write},
    client::Client,
    settings,
};
use fieldgate_gateway::{proxy::UnknownWrites, rules::Rules};
use tokio::{net::TcpListener, time::sleep};

#[tokio::test]
async fn reloads_without_dropping_a_connection() {
    let application = Application::echo().await;
    let gateway = Running::start(application.address).await;
    let mut client = gateway.client().await;
    client.json("POST", "/films", r#"{"title":"x"}"#).await;
    assert!(!application.last().text().contains("fg1."));

    let renewed = Identity::new();
    let rules =
        Arc::new(Rules::parse("rules.toml", &RULES.replace("$.director", "$.title")).unwrap());
    let settings = settings(
        &format!("http://{}", application.address),
        UnknownWrites::Warn,
    );
    gateway.gateway.reload(
        settings,
        rules,
        Arc::clone(&gateway.fields),
        &renewed.server,
    );

    client.json("POST", "/films", r#"{"title":"x"}"#).await;
    assert!(
        application.last().text().contains("fg1."),
        "the old connection has the new rules"
    );
    assert!(
        Client::connect(gateway.address, &gateway.identity.pem)
            .await
            .is_err(),
        "the old certificate is gone"
    );
    assert!(Client::connect(gateway.address, &renewed.pem).await.is_ok());
}

#[tokio::test]
async fn drains() {
    let address = scripted(|mut socket| async move {
        sleep(Duration::from_millis(300)).await;
        write(
            &mut socket,
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
        )
        .await;
    })
    .await;
    let mut gateway = Running::start(address).await;
    let (mut client, _idle) = (gateway.client().await, gateway.client().await);
    let answer = tokio::spawn(async move { client.get("/").await });
    sleep(Duration::from_millis(100)).await;
    gateway.stop();
    sleep(Duration::from_millis(50)).await;
    assert!(
        Client::connect(gateway.address, &gateway.identity.pem)
            .await
            .is_err()
    );
    assert_eq!(answer.await.unwrap().text(), "ok");
    assert_eq!(gateway.stopped().await, 0);
}

#[tokio::test]
async fn shows_its_status() {
    let application = Application::echo().await;
    let gateway = Running::start(application.address).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = gateway.gateway.clone();
    tokio::spawn(async move { serving.serve_status(listener, std::future::pending()).await });
    let page = |path: &'static str| async move {
        let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
        write(
            &mut socket,
            &format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"),
        )
        .await;
        let mut text = String::new();
        tokio::io::AsyncReadExt::read_to_string(&mut socket, &mut text)
            .await
            .unwrap();
        text
    };
    let mut client = gateway.client().await;
    client
        .json("POST", "/films", r#"{"director":"x","notes":"y"}"#)
        .await;
    client.json("POST", "/films", r#"{"director":[]}"#).await;

    assert!(page("/livez").await.starts_with("HTTP/1.1 200"));
    assert!(page("/readyz").await.starts_with("HTTP/1.1 200"));
    let metrics = page("/metrics").await;
    for line in [
        "fieldgate_fields_sealed_total 2\n",
        "fieldgate_fields_opened_total 2\n",
        "fieldgate_fields_unopenable_total 0\n",
        "fieldgate_requests_total{class=\"2xx\"} 1\n",
        "fieldgate_requests_total{class=\"4xx\"} 1\n",
        "fieldgate_refusals_total{reason=\"not_a_scalar\"} 1\n",
        "fieldgate_key_held{key=\"films\"} 1\n",
    ] {
        assert!(metrics.contains(line), "{line}{metrics}");
    }
    gateway.fields.is_key_lost.store(true, Relaxed);
    let unready = page("/readyz").await;
    assert!(unready.starts_with("HTTP/1.1 503") && unready.contains("films"));
    assert!(page("/other").await.starts_with("HTTP/1.1 404"));
}
