//! Responses that are cut, flipped or changed at random: of every operation, in the forms of both versions.

use proptest::prelude::*;

use super::super::op::*;
use super::super::server_message::{ServerItem, ServerMessage, write_acknowledgement};
use super::*;

type Fill = fn(&mut Writer<'_>) -> Result<(), ttlv::Error>;

fn named(w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
    w.text_string(tags::UNIQUE_IDENTIFIER, "1")
}

fn pair(w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
    w.text_string(tags::PRIVATE_KEY_UNIQUE_IDENTIFIER, "1")?;
    w.text_string(tags::PUBLIC_KEY_UNIQUE_IDENTIFIER, "2")
}

fn data(w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
    named(w)?;
    w.byte_string(tags::DATA, b"\x01\x02")?;
    w.byte_string(tags::IV_COUNTER_NONCE, &[3; 12])?;
    w.byte_string(tags::CORRELATION_VALUE, b"\x05")?;
    w.byte_string(tags::AUTHENTICATED_ENCRYPTION_TAG, &[6; 16])
}

fn signed(w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
    named(w)?;
    w.byte_string(tags::SIGNATURE_DATA, b"\x08")?;
    w.byte_string(tags::MAC_DATA, b"\x07")?;
    w.enumeration(tags::VALIDITY_INDICATOR, 1)
}

/// An object and its attributes, in the form of KMIP 1.x.
fn object(w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
    w.enumeration(tags::OBJECT_TYPE, ObjectType::SYMMETRIC_KEY.0)?;
    named(w)?;
    attributes(w)?;
    w.structure(tags::SYMMETRIC_KEY, |w| {
        w.structure(tags::KEY_BLOCK, raw_key_block)
    })
}

fn attributes(w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
    w.structure(tags::ATTRIBUTE, |w| {
        w.text_string(tags::ATTRIBUTE_NAME, "Name")?;
        w.structure(tags::ATTRIBUTE_VALUE, |w| {
            w.text_string(tags::NAME_VALUE, "films")
        })
    })?;
    w.structure(tags::ATTRIBUTE, |w| {
        w.text_string(tags::ATTRIBUTE_NAME, "x-shelf")?;
        w.integer(tags::ATTRIBUTE_INDEX, 1)?;
        w.text_string(tags::ATTRIBUTE_VALUE, "top")
    })
}

/// The same in the form of KMIP 2.x.
fn tagged_attributes(w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
    named(w)?;
    w.structure(tags::ATTRIBUTES, |w| {
        w.structure(tags::NAME, |w| w.text_string(tags::NAME_VALUE, "films"))?;
        w.boolean(tags::SENSITIVE, true)?;
        w.structure(tags::ATTRIBUTE, |w| {
            w.text_string(tags::VENDOR_IDENTIFICATION, "x")?;
            w.text_string(tags::ATTRIBUTE_NAME, "shelf")?;
            w.text_string(tags::ATTRIBUTE_VALUE, "top")
        })
    })
}

fn references(w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
    named(w)?;
    w.text_string(tags::ATTRIBUTE_NAME, "Name")?;
    w.enumeration(tags::ATTRIBUTE_REFERENCE, tags::STATE.number())?;
    w.structure(tags::ATTRIBUTE_REFERENCE, |w| {
        w.text_string(tags::VENDOR_IDENTIFICATION, "x")?;
        w.text_string(tags::ATTRIBUTE_NAME, "shelf")
    })
}

pub(super) fn abilities(w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
    w.enumeration(tags::OPERATION, 0x0a)?;
    w.enumeration(tags::OBJECT_TYPE, 0x02)?;
    w.text_string(tags::VENDOR_IDENTIFICATION, "ACME")?;
    w.structure(tags::SERVER_INFORMATION, |w| {
        w.text_string(tags::SERVER_NAME, "one")
    })?;
    w.text_string(tags::APPLICATION_NAMESPACE, "ssl")?;
    w.structure(tags::EXTENSION_INFORMATION, |w| {
        w.text_string(tags::EXTENSION_NAME, "ACME ITEM")?;
        w.integer(tags::EXTENSION_TAG, 0x54_00_01)?;
        w.integer(tags::EXTENSION_TYPE, 7)
    })?;
    w.enumeration(tags::ATTESTATION_TYPE, 1)?;
    w.structure(tags::PROFILE_INFORMATION, |w| {
        w.enumeration(tags::PROFILE_NAME, 1)?;
        w.text_string(tags::SERVER_URI, "kmip://key")?;
        w.integer(tags::SERVER_PORT, 5696)
    })?;
    w.structure(tags::CAPABILITY_INFORMATION, |w| {
        w.boolean(tags::STREAMING_CAPABILITY, true)?;
        w.boolean(tags::ASYNCHRONOUS_CAPABILITY, false)
    })?;
    w.enumeration(tags::CLIENT_REGISTRATION_METHOD, 2)
}

/// A response to each operation.
fn successes() -> Vec<(Operation, Fill)> {
    let lease: Fill = |w| {
        named(w)?;
        w.interval(tags::LEASE_TIME, 60)?;
        w.date_time(tags::LAST_CHANGE_DATE, 7)
    };
    let check: Fill = |w| {
        named(w)?;
        w.long_integer(tags::USAGE_LIMITS_COUNT, 5)?;
        w.integer(tags::CRYPTOGRAPHIC_USAGE_MASK, 4)
    };
    let canceled: Fill = |w| w.enumeration(tags::CANCELLATION_RESULT, 1);
    let located: Fill = |w| {
        w.integer(tags::LOCATED_ITEMS, 9)?;
        named(w)
    };
    let seeded: Fill = |w| w.integer(tags::DATA_LENGTH, 2);
    let versions: Fill = |w| ProtocolVersion::V1_0.write(w);
    let mut all: Vec<(Operation, Fill)> = vec![
        (Operation::CREATE_KEY_PAIR, pair),
        (Operation::RE_KEY_KEY_PAIR, pair),
        (Operation::LOCATE, located),
        (Operation::CHECK, check),
        (Operation::GET, object),
        (Operation::EXPORT, object),
        (Operation::GET_ATTRIBUTES, attributes),
        (Operation::GET_ATTRIBUTES, tagged_attributes),
        (Operation::GET_ATTRIBUTE_LIST, references),
        (Operation::OBTAIN_LEASE, lease),
        (Operation::QUERY, abilities),
        (Operation::DISCOVER_VERSIONS, versions),
        (Operation::CANCEL, canceled),
        (Operation::POLL, named),
        (Operation::ENCRYPT, data),
        (Operation::DECRYPT, data),
        (Operation::HASH, data),
        (Operation::RNG_RETRIEVE, data),
        (Operation::RNG_SEED, seeded),
        (Operation::SIGN, signed),
        (Operation::SIGNATURE_VERIFY, signed),
        (Operation::MAC, signed),
        (Operation::MAC_VERIFY, signed),
    ];
    for operation in [
        Operation::CREATE,
        Operation::REGISTER,
        Operation::RE_KEY,
        Operation::DERIVE_KEY,
        Operation::CERTIFY,
        Operation::RE_CERTIFY,
        Operation::ADD_ATTRIBUTE,
        Operation::MODIFY_ATTRIBUTE,
        Operation::DELETE_ATTRIBUTE,
        Operation::SET_ATTRIBUTE,
        Operation::ADJUST_ATTRIBUTE,
        Operation::GET_USAGE_ALLOCATION,
        Operation::ACTIVATE,
        Operation::REVOKE,
        Operation::DESTROY,
        Operation::ARCHIVE,
        Operation::RECOVER,
        Operation::CREATE_SPLIT_KEY,
        Operation::JOIN_SPLIT_KEY,
        Operation::IMPORT,
    ] {
        all.push((operation, named));
    }
    all
}

/// A response to each operation, and those that aren't a success.
fn corpus() -> Vec<Vec<u8>> {
    let mut all: Vec<_> = successes()
        .into_iter()
        .map(|(operation, fill)| response(|w| success(w, operation, fill)))
        .collect();
    all.push(response(|w| {
        w.enumeration(tags::RESULT_STATUS, 1)?;
        w.enumeration(tags::RESULT_REASON, 3)?;
        w.text_string(tags::RESULT_MESSAGE, "no")
    }));
    all.push(response(|w| {
        w.enumeration(tags::RESULT_STATUS, 2)?;
        w.byte_string(tags::ASYNCHRONOUS_CORRELATION_VALUE, b"later")
    }));
    all
}

/// Notify and Put, as a server sends them.
pub(super) fn told() -> Vec<u8> {
    let mut buffer = vec![0; 2048];
    let mut writer = Writer::new(&mut buffer);
    writer
        .structure(tags::REQUEST_MESSAGE, |w| {
            w.structure(tags::REQUEST_HEADER, |w| {
                ProtocolVersion::V1_4.write(w)?;
                w.integer(tags::BATCH_COUNT, 2)
            })?;
            w.structure(tags::BATCH_ITEM, |w| {
                w.enumeration(tags::OPERATION, Operation::NOTIFY.0)?;
                w.byte_string(tags::UNIQUE_BATCH_ITEM_ID, b"\x01")?;
                w.structure(tags::REQUEST_PAYLOAD, |w| {
                    named(w)?;
                    attributes(w)?;
                    w.structure(tags::ATTRIBUTE, |w| {
                        w.text_string(tags::ATTRIBUTE_NAME, "Deactivation Date")
                    })
                })
            })?;
            w.structure(tags::BATCH_ITEM, |w| {
                w.enumeration(tags::OPERATION, Operation::PUT.0)?;
                w.byte_string(tags::UNIQUE_BATCH_ITEM_ID, b"\x02")?;
                w.structure(tags::REQUEST_PAYLOAD, |w| {
                    named(w)?;
                    w.enumeration(tags::PUT_FUNCTION, 2)?;
                    w.text_string(tags::REPLACED_UNIQUE_IDENTIFIER, "0")?;
                    w.structure(tags::SYMMETRIC_KEY, |w| {
                        w.structure(tags::KEY_BLOCK, raw_key_block)
                    })?;
                    attributes(w)
                })
            })
        })
        .unwrap();
    let length = writer.length_bytes();
    buffer.truncate(length);
    buffer
}

fn one<R: Request>(message: &[u8], take: impl FnOnce(R::Response<'_>)) -> bool {
    // As the answer to a Poll and in a batch it is read no worse.
    let polled = read_message::<Poll<'_, R>>(message).is_ok();
    if let Ok(items) = BatchAnswers::read(message, 3) {
        for item in items.iter() {
            let _ = item.map(|item| item.answer::<R>().is_ok());
        }
    }
    match read_message::<R>(message) {
        Ok(Answer::Success(response)) => take(response),
        Ok(Answer::Failure(failure)) => assert!(!std::format!("{failure}").is_empty()),
        Ok(Answer::Pending { correlation }) => assert!(correlation.len() <= message.len()),
        Err(error) => {
            assert!(!std::format!("{error}").is_empty());
            return polled;
        }
    }
    true
}

/// Reads a message as the response to each operation, down to its last item. Whether any could.
fn read_as_everything(message: &[u8]) -> bool {
    let most = message.len();
    let objects = [
        one::<Get<'_>>(message, |got| assert!(got.key.material.len() <= most)),
        one::<GetWrapped<'_>>(message, |got| assert!(got.key.wrapped.len() <= most)),
        one::<GetObject<'_>>(message, |got| {
            let attributes = got.object.block().map(|block| block.attributes().count());
            assert!(attributes.unwrap_or(0) <= most);
        }),
        one::<Export<'_>>(message, |got| assert!(got.attributes.count() <= most)),
        one::<GetAttributes<'_>>(message, |got| {
            let attributes = got.attributes;
            assert!(attributes.has_name("films").is_err() || attributes.count() <= most);
            assert!(attributes.with_indexes().count() <= most);
        }),
        one::<GetAttributeList<'_>>(message, |got| assert!(got.kinds.count() <= most)),
    ];
    let servers = [
        one::<Locate<'_>>(message, |found| {
            let _ = found.total();
            assert!(found.count() <= most);
        }),
        one::<DiscoverVersions>(message, |offered| assert!(offered.count() <= most)),
        one::<Query<'_>>(message, |response| {
            assert!(response.operations().count() + response.object_types().count() <= most);
            let _ = response.server_information();
            assert!(response.extensions().count() + response.profiles().count() <= most);
            for capability in response.capabilities().flatten() {
                let _ = (capability.streaming(), capability.batch_undo());
            }
        }),
        one::<ObtainLease<'_>>(message, |_| ()),
        one::<Check<'_>>(message, |_| ()),
        one::<Cancel<'_>>(message, |_| ()),
        one::<CreateKeyPair<'_>>(message, |_| ()),
        one::<ReKeyKeyPair<'_>>(message, |_| ()),
        one::<CreateSplitKey<'_>>(message, |found| assert!(found.count() <= most)),
    ];
    let cryptography = [
        one::<Encrypt<'_>>(message, |_| ()),
        one::<Decrypt<'_>>(message, |_| ()),
        one::<Hash<'_>>(message, |_| ()),
        one::<Sign<'_>>(message, |_| ()),
        one::<SignatureVerify<'_>>(message, |_| ()),
        one::<Mac<'_>>(message, |_| ()),
        one::<MacVerify<'_>>(message, |_| ()),
        one::<RngRetrieve>(message, |bytes| assert!(bytes.len() <= most)),
        one::<RngSeed<'_>>(message, |_| ()),
    ];
    objects.contains(&true)
        || servers.contains(&true)
        || cryptography.contains(&true)
        || read_as_named(message)
}

