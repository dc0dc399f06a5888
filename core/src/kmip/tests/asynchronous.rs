//! Answers that come later: Pending, Poll and Cancel.

use super::super::op::{Cancel, Create, Get, Poll};
use super::requests::outline;
use super::*;
use crate::ttlv::Items;

fn pending(correlation: Option<&[u8]>) -> Vec<u8> {
    response(|w| {
        w.enumeration(tags::OPERATION, Operation::CREATE.0)?;
        w.enumeration(tags::RESULT_STATUS, ResultStatus::OPERATION_PENDING.0)?;
        match correlation {
            Some(value) => w.byte_string(tags::ASYNCHRONOUS_CORRELATION_VALUE, value),
            None => Ok(()),
        }
    })
}

#[test]
fn a_pending_answer_names_the_operation_that_is_under_way() {
    let message = pending(Some(b"\x01\x02"));
    assert!(matches!(
        read_message::<Create<'_>>(&message),
        Ok(Answer::Pending {
            correlation: b"\x01\x02"
        })
    ));
    // Without it nobody could ask again; but whoever polls has it already.
    let message = pending(None);
    assert_eq!(
        read_message::<Create<'_>>(&message).map(|_| ()),
        Err(Error::Missing(tags::ASYNCHRONOUS_CORRELATION_VALUE))
    );
    assert!(matches!(
        read_message::<Poll<'_, Create<'_>>>(&message),
        Ok(Answer::Pending { correlation: [] })
    ));
}

#[test]
fn a_poll_is_answered_as_its_operation_or_as_a_poll() {
    for (operation, taken) in [
        (Operation::CREATE, true),
        (Operation::POLL, true),
        (Operation::DESTROY, false),
    ] {
        let message = response(|w| {
            success(w, operation, |w| {
                w.text_string(tags::UNIQUE_IDENTIFIER, "1")
            })
        });
        let answer = read_message::<Poll<'_, Create<'_>>>(&message);
        assert_eq!(
            matches!(answer, Ok(Answer::Success("1"))),
            taken,
            "{operation}"
        );
    }
}

/// The payload of both is the Asynchronous Correlation Value (sections 4.28 and 4.27).
#[test]
fn poll_and_cancel_send_the_correlation_value() {
    let correlation = b"\x01\x02";
    for version in ProtocolVersion::SPOKEN {
        let poll = request(&header(version), &Poll::<Get<'_>>::new(correlation));
        let cancel = request(&header(version), &Cancel { correlation });
        let payload = b"\x42\x00\x79\x01\0\0\0\x10\x42\x00\x06\x08\0\0\0\x02\x01\x02\0\0\0\0\0\0";
        assert!(poll.ends_with(payload) && cancel.ends_with(payload));
        let operation = |number| [0x42, 0, 0x5c, 5, 0, 0, 0, 4, 0, 0, 0, number, 0, 0, 0, 0];
        assert!(poll.windows(16).any(|part| part == operation(0x1a)));
        assert!(cancel.windows(16).any(|part| part == operation(0x19)));
    }
}

#[test]
fn cancel_says_what_came_of_it() {
    let message = response(|w| {
        success(w, Operation::CANCEL, |w| {
            w.byte_string(tags::ASYNCHRONOUS_CORRELATION_VALUE, b"1")?;
            w.enumeration(tags::CANCELLATION_RESULT, 3)
        })
    });
    assert!(matches!(
        read_message::<Cancel<'_>>(&message),
        Ok(Answer::Success(CancellationResult::COMPLETED))
    ));
}

#[test]
fn the_indicator_is_a_boolean_and_then_a_number() {
    let written = |version, asynchronous| {
        let mut header = header(version);
        header.options.asynchronous = asynchronous;
        let mut buffer = vec![0; 1024];
        write_message(&mut buffer, &header, &Create { attributes: &[] })
            .map(|length| buffer[..length].to_vec())
    };
    let has = |message: &[u8], item: &[u8]| message.windows(item.len()).any(|part| part == item);
    let message = written(ProtocolVersion::V1_4, Asynchronous::Optional).unwrap();
    assert!(has(
        &message,
        b"\x42\x00\x07\x06\0\0\0\x08\0\0\0\0\0\0\0\x01"
    ));
    let message = written(ProtocolVersion::V2_0, Asynchronous::Optional).unwrap();
    assert!(has(
        &message,
        b"\x42\x00\x07\x05\0\0\0\x04\0\0\0\x02\0\0\0\0"
    ));
    let message = written(ProtocolVersion::V2_1, Asynchronous::Mandatory).unwrap();
    assert!(has(
        &message,
        b"\x42\x00\x07\x05\0\0\0\x04\0\0\0\x01\0\0\0\0"
    ));
    assert_eq!(
        written(ProtocolVersion::V1_4, Asynchronous::Mandatory).unwrap_err(),
        Error::FieldNotInVersion {
            field: tags::ASYNCHRONOUS_INDICATOR,
            version: ProtocolVersion::V1_4
        }
    );
}

#[test]
fn correlation_values_are_of_1_4_and_stand_before_the_authentication() {
    let mut header = LOGIN;
    header.options = HeaderOptions {
        credentials: &[],
        attestation_capable: false,
        asynchronous: Asynchronous::Optional,
        client_correlation: Some("ours"),
        server_correlation: Some("theirs"),
        time_stamp_s: Some(1),
    };
    let create = Create { attributes: &[] };
    let text = outline(Items::of_message(&request(&header, &create)));
    // Protocol Version, Maximum Response Size, Client and Server Correlation Value, Asynchronous Indicator,
    // Authentication, Time Stamp, Batch Count.
    assert!(
        text.starts_with("0078(0077(0069(006a 006b) 0050 0105 0106 0007 000c(0023(0024 0025(0099 00a1))) 0092 000d)"),
        "{text}"
    );
    header.version = ProtocolVersion::V1_3;
    let mut buffer = [0; 1024];
    assert_eq!(
        write_message(&mut buffer, &header, &create),
        Err(Error::FieldNotInVersion {
            field: tags::CLIENT_CORRELATION_VALUE,
            version: ProtocolVersion::V1_3
        })
    );
    // Read in any version: this response's header says 1.2.
    let message = response(|w| success(w, Operation::CREATE, |_| Ok(())));
    let (header, _) = response::read_parts(&message).unwrap();
    assert_eq!(header.server_correlation, Some("0af3"));
    assert_eq!(header.time_stamp_s, Some(1_700_000_000));
    assert_eq!(header.version, Some(ProtocolVersion::V1_2));
}
