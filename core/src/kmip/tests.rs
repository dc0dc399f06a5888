//! Messages of one operation: as they are written, as servers answer, and cut, flipped or random.

use core::cmp::Ordering;

use proptest::prelude::*;

use super::attribute::{Attribute, AttributeKind};
use super::enumerations::usage;
use super::op::{
    Activate, Create, Destroy, DiscoverVersions, Get, GetAttributes, Locate, Query, Register,
    Revoke,
};
use super::request::write_message;
use super::response::read_message;
use super::*;
use crate::ttlv::{self, Items, Value, Writer};

extern crate std;
use std::{string::String, vec, vec::Vec};

const KEY: [u8; 32] = [0x5a; 32];

const LOGIN: RequestHeader<'static> = RequestHeader {
    version: ProtocolVersion::V1_4,
    login: Some(Login {
        user_name: "alice",
        password: Some("secret"),
    }),
};

fn header(version: ProtocolVersion) -> RequestHeader<'static> {
    RequestHeader {
        version,
        login: None,
    }
}

fn request<R: Request>(header: &RequestHeader<'_>, request: &R) -> Vec<u8> {
    let mut buffer = vec![0; 2048];
    let length = write_message(&mut buffer, header, request).unwrap();
    buffer.truncate(length);
    buffer
}

/// The tags of a message in order, a structure's within brackets: what a person compares with the standard's tables.
fn outline(items: Items<'_>) -> String {
    let mut text = String::new();
    for item in items {
        let item = item.unwrap();
        let tag = std::format!("{} ", item.tag);
        text.push_str(tag.trim_start_matches("42"));
        if let Value::Structure(inner) = item.value {
            text.pop();
            text.push('(');
            text.push_str(&outline(inner));
            text.push_str(") ");
        }
    }
    text.trim_end().into()
}

#[test]
fn a_header_with_a_credential_is_in_the_standards_order() {
    let activate = Activate {
        unique_identifier: "1",
    };
    let message = request(&LOGIN, &activate);
    // Request Message, Request Header: Protocol Version, Maximum Response Size, Authentication, Batch Count.
    assert_eq!(
        outline(Items::of_message(&message)),
        "0078(0077(0069(006a 006b) 0050 000c(0023(0024 0025(0099 00a1))) 000d) 000f(005c 0079(0094)))"
    );
}

#[test]
fn attributes_are_sent_as_the_version_wants_them() {
    let attributes = [
        Attribute::CryptographicUsageMask(usage::ENCRYPT | usage::DECRYPT),
        Attribute::Name("films"),
    ];
    let register = Register {
        attributes: &attributes,
        algorithm: CryptographicAlgorithm::AES,
        key_material: &KEY,
    };
    let payload = |version| {
        let message = request(&header(version), &register);
        let text = outline(Items::of_message(&message));
        let (_, payload) = text.split_once("005c 0079").unwrap();
        String::from(payload)
    };
    // Template-Attribute, each an Attribute with Attribute Name and Attribute Value; then the Symmetric Key.
    assert_eq!(
        payload(ProtocolVersion::V1_4),
        "(0057 0091(0008(000a 000b) 0008(000a 000b(0055 0054))) 008f(0040(0042 0045(0043) 0028 002a)))))"
    );
    // Attributes, each under its own tag.
    assert_eq!(
        payload(ProtocolVersion::V2_0),
        "(0057 0125(002c 0053(0055 0054)) 008f(0040(0042 0045(0043) 0028 002a)))))"
    );
}

