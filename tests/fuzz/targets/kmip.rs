//! Any bytes as the response to each operation, whole and in pieces: an answer or an error, never a panic.
#![no_main]

use fieldgate_core::kmip::{
    Outgoing, Progress, ProtocolVersion, Request, RequestHeader,
    op::{Activate, Destroy, DiscoverVersions, Get, GetAttributes, Locate, Query},
};
use libfuzzer_sys::fuzz_target;

const HEADER: RequestHeader<'static> = RequestHeader {
    version: ProtocolVersion::V1_4,
    login: None,
};

fuzz_target!(|data: &[u8]| {
    let unique_identifier = "1";
    feed(data, &Get { unique_identifier });
    feed(data, &Activate { unique_identifier });
    feed(data, &Destroy { unique_identifier });
    feed(
        data,
        &GetAttributes {
            unique_identifier,
            kinds: &[],
        },
    );
    feed(
        data,
        &Locate {
            items_max: 2,
            attributes: &[],
        },
    );
    feed(data, &Query { functions: &[] });
    feed(data, &DiscoverVersions);
});

fn feed<R: Request>(mut data: &[u8], request: &R) {
    let mut buffer = vec![0; 4096];
    let Ok(outgoing) = Outgoing::new(&mut buffer, &HEADER, request) else {
        return;
    };
    let mut incoming = outgoing.sent();
    // At most as many turns as the buffer has bytes.
    for turn in 0..=4096 {
        assert!(turn < 4096, "the exchange doesn't come to an end");
        match incoming.progress() {
            Ok(Progress::MissingBytes(missing)) => {
                let space = incoming.space();
                let count = missing.min(data.len()).min(space.len());
                if count == 0 {
                    break;
                }
                let (now, later) = data.split_at(count);
                space[..count].copy_from_slice(now);
                incoming.received(count);
                data = later;
            }
            Ok(Progress::Complete) | Err(_) => break,
        }
    }
    let _ = incoming.answer();
}
