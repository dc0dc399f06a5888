//! Requests and responses through a real gateway: what is sealed, opened and left alone.

use crate::support::{
    Running,
    application::{Application, json},
    shown_fields::sealed,
};
use fieldgate_gateway::{fields::ScalarKind, proxy::COLLECTED_BYTES_MAX};
use http_body_util::Full;
use hyper::Response;

#[tokio::test]
async fn seals_on_the_way_up_and_opens_on_the_way_down() {
    let application = Application::echo().await;
    let gateway = Running::start(application.address).await;
    let mut client = gateway.client().await;
    let body = r#"{"director":"Agn\u00e8s \"V\"","year":1962,"films":[{"director":1.50},{"director":true}],"notes":null}"#;
    let answer = client.json("POST", "/films/7?a=1", body).await;
    let text = sealed(0, ScalarKind::Text, "Agnès \"V\"".as_bytes());
    let number = sealed(0, ScalarKind::Number, b"1.50");
    let truth = sealed(0, ScalarKind::Boolean, b"true");
    let seen = application.last();
    assert_eq!(
        seen.text(),
        format!(
            r#"{{"director":"{text}","year":1962,"films":[{{"director":"{number}"}},{{"director":"{truth}"}}],"notes":null}}"#
        )
    );
    assert_eq!((&*seen.method, &*seen.target), ("POST", "/films/7?a=1"));
    assert_eq!(
        seen.header("content-length").unwrap(),
        seen.body.len().to_string()
    );
    assert_eq!(seen.header("host"), Some("films.example"));
    assert_eq!(seen.header("accept-encoding"), Some("identity"));
    assert_eq!(seen.header("x-forwarded-for"), Some("127.0.0.1"));
    assert_eq!(seen.header("x-forwarded-proto"), Some("https"));

    assert_eq!(answer.status, 200);
    assert_eq!(answer.text(), body.replace("\\u00e8", "è"));
    assert_eq!(
        answer.header("content-length").unwrap(),
        answer.body.len().to_string()
    );
}

#[tokio::test]
async fn seals_search_terms() {
    let application = Application::echo().await;
    let gateway = Running::start(application.address).await;
    let mut client = gateway.client().await;
    client
        .get("/films?_limit=3&director=Agn%C3%A8s+V&x=a%20b")
        .await;
    let term = sealed(0, ScalarKind::Text, "Agnès V".as_bytes());
    assert_eq!(
        application.last().target,
        format!("/films?_limit=3&director={term}&x=a%20b")
    );
    client.get("/other?director=Varda").await;
    assert_eq!(application.last().target, "/other?director=Varda");
    let answer = client.get("/films?like_director=Var").await;
    assert_eq!(answer.code(), "400 search_refused");
    assert_eq!(application.seen().len(), 2);
}

#[tokio::test]
async fn leaves_other_bodies_as_they_are() {
    let application = Application::start(|seen| {
        let mut response = Response::new(Full::new(seen.body.clone().into()));
        response
            .headers_mut()
            .insert("content-type", "text/html".parse().unwrap());
        response
            .headers_mut()
            .insert("etag", "\"1\"".parse().unwrap());
        response
    })
    .await;
    let gateway = Running::start(application.address).await;
    let mut client = gateway.client().await;
    for bytes in [1, 10, COLLECTED_BYTES_MAX, 10 << 20] {
        let body: Vec<u8> = (0..bytes).map(|at| (at * 31 % 251) as u8).collect();
        let answer = client
            .request(
                "POST",
                "/other",
                &[("content-type", "image/png")],
                body.clone(),
            )
            .await;
        assert_eq!(answer.header("etag"), Some("\"1\""));
        assert!(answer.is_whole && answer.body == body && application.last().body == body);
        let length = application
            .last()
            .header("content-length")
            .map(str::to_owned);
        assert_eq!(length.unwrap_or_default(), bytes.to_string());
    }
    let page = format!("<p>{}</p>", sealed(0, ScalarKind::Text, b"x"));
    assert_eq!(
        client
            .request("POST", "/other", &[], page.clone())
            .await
            .text(),
        page
    );
    // A covered write without a body has nothing to seal.
    assert_eq!(
        client
            .request("PUT", "/films/1", &[("content-length", "0")], "")
            .await
            .status,
        200
    );
    assert_eq!(application.last().header("content-length"), Some("0"));
}

#[tokio::test]
async fn streams_what_is_long() {
    let application =
        Application::start(|seen| json(if seen.is_whole { &seen.body } else { b"cut" })).await;
    let gateway = Running::start(application.address).await;
    let mut client = gateway.client().await;
    let film = r#"{"director":"Agnes Varda","title":"a \" long enough title"},"#;
    let body = format!(r#"{{"films":[{}{{}}]}}"#, film.repeat(200_000));
    assert!(body.len() > 10 << 20);
    let answer = client.json("POST", "/films", body.clone()).await;
    let seen = application.last();
    assert_eq!(
        (
            seen.header("content-length"),
            seen.header("transfer-encoding")
        ),
        (None, Some("chunked"))
    );
    assert!(seen.is_whole && seen.text().matches("fg1.").count() == 200_000);
    assert!(answer.is_whole && answer.text() == body);
}

#[tokio::test]
async fn answers_without_a_body_stay_so() {
    let application = Application::start(|seen| {
        let mut response = json(if seen.method == "HEAD" {
            b""
        } else {
            &seen.body
        });
        *response.status_mut() = seen.target[1..].parse::<u16>().unwrap().try_into().unwrap();
        if seen.method == "HEAD" {
            response
                .headers_mut()
                .insert("content-length", "1234".parse().unwrap());
        }
        response
    })
    .await;
    let gateway = Running::start(application.address).await;
    let mut client = gateway.client().await;
    for (method, target, status) in [
        ("HEAD", "/200", 200),
        ("GET", "/204", 204),
        ("GET", "/304", 304),
        ("GET", "/200", 200),
    ] {
        let answer = client.request(method, target, &[], "").await;
        assert_eq!(
            (answer.status, answer.body.len(), answer.is_whole),
            (status, 0, true),
            "{method} {target}"
        );
        if method == "HEAD" {
            assert_eq!(
                answer.header("content-length"),
                None,
                "the sealed body's length is not the opened one's"
            );
        }
    }
}

#[tokio::test]
async fn shows_what_cannot_be_opened() {
    let body = format!(
        r#"{{"x":"fg1.U{}.","y":"fg1.X{}."}}"#,
        "A".repeat(60),
        "A".repeat(60)
    );
    let sent = body.clone();
    let application = Application::start(move |_| json(sent.as_bytes())).await;
    let gateway = Running::start(application.address).await;
    let answer = gateway.client().await.get("/films").await;
    let expected = format!(
        r#"{{"x":"[fieldgate: cannot be opened]","y":"fg1.X{}."}}"#,
        "A".repeat(60)
    );
    assert_eq!(answer.text(), expected);
}

#[tokio::test]
async fn passes_what_only_says_that_it_is_json() {
    let body = format!("oops {0} \"{0}\"", sealed(0, ScalarKind::Text, b"x"));
    let sent = body.clone();
    let application = Application::start(move |_| json(sent.as_bytes())).await;
    let gateway = Running::start(application.address).await;
    assert_eq!(gateway.client().await.get("/films").await.text(), body);
}
