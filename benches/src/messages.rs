//! KMIP messages of ours, without a connection: what a Get takes in core.

use std::hint::black_box;

use fieldgate_core::kmip::{Answer, Outgoing, Progress, ProtocolVersion, RequestHeader, op::Get};

use crate::{fields::Group, measure::Candidate};

/// As PyKMIP sends it, in KMIP 1.4: a key of 256 bits.
const RESPONSE: &[u8] = include_bytes!("../../tests/firmware/image/src/cases/get_response.bin");
const BUFFER_BYTES: usize = 32 * 1024;
/// As long as PyKMIP's and other servers' are.
const ID: &str = "e3f2ad1e-9d45-4b3f-8a6e-0f6f3c5d2b17";

/// To be counted only: no peer has a codec that works without its connection.
pub(crate) fn group() -> Group {
    let write = || Candidate::ours("write a Get request", written_request());
    let exchange = Candidate::ours(
        "exchange: write a Get request, read its response, wipe both",
        {
            let mut buffer = vec![0; BUFFER_BYTES];
            move || assert!(exchange(&mut buffer).is_some())
        },
    );
    let request_bytes = request_bytes();
    Group {
        title: "kmip",
        note: "",
        goals: &[],
        columns: vec![
            (request_bytes, vec![write()]),
            (request_bytes + RESPONSE.len(), vec![exchange]),
        ],
    }
}

const fn header() -> RequestHeader<'static> {
    RequestHeader::new(ProtocolVersion::V1_4, None)
}

fn get() -> Get<'static> {
    Get { target: ID.into() }
}

fn request_bytes() -> usize {
    let mut buffer = [0; 1024];
    Outgoing::new(&mut buffer, &header(), &get()).map_or(0, |outgoing| outgoing.message().len())
}

fn written_request() -> impl FnMut() {
    let mut buffer = vec![0; BUFFER_BYTES];
    move || {
        let outgoing = Outgoing::new(&mut buffer, &header(), &get());
        black_box(outgoing.is_ok_and(|outgoing| !outgoing.message().is_empty()));
    }
}

/// `None` if the response can't be read.
fn exchange(buffer: &mut [u8]) -> Option<()> {
    let outgoing = Outgoing::new(buffer, &header(), &get()).ok()?;
    black_box(outgoing.message());
    let mut incoming = outgoing.sent();
    let mut rest = RESPONSE;
    while let Progress::MissingBytes(_) = incoming.progress().ok()? {
        let space = incoming.space();
        let (now, later) = rest.split_at_checked(space.len())?;
        space.copy_from_slice(now);
        rest = later;
        let count = now.len();
        incoming.received(count);
    }
    match incoming.answer().ok()? {
        Answer::Success(response) => {
            black_box(response.key.material);
            Some(())
        }
        _ => None,
    }
}
