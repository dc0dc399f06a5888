//! Responses: good ones, refusals, and what no server should send.

use fieldgate_core::kmip::{Operation, ProtocolVersion, ResultReason, tags};
use fieldgate_core::ttlv::{self, Writer};

use super::raw;

/// A payload, written.
pub(crate) type Payload<'p> = &'p dyn Fn(&mut Writer<'_>) -> Result<(), ttlv::Error>;

/// A response of success.
pub(crate) fn success(
    version: ProtocolVersion,
    operation: Operation,
    payload: Payload<'_>,
) -> Vec<u8> {
    response(version, &|w| {
        w.enumeration(tags::OPERATION, operation.0)?;
        w.enumeration(tags::RESULT_STATUS, 0)?;
        w.structure(tags::RESPONSE_PAYLOAD, payload)
    })
}

/// A response of failure, without an Operation, as many servers send it.
pub(crate) fn refusal(version: ProtocolVersion, reason: ResultReason) -> Vec<u8> {
    response(version, &|w| {
        w.enumeration(tags::RESULT_STATUS, 1)?;
        w.enumeration(tags::RESULT_REASON, reason.0)
    })
}

/// A refusal in a server's own words.
pub(crate) fn refusal_in_words(
    version: ProtocolVersion,
    reason: ResultReason,
    words: &str,
) -> Vec<u8> {
    response(version, &|w| {
        w.enumeration(tags::RESULT_STATUS, 1)?;
        w.enumeration(tags::RESULT_REASON, reason.0)?;
        w.text_string(tags::RESULT_MESSAGE, words)
    })
}

/// A response to Discover Versions that lists one.
pub(crate) fn offer(offered: ProtocolVersion) -> Vec<u8> {
    success(ProtocolVersion::V1_4, Operation::DISCOVER_VERSIONS, &|w| {
        write_version(w, offered)
    })
}

fn response(version: ProtocolVersion, item: Payload<'_>) -> Vec<u8> {
    let mut bytes = vec![0; 1024];
    let mut writer = Writer::new(&mut bytes);
    writer
        .structure(tags::RESPONSE_MESSAGE, |w| {
            w.structure(tags::RESPONSE_HEADER, |w| {
                write_version(w, version)?;
                w.integer(tags::BATCH_COUNT, 1)
            })?;
            w.structure(tags::BATCH_ITEM, item)
        })
        .unwrap();
    let length = writer.length_bytes();
    bytes.truncate(length);
    bytes
}

fn write_version(w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
    w.structure(tags::PROTOCOL_VERSION, |w| {
        w.integer(tags::PROTOCOL_VERSION_MAJOR, i32::from(version.major))?;
        w.integer(tags::PROTOCOL_VERSION_MINOR, i32::from(version.minor))
    })
}

/// A Response Message of these batch items' contents.
pub(crate) fn message(version: ProtocolVersion, items: &[Vec<u8>]) -> Vec<u8> {
    let count = i32::try_from(items.len()).unwrap();
    let mut parts = vec![raw::structure(
        0x42_007a,
        &[
            version_item(version),
            raw::date_time(0x42_0092, 1_700_000_000),
            raw::integer(0x42_000d, count),
        ],
    )];
    parts.extend(
        items
            .iter()
            .map(|item| raw::item(0x42_000f, raw::STRUCTURE, item)),
    );
    raw::structure(0x42_007b, &parts)
}

pub(crate) fn version_item(version: ProtocolVersion) -> Vec<u8> {
    raw::structure(
        0x42_0069,
        &[
            raw::integer(0x42_006a, version.major.into()),
            raw::integer(0x42_006b, version.minor.into()),
        ],
    )
}

/// The message with every item at any depth passed through `alter`: what comes back is put in its place.
pub(crate) fn altered(message: &[u8], alter: &dyn Fn(raw::Raw<'_>) -> Option<Vec<u8>>) -> Vec<u8> {
    raw::items(message)
        .into_iter()
        .flat_map(|item| match alter(item) {
            Some(other) => other,
            None if item.kind == raw::STRUCTURE => {
                raw::item(item.tag, item.kind, &altered(item.value, alter))
            }
            None => raw::item(item.tag, item.kind, item.value),
        })
        .collect()
}

/// The message with the item of this tag, wherever it is, replaced.
pub(crate) fn with(message: &[u8], tag: u32, other: &[u8]) -> Vec<u8> {
    altered(message, &|item| (item.tag == tag).then(|| other.to_vec()))
}

/// The message without the items of this tag.
pub(crate) fn without(message: &[u8], tag: u32) -> Vec<u8> {
    with(message, tag, &[])
}

/// The message with these bytes in front of and behind what is in each structure: items that nobody knows.
pub(crate) fn with_extras(message: &[u8]) -> Vec<u8> {
    let extra = [
        raw::text(0x54_0001, "a vendor's own"),
        raw::structure(0x42_fff0, &[raw::integer(0x42_fff1, 7)]),
    ]
    .concat();
    raw::items(message)
        .into_iter()
        .flat_map(|item| {
            if item.kind != raw::STRUCTURE {
                return raw::item(item.tag, item.kind, item.value);
            }
            let within = with_extras(item.value);
            raw::item(
                item.tag,
                item.kind,
                &[extra.clone(), within, extra.clone()].concat(),
            )
        })
        .collect()
}

/// A Response Message of structures that lie one in another, so many deep.
pub(crate) fn deep(depth: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(depth * 8);
    for level in (0..depth).rev() {
        let tag = if bytes.is_empty() {
            0x42_007b
        } else {
            0x42_007c
        };
        let length = u32::try_from(level * 8).unwrap();
        bytes.extend(raw::item_of_length(tag, raw::STRUCTURE, length, &[]));
    }
    bytes
}

/// The message with the header of its first inner structure claiming more bytes than the outer one has.
pub(crate) fn overlapping(message: &[u8]) -> Vec<u8> {
    let mut bytes = message.to_vec();
    let inner = u32::from_be_bytes(bytes[12..16].try_into().unwrap());
    let outer = u32::from_be_bytes(bytes[4..8].try_into().unwrap());
    assert!(inner < outer);
    bytes[12..16].copy_from_slice(&(outer + 8).to_be_bytes());
    bytes
}
