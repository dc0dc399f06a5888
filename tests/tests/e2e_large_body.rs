//! A body far larger than memory may grow: one GiB of JSON with a million sealed fields goes up, and the gateway stays small.
//!
//! `FIELDGATE_TEST_BODY_MIB` sets another size. The application here is a plain sink, because a real one would hold the whole body itself.

// What a test's own helpers can't do fails the test.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Instant;

use fieldgate_tests::fieldgate::{self, Gateway, Scene};
use fieldgate_tests::https::Client;
use fieldgate_tests::memory;
use fieldgate_tests::pki::Pki;
use fieldgate_tests::pykmip::PyKmip;
use fieldgate_tests::python::Python;

const BODY_MIB: u64 = 1024;
const PEAK_KIB_MAX: u64 = 64 * 1024;
const SECRET: &str = "Christopher Nolan";
const NOTE_BYTES: usize = 960;
const RULES: &str = r#"
version = 1

[[rule]]
name = "films in one go"
object = "film"
methods = ["POST"]
path = "/films"

[[rule.field]]
name = "director"
json = ["$.data[*].Director"]
scheme = "random"
"#;

/// What the application got.
#[derive(Debug, Default)]
struct Seen {
    bytes: u64,
    sealed: u64,
    secrets: u64,
    notes: u64,
}

#[test]
fn one_gib_of_json_is_sealed_in_little_memory() {
    let dir = tempfile::tempdir().unwrap();
    let pki = Pki::create(&dir.path().join("pki")).unwrap();
    let kmip = PyKmip::start(&Python::find().unwrap(), &dir.path().join("pykmip"), &pki).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let upstream = format!("http://{}", listener.local_addr().unwrap());
    let config = Scene::new(upstream, kmip.port(), RULES)
        .write(dir.path(), &pki)
        .unwrap();
    fieldgate::create_key(&config).unwrap();
    let gateway = Gateway::start(&config).unwrap();
    let sink = thread::spawn(move || sink(listener.accept().unwrap().0));

    let mib =
        std::env::var("FIELDGATE_TEST_BODY_MIB").map_or(BODY_MIB, |text| text.parse().unwrap());
    let start = Instant::now();
    let (items, answer) = send(
        &Client::new(&pki.authority_certificate).unwrap(),
        &gateway,
        mib << 20,
    );
    let seconds = start.elapsed().as_secs_f64();
    let peak_kib = memory::peak_kib(gateway.pid()).unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 200"),
        "{answer}\n{}",
        gateway.log()
    );
    let seen = sink.join().unwrap();
    println!(
        "{mib} MiB, {items} fields in {seconds:.1} s; peak memory of the gateway {peak_kib} KiB; {seen:?}"
    );
    assert_eq!((seen.sealed, seen.notes, seen.secrets), (items, items, 0));
    assert!(seen.bytes > mib << 20);
    assert!(peak_kib < PEAK_KIB_MAX, "{peak_kib} KiB");
}

/// Writes a body of at least so many bytes, and gives the number of its items and the answer.
fn send(client: &Client, gateway: &Gateway, bytes_min: u64) -> (u64, String) {
    let item = format!(
        r#"{{"Director":"{SECRET}","note":"{}"}}"#,
        "n".repeat(NOTE_BYTES)
    );
    let items = bytes_min / (item.len() as u64 + 1) + 1;
    let length = items * (item.len() as u64 + 1) - 1 + r#"{"data":[]}"#.len() as u64;
    let mut stream = client.connect(gateway.address()).unwrap();
    let head = format!(
        "POST /films HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(br#"{"data":["#).unwrap();
    let with_comma = format!("{item},");
    for _ in 1..items {
        if stream.write_all(with_comma.as_bytes()).is_err() {
            break;
        }
    }
    // An early refusal ends the writing; the answer tells.
    let _ = stream
        .write_all(item.as_bytes())
        .and_then(|()| stream.write_all(b"]}"))
        .and_then(|()| stream.flush());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    (items, String::from_utf8_lossy(&answer).into_owned())
}

/// Reads one request and answers it; keeps none of it.
fn sink(stream: TcpStream) -> Seen {
    let mut reader = BufReader::with_capacity(1 << 16, stream.try_clone().unwrap());
    let mut length = None;
    loop {
        let line = line(&mut reader);
        if line.is_empty() {
            break;
        }
        let lower = line.to_ascii_lowercase();
        length = length.or(lower
            .strip_prefix("content-length:")
            .map(|text| text.trim().parse::<u64>().unwrap()));
    }
    let mut seen = Seen::default();
    let mut tail = Vec::new();
    match length {
        Some(length) => seen.take(&mut reader, length, &mut tail),
        None => loop {
            let size = u64::from_str_radix(line(&mut reader).split(';').next().unwrap().trim(), 16)
                .unwrap();
            seen.take(&mut reader, size, &mut tail);
            line(&mut reader);
            if size == 0 {
                break;
            }
        },
    }
    let mut stream = stream;
    stream
        .write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        .unwrap();
    seen
}

impl Seen {
    /// Looks through the next bytes of the body. `tail` carries the end of what came before, so that nothing is missed at a seam.
    fn take(&mut self, reader: &mut BufReader<TcpStream>, mut bytes: u64, tail: &mut Vec<u8>) {
        const LONGEST: usize = SECRET.len();
        while bytes > 0 {
            let available = reader.fill_buf().unwrap();
            assert!(!available.is_empty(), "the gateway closed early");
            let got = available
                .len()
                .min(usize::try_from(bytes).unwrap_or(usize::MAX));
            let kept = tail.len();
            tail.extend_from_slice(&available[..got]);
            self.sealed += count(tail, b"\"fg1.", kept);
            self.secrets += count(tail, SECRET.as_bytes(), kept);
            self.notes += count(tail, b"\"note\":\"n", kept);
            tail.drain(..tail.len().saturating_sub(LONGEST));
            reader.consume(got);
            bytes -= got as u64;
            self.bytes += got as u64;
        }
    }
}

/// How often it occurs with its end after the first `seen` bytes.
fn count(text: &[u8], needle: &[u8], seen: usize) -> u64 {
    memchr::memmem::find_iter(text, needle)
        .filter(|at| at + needle.len() > seen)
        .count() as u64
}

fn line(reader: &mut BufReader<TcpStream>) -> String {
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}
