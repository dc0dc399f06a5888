//! Any bytes as the response to each operation, whole and in pieces: an answer or an error, never a panic.
#![no_main]

use fieldgate_core::kmip::{
    Outgoing, Progress, ProtocolVersion, Request, RequestHeader,
    op::{Activate, Destroy, DiscoverVersions, Get, GetAttributes, Locate, Query},
};
use libfuzzer_sys::fuzz_target;

const HEADER: RequestHeader<'static> = RequestHeader::new(ProtocolVersion::V1_4, None);

fuzz_target!(|data: &[u8]| {
    let target = "1".into();
    feed(data, &Get { target });
    feed(data, &Activate { target });
    feed(data, &Destroy { target });
    feed(
        data,
        &GetAttributes {
            target,
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
