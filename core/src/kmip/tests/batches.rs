//! Batches: their form at each version, and how answers find the items they are to.

use super::super::op::{Activate, Create, Destroy, Get, ObtainLease};
use super::requests::outline;
use super::*;
use crate::ttlv::Items;

const ACTIVATE: Activate<'static> = Activate {
    target: Target::Placeholder,
};
const CREATE: Create<'static> = Create { attributes: &[] };
const GET: Get<'static> = Get {
    target: Target::Placeholder,
};

fn batch(version: ProtocolVersion, options: BatchOptions, items: &[&dyn BatchItem]) -> Vec<u8> {
    let mut buffer = vec![0; 2048];
    Outgoing::batch(&mut buffer, &header(version), items, options)
        .unwrap()
        .message()
        .to_vec()
}

/// Writes a Batch Item.
type Item<'i> = &'i dyn Fn(&mut Writer<'_>) -> Result<(), ttlv::Error>;

/// A Response Message with these Batch Items.
fn answers(items: &[Item<'_>]) -> Vec<u8> {
    let mut buffer = vec![0; 2048];
    let mut writer = Writer::new(&mut buffer);
    writer
        .structure(tags::RESPONSE_MESSAGE, |w| {
            w.structure(tags::RESPONSE_HEADER, |w| {
                ProtocolVersion::V1_4.write(w)?;
                w.integer(tags::BATCH_COUNT, i32::try_from(items.len()).unwrap())
            })?;
            items
                .iter()
                .try_for_each(|item| w.structure(tags::BATCH_ITEM, |w| item(w)))
        })
        .unwrap();
    let length = writer.length_bytes();
    buffer.truncate(length);
    buffer
}

fn done(
    operation: Operation,
    id: Option<u32>,
    named: &'static str,
) -> impl Fn(&mut Writer<'_>) -> Result<(), ttlv::Error> {
    move |w| {
        w.enumeration(tags::OPERATION, operation.0)?;
        if let Some(id) = id {
            w.byte_string(tags::UNIQUE_BATCH_ITEM_ID, &id.to_be_bytes())?;
        }
        w.enumeration(tags::RESULT_STATUS, ResultStatus::SUCCESS.0)?;
        w.structure(tags::RESPONSE_PAYLOAD, |w| {
            w.text_string(tags::UNIQUE_IDENTIFIER, named)
        })
    }
}

fn failed(id: Option<u32>) -> impl Fn(&mut Writer<'_>) -> Result<(), ttlv::Error> {
    move |w| {
        if let Some(id) = id {
            w.byte_string(tags::UNIQUE_BATCH_ITEM_ID, &id.to_be_bytes())?;
        }
        w.enumeration(tags::RESULT_STATUS, ResultStatus::OPERATION_FAILED.0)?;
        w.enumeration(tags::RESULT_REASON, ResultReason::OPERATION_NOT_SUPPORTED.0)
    }
}

fn made(message: &[u8], number: usize) -> &str {
    let items = BatchAnswers::read(message, 2).unwrap();
    match items.get(number).unwrap().answer::<Create<'_>>().unwrap() {
        Answer::Success(id) => id,
        _ => panic!("made"),
    }
}

#[test]
fn a_batch_is_in_the_standards_order() {
    for version in ProtocolVersion::SPOKEN {
        let message = batch(version, BatchOptions::default(), &[&GET, &ACTIVATE]);
        // Request Header: Protocol Version, Maximum Response Size, Batch Error Continuation Option, Batch Order Option,
        // Batch Count; two Batch Items: Operation, Unique Batch Item ID, Request Payload. The ID Placeholder is a
        // Unique Identifier that isn't there: only Get's Key Format Type is.
        assert_eq!(
            outline(Items::of_message(&message)),
            "0078(0077(0069(006a 006b) 0050 000e 0010 000d) 000f(005c 0093 0079(0042)) 000f(005c 0093 0079()))"
        );
    }
}

/// Section 9.1.1 by hand: the header after Maximum Response Size, and the second item.
#[test]
fn a_batch_is_written_byte_for_byte() {
    let options = BatchOptions {
        on_failure: OnFailure::Undo,
    };
    let message = batch(ProtocolVersion::V1_0, options, &[&GET, &ACTIVATE]);
    let header_end = b"\x42\x00\x0e\x05\0\0\0\x04\0\0\0\x03\0\0\0\0\
        \x42\x00\x10\x06\0\0\0\x08\0\0\0\0\0\0\0\x01\
        \x42\x00\x0d\x02\0\0\0\x04\0\0\0\x02\0\0\0\0";
    let second_item = b"\x42\x00\x0f\x01\0\0\0\x28\
        \x42\x00\x5c\x05\0\0\0\x04\0\0\0\x12\0\0\0\0\
        \x42\x00\x93\x08\0\0\0\x04\0\0\0\x01\0\0\0\0\
        \x42\x00\x79\x01\0\0\0\0";
    assert!(
        message
            .windows(header_end.len())
            .any(|part| part == header_end)
    );
    assert!(message.ends_with(second_item));
}

#[test]
fn each_item_has_its_own_end() {
    let message = answers(&[&done(Operation::CREATE, Some(0), "7"), &failed(Some(1))]);
    let items = BatchAnswers::read(&message, 3).unwrap();
    assert!(items.refusal().is_none());
    assert_eq!(items.header().version, Some(ProtocolVersion::V1_4));
    assert_eq!(items.iter().count(), 3);
    assert_eq!(made(&message, 0), "7");
    let second = items.get(1).unwrap();
    assert_eq!(second.status(), Ok(ResultStatus::OPERATION_FAILED));
    assert_eq!(second.operation(), Ok(None), "left out of the error");
    assert!(matches!(
        second.answer::<Activate<'_>>(),
        Ok(Answer::Failure(_))
    ));
    let third = items.get(2).unwrap();
    assert!(!third.is_there(), "not done after the one that failed");
    assert!(matches!(third.answer::<Get<'_>>(), Err(Error::Unanswered)));
}

#[test]
fn answers_are_found_by_their_id_or_their_place() {
    let swapped = answers(&[
        &done(Operation::CREATE, Some(1), "second"),
        &done(Operation::CREATE, Some(0), "first"),
    ]);
    assert_eq!((made(&swapped, 0), made(&swapped, 1)), ("first", "second"));
    let without = answers(&[
        &done(Operation::CREATE, None, "first"),
        &done(Operation::CREATE, None, "second"),
    ]);
    assert_eq!((made(&without, 0), made(&without, 1)), ("first", "second"));
}

#[test]
fn a_batch_that_is_refused_as_a_whole_is_refused_in_each_item() {
    let message = answers(&[&failed(None)]);
    let items = BatchAnswers::read(&message, 3).unwrap();
    let reason = items.refusal().unwrap().reason;
    assert_eq!(reason, Some(ResultReason::OPERATION_NOT_SUPPORTED));
    for item in items.iter() {
        assert!(matches!(
            item.unwrap().answer::<Destroy<'_>>(),
            Ok(Answer::Failure(failure)) if failure.reason == reason
        ));
    }
}

#[test]
fn answers_that_nobody_asked_for_are_refused() {
    let done = |id| done(Operation::CREATE, id, "7");
    let refused = Err(Error::OutOfRange(tags::UNIQUE_BATCH_ITEM_ID));
    let read = |message: &[u8]| BatchAnswers::read(message, 2).map(|_| ());
    assert_eq!(read(&answers(&[&done(Some(0)), &done(Some(0))])), refused);
    assert_eq!(read(&answers(&[&done(Some(1)), &done(None)])), refused);
    assert_eq!(read(&answers(&[&done(Some(2))])), refused);
    assert_eq!(
        read(&answers(&[&done(None), &done(None), &done(None)])),
        refused
    );
    let none = Err(Error::Missing(tags::BATCH_ITEM));
    assert_eq!(read(&answers(&[])), none);
}

#[test]
fn a_batch_has_one_to_sixty_four_items_of_its_version() {
    let mut buffer = vec![0; 8192];
    let header = header(ProtocolVersion::V1_0);
    let options = BatchOptions::default();
    let mut write = |items: &[&dyn BatchItem]| {
        Outgoing::batch(&mut buffer, &header, items, options).map(|_| ())
    };
    assert_eq!(write(&[]), Err(Error::BatchOf(0)));
    assert_eq!(write(&[&CREATE as &dyn BatchItem; 64]), Ok(()));
    assert_eq!(
        write(&[&CREATE as &dyn BatchItem; 65]),
        Err(Error::BatchOf(65))
    );
    let operation = Operation::DISCOVER_VERSIONS;
    let version = ProtocolVersion::V1_0;
    assert_eq!(
        write(&[&CREATE, &op::DiscoverVersions]),
        Err(Error::NotInVersion { operation, version })
    );
}

/// The whole way through one buffer.
#[test]
fn a_batch_goes_out_and_its_answers_come_in() {
    let response = answers(&[&done(Operation::CREATE, Some(0), "7"), &|w: &mut Writer<
        '_,
    >| {
        w.enumeration(tags::OPERATION, Operation::OBTAIN_LEASE.0)?;
        w.byte_string(tags::UNIQUE_BATCH_ITEM_ID, &[0, 0, 0, 1])?;
        w.enumeration(tags::RESULT_STATUS, ResultStatus::OPERATION_PENDING.0)?;
        w.byte_string(tags::ASYNCHRONOUS_CORRELATION_VALUE, b"later")
    }]);
    let lease = ObtainLease {
        target: Target::Placeholder,
    };
    let mut buffer = [0; 1024];
    let header = header(ProtocolVersion::V2_1);
    let outgoing = Outgoing::batch(
        &mut buffer,
        &header,
        &[&CREATE, &lease],
        BatchOptions::default(),
    )
    .unwrap();
    let mut incoming = outgoing.sent();
    incoming.space().copy_from_slice(&response[..8]);
    incoming.received(8);
    incoming.space().copy_from_slice(&response[8..]);
    incoming.received(usize::MAX);
    let items = incoming.items().unwrap();
    assert!(matches!(
        items.get(1).unwrap().answer::<ObtainLease<'_>>(),
        Ok(Answer::Pending {
            correlation: b"later"
        })
    ));
    assert_eq!(incoming.header().unwrap().batch_count, Some(2));
}
