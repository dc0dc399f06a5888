//! Answers that are cut after each of their bytes, and requests after each of theirs.

use fieldgate_core::kmip::Operation;

use crate::kmip_support::fake::{Door, Step, Turn};
use crate::scenario::{Act, Expected, Place, Scenario};

/// What a broken connection may come to. That nothing happens twice is looked at apart from this.
const BROKEN: Expected = Expected::OkOrFails(&["Closed", "ClosedAfterFirstRequest"]);

/// Which answers are cut.
const CUT: [(Act, Operation); 11] = [
    (Act::Version, Operation::DISCOVER_VERSIONS),
    (Act::Fetch, Operation::LOCATE),
    (Act::Fetch, Operation::GET_ATTRIBUTES),
    (Act::Fetch, Operation::GET),
    (Act::Create, Operation::CREATE),
    (Act::Register, Operation::REGISTER),
    (Act::Activate, Operation::ACTIVATE),
    (Act::Destroy, Operation::DESTROY),
    (Act::ReKey, Operation::RE_KEY),
    (Act::Export, Operation::EXPORT),
    (Act::Import, Operation::IMPORT),
];

/// What TLS 1.3 adds to a record: its header, the type of its content, the tag (RFC 8446 section 5.2).
const RECORD_EXTRA_BYTES: usize = 5 + 1 + 16;

pub(crate) async fn scenarios(place: &Place) -> Vec<Scenario> {
    let mut scenarios = Vec::new();
    for (act, at) in CUT {
        let length = place.good_answer(act, at).await.len();
        scenarios.extend((0..length).map(|end| {
            Scenario::answering(
                format!("answer to {at} cut after {end} bytes"),
                act,
                at,
                // What changes something is settled: the server has done it, and that is found out. What only reads is
                // asked again. Before a version is agreed on, there is nothing to save.
                if at == Operation::DISCOVER_VERSIONS {
                    BROKEN
                } else {
                    Expected::Ok
                },
                move |_, answer| {
                    // Every other one in the way of TLS, every other without a word.
                    let close = if end % 2 == 0 { Step::Cut } else { Step::Close };
                    Turn::Steps(vec![Step::Send(answer[..end].to_vec()), close])
                },
            )
        }));
    }
    let request = place.first_request().await.len() + RECORD_EXTRA_BYTES;
    scenarios.extend((1..request).map(|end| Scenario {
        first_door: Some(Door::CutRequest(end)),
        ..Scenario::good(
            format!("first request cut after {end} bytes"),
            Act::Fetch,
            BROKEN,
        )
    }));
    // Requests to make a key: it isn't made, and to be sure of that takes a while.
    scenarios.extend([1, 5, 6, 100, 200, 300].map(|end| Scenario {
        first_door: Some(Door::CutRequest(end)),
        asks_no_version: true,
        slow: true,
        ..Scenario::good(
            format!("request to Create cut after {end} bytes"),
            Act::Create,
            Expected::Fails(&["NotDone"]),
        )
    }));
    scenarios
}
