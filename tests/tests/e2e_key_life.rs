//! How often the gateway fetches a key: once, once a minute, or again when it is told to.
//!
//! `FIELDGATE_TEST_SECONDS` says for how long there is traffic; 75 unless told, a minute and a quarter.

// What a test's own helpers can't do fails the test.
#![allow(clippy::unwrap_used)]

use std::thread;
use std::time::{Duration, Instant};

use fieldgate_tests::fieldgate::{self, Gateway, KEY_NAME, Scene};
use fieldgate_tests::films::{AUTHORIZATION, RECORDS_PATH, RULES};
use fieldgate_tests::https::Client;
use fieldgate_tests::kinto::Kinto;
use fieldgate_tests::pki::Pki;
use fieldgate_tests::process::Signal;
use fieldgate_tests::pykmip::PyKmip;
use fieldgate_tests::python::Python;
use tempfile::TempDir;

const TRAFFIC_SECONDS: u64 = 75;
const EXPIRATION_SECONDS: u64 = 60;
const PAUSE_MILLIS: u64 = 250;
const FILM: &[u8] =
    br#"{"data": {"Title": "Memento", "Director": "Christopher Nolan", "US Gross": 25544867}}"#;

struct Stage {
    gateway: Gateway,
    _kinto: Kinto,
    kmip: PyKmip,
    client: Client,
    _dir: TempDir,
}

fn stage(expiration_time_minutes: Option<u32>) -> Stage {
    let dir = tempfile::tempdir().unwrap();
    let python = Python::find().unwrap();
    let pki = Pki::create(&dir.path().join("pki")).unwrap();
    let kmip = PyKmip::start(&python, &dir.path().join("pykmip"), &pki).unwrap();
    let kinto = Kinto::start(&python, &dir.path().join("kinto")).unwrap();
    let mut scene = Scene::new(kinto.url(), kmip.port(), RULES);
    scene.expiration_time_minutes = expiration_time_minutes;
    let config = scene.write(dir.path(), &pki).unwrap();
    fieldgate::create_key(&config).unwrap();
    let gateway = Gateway::start(&config).unwrap();
    let client = Client::new(&pki.authority_certificate).unwrap();
    let stage = Stage {
        gateway,
        _kinto: kinto,
        kmip,
        client,
        _dir: dir,
    };
    for path in ["/v1/buckets/demo", "/v1/buckets/demo/collections/films"] {
        assert!(stage.put(path, b"{}").0 < 300);
    }
    stage
}

impl Stage {
    fn put(&self, path: &str, body: &[u8]) -> (u16, String) {
        let response = self
            .client
            .request(self.gateway.address(), "PUT", path, &[AUTHORIZATION], body)
            .unwrap();
        (response.status, response.text())
    }

    /// Writes and reads for so long; every answer must be right.
    fn traffic(&self, seconds: u64) {
        let start = Instant::now();
        let path = format!("{RECORDS_PATH}/memento");
        while start.elapsed().as_secs() < seconds {
            let (status, body) = self.put(&path, FILM);
            assert!(
                status < 300 && body.contains("Christopher Nolan"),
                "{status} {body}"
            );
            let response = self
                .client
                .request(self.gateway.address(), "GET", &path, &[AUTHORIZATION], b"")
                .unwrap();
            assert!(
                response.status == 200 && response.text().contains("25544867"),
                "{}",
                response.text()
            );
            thread::sleep(Duration::from_millis(PAUSE_MILLIS));
        }
    }

    /// Gets as the gateway counts them; PyKMIP's own log must agree.
    fn gets(&self, by_key_create: u64) -> u64 {
        let counted = self.gateway.metrics().unwrap().kmip_gets();
        let log = self.kmip.log();
        let logged = log
            .lines()
            .filter(|line| line.ends_with("Processing operation: Get"))
            .count() as u64;
        assert_eq!(
            logged,
            counted + by_key_create,
            "PyKMIP logged another number of Gets"
        );
        counted
    }
}

fn traffic_seconds() -> u64 {
    std::env::var("FIELDGATE_TEST_SECONDS").map_or(TRAFFIC_SECONDS, |text| text.parse().unwrap())
}

/// Gets that `fieldgate key create` itself made, before the gateway started.
fn gets_before(stage: &Stage) -> u64 {
    let log = stage.kmip.log();
    let all = log
        .lines()
        .filter(|line| line.ends_with("Processing operation: Get"))
        .count() as u64;
    all - stage.gateway.metrics().unwrap().kmip_gets()
}

#[test]
fn an_expiring_key_is_fetched_once_a_minute() {
    let stage = stage(Some(1));
    let before = gets_before(&stage);
    let seconds = traffic_seconds();
    stage.traffic(seconds);
    let gets = stage.gets(before);
    println!("{gets} KMIP Gets in {seconds} s of traffic, with a minute to expire");
    assert!(
        (seconds.div_ceil(EXPIRATION_SECONDS)..=seconds / EXPIRATION_SECONDS + 1).contains(&gets),
        "{gets} Gets"
    );
}

#[test]
fn a_key_that_never_expires_is_fetched_once_and_again_on_sighup() {
    let mut stage = stage(None);
    let before = gets_before(&stage);
    let seconds = traffic_seconds();
    stage.traffic(seconds);
    assert_eq!(stage.gets(before), 1, "in {seconds} s");
    assert!(stage.gateway.metrics().unwrap().key_held(KEY_NAME));

    stage.gateway.process().signal(Signal::HUP).unwrap();
    thread::sleep(Duration::from_secs(1));
    stage.traffic(5);
    assert_eq!(stage.gets(before), 2, "after SIGHUP");
    println!("1 KMIP Get in {seconds} s of traffic without expiry, 2 after SIGHUP");
}