/// Get's response, as KMIP 1.4 section 4.11 has it.
fn get_response(
    kind: u32,
    block: impl FnOnce(&mut Writer<'_>) -> Result<(), ttlv::Error>,
) -> Vec<u8> {
    response(|w| {
        success(w, Operation::GET, |w| {
            w.enumeration(tags::OBJECT_TYPE, kind)?;
            w.text_string(tags::UNIQUE_IDENTIFIER, "1")?;
            w.structure(tags::SYMMETRIC_KEY, |w| w.structure(tags::KEY_BLOCK, block))
        })
    })
}

fn raw_key_block(w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
    w.enumeration(tags::KEY_FORMAT_TYPE, KeyFormatType::RAW.0)?;
    w.structure(tags::KEY_VALUE, |w| w.byte_string(tags::KEY_MATERIAL, &KEY))?;
    w.enumeration(tags::CRYPTOGRAPHIC_ALGORITHM, CryptographicAlgorithm::AES.0)?;
    w.integer(tags::CRYPTOGRAPHIC_LENGTH, 256)
}

/// A Response Message in a header of version 1.2 with one Batch Item.
fn response(item: impl FnOnce(&mut Writer<'_>) -> Result<(), ttlv::Error>) -> Vec<u8> {
    let mut buffer = vec![0; 2048];
    let mut writer = Writer::new(&mut buffer);
    writer
        .structure(tags::RESPONSE_MESSAGE, |w| {
            w.structure(tags::RESPONSE_HEADER, |w| {
                ProtocolVersion::V1_2.write(w)?;
                w.date_time(Tag::standard(0x0092), 1_700_000_000)?;
                // Server Correlation Value: of KMIP 1.4, and sent by some servers in any version.
                w.text_string(Tag::standard(0x0106), "0af3")?;
                w.integer(tags::BATCH_COUNT, 1)
            })?;
            w.structure(tags::BATCH_ITEM, item)
        })
        .unwrap();
    let length = writer.length_bytes();
    buffer.truncate(length);
    buffer
}

fn success(
    w: &mut Writer<'_>,
    operation: Operation,
    payload: impl FnOnce(&mut Writer<'_>) -> Result<(), ttlv::Error>,
) -> Result<(), ttlv::Error> {
    w.enumeration(tags::OPERATION, operation.0)?;
    w.enumeration(tags::RESULT_STATUS, ResultStatus::SUCCESS.0)?;
    w.structure(tags::RESPONSE_PAYLOAD, payload)
}

/// What a response is read as, with the key replaced by its length.
fn read<R: Request, T>(
    message: &[u8],
    take: impl FnOnce(R::Response<'_>) -> T,
) -> Result<T, Error> {
    match read_message::<R>(message)? {
        Answer::Success(response) => Ok(take(response)),
        Answer::Failure(failure) => panic!("{failure}"),
    }
}

#[test]
fn a_key_is_read_from_its_key_block() {
    let message = get_response(ObjectType::SYMMETRIC_KEY.0, raw_key_block);
    read::<Get<'_>, _>(&message, |response| {
        assert_eq!(response.unique_identifier, Some("1"));
        assert_eq!(response.key.material, KEY);
        assert_eq!(response.key.algorithm, Some(CryptographicAlgorithm::AES));
        assert_eq!(response.key.length_bits, Some(256));
    })
    .unwrap();
}

#[test]
fn a_transparent_key_with_attributes_in_its_key_value_is_read() {
    let message = get_response(ObjectType::SYMMETRIC_KEY.0, |w| {
        w.enumeration(
            tags::KEY_FORMAT_TYPE,
            KeyFormatType::TRANSPARENT_SYMMETRIC_KEY.0,
        )?;
        w.structure(tags::KEY_VALUE, |w| {
            w.structure(tags::KEY_MATERIAL, |w| w.byte_string(tags::KEY, &KEY))?;
            w.structure(tags::ATTRIBUTE, |w| {
                w.text_string(tags::ATTRIBUTE_NAME, "x-vendor")
            })
        })
    });
    read::<Get<'_>, _>(&message, |response| {
        assert_eq!(response.key.material, KEY);
        assert_eq!(
            (response.key.algorithm, response.key.length_bits),
            (None, None)
        );
    })
    .unwrap();
}

#[test]
fn keys_that_cannot_be_read_are_told_apart() {
    let refused = |message: &[u8]| read_message::<Get<'_>>(message).map(|_| ()).unwrap_err();
    let secret_data = get_response(ObjectType::SECRET_DATA.0, raw_key_block);
    assert_eq!(
        refused(&secret_data),
        Error::NotASymmetricKey(ObjectType::SECRET_DATA)
    );
    let wrapped = get_response(ObjectType::SYMMETRIC_KEY.0, |w| {
        raw_key_block(w)?;
        w.structure(tags::KEY_WRAPPING_DATA, |_| Ok(()))
    });
    assert_eq!(refused(&wrapped), Error::WrappedKey);
    let opaque = get_response(ObjectType::SYMMETRIC_KEY.0, |w| {
        w.enumeration(tags::KEY_FORMAT_TYPE, KeyFormatType::OPAQUE.0)
    });
    // No material: the format is looked at after it.
    assert_eq!(refused(&opaque), Error::Missing(tags::KEY_VALUE));
    let bare = get_response(ObjectType::SYMMETRIC_KEY.0, |w| {
        w.enumeration(tags::KEY_FORMAT_TYPE, KeyFormatType::PKCS_1.0)?;
        w.structure(tags::KEY_VALUE, |w| w.byte_string(tags::KEY_MATERIAL, &KEY))
    });
    assert_eq!(refused(&bare), Error::KeyFormat(KeyFormatType::PKCS_1));
}

