//! Answers that say something else than they should, or are no answers.

use fieldgate_core::kmip::{Operation, ProtocolVersion, ResultReason};

use crate::kmip_support::fake::answers::{
    altered, deep, overlapping, refusal, refusal_in_words, version_item, with, with_extras, without,
};
use crate::kmip_support::fake::{Turn, raw};
use crate::scenario::{Act, Expected, OTHER, Scenario};

const UNREADABLE: Expected = Expected::Fails(&["BadResponse"]);
const TOO_LONG: Expected = Expected::Fails(&["ResponseTooLarge"]);

/// The operations of a fetch.
const FETCH: [Operation; 3] = [Operation::LOCATE, Operation::GET_ATTRIBUTES, Operation::GET];

/// An alteration of a good answer.
type Alter = fn(&[u8]) -> Vec<u8>;

/// The answer with another Unique Identifier.
pub(crate) fn renamed(answer: &[u8], id: &str) -> Vec<u8> {
    with(answer, 0x42_0094, &raw::text(0x42_0094, id))
}

pub(crate) fn scenarios() -> Vec<Scenario> {
    let mut scenarios = Vec::new();
    for at in FETCH {
        for (name, expected, alter) in TOLERATED.iter().chain(&UNREADABLES) {
            scenarios.push(altering(
                format!("{name} in the answer to {at}"),
                at,
                *expected,
                *alter,
            ));
        }
    }
    for (name, at, expected, alter) in WRONG {
        scenarios.push(altering(name.to_owned(), at, expected, alter));
    }
    scenarios.extend(refusals());
    scenarios.push(Scenario {
        prepare: |vault| {
            vault.put("films");
        },
        ..Scenario::good(
            "two keys of one name",
            Act::Fetch,
            Expected::Fails(&["KeyAmbiguous"]),
        )
    });
    scenarios
}

fn altering(name: String, at: Operation, expected: Expected, alter: Alter) -> Scenario {
    Scenario::answering(name, Act::Fetch, at, expected, move |_, answer| {
        Turn::Answer(alter(&answer))
    })
}

/// What a client has to bear.
const TOLERATED: [(&str, Expected, Alter); 5] = [
    ("another version", Expected::Ok, |answer| {
        with(answer, 0x42_0069, &version_item(ProtocolVersion::new(1, 0)))
    }),
    ("a version of the future", Expected::Ok, |answer| {
        with(answer, 0x42_0069, &version_item(ProtocolVersion::new(3, 9)))
    }),
    ("unknown items everywhere", Expected::Ok, with_extras),
    ("no time stamp", Expected::Ok, |answer| {
        without(answer, 0x42_0092)
    }),
    ("no batch count", Expected::Ok, |answer| {
        without(answer, 0x42_000d)
    }),
];

