//! The key is in the gateway's memory while it is held, and nowhere in it after it has expired.
//!
//! The key's bytes come from PyKMIP's own client, so this test knows what to look for. It needs the right to read the gateway's memory: root.

// What a test's own helpers can't do fails the test.
#![allow(clippy::unwrap_used)]

use std::thread;
use std::time::{Duration, Instant};

use fieldgate_tests::fieldgate::{self, Gateway, KEY_NAME, Scene};
use fieldgate_tests::films::{AUTHORIZATION, RECORDS_PATH, RULES};
use fieldgate_tests::https::Client;
use fieldgate_tests::kinto::Kinto;
use fieldgate_tests::memory;
use fieldgate_tests::pki::Pki;
use fieldgate_tests::pykmip::PyKmip;
use fieldgate_tests::python::Python;

const EXPIRY_SECONDS_MAX: u64 = 75;
const KEY_BYTES: usize = 32;
const FILM: &[u8] =
    br#"{"data": {"Title": "Memento", "Director": "Christopher Nolan", "US Gross": 25544867}}"#;

#[test]
fn an_expired_key_is_gone_from_memory() {
    let dir = tempfile::tempdir().unwrap();
    let python = Python::find().unwrap();
    let pki = Pki::create(&dir.path().join("pki")).unwrap();
    let kmip = PyKmip::start(&python, &dir.path().join("pykmip"), &pki).unwrap();
    let kinto = Kinto::start(&python, &dir.path().join("kinto")).unwrap();
    let mut scene = Scene::new(kinto.url(), kmip.port(), RULES);
    scene.expiration_time_minutes = Some(1);
    let config = scene.write(dir.path(), &pki).unwrap();
    fieldgate::create_key(&config).unwrap();
    let key = bytes(
        &kmip
            .key_hex(&kmip.locate(KEY_NAME, &pki.client).unwrap(), &pki.client)
            .unwrap(),
    );
    assert_eq!(key.len(), KEY_BYTES);

    let gateway = Gateway::start(&config).unwrap();
    let client = Client::new(&pki.authority_certificate).unwrap();
    let put = |path: &str, body: &[u8]| {
        client
            .request(gateway.address(), "PUT", path, &[AUTHORIZATION], body)
            .unwrap()
    };
    put("/v1/buckets/demo", b"{}");
    put("/v1/buckets/demo/collections/films", b"{}");
    assert_eq!(put(&format!("{RECORDS_PATH}/memento"), FILM).status, 201);

    let (first, second) = key.split_at(KEY_BYTES / 2);
    let needles = [key.as_slice(), first, second];
    let held = memory::count(gateway.pid(), &needles).unwrap();
    println!(
        "held: key {} times, its halves {} and {} times",
        held.counts[0], held.counts[1], held.counts[2]
    );
    assert!(
        held.counts[0] >= 1,
        "a search that doesn't find a held key proves nothing: {held:?}"
    );

    let start = Instant::now();
    while gateway.metrics().unwrap().key_held(KEY_NAME) {
        assert!(
            start.elapsed().as_secs() < EXPIRY_SECONDS_MAX,
            "the key is still held"
        );
        thread::sleep(Duration::from_millis(250));
    }
    let expired = memory::count(gateway.pid(), &needles).unwrap();
    println!(
        "expired: key {} times, its halves {} and {} times",
        expired.counts[0], expired.counts[1], expired.counts[2]
    );
    assert_eq!(
        expired.counts,
        [0, 0, 0],
        "in {} bytes of memory",
        expired.bytes_read
    );
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2)
        .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap())
        .collect()
}