/// PyKMIP 0.11 answers what it can't parse so: in version 1.0, without Operation and payload.
#[test]
fn a_failure_without_an_operation_is_read() {
    let message = response(|w| {
        w.enumeration(tags::RESULT_STATUS, ResultStatus::OPERATION_FAILED.0)?;
        w.enumeration(tags::RESULT_REASON, ResultReason::INVALID_MESSAGE.0)?;
        w.text_string(tags::RESULT_MESSAGE, "Error parsing\nrequest message.")
    });
    match read_message::<DiscoverVersions>(&message).unwrap() {
        Answer::Success(_) => panic!("a failure"),
        Answer::Failure(failure) => {
            assert_eq!(failure.reason, Some(ResultReason::INVALID_MESSAGE));
            assert_eq!(failure.version, Some(ProtocolVersion::V1_2));
            let shown = std::format!("{failure}");
            assert_eq!(
                shown,
                "Operation Failed, Invalid Message: Error parsing\\nrequest message."
            );
        }
    }
}

#[test]
fn what_is_not_known_is_skipped() {
    let message = response(|w| {
        w.text_string(Tag::extension(0x0001), "a vendor's own")?;
        success(w, Operation::QUERY, |w| {
            w.enumeration(tags::OPERATION, 0x0a)?;
            w.enumeration(tags::OPERATION, 0x8000_0001)?;
            w.structure(Tag::extension(0x0002), |w| w.integer(tags::OPERATION, 1))?;
            w.enumeration(tags::OPERATION, 0x08)?;
            w.text_string(tags::VENDOR_IDENTIFICATION, "a vendor")
        })
    });
    read::<Query<'_>, _>(&message, |response| {
        let operations: Vec<_> = response.operations().collect();
        assert_eq!(
            operations,
            [Operation::GET, Operation(0x8000_0001), Operation::LOCATE]
        );
        assert_eq!(response.vendor, Some("a vendor"));
    })
    .unwrap();
}

#[test]
fn answers_to_something_else_are_refused() {
    let activated = response(|w| success(w, Operation::ACTIVATE, |_| Ok(())));
    let other = read_message::<Destroy<'_>>(&activated)
        .map(|_| ())
        .unwrap_err();
    assert_eq!(other, Error::OtherOperation(Operation::ACTIVATE));
    let request = request(
        &LOGIN,
        &Activate {
            unique_identifier: "1",
        },
    );
    let echoed = read_message::<Activate<'_>>(&request)
        .map(|_| ())
        .unwrap_err();
    assert_eq!(echoed, Error::NotAResponse(tags::REQUEST_MESSAGE));
    let twice = [activated.as_slice(), &activated].concat();
    let more = read_message::<Activate<'_>>(&twice)
        .map(|_| ())
        .unwrap_err();
    assert_eq!(more, Error::BytesAfterMessage);
}