/// What can't be an answer.
const UNREADABLES: [(&str, Expected, Alter); 19] = [
    ("a length of 4 GiB", TOO_LONG, |answer| {
        raw::item_of_length(0x42_007b, raw::STRUCTURE, 0xffff_fff8, &answer[8..])
    }),
    ("a length of 2 GiB", TOO_LONG, |answer| {
        raw::item_of_length(0x42_007b, raw::STRUCTURE, 0x7fff_fff8, &answer[8..])
    }),
    ("a length of 1 GiB within", UNREADABLE, |answer| {
        let mut bytes = answer.to_vec();
        bytes[12..16].copy_from_slice(&0x4000_0000u32.to_be_bytes());
        bytes
    }),
    (
        "10,000 structures within one another",
        Expected::Fails(&["ResponseTooLarge"]),
        |_| deep(10_000),
    ),
    ("3,000 structures within one another", UNREADABLE, |_| {
        deep(3_000)
    }),
    ("an unknown item 3,000 deep", UNREADABLE, |answer| {
        altered(answer, &|item| {
            (item.tag == 0x42_007c).then(|| {
                let mut unknown = deep(3_000);
                unknown[..3].copy_from_slice(&[0x54, 0, 1]);
                raw::item(item.tag, item.kind, &[item.value, &unknown].concat())
            })
        })
    }),
    ("overlapping structures", UNREADABLE, overlapping),
    ("a request", UNREADABLE, |answer| {
        let mut bytes = answer.to_vec();
        bytes[..3].copy_from_slice(&[0x42, 0, 0x78]);
        bytes
    }),
    ("a tag of nobody", UNREADABLE, |answer| {
        let mut bytes = answer.to_vec();
        bytes[0] = 0;
        bytes
    }),
    ("an unknown item type", UNREADABLE, |answer| {
        let mut bytes = answer.to_vec();
        bytes[11] = 0x77;
        bytes
    }),
    ("an empty message", UNREADABLE, |_| {
        raw::structure(0x42_007b, &[])
    }),
    ("no batch item", UNREADABLE, |answer| {
        without(answer, 0x42_000f)
    }),
    ("no Result Status", UNREADABLE, |answer| {
        without(answer, 0x42_007f)
    }),
    ("no Operation", UNREADABLE, |answer| {
        without(answer, 0x42_005c)
    }),
    ("another Operation", UNREADABLE, |answer| {
        with(answer, 0x42_005c, &raw::enumeration(0x42_005c, 0x18))
    }),
    ("an unknown Operation", UNREADABLE, |answer| {
        with(answer, 0x42_005c, &raw::enumeration(0x42_005c, 0x7777))
    }),
    ("a Result Status of another type", UNREADABLE, |answer| {
        with(answer, 0x42_007f, &raw::text(0x42_007f, "Success"))
    }),
    (
        "a Unique Identifier that is not UTF-8",
        UNREADABLE,
        |answer| {
            with(
                answer,
                0x42_0094,
                &raw::item(0x42_0094, raw::TEXT, &[0xff, 0xfe]),
            )
        },
    ),
    ("padding that is not zero", UNREADABLE, |answer| {
        // The Operation's last four bytes.
        altered(answer, &|item| {
            (item.tag == 0x42_005c).then(|| {
                let mut bytes = raw::item(item.tag, item.kind, item.value);
                bytes[15] = 1;
                bytes
            })
        })
    }),
];

/// Whole answers, about something else than what was asked for.
const WRONG: [(&str, Operation, Expected, Alter); 15] = [
    (
        "Locate finds another key",
        Operation::LOCATE,
        Expected::Fails(&["KeyWrongName"]),
        |answer| renamed(answer, OTHER),
    ),
    (
        "Locate finds a key that isn't there",
        Operation::LOCATE,
        Expected::Fails(&["KeyMissing"]),
        |answer| renamed(answer, "object-99"),
    ),
    (
        "Locate finds nothing",
        Operation::LOCATE,
        Expected::Fails(&["KeyMissing"]),
        |answer| without(answer, 0x42_0094),
    ),
    (
        "Get gives another key",
        Operation::GET,
        Expected::Fails(&["KeyWrongIdentifier"]),
        |answer| renamed(answer, OTHER),
    ),
    (
        "Get gives half a key",
        Operation::GET,
        Expected::Fails(&["KeyWrongLength"]),
        |answer| with(answer, 0x42_0043, &raw::bytes(0x42_0043, &[7; 16])),
    ),
    ("Get gives no key", Operation::GET, UNREADABLE, |answer| {
        without(answer, 0x42_008f)
    }),
    (
        "Get gives an object of an unknown type",
        Operation::GET,
        UNREADABLE,
        |answer| with(answer, 0x42_0057, &raw::enumeration(0x42_0057, 0x77)),
    ),
    (
        "Get gives a key of an unknown format",
        Operation::GET,
        UNREADABLE,
        |answer| with(answer, 0x42_0042, &raw::enumeration(0x42_0042, 0x77)),
    ),
    (
        "Get gives a key of an unknown algorithm",
        Operation::GET,
        Expected::Fails(&["KeyWrongAlgorithm"]),
        |answer| with(answer, 0x42_0028, &raw::enumeration(0x42_0028, 0x7777)),
    ),
    (
        "Get gives a wrapped key",
        Operation::GET,
        UNREADABLE,
        |answer| {
            altered(answer, &|item| {
                (item.tag == 0x42_0040).then(|| {
                    let wrapping = raw::structure(0x42_0046, &[raw::enumeration(0x42_009e, 1)]);
                    raw::item(item.tag, item.kind, &[item.value, &wrapping].concat())
                })
            })
        },
    ),
    (
        "a state of the future",
        Operation::GET_ATTRIBUTES,
        Expected::Fails(&["KeyNotActive"]),
        |answer| with_attribute(answer, "State", &raw::enumeration(0x42_000b, 99)),
    ),
    (
        "an algorithm of the future",
        Operation::GET_ATTRIBUTES,
        Expected::Fails(&["KeyWrongAlgorithm"]),
        |answer| {
            with_attribute(
                answer,
                "Cryptographic Algorithm",
                &raw::enumeration(0x42_000b, 0x7777),
            )
        },
    ),
    (
        "a negative length",
        Operation::GET_ATTRIBUTES,
        Expected::Fails(&["KeyWrongLength"]),
        |answer| {
            with_attribute(
                answer,
                "Cryptographic Length",
                &raw::integer(0x42_000b, -256),
            )
        },
    ),
    (
        "no attributes",
        Operation::GET_ATTRIBUTES,
        Expected::Fails(&["KeyWrongName", "KeyAttributeMissing"]),
        |answer| without(answer, 0x42_0008),
    ),
    (
        "attributes without values",
        Operation::GET_ATTRIBUTES,
        Expected::Fails(&["KeyWrongName", "KeyAttributeMissing"]),
        |answer| without(answer, 0x42_000b),
    ),
];

