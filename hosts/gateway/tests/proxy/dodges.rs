//! Ways around the rules, by accident or on purpose: plaintext that would go up, sealed values that would be shown.

use fieldgate_gateway::fields::ScalarKind::Text;

use crate::support::{
    Running,
    application::{Application, json},
    shown_fields::sealed,
};

#[tokio::test]
async fn methods_count_in_any_case_and_none_is_forgotten() {
    let application = Application::echo().await;
    let gateway = Running::start(application.address).await;
    let mut client = gateway.client().await;
    client
        .json("patch", "/films/1", r#"{"director":"Varda"}"#)
        .await;
    assert!(!application.last().text().contains("Varda"));
    for (method, target) in [
        ("GET", "/films"),
        ("DELETE", "/films/1"),
        ("PROPPATCH", "/films"),
    ] {
        let answer = client.json(method, target, r#"{"director":"Varda"}"#).await;
        assert_eq!(answer.code(), "403 uncovered_method", "{method}");
    }
    let answer = client.json("POST", "/films?_method=put", "{}").await;
    assert_eq!(answer.code(), "400 method_override");
    assert_eq!(application.seen().len(), 1);
}

#[tokio::test]
async fn the_page_before_tells_no_search_terms() {
    let application = Application::echo().await;
    let gateway = Running::start(application.address).await;
    let mut client = gateway.client().await;
    let referer = ("referer", "https://films.example/films?director=Varda");
    client.request("GET", "/style.css", &[referer], "").await;
    assert_eq!(
        application.last().header("referer"),
        Some("https://films.example/films")
    );
}

#[tokio::test]
async fn sealed_values_are_not_taken_from_clients() {
    let application = Application::echo().await;
    let gateway = Running::start(application.address).await;
    let mut client = gateway.client().await;
    let (note, director) = (sealed(1, Text, b"SSN 123"), sealed(0, Text, b"Varda"));
    let without_end = note.trim_end_matches('.');
    for target in [
        format!("/films?_sort={note}"),
        format!("/films?_sort={without_end}"),
        format!("/films?director={note}"),
        format!("/other?x={}", note.replace("fg1", "%66g1")),
        format!("/other/{note}"),
    ] {
        assert_eq!(
            client.get(&target).await.code(),
            "400 sealed_value_pasted",
            "{target}"
        );
    }
    for body in [
        format!(r#"{{"x":"{note}"}}"#),
        format!(r#"{{"x":"{without_end} etc"}}"#),
    ] {
        assert_eq!(
            client.json("POST", "/films", body).await.code(),
            "422 sealed_value_pasted"
        );
    }
    assert_eq!(application.seen().len(), 0);
    // The next page, as the application names it by the query that it got.
    let next = format!("/films?director={director}&page=2");
    client.get(&next).await;
    assert_eq!(application.last().target, next);
}

#[tokio::test]
async fn inside_longer_strings_only_plain_words_are_opened() {
    let plain = sealed(0, Text, "Agnès Varda, 1928".as_bytes());
    let script = sealed(0, Text, br#"x","admin":true,"y":"<script>"#);
    let body =
        format!(r#"["by {plain}","{{\"director\":\"{script}\"}}","<p>{script}</p>","{script}"]"#);
    let answer = body.clone();
    let application = Application::start(move |_| json(answer.as_bytes())).await;
    let gateway = Running::start(application.address).await;
    let opened = gateway.client().await.get("/films").await;
    let expected = body.replacen(&plain, "Agnès Varda, 1928", 1).replace(
        &format!("\"{script}\"]"),
        r#""x\",\"admin\":true,\"y\":\"<script>"]"#,
    );
    assert_eq!(opened.text(), expected);
    assert_eq!(opened.header("cache-control"), Some("private, no-cache"));
}

#[tokio::test]
async fn a_write_that_was_done_is_not_called_for_again() {
    let application =
        Application::start(|_| json(format!("[\"{}\"]", sealed(0, Text, b"x")).as_bytes())).await;
    let gateway = Running::start(application.address).await;
    gateway
        .fields
        .is_key_lost
        .store(true, std::sync::atomic::Ordering::Relaxed);
    let answer = gateway
        .client()
        .await
        .json("POST", "/films", r#"{"year":1962}"#)
        .await;
    assert_eq!(answer.code(), "502 answer_lost");
    assert_eq!(answer.header("retry-after"), None);
    assert_eq!(application.seen().len(), 1);
}

#[tokio::test]
async fn unclear_hosts_and_lengths_are_refused() {
    let application = Application::echo().await;
    let gateway = Running::start(application.address).await;
    let mut client = gateway.client().await;
    let answer = client
        .request("GET", "/films", &[("host", "other.example")], "")
        .await;
    assert_eq!(answer.code(), "400 host");
    let chunked = ("transfer-encoding", "chunked");
    let answer = client
        .request("GET", "/other", &[chunked], r#"{"q":1}"#)
        .await;
    assert_eq!(answer.code(), "411 length");
    assert_eq!(application.seen().len(), 0);
}