#[test]
fn attributes_are_read_in_both_forms() {
    let first = response(|w| {
        success(w, Operation::GET_ATTRIBUTES, |w| {
            w.text_string(tags::UNIQUE_IDENTIFIER, "1")?;
            for (name, number) in [
                ("State", 2),
                ("Cryptographic Algorithm", 3),
                ("Lease Time", 4),
            ] {
                w.structure(tags::ATTRIBUTE, |w| {
                    w.text_string(tags::ATTRIBUTE_NAME, name)?;
                    w.integer(tags::ATTRIBUTE_INDEX, 0)?;
                    w.enumeration(tags::ATTRIBUTE_VALUE, number)
                })?;
            }
            for name in ["films", "movies"] {
                w.structure(tags::ATTRIBUTE, |w| {
                    w.text_string(tags::ATTRIBUTE_NAME, "Name")?;
                    w.structure(tags::ATTRIBUTE_VALUE, |w| {
                        w.text_string(tags::NAME_VALUE, name)
                    })
                })?;
            }
            Ok(())
        })
    });
    let second = response(|w| {
        success(w, Operation::GET_ATTRIBUTES, |w| {
            w.text_string(tags::UNIQUE_IDENTIFIER, "1")?;
            w.structure(tags::ATTRIBUTES, |w| {
                w.enumeration(tags::STATE, 2)?;
                w.enumeration(tags::CRYPTOGRAPHIC_ALGORITHM, 3)?;
                for name in ["films", "movies"] {
                    w.structure(tags::NAME, |w| w.text_string(tags::NAME_VALUE, name))?;
                }
                Ok(())
            })
        })
    });
    for message in [first, second] {
        read::<GetAttributes<'_>, _>(&message, |attributes| {
            assert_eq!(attributes.state(), Ok(Some(State::ACTIVE)));
            assert_eq!(
                attributes.algorithm(),
                Ok(Some(CryptographicAlgorithm::AES))
            );
            assert_eq!(attributes.length_bits(), Ok(None));
            assert_eq!(attributes.has_name("movies"), Ok(true));
            assert_eq!(attributes.has_name("cinema"), Ok(false));
            assert_eq!(attributes.count(), 4);
        })
        .unwrap();
    }
}

#[test]
fn versions_are_listed_in_order() {
    let message = response(|w| {
        success(w, Operation::DISCOVER_VERSIONS, |w| {
            ProtocolVersion::V2_0.write(w)?;
            ProtocolVersion::new(3, 0).write(w)?;
            ProtocolVersion::V1_0.write(w)
        })
    });
    let versions: Vec<_> = read::<DiscoverVersions, _>(&message, |offered| {
        offered.collect::<Result<_, _>>().unwrap()
    })
    .unwrap();
    assert_eq!(
        versions,
        [
            ProtocolVersion::V2_0,
            ProtocolVersion::new(3, 0),
            ProtocolVersion::V1_0
        ]
    );
    assert_eq!(
        ProtocolVersion::V1_4.cmp(&ProtocolVersion::V2_0),
        Ordering::Less
    );
    assert!(!ProtocolVersion::new(3, 0).is_spoken());
}

/// A message handed over in pieces of every size; and never a byte of what follows it.
#[test]
fn an_exchange_takes_what_it_needs() {
    let message = get_response(ObjectType::SYMMETRIC_KEY.0, raw_key_block);
    for piece in 1..=message.len() {
        let mut buffer = [0xee; 1024];
        let outgoing = Outgoing::new(
            &mut buffer,
            &LOGIN,
            &Get {
                unique_identifier: "1",
            },
        )
        .unwrap();
        let mut incoming = outgoing.sent();
        let mut rest = message.as_slice();
        while let Progress::MissingBytes(missing) = incoming.progress().unwrap() {
            let space = incoming.space();
            assert_eq!(space.len(), missing);
            let count = space.len().min(piece);
            space[..count].copy_from_slice(&rest[..count]);
            incoming.received(count);
            rest = &rest[count..];
        }
        assert!(rest.is_empty() && incoming.space().is_empty());
        assert!(
            matches!(incoming.answer(), Ok(Answer::Success(response)) if response.key.material == KEY)
        );
        drop(incoming);
        assert_eq!(buffer, [0; 1024], "wiped");
    }
}

#[test]
fn an_exchange_wipes_its_buffer_at_each_end() {
    let register = Register {
        attributes: &[],
        algorithm: CryptographicAlgorithm::AES,
        key_material: &KEY,
    };
    let mut buffer = [0xee; 1024];
    drop(Outgoing::new(&mut buffer, &LOGIN, &register).unwrap());
    assert_eq!(buffer, [0; 1024], "a request that was never sent");

    let mut small = [0xee; 250];
    assert_eq!(
        Outgoing::new(&mut small, &LOGIN, &register)
            .map(|_| ())
            .unwrap_err(),
        Error::Ttlv(ttlv::Error::BufferTooSmall)
    );
    assert_eq!(small, [0; 250], "a request that doesn't fit");

    let mut incoming = Outgoing::new(&mut buffer, &LOGIN, &register)
        .unwrap()
        .sent();
    assert_eq!(
        incoming.space(),
        [0; 8],
        "nothing of the request is left for the response"
    );
    assert!(incoming.is_empty() && incoming.answer().is_err());
    incoming
        .space()
        .copy_from_slice(b"\x42\x00\x7b\x01\x00\x00\x04\x00");
    incoming.received(usize::MAX);
    assert_eq!(
        incoming.progress(),
        Err(Error::BufferTooSmall { needed_bytes: 1032 })
    );
    assert!(incoming.space().is_empty());
}

