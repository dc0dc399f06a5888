//! Responses, as servers send them: in both forms, with too much and with too little.

use core::cmp::Ordering;

use super::super::op::{Activate, Destroy, DiscoverVersions, Get, GetAttributes, Query};
use super::*;

/// What a response is read as, with the key replaced by its length.
fn read<R: Request, T>(
    message: &[u8],
    take: impl FnOnce(R::Response<'_>) -> T,
) -> Result<T, Error> {
    match read_message::<R>(message)? {
        Answer::Success(response) => Ok(take(response)),
        Answer::Failure(failure) => panic!("{failure}"),
        Answer::Pending { .. } => panic!("pending"),
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
        Answer::Pending { .. } => panic!("pending"),
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
    let request = request(&LOGIN, &Activate { target: "1".into() });
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

/// A response to Activate, with this Batch Count and these Unique Batch Item IDs.
fn activated(count: Option<i32>, ids: &[Option<&[u8]>]) -> Vec<u8> {
    let mut buffer = vec![0; 512];
    let mut writer = Writer::new(&mut buffer);
    writer
        .structure(tags::RESPONSE_MESSAGE, |w| {
            w.structure(tags::RESPONSE_HEADER, |w| {
                count.map_or(Ok(()), |count| w.integer(tags::BATCH_COUNT, count))
            })?;
            ids.iter().try_for_each(|id| {
                w.structure(tags::BATCH_ITEM, |w| {
                    w.enumeration(tags::OPERATION, Operation::ACTIVATE.0)?;
                    id.map_or(Ok(()), |id| w.byte_string(tags::UNIQUE_BATCH_ITEM_ID, id))?;
                    w.enumeration(tags::RESULT_STATUS, ResultStatus::SUCCESS.0)
                })
            })
        })
        .unwrap();
    let length = writer.length_bytes();
    buffer.truncate(length);
    buffer
}

#[test]
fn an_answer_to_one_operation_has_one_item() {
    let read = |count, ids: &[Option<&[u8]>]| {
        read_message::<Activate<'_>>(&activated(count, ids)).map(drop)
    };
    for count in [None, Some(1)] {
        assert_eq!(read(count, &[None]), Ok(()));
        assert_eq!(read(count, &[Some(b"")]), Ok(()));
        assert_eq!(read(count, &[Some(b"1")]), Err(Error::OtherItems));
        assert_eq!(read(count, &[None, None]), Err(Error::OtherItems));
    }
    for count in [0, 2, -1] {
        assert_eq!(read(Some(count), &[None]), Err(Error::OtherItems));
        assert_eq!(read(Some(count), &[None, None]), Err(Error::OtherItems));
    }
    let none = Error::Missing(tags::BATCH_ITEM);
    assert_eq!(read(Some(1), &[]), Err(none));
}

#[test]
fn one_attribute_of_several_values_is_refused() {
    let attributes = |states: &[u32], bits: &[i32], algorithms: &[u32]| {
        response(|w| {
            success(w, Operation::GET_ATTRIBUTES, |w| {
                w.structure(tags::ATTRIBUTES, |w| {
                    for state in states {
                        w.enumeration(tags::STATE, *state)?;
                    }
                    for bits in bits {
                        w.integer(tags::CRYPTOGRAPHIC_LENGTH, *bits)?;
                    }
                    for algorithm in algorithms {
                        w.enumeration(tags::CRYPTOGRAPHIC_ALGORITHM, *algorithm)?;
                    }
                    w.date_time(tags::DEACTIVATION_DATE, 1)?;
                    w.date_time(tags::DEACTIVATION_DATE, i64::from(states.len() > 1) + 1)
                })
            })
        })
    };
    let same = attributes(&[2], &[256, 256], &[3, 3, 3]);
    read::<GetAttributes<'_>, _>(&same, |response| {
        let attributes = response.attributes;
        assert_eq!(attributes.state(), Ok(Some(State::ACTIVE)));
        assert_eq!(attributes.length_bits(), Ok(Some(256)));
        let aes = CryptographicAlgorithm::AES;
        assert_eq!(attributes.algorithm(), Ok(Some(aes)));
        assert_eq!(attributes.deactivation_date(), Ok(Some(1)));
    })
    .unwrap();
    // Active and Compromised, whichever comes first.
    for states in [[2, 4], [4, 2]] {
        let differing = attributes(&states, &[256, 128], &[3, 3, 2]);
        read::<GetAttributes<'_>, _>(&differing, |response| {
            let attributes = response.attributes;
            let refused = Error::Contradiction;
            assert_eq!(attributes.state(), Err(refused(tags::STATE)));
            let length = tags::CRYPTOGRAPHIC_LENGTH;
            assert_eq!(attributes.length_bits(), Err(refused(length)));
            let algorithm = tags::CRYPTOGRAPHIC_ALGORITHM;
            assert_eq!(attributes.algorithm(), Err(refused(algorithm)));
            let date = tags::DEACTIVATION_DATE;
            assert_eq!(attributes.deactivation_date(), Err(refused(date)));
        })
        .unwrap();
    }
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
            w.structure(tags::ATTRIBUTE, |w| {
                w.text_string(tags::ATTRIBUTE_NAME, "Deactivation Date")?;
                w.date_time(tags::ATTRIBUTE_VALUE, 1_893_456_000)
            })?;
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
                w.date_time(tags::DEACTIVATION_DATE, 1_893_456_000)?;
                w.enumeration(tags::CRYPTOGRAPHIC_ALGORITHM, 3)?;
                for name in ["films", "movies"] {
                    w.structure(tags::NAME, |w| w.text_string(tags::NAME_VALUE, name))?;
                }
                Ok(())
            })
        })
    });
    // What has no type of its own here, Lease Time, is kept.
    for (message, count) in [(first, 6), (second, 5)] {
        read::<GetAttributes<'_>, _>(&message, |response| {
            assert_eq!(response.unique_identifier, Some("1"));
            let attributes = response.attributes;
            assert_eq!(attributes.state(), Ok(Some(State::ACTIVE)));
            assert_eq!(
                attributes.algorithm(),
                Ok(Some(CryptographicAlgorithm::AES))
            );
            assert_eq!(attributes.length_bits(), Ok(None));
            assert_eq!(attributes.has_name("movies"), Ok(true));
            assert_eq!(attributes.has_name("cinema"), Ok(false));
            assert_eq!(attributes.deactivation_date(), Ok(Some(1_893_456_000)));
            assert_eq!(attributes.count(), count);
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

/// A Unique Identifier may be a number in KMIP 2.x, which stands for one that the server knows.
#[test]
fn a_number_in_place_of_a_unique_identifier_is_no_error_where_it_is_not_needed() {
    let message = response(|w| {
        success(w, Operation::ACTIVATE, |w| {
            w.enumeration(tags::UNIQUE_IDENTIFIER, 1)
        })
    });
    assert_eq!(
        read::<Activate<'_>, _>(&message, |id| id.is_none()),
        Ok(true)
    );
    // Who made a key has to know its identifier.
    let message = response(|w| {
        success(w, Operation::CREATE, |w| {
            w.enumeration(tags::UNIQUE_IDENTIFIER, 1)
        })
    });
    let wrong = ttlv::Error::WrongType(tags::UNIQUE_IDENTIFIER);
    assert_eq!(
        read::<op::Create<'_>, _>(&message, |_| ()),
        Err(Error::Ttlv(wrong))
    );
}

/// What no response type has is there for whoever looks.
#[test]
fn items_that_are_not_known_can_be_reached() {
    let message = response(|w| {
        success(w, Operation::ACTIVATE, |w| {
            w.text_string(tags::UNIQUE_IDENTIFIER, "1")?;
            w.integer(Tag::extension(7), 7)
        })
    });
    let mut buffer = [0; 1024];
    let activate = Activate { target: "1".into() };
    let mut incoming = Outgoing::new(&mut buffer, &LOGIN, &activate)
        .unwrap()
        .sent();
    incoming.space().copy_from_slice(&message[..8]);
    incoming.received(8);
    incoming.space().copy_from_slice(&message[8..]);
    incoming.received(usize::MAX);
    let extension = incoming.payload().unwrap().find(Tag::extension(7)).unwrap();
    assert_eq!(extension.unwrap().integer(), Ok(7));
    assert_eq!(incoming.message(), Ok(message.as_slice()));
}
