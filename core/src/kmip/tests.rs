//! What the tests of messages share: requests, and responses as a server writes them.

use super::request::write_message;
use super::response::read_message;
use super::*;
use crate::ttlv::{self, Writer};

extern crate std;
use std::{vec, vec::Vec};

mod asynchronous;
mod batches;
mod credentials;
mod exchange;
mod hostile;
mod kept;
mod operations;
mod repeats;
mod requests;
mod responses;
#[cfg(feature = "embedded-io")]
mod serial;
mod wrapped;

const KEY: [u8; 32] = [0x5a; 32];

const LOGIN: RequestHeader<'static> = RequestHeader {
    version: ProtocolVersion::V1_4,
    login: Some(Login {
        user_name: "alice",
        password: Some("secret"),
    }),
    options: HeaderOptions::NONE,
};

fn header(version: ProtocolVersion) -> RequestHeader<'static> {
    RequestHeader::new(version, None)
}

fn request<R: Request>(header: &RequestHeader<'_>, request: &R) -> Vec<u8> {
    let mut buffer = vec![0; 2048];
    let length = write_message(&mut buffer, header, request).unwrap();
    buffer.truncate(length);
    buffer
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
