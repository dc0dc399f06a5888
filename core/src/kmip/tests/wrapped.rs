//! A wrapped key: the request's Key Wrapping Specification, and what is read and refused of the answer.

use super::super::op::{Get, GetWrapped};
use super::super::{BlockCipherMode, EncodingOption, WrappingMethod};
use super::requests::outline;
use super::*;
use crate::ttlv::Items;
use std::string::String;

const WRAPPED: [u8; 40] = [0x77; 40];
const ASKED: GetWrapped<'static> = GetWrapped {
    target: Target::UniqueIdentifier("1"),
    wrapping_key: "2",
};

fn payload(version: ProtocolVersion) -> String {
    let message = request(&header(version), &ASKED);
    let text = outline(Items::of_message(&message));
    let (_, payload) = text.split_once("005c 0079").unwrap();
    payload.into()
}

fn wrapping_data(
    w: &mut Writer<'_>,
    method: WrappingMethod,
    encoding: EncodingOption,
    mode: BlockCipherMode,
) -> Result<(), ttlv::Error> {
    w.structure(tags::KEY_WRAPPING_DATA, |w| {
        w.enumeration(tags::WRAPPING_METHOD, method.0)?;
        w.structure(tags::ENCRYPTION_KEY_INFORMATION, |w| {
            w.text_string(tags::UNIQUE_IDENTIFIER, "2")?;
            w.structure(tags::CRYPTOGRAPHIC_PARAMETERS, |w| {
                w.enumeration(tags::BLOCK_CIPHER_MODE, mode.0)
            })
        })?;
        w.enumeration(tags::ENCODING_OPTION, encoding.0)
    })
}

/// A Key Block with a Key Value that `value` writes.
fn answer(
    value: impl FnOnce(&mut Writer<'_>) -> Result<(), ttlv::Error>,
    (method, encoding, mode): (WrappingMethod, EncodingOption, BlockCipherMode),
) -> Vec<u8> {
    get_response(ObjectType::SYMMETRIC_KEY.0, |w| {
        w.enumeration(tags::KEY_FORMAT_TYPE, KeyFormatType::RAW.0)?;
        value(w)?;
        w.enumeration(tags::CRYPTOGRAPHIC_ALGORITHM, CryptographicAlgorithm::AES.0)?;
        w.integer(tags::CRYPTOGRAPHIC_LENGTH, 256)?;
        wrapping_data(w, method, encoding, mode)
    })
}

const AS_ASKED: (WrappingMethod, EncodingOption, BlockCipherMode) = (
    WrappingMethod::ENCRYPT,
    EncodingOption::NO_ENCODING,
    BlockCipherMode::NIST_KEY_WRAP,
);

fn in_a_structure(w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
    w.structure(tags::KEY_VALUE, |w| {
        w.byte_string(tags::KEY_MATERIAL, &WRAPPED)
    })
}

#[test]
fn the_specification_is_in_the_standards_order() {
    // Unique Identifier, Key Format Type, Key Wrapping Specification: Wrapping Method, Encryption Key Information
    // (Unique Identifier, Cryptographic Parameters), Encoding Option.
    let since_1_1 = "(0094 0042 0047(009e 0036(0094 002b(0011)) 00a3))))";
    assert_eq!(payload(ProtocolVersion::V1_4), since_1_1);
    assert_eq!(payload(ProtocolVersion::V2_1), since_1_1);
    assert_eq!(
        payload(ProtocolVersion::V1_0),
        "(0094 0042 0047(009e 0036(0094 002b(0011))))))"
    );
}

#[test]
fn a_wrapped_key_is_read_in_both_forms() {
    let as_bytes = |w: &mut Writer<'_>| w.byte_string(tags::KEY_VALUE, &WRAPPED);
    for message in [answer(in_a_structure, AS_ASKED), answer(as_bytes, AS_ASKED)] {
        let Answer::Success(response) = read_message::<GetWrapped<'_>>(&message).unwrap() else {
            panic!("a success");
        };
        assert_eq!(response.unique_identifier, Some("1"));
        assert_eq!(response.key.wrapping_key, Some("2"));
        assert_eq!(response.key.wrapped, WRAPPED);
        assert_eq!(response.key.algorithm, Some(CryptographicAlgorithm::AES));
        assert_eq!(response.key.length_bits, Some(256));
        // Whoever asks for the key as it is doesn't take the wrapped bytes for it.
        assert_eq!(
            read_message::<Get<'_>>(&message).map(|_| ()),
            Err(Error::WrappedKey)
        );
    }
}

#[test]
fn a_key_that_is_not_wrapped_as_asked_is_refused() {
    let refused = |message: &[u8]| {
        read_message::<GetWrapped<'_>>(message)
            .map(|_| ())
            .unwrap_err()
    };
    let unwrapped = get_response(ObjectType::SYMMETRIC_KEY.0, raw_key_block);
    assert_eq!(refused(&unwrapped), Error::NotWrapped);
    let secret_data = get_response(ObjectType::SECRET_DATA.0, raw_key_block);
    assert_eq!(
        refused(&secret_data),
        Error::NotASymmetricKey(ObjectType::SECRET_DATA)
    );
    let (method, encoding, mode) = AS_ASKED;
    let other = WrappingMethod::MAC_SIGN;
    assert_eq!(
        refused(&answer(in_a_structure, (other, encoding, mode))),
        Error::WrappedBy(other)
    );
    let other = EncodingOption::TTLV_ENCODING;
    assert_eq!(
        refused(&answer(in_a_structure, (method, other, mode))),
        Error::WrappedIn(other)
    );
    let other = BlockCipherMode::CBC;
    assert_eq!(
        refused(&answer(in_a_structure, (method, encoding, other))),
        Error::WrappedWith(other)
    );
    let no_encoding_option = get_response(ObjectType::SYMMETRIC_KEY.0, |w| {
        raw_key_block(w)?;
        w.structure(tags::KEY_WRAPPING_DATA, |w| {
            w.enumeration(tags::WRAPPING_METHOD, WrappingMethod::ENCRYPT.0)
        })
    });
    assert_eq!(
        refused(&no_encoding_option),
        Error::Missing(tags::ENCODING_OPTION)
    );
}

#[test]
fn a_wrapped_answer_that_is_cut_anywhere_is_refused() {
    let message = answer(in_a_structure, AS_ASKED);
    for end in 0..message.len() {
        assert!(read_message::<GetWrapped<'_>>(&message[..end]).is_err());
    }
}