/// Responses to every operation.
fn corpus() -> Vec<Vec<u8>> {
    let identified = |operation| {
        response(|w| {
            success(w, operation, |w| {
                w.text_string(tags::UNIQUE_IDENTIFIER, "1")
            })
        })
    };
    let failed = response(|w| {
        w.enumeration(tags::RESULT_STATUS, 1)?;
        w.enumeration(tags::RESULT_REASON, 3)?;
        w.text_string(tags::RESULT_MESSAGE, "no")
    });
    let named = response(|w| {
        success(w, Operation::GET_ATTRIBUTES, |w| {
            w.structure(tags::ATTRIBUTE, |w| {
                w.text_string(tags::ATTRIBUTE_NAME, "Name")?;
                w.structure(tags::ATTRIBUTE_VALUE, |w| {
                    w.text_string(tags::NAME_VALUE, "films")
                })
            })
        })
    });
    let versions = response(|w| {
        success(w, Operation::DISCOVER_VERSIONS, |w| {
            ProtocolVersion::V1_0.write(w)
        })
    });
    let abilities = response(|w| {
        success(w, Operation::QUERY, |w| {
            w.enumeration(tags::OPERATION, 0x0a)
        })
    });
    let mut all: Vec<_> = [
        Operation::CREATE,
        Operation::REGISTER,
        Operation::ACTIVATE,
        Operation::REVOKE,
        Operation::DESTROY,
        Operation::LOCATE,
    ]
    .map(identified)
    .into();
    all.extend([
        get_response(2, raw_key_block),
        failed,
        named,
        versions,
        abilities,
    ]);
    all
}

/// Reads a message as the response to each operation, down to its last item. Whether any could.
fn read_as_everything(message: &[u8]) -> bool {
    fn one<R: Request>(message: &[u8], take: impl FnOnce(R::Response<'_>)) -> bool {
        match read_message::<R>(message) {
            Ok(Answer::Success(response)) => take(response),
            Ok(Answer::Failure(failure)) => drop(std::format!("{failure}")),
            Err(error) => {
                drop(std::format!("{error}"));
                return false;
            }
        }
        true
    }
    [
        one::<Create<'_>>(message, |_| ()),
        one::<Register<'_>>(message, |_| ()),
        one::<Activate<'_>>(message, |_| ()),
        one::<Revoke<'_>>(message, |_| ()),
        one::<Destroy<'_>>(message, |_| ()),
        one::<Locate<'_>>(message, |found| assert!(found.count() <= message.len())),
        one::<Get<'_>>(message, |got| {
            assert!(got.key.material.len() <= message.len());
        }),
        one::<GetAttributes<'_>>(message, |attributes| {
            assert!(attributes.has_name("films").is_err() || attributes.count() <= message.len());
        }),
        one::<DiscoverVersions>(message, |offered| assert!(offered.count() <= message.len())),
        one::<Query<'_>>(message, |response| {
            assert!(response.operations().count() <= message.len());
        }),
    ]
    .contains(&true)
}

#[test]
fn every_cut_is_an_error_and_every_flipped_bit_a_value_or_an_error() {
    for message in corpus() {
        assert!(read_as_everything(&message));
        for end in 0..message.len() {
            assert!(!read_as_everything(&message[..end]), "cut at {end}");
        }
        for bit in 0..message.len() * 8 {
            let mut flipped = message.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            read_as_everything(&flipped);
        }
    }
}

