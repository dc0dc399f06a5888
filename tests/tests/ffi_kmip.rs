//! A C program fetches keys from a real KMIP server over a line of bytes.

use std::process::Command;

use fieldgate_tests::c_program::{Build, CInterface, run, under_valgrind};
use fieldgate_tests::kmip_line::KmipLine;
use fieldgate_tests::pki::Pki;
use fieldgate_tests::pykmip::PyKmip;
use fieldgate_tests::python::Python;

/// Requests that the program sends.
const EXCHANGES: usize = 13;

#[test]
fn c_creates_fetches_wraps_expires_and_fetches_again() {
    let interface = CInterface::build().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(&dir.path().join("pki")).unwrap();
    let python = Python::find().unwrap();
    let server = PyKmip::start(&python, &dir.path().join("pykmip"), &pki).unwrap();
    let socket = dir.path().join("line");
    let line = KmipLine::open(&socket, server.port(), &pki).unwrap();

    let source = "examples/kmip.c";
    let plain = interface.compile(source, Build::C, dir.path()).unwrap();
    let sanitized = interface
        .compile(source, Build::Sanitized, dir.path())
        .unwrap();
    let ways = [
        Command::new(&plain),
        Command::new(sanitized),
        under_valgrind(&plain),
    ];
    for (done, mut way) in (1..).zip(ways) {
        let said = run(way.arg(&socket)).unwrap();
        assert!(said.starts_with("KMIP 2.0\n"), "{said}");
        let opened = "expired after 600000 ms\nopened after another fetch: Agnes Varda\n";
        assert!(said.contains(opened), "{said}");
        assert!(
            said.contains("after destroying: the KMIP server refused"),
            "{said}"
        );
        assert_eq!(line.exchanges(), done * EXCHANGES);
    }
}
