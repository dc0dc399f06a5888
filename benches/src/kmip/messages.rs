//! Messages that are encoded once: what the floor sends, and what the stub answers.
//!
//! All in KMIP 1.2, the newest that PyKMIP's client and kmip-protocol both speak.

use fieldgate_core::{
    kmip::{
        CryptographicAlgorithm, KeyFormatType, ObjectType, Operation, Outgoing, ProtocolVersion,
        Request, RequestHeader, RevocationReasonCode,
        attribute::Attribute,
        enumerations::usage,
        op::{Activate, Create, Destroy, DiscoverVersions, Get, Revoke},
    },
    ttlv::{self, HEADER_BYTES, Items, Tag, Writer},
};

use super::Fault;

/// Longest message here.
pub(super) const MESSAGE_BYTES_MAX: usize = 4096;
/// What all speak.
pub(super) const VERSION: ProtocolVersion = ProtocolVersion::V1_2;
/// The only object on the stub.
pub(super) const STUB_ID: &str = "1";
/// Its key.
pub(super) const STUB_KEY: [u8; 32] = [7; 32];

const BATCH_COUNT: Tag = Tag::standard(0x000d);
const BATCH_ITEM: Tag = Tag::standard(0x000f);
const CRYPTOGRAPHIC_ALGORITHM: Tag = Tag::standard(0x0028);
const CRYPTOGRAPHIC_LENGTH: Tag = Tag::standard(0x002a);
const KEY_BLOCK: Tag = Tag::standard(0x0040);
const KEY_FORMAT_TYPE: Tag = Tag::standard(0x0042);
const KEY_MATERIAL: Tag = Tag::standard(0x0043);
const KEY_VALUE: Tag = Tag::standard(0x0045);
const OBJECT_TYPE: Tag = Tag::standard(0x0057);
const OPERATION: Tag = Tag::standard(0x005c);
const PROTOCOL_VERSION: Tag = Tag::standard(0x0069);
const PROTOCOL_VERSION_MAJOR: Tag = Tag::standard(0x006a);
const PROTOCOL_VERSION_MINOR: Tag = Tag::standard(0x006b);
const RESPONSE_HEADER: Tag = Tag::standard(0x007a);
const RESPONSE_MESSAGE: Tag = Tag::standard(0x007b);
const RESPONSE_PAYLOAD: Tag = Tag::standard(0x007c);
const RESULT_STATUS: Tag = Tag::standard(0x007f);
const SYMMETRIC_KEY: Tag = Tag::standard(0x008f);
const TIME_STAMP: Tag = Tag::standard(0x0092);
const UNIQUE_IDENTIFIER: Tag = Tag::standard(0x0094);

/// The operations of a key's life, in their order.
pub(super) const LIFE: [Operation; 5] = [
    Operation::CREATE,
    Operation::ACTIVATE,
    Operation::GET,
    Operation::REVOKE,
    Operation::DESTROY,
];

/// What a new key is asked to have.
pub(super) const ATTRIBUTES: [Attribute<'static>; 3] = [
    Attribute::CryptographicAlgorithm(CryptographicAlgorithm::AES),
    Attribute::CryptographicLength(256),
    Attribute::CryptographicUsageMask(usage::ENCRYPT | usage::DECRYPT),
];

/// The bytes of a request on an object.
pub(super) fn request(operation: Operation, id: &str) -> Result<Vec<u8>, Fault> {
    match operation {
        Operation::CREATE => bytes(&Create {
            attributes: &ATTRIBUTES,
        }),
        Operation::ACTIVATE => bytes(&Activate { target: id.into() }),
        Operation::GET => bytes(&Get { target: id.into() }),
        Operation::REVOKE => bytes(&Revoke {
            target: id.into(),
            reason: RevocationReasonCode::CESSATION_OF_OPERATION,
            compromised_since_s: None,
        }),
        Operation::DESTROY => bytes(&Destroy { target: id.into() }),
        Operation::DISCOVER_VERSIONS => bytes(&DiscoverVersions),
        other => Err(format!("no request for {other} is encoded here").into()),
    }
}

fn bytes<R: Request>(request: &R) -> Result<Vec<u8>, Fault> {
    let mut buffer = [0; MESSAGE_BYTES_MAX];
    let header = RequestHeader::new(VERSION, None);
    Ok(Outgoing::new(&mut buffer, &header, request)?
        .message()
        .to_vec())
}

/// What the stub answers to an operation.
pub(super) fn response(operation: Operation) -> Result<Vec<u8>, Fault> {
    let mut buffer = [0; MESSAGE_BYTES_MAX];
    let mut writer = Writer::new(&mut buffer);
    writer.structure(RESPONSE_MESSAGE, |w| {
        w.structure(RESPONSE_HEADER, |w| {
            version(w, VERSION)?;
            w.date_time(TIME_STAMP, 1_600_000_000)?;
            w.integer(BATCH_COUNT, 1)
        })?;
        w.structure(BATCH_ITEM, |w| {
            w.enumeration(OPERATION, operation.0)?;
            w.enumeration(RESULT_STATUS, 0)?;
            w.structure(RESPONSE_PAYLOAD, |w| payload(w, operation))
        })
    })?;
    let length = writer.length_bytes();
    Ok(buffer[..length].to_vec())
}

fn payload(w: &mut Writer<'_>, operation: Operation) -> Result<(), ttlv::Error> {
    if operation == Operation::DISCOVER_VERSIONS {
        let versions = [VERSION, ProtocolVersion::V1_1, ProtocolVersion::V1_0];
        return versions.into_iter().try_for_each(|one| version(w, one));
    }
    if matches!(operation, Operation::CREATE | Operation::GET) {
        w.enumeration(OBJECT_TYPE, ObjectType::SYMMETRIC_KEY.0)?;
    }
    w.text_string(UNIQUE_IDENTIFIER, STUB_ID)?;
    if operation != Operation::GET {
        return Ok(());
    }
    w.structure(SYMMETRIC_KEY, |w| {
        w.structure(KEY_BLOCK, |w| {
            w.enumeration(KEY_FORMAT_TYPE, KeyFormatType::RAW.0)?;
            w.structure(KEY_VALUE, |w| w.byte_string(KEY_MATERIAL, &STUB_KEY))?;
            w.enumeration(CRYPTOGRAPHIC_ALGORITHM, CryptographicAlgorithm::AES.0)?;
            w.integer(CRYPTOGRAPHIC_LENGTH, 256)
        })
    })
}

fn version(w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
    w.structure(PROTOCOL_VERSION, |w| {
        w.integer(PROTOCOL_VERSION_MAJOR, i32::from(version.major))?;
        w.integer(PROTOCOL_VERSION_MINOR, i32::from(version.minor))
    })
}

/// Which operation a request asks for.
pub(super) fn operation(message: &[u8]) -> Result<Operation, Fault> {
    let request = Items::of_message(message)
        .next()
        .ok_or("an empty message")??;
    let item = request.structure()?.find(BATCH_ITEM)?;
    let item = item.ok_or("a request without a Batch Item")?.structure()?;
    let operation = item.find(OPERATION)?;
    Ok(Operation(
        operation
            .ok_or("a Batch Item without an Operation")?
            .enumeration()?,
    ))
}

/// How long the message is that starts with these bytes, once its header is there.
pub(super) fn length(start: &[u8]) -> Result<Option<usize>, Fault> {
    match start.first_chunk::<HEADER_BYTES>() {
        Some(header) => Ok(Some(ttlv::message_length_bytes(header)?)),
        None => Ok(None),
    }
}