proptest! {
    #[test]
    fn random_changes_give_a_value_or_an_error(
        number in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut message = number.get(&corpus()).clone();
        for (place, byte) in changes {
            let place = place.index(message.len());
            message[place] = byte;
        }
        read_as_everything(&message);
    }

    #[test]
    fn requests_are_ttlv_at_every_version(
        version in prop::sample::select(&ProtocolVersion::SPOKEN),
        name in ".{0,40}",
        id in ".{0,40}",
        password in prop::option::of(".{0,40}"),
    ) {
        let login = Some(Login { user_name: &name, password: password.as_deref() });
        let header = RequestHeader { version, login };
        let attributes = [Attribute::Name(&name), Attribute::State(State::ACTIVE)];
        let kinds = [AttributeKind::Name, AttributeKind::State];
        let register = Register { attributes: &attributes, algorithm: CryptographicAlgorithm::AES, key_material: &KEY };
        let reason = RevocationReasonCode::KEY_COMPROMISE;
        let messages = [
            request(&header, &Create { attributes: &attributes }),
            request(&header, &register),
            request(&header, &Locate { items_max: 2, attributes: &attributes }),
            request(&header, &GetAttributes { unique_identifier: &id, kinds: &kinds }),
            request(&header, &Get { unique_identifier: &id }),
            request(&header, &Revoke { unique_identifier: &id, reason, compromised_since_s: Some(0) }),
            request(&header, &Query { functions: &[QueryFunction::OPERATIONS] }),
            request(&header, &DiscoverVersions),
        ];
        for message in messages {
            prop_assert!(ttlv::read_all(Items::of_message(&message)).is_ok());
            prop_assert_eq!(ttlv::message_length_bytes(message.first_chunk().unwrap()), Ok(message.len()));
        }
    }
}

#[cfg(feature = "embedded-io")]
mod serial {
    use super::super::serial::{SerialError, exchange};
    use super::*;
    use core::convert::Infallible;
    use embedded_io::{ErrorType, Read, Write};

    /// A port in memory, which hands out a few bytes at a time.
    struct Port<'p> {
        answer: &'p [u8],
        sent: Vec<u8>,
    }

    impl ErrorType for Port<'_> {
        type Error = Infallible;
    }

    impl Read for Port<'_> {
        fn read(&mut self, space: &mut [u8]) -> Result<usize, Infallible> {
            let count = space.len().min(self.answer.len()).min(7);
            let (now, later) = self.answer.split_at(count);
            space[..count].copy_from_slice(now);
            self.answer = later;
            Ok(count)
        }
    }

    impl Write for Port<'_> {
        fn write(&mut self, bytes: &[u8]) -> Result<usize, Infallible> {
            let count = bytes.len().min(5);
            self.sent.extend_from_slice(&bytes[..count]);
            Ok(count)
        }

        fn flush(&mut self) -> Result<(), Infallible> {
            Ok(())
        }
    }

    #[test]
    fn a_key_comes_over_a_port() {
        let message = get_response(ObjectType::SYMMETRIC_KEY.0, raw_key_block);
        let get = Get {
            unique_identifier: "1",
        };
        let mut port = Port {
            answer: &message,
            sent: Vec::new(),
        };
        let mut buffer = [0; 512];
        let incoming = exchange(&mut port, &mut buffer, &LOGIN, &get).unwrap();
        assert!(
            matches!(incoming.answer(), Ok(Answer::Success(response)) if response.key.material == KEY)
        );
        drop(incoming);
        // The request asks for a response that fits the buffer, so the sizes in both have to agree.
        let mut expected = [0; 512];
        let length = write_message(&mut expected, &LOGIN, &get).unwrap();
        assert_eq!(port.sent, expected[..length]);
        assert_eq!(buffer, [0; 512], "wiped");
    }

    #[test]
    fn a_port_that_is_cut_anywhere_is_closed() {
        let message = get_response(ObjectType::SYMMETRIC_KEY.0, raw_key_block);
        for end in 0..message.len() {
            let mut port = Port {
                answer: &message[..end],
                sent: Vec::new(),
            };
            let mut buffer = [0; 512];
            let result = exchange(
                &mut port,
                &mut buffer,
                &LOGIN,
                &Get {
                    unique_identifier: "1",
                },
            );
            assert_eq!(result.map(|_| ()), Err(SerialError::Closed));
            assert_eq!(buffer, [0; 512], "wiped");
        }
    }
}
