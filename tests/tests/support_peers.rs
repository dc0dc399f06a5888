//! The support library against the real peers: each comes up, answers, and leaves nothing behind.

use fieldgate_tests::kinto::Kinto;
use fieldgate_tests::pki::Pki;
use fieldgate_tests::pykmip::PyKmip;
use fieldgate_tests::python::Python;
use fieldgate_tests::{http, memory};

#[test]
fn pykmip_keeps_a_key_over_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(&dir.path().join("pki")).unwrap();
    let mut server =
        PyKmip::start(&Python::find().unwrap(), &dir.path().join("pykmip"), &pki).unwrap();
    let key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    let identifier = server.register_hex("films", key, &pki.client).unwrap();
    assert_eq!(server.key_hex(&identifier, &pki.client).unwrap(), key);

    server.stop();
    assert!(server.key_hex(&identifier, &pki.client).is_err());
    server.resume().unwrap();
    assert_eq!(server.locate("films", &pki.client).unwrap(), identifier);
    assert_eq!(server.key_hex(&identifier, &pki.client).unwrap(), key);
}

#[test]
fn pykmip_refuses_a_client_of_another_authority() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(dir.path()).unwrap();
    let bad = pki.create_bad(dir.path()).unwrap();
    let server = PyKmip::start(&Python::find().unwrap(), &dir.path().join("pykmip"), &pki).unwrap();
    assert!(server.locate("films", &pki.client).is_ok());
    assert!(server.locate("films", &bad.other_client).is_err());
    assert!(server.locate("films", &bad.expired_client).is_err());
}

#[test]
fn kinto_answers_and_its_memory_can_be_searched() {
    let dir = tempfile::tempdir().unwrap();
    let kinto = Kinto::start(&Python::find().unwrap(), dir.path()).unwrap();
    let response = http::get(&kinto.address(), "/v1/", &[]).unwrap();
    assert_eq!(response.status, 200);
    assert!(response.text().contains("\"project_name\":\"kinto\""));
    let counts = memory::count(
        kinto.pid(),
        &[
            "only-a-test-and-only-on-loopback",
            "never \x00 in there \x01",
        ],
    )
    .unwrap()
    .counts;
    assert!(counts[0] > 0);
    assert_eq!(counts[1], 0);
}