/// Those whose response is a Unique Identifier.
fn read_as_named(message: &[u8]) -> bool {
    [
        one::<Create<'_>>(message, |_| ()),
        one::<Register<'_>>(message, |_| ()),
        one::<Import<'_>>(message, |_| ()),
        one::<ReKey<'_>>(message, |_| ()),
        one::<DeriveKey<'_>>(message, |_| ()),
        one::<Certify<'_>>(message, |_| ()),
        one::<ReCertify<'_>>(message, |_| ()),
        one::<JoinSplitKey<'_>>(message, |_| ()),
        one::<AddAttribute<'_>>(message, |_| ()),
        one::<ModifyAttribute<'_>>(message, |_| ()),
        one::<DeleteAttribute<'_>>(message, |_| ()),
        one::<SetAttribute<'_>>(message, |_| ()),
        one::<AdjustAttribute<'_>>(message, |_| ()),
        one::<GetUsageAllocation<'_>>(message, |_| ()),
        one::<Activate<'_>>(message, |_| ()),
        one::<Revoke<'_>>(message, |_| ()),
        one::<Destroy<'_>>(message, |_| ()),
        one::<Archive<'_>>(message, |_| ()),
        one::<Recover<'_>>(message, |_| ()),
    ]
    .contains(&true)
}

