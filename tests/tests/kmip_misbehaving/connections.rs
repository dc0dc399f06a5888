//! Connections that are closed, reset, restarted, delayed or chopped; and TLS under several conditions.

use std::time::Duration;

use fieldgate_core::kmip::{Operation, ProtocolVersion};

use crate::kmip_support::fake::{CertificateWanted, Conditions, Door, Step, Turn};
use crate::scenario::{Act, Expected, OTHER, SHORT, Scenario};

const BROKEN: Expected = Expected::OkOrFails(&["Closed", "ClosedAfterFirstRequest"]);

/// The operations at which a connection is disturbed, each in an act that comes to it.
const DISTURBED: [(Act, Operation); 9] = [
    (Act::Version, Operation::DISCOVER_VERSIONS),
    (Act::Fetch, Operation::LOCATE),
    (Act::Fetch, Operation::GET),
    (Act::Create, Operation::CREATE),
    (Act::Register, Operation::REGISTER),
    (Act::Destroy, Operation::DESTROY),
    (Act::ReKey, Operation::RE_KEY),
    (Act::Export, Operation::EXPORT),
    (Act::Import, Operation::IMPORT),
];

pub(crate) fn scenarios() -> Vec<Scenario> {
    let mut scenarios = doors();
    for (act, at) in DISTURBED {
        scenarios.extend(disturbed(act, at));
    }
    scenarios.extend(late());
    scenarios.extend(tls());
    scenarios
}

fn doors() -> Vec<Scenario> {
    let first = |name: &str, door, expected| Scenario {
        first_door: Some(door),
        ..Scenario::good(name, Act::Fetch, expected)
    };
    let each = |name: &str, door, expected| Scenario {
        door,
        lasting: true,
        ..Scenario::good(name, Act::Fetch, expected)
    };
    vec![
        first(
            "first connection closed after accept",
            Door::CloseAtOnce,
            BROKEN,
        ),
        first(
            "first connection closed after the handshake",
            Door::CloseAfterHandshake,
            BROKEN,
        ),
        each(
            "each connection closed after accept",
            |_| Door::CloseAtOnce,
            Expected::Fails(&["Closed"]),
        ),
        each(
            "each connection closed after the handshake",
            |_| Door::CloseAfterHandshake,
            Expected::Fails(&["Closed", "ClosedAfterFirstRequest"]),
        ),
        each(
            "no connection gets a word",
            |_| Door::Silent,
            Expected::Fails(&["Timeout"]),
        )
        .in_time(),
        Scenario {
            conditions: Some(Conditions {
                idle_max: Some(Duration::from_millis(800)),
                ..Conditions::default()
            }),
            pause: Duration::from_millis(1_600),
            slow: true,
            ..Scenario::good("idle connections are closed", Act::Fetch, Expected::Ok)
        },
    ]
}

fn disturbed(act: Act, at: Operation) -> Vec<Scenario> {
    // What changes something was done before the fault: the client finds that out. What only reads is asked again.
    let broken = if at == Operation::DISCOVER_VERSIONS {
        BROKEN
    } else {
        Expected::Ok
    };
    // Asked again at once, while the server is away.
    let restarted = if at.changes_state() {
        Expected::Ok
    } else {
        Expected::OkOrFails(&["ConnectRefused", "Closed", "ClosedAfterFirstRequest"])
    };
    let with = |name: &str, expected, steps: fn(Vec<u8>) -> Vec<Step>| {
        Scenario::answering(
            format!("{name} at {at}"),
            act,
            at,
            expected,
            move |_, answer| Turn::Steps(steps(answer)),
        )
    };
    vec![
        with("reset", broken, |_| vec![Step::Reset]),
        with("closed after the request", broken, |_| vec![Step::Close]),
        with("answered and closed", Expected::Ok, |answer| {
            vec![Step::Send(answer), Step::Close]
        }),
        Scenario {
            ..with("restarted before the answer", restarted, |_| {
                vec![Step::Restart(Duration::from_millis(30))]
            })
        },
        with("one byte a TLS record", Expected::Ok, |answer| {
            vec![Step::SendByteByByte(answer)]
        }),
        with("answered after a while", Expected::Ok, |answer| {
            vec![Step::Wait(Duration::from_millis(80)), Step::Send(answer)]
        }),
        with(
            "no TLS in place of the answer",
            if at.changes_state() {
                Expected::Ok
            } else {
                Expected::OkOrFails(&["Tls", "NotTls"])
            },
            |_| {
                vec![Step::SendBeneathTls(
                    b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(),
                )]
            },
        ),
        // The second answer is nobody's: whoever asks next must not take it.
        with("answered twice at once", Expected::Ok, |answer| {
            vec![Step::Send([answer.clone(), answer].concat())]
        }),
        with(
            "answered twice",
            Expected::OkOrFails(&["BadResponse"]),
            |answer| vec![Step::Send(answer.clone()), Step::Send(answer)],
        ),
    ]
}

/// Answers that come after the deadline, and would be wrong for the next call.
fn late() -> Vec<Scenario> {
    let timeout = Expected::Fails(&["Timeout"]);
    let after = SHORT.call + Duration::from_millis(60);
    let late = move |name: &str, act, at, expected| {
        Scenario::answering(name, act, at, expected, move |_, answer| {
            Turn::Steps(vec![Step::Wait(after), Step::Send(answer)])
        })
        .in_time()
    };
    vec![
        Scenario {
            // The late answer comes while the next call waits for its own.
            pause: Duration::from_millis(20),
            ..Scenario::answering(
                "another key's Get answered after the deadline",
                Act::Fetch,
                Operation::GET,
                timeout,
                move |_, answer| {
                    let other = crate::answers::renamed(&answer, OTHER);
                    Turn::Steps(vec![Step::Wait(after), Step::Send(other)])
                },
            )
            .in_time()
        },
        late(
            "Create answered after the deadline",
            Act::Create,
            Operation::CREATE,
            Expected::Ok,
        ),
        late(
            "Re-key answered after the deadline",
            Act::ReKey,
            Operation::RE_KEY,
            Expected::Ok,
        ),
        Scenario::answering(
            "an answer that drips beyond the deadline",
            Act::Fetch,
            Operation::LOCATE,
            timeout,
            |_, answer| {
                let drip = |byte: u8| {
                    [
                        Step::Send(vec![byte]),
                        Step::Wait(Duration::from_millis(25)),
                    ]
                };
                Turn::Steps(answer.into_iter().flat_map(drip).collect())
            },
        )
        .in_time(),
    ]
}

fn tls() -> Vec<Scenario> {
    let under = |name: &str, conditions| Scenario {
        conditions: Some(conditions),
        ..Scenario::good(name, Act::Fetch, Expected::Ok)
    };
    let only = |version| Conditions {
        tls: vec![version],
        ..Conditions::default()
    };
    let mut scenarios = vec![
        under("TLS 1.2 only", only(&rustls::version::TLS12)),
        under("TLS 1.3 only", only(&rustls::version::TLS13)),
    ];
    for (name, certificate) in [
        ("certificate optional", CertificateWanted::Optional),
        ("certificate required", CertificateWanted::Required),
    ] {
        for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
            scenarios.push(under(
                &format!("{name}, {:?} only", version.version),
                Conditions {
                    certificate,
                    ..only(version)
                },
            ));
        }
    }
    scenarios.extend(
        [ProtocolVersion::V2_0, ProtocolVersion::V2_1].map(|version| {
            Scenario::good("nothing wrong", Act::Fetch, Expected::Ok).at_version(version)
        }),
    );
    scenarios
}