/// The answer with another value of an attribute, in the form of KMIP 1.x.
fn with_attribute(answer: &[u8], name: &str, value: &[u8]) -> Vec<u8> {
    altered(answer, &|item| {
        let named = item.tag == 0x42_0008 && item.find(0x42_000a)?.text() == name;
        named.then(|| raw::structure(0x42_0008, &[raw::text(0x42_000a, name), value.to_vec()]))
    })
}

/// Refusals without an Operation, as many servers send them.
fn refusals() -> Vec<Scenario> {
    let refused = |reason: ResultReason, expected| {
        FETCH.map(|at| {
            Scenario::answering(
                format!("{at} refused: {reason}"),
                Act::Fetch,
                at,
                expected,
                move |asked, _| Turn::Answer(refusal(asked.version, reason)),
            )
        })
    };
    let mut scenarios = Vec::new();
    scenarios.extend(refused(ResultReason(0x7777), Expected::Fails(&["Refused"])));
    scenarios.extend(refused(
        ResultReason(2),
        Expected::Fails(&["ResponseTooLarge"]),
    ));
    scenarios.extend(refused(
        ResultReason::ITEM_NOT_FOUND,
        Expected::Fails(&["KeyMissing"]),
    ));
    scenarios.extend(refused(
        ResultReason::PERMISSION_DENIED,
        Expected::Fails(&["PermissionDenied"]),
    ));
    scenarios.extend(FETCH.map(|at| {
        Scenario::answering(
            format!("{at} refused: the token has been revoked"),
            Act::Fetch,
            at,
            // Locate is the first request on its connection, which never was any good.
            if at == Operation::LOCATE {
                Expected::Fails(&["AuthenticationRefused"])
            } else {
                Expected::Ok
            },
            |asked, _| {
                let reason = ResultReason::AUTHENTICATION_NOT_SUCCESSFUL;
                Turn::Answer(refusal_in_words(
                    asked.version,
                    reason,
                    "Token has been revoked",
                ))
            },
        )
    }));
    scenarios.extend(FETCH.map(|at| {
        Scenario::answering(
            format!("{at} refused with words that forge a log"),
            Act::Fetch,
            at,
            Expected::Fails(&["Refused"]),
            |asked, _| {
                let words = "no\n2026-11-25 INFO all is well\u{1b}[2J\u{202e}";
                Turn::Answer(refusal_in_words(asked.version, ResultReason(0x100), words))
            },
        )
    }));
    scenarios
}