/// Reads a message that a server sent of its own accord.
fn read_as_told(message: &[u8]) -> bool {
    let Ok(told) = ServerMessage::read(message) else {
        return false;
    };
    for item in told.items().flatten() {
        match item {
            ServerItem::Notify(notify) => {
                let _ = (notify.attributes.count(), notify.deleted().count());
            }
            ServerItem::Put(put) => assert!(put.attributes.count() <= message.len()),
            ServerItem::Other(_, payload) => assert!(payload.count() <= message.len()),
        }
    }
    let _ = write_acknowledgement(&mut [0; 1024], &told, 7);
    true
}

fn cut_and_flip(message: &[u8], read: fn(&[u8]) -> bool) {
    assert!(
        read(message),
        "{}",
        operations::shown(ttlv::Items::of_message(message))
    );
    for end in 0..message.len() {
        assert!(!read(&message[..end]), "cut at {end}");
    }
    let mut flipped = message.to_vec();
    for bit in 0..message.len() * 8 {
        flipped[bit / 8] ^= 1 << (bit % 8);
        read(&flipped);
        flipped[bit / 8] ^= 1 << (bit % 8);
    }
}

#[test]
fn every_cut_is_an_error_and_every_flipped_bit_a_value_or_an_error() {
    for message in corpus() {
        cut_and_flip(&message, read_as_everything);
    }
    cut_and_flip(&told(), read_as_told);
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
}
