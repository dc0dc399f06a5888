//! Our KMIP messages against those of PyKMIP's own encoder, byte for byte, at every version that it speaks.
//!
//! `tests/python/kmip_messages.py` writes requests and responses with PyKMIP's classes. Our core writes the same requests,
//! which have to have the same bytes, and reads the same responses, which have to give the same values. Each of these
//! messages, and each of ours at each version, is also read as a tree of TTLV items and written again.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

#[path = "kmip_codec/requests.rs"]
mod requests;
#[path = "kmip_codec/responses.rs"]
mod responses;
#[path = "kmip_codec/services.rs"]
mod services;

use std::collections::{BTreeMap, BTreeSet};

use fieldgate_core::kmip::{self, ProtocolVersion};
use fieldgate_core::ttlv::{Items, Value, Writer};
use fieldgate_tests::python::Python;
use requests::{NOT_OURS, NamedRequest};
use responses::{NOT_READ, NamedResponse};

/// The longest message here, and the Maximum Response Size that each request asks for.
const MESSAGE_BYTES_MAX: usize = 2048;

/// All requests of ours.
fn requests() -> impl Iterator<Item = &'static NamedRequest> {
    requests::REQUESTS.iter().chain(services::REQUESTS)
}

/// All responses that we read.
fn responses() -> impl Iterator<Item = &'static NamedResponse> {
    responses::RESPONSES.iter().chain(services::RESPONSES)
}

/// Why the sides write a request differently at a version, if they do.
fn why_otherwise(name: &str, version: &str) -> Option<&'static str> {
    let mut reasons = requests::OTHERWISE.iter().chain(services::OTHERWISE);
    let (.., reason) = reasons
        .find(|(other, at, _)| *other == name && (at.is_empty() || at.contains(&version)))?;
    Some(reason)
}

/// A message that PyKMIP wrote, or why it didn't.
struct Theirs {
    version: String,
    name: String,
    message: Result<Vec<u8>, String>,
}

/// All that PyKMIP writes, of one kind.
fn theirs(kind: &str) -> Vec<Theirs> {
    let printed = Python::find()
        .unwrap()
        .run("kmip_messages.py", &[])
        .unwrap();
    let lines = printed.lines().map(|line| {
        let mut parts = line.splitn(4, ' ');
        [(); 4].map(|()| parts.next().unwrap().to_owned())
    });
    lines
        .filter(|[_, of, ..]| of == kind)
        .map(|[version, _, name, text]| Theirs {
            version,
            name,
            message: match text.strip_prefix("- ") {
                Some(reason) => Err(reason.to_owned()),
                None => Ok(unhex(&text)),
            },
        })
        .collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2);
    digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// The message, read as a tree and written again.
fn rewritten(message: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0; message.len()];
    let mut writer = Writer::new(&mut bytes);
    copy(Items::of_message(message), &mut writer);
    let length = writer.length_bytes();
    bytes.truncate(length);
    bytes
}

fn copy(items: Items<'_>, writer: &mut Writer<'_>) {
    for item in items {
        let item = item.unwrap();
        let Value::Structure(within) = item.value else {
            writer.value(item.tag, &item.value).unwrap();
            continue;
        };
        let written = writer.structure(item.tag, |writer| {
            copy(within, writer);
            Ok(())
        });
        written.unwrap();
    }
}

/// Prints a line for each version: how many of how many.
fn print_counts(what: &str, counts: &BTreeMap<String, (usize, usize)>) {
    for (version, (good, all)) in counts {
        println!("KMIP {version}: {what} {good}/{all}");
    }
}

#[test]
fn requests_are_pykmips_byte_for_byte() {
    let (mut counts, mut wrong) = (BTreeMap::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for Theirs {
        version,
        name,
        message,
    } in theirs("request")
    {
        let Some((_, ours)) = requests().find(|(ours, _)| *ours == name) else {
            assert!(
                NOT_OURS.contains(&name.as_str()),
                "{name} is nowhere in our table"
            );
            continue;
        };
        seen.insert(name.clone());
        let ours = ours(spoken(&version));
        let reason = why_otherwise(&name, &version);
        let equal = match (&ours, &message) {
            (Ok(ours), Ok(theirs)) => ours == theirs,
            // What a version lacks, neither writes.
            (Err(error), Err(_)) => matches!(
                error,
                kmip::Error::NotInVersion { .. } | kmip::Error::FieldNotInVersion { .. }
            ),
            _ => false,
        };
        match (equal, reason) {
            (true, None) => {}
            (false, Some(reason)) => {
                println!("KMIP {version} {name}: written otherwise, because {reason}");
                continue;
            }
            (true, Some(_)) => {
                wrong.push(format!("{version} {name}: equal, and not expected to be"));
            }
            (false, None) => wrong.push(format!(
                "{version} {name}:\n  ours   {}\n  theirs {}",
                shown(&ours.map_err(|error| error.to_string())),
                shown(&message)
            )),
        }
        let count: &mut (usize, usize) = counts.entry(version).or_default();
        count.0 += usize::from(equal);
        count.1 += 1;
    }
    print_counts("requests equal", &counts);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let missing: Vec<_> = requests()
        .filter(|(name, _)| !seen.contains(*name))
        .collect();
    assert!(
        missing.is_empty(),
        "{} of ours PyKMIP didn't write",
        missing.len()
    );
    assert_eq!(counts.len(), 6);
}

#[test]
fn responses_of_pykmip_are_read() {
    let (mut counts, mut wrong) = (BTreeMap::new(), Vec::new());
    for Theirs {
        version,
        name,
        message,
    } in theirs("response")
    {
        let Some((_, read, expected)) = responses().find(|(ours, ..)| *ours == name) else {
            assert!(
                NOT_READ.contains(&name.as_str()),
                "{name} is nowhere in our table"
            );
            continue;
        };
        let Ok(message) = message else {
            continue;
        };
        let found = read(&message);
        let count: &mut (usize, usize) = counts.entry(version.clone()).or_default();
        count.0 += usize::from(found == *expected);
        count.1 += 1;
        if found != *expected {
            wrong.push(format!("{version} {name}: {found}, not {expected}"));
        }
    }
    print_counts("responses read", &counts);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(counts.len(), 6);
}

#[test]
fn every_message_is_written_again_as_it_was() {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let pykmips = ["request", "response"].into_iter().flat_map(theirs);
    let pykmips = pykmips.filter_map(|theirs| Some((theirs.version, theirs.message.ok()?)));
    let ours = ProtocolVersion::SPOKEN.into_iter().flat_map(|version| {
        let written = requests().filter_map(move |(_, write)| write(version).ok());
        written.map(move |message| (version.to_string(), message))
    });
    for (version, message) in pykmips.chain(ours) {
        assert_eq!(
            shown(&Ok(rewritten(&message))),
            shown(&Ok(message)),
            "{version}"
        );
        let count = counts.entry(version).or_default();
        *count = (count.0 + 1, count.1 + 1);
    }
    print_counts("messages written again", &counts);
    assert_eq!(counts.len(), 7, "with 2.1");
}

fn spoken(version: &str) -> ProtocolVersion {
    ProtocolVersion::SPOKEN
        .into_iter()
        .find(|spoken| spoken.to_string() == version)
        .unwrap()
}

fn shown(message: &Result<Vec<u8>, String>) -> String {
    match message {
        Ok(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        Err(reason) => format!("({reason})"),
    }
}
