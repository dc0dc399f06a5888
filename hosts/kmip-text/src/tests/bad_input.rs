//! What is wrong is told: where, what was expected, what to do.

use fieldgate_core::{
    kmip::tags,
    ttlv::{DEPTH_STRUCTURES_MAX, Tag},
};

use super::{bytes, from_json, from_xml, node, stream, text};
use crate::{
    ATTRIBUTES_MAX, ITEMS_MAX, WRAPPERS_MAX,
    error::{Fault, Place},
    node::{Content, Node},
    ttlv,
};

/// The message for a document, which has all of these words and no panic in it.
fn assert_says(message: &str, words: &[&str]) {
    for word in words {
        assert!(message.contains(word), "{word:?} is missing in: {message}");
    }
}

fn xml_error(document: &str) -> String {
    match from_xml(document) {
        Ok(_) => panic!("it was read: {document}"),
        Err(error) => error.to_string(),
    }
}

fn json_error(document: &str) -> String {
    match from_json(document) {
        Ok(_) => panic!("it was read: {document}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn xml_that_is_wrong_is_told_with_its_place() {
    for (document, words) in [
        ("", &["no message", "RequestMessage"][..]),
        ("<KMIP/>", &["no message"]),
        ("hello", &["line 1, column 1", "text outside"]),
        (
            "<RequestMessage>\n  <BatchCont type=\"Integer\" value=\"1\"/>\n</RequestMessage>",
            &[
                "line 2, column 3",
                "in RequestMessage",
                "\"BatchCont\" is not known",
            ],
        ),
        (
            "<RequestMessage><batchCount type=\"Integer\" value=\"1\"/></RequestMessage>",
            &["is BatchCount meant?"],
        ),
        (
            "<RequestMessage><BatchItem/><BatchItem><Operation type=\"Enumeration\" value=\"Gett\"/></BatchItem></RequestMessage>",
            &[
                "line 1, column 40",
                "RequestMessage/BatchItem[2]/Operation",
                "\"Gett\"",
                "Operation",
            ],
        ),
        (
            "<RequestMessage><Operation type=\"Enumeration\" value=\"geT\"/></RequestMessage>",
            &["is Get meant?"],
        ),
        (
            "<RequestMessage><BatchCount type=\"Integer\" value=\"one\"/></RequestMessage>",
            &["\"one\" is no Integer", "decimal"],
        ),
        (
            "<RequestMessage><BatchCount type=\"Integer\" value=\"2147483648\"/></RequestMessage>",
            &["\"2147483648\" is no Integer"],
        ),
        (
            "<RequestMessage><BatchCount type=\"Integer\" value=\"0x123456789\"/></RequestMessage>",
            &["no Integer"],
        ),
        (
            "<RequestMessage><BatchCount type=\"Integer\" value=\"\"/></RequestMessage>",
            &["\"\" is no Integer"],
        ),
        (
            "<RequestMessage><BatchCount type=\"Integer\"/></RequestMessage>",
            &["value is missing"],
        ),
        (
            "<RequestMessage><BatchCount type=\"Int\" value=\"1\"/></RequestMessage>",
            &["type \"Int\"", "Integer, LongInteger"],
        ),
        (
            "<RequestMessage><BatchCount value=\"1\"/></RequestMessage>",
            &["type beside the value is missing"],
        ),
        (
            "<RequestMessage><BatchCount type=\"Integer\" vaule=\"1\"/></RequestMessage>",
            &["\"vaule\" is not known here"],
        ),
        (
            "<RequestMessage><BatchCount type=\"Integer\" value=\"1\"><A/></BatchCount></RequestMessage>",
            &["\"A\""],
        ),
        (
            "<RequestMessage><BatchCount type=\"Integer\" value=\"1\"><BatchItem/></BatchCount></RequestMessage>",
            &["only a Structure"],
        ),
        (
            "<RequestMessage><UsageLimitsCount type=\"LongInteger\" value=\"1.5\"/></RequestMessage>",
            &["no LongInteger"],
        ),
        (
            "<RequestMessage><Modulus type=\"BigInteger\" value=\"01\"/></RequestMessage>",
            &["multiple of 8 bytes"],
        ),
        (
            "<RequestMessage><BatchOrderOption type=\"Boolean\" value=\"yes\"/></RequestMessage>",
            &["true or false"],
        ),
        (
            "<RequestMessage><TimeStamp type=\"DateTime\" value=\"yesterday\"/></RequestMessage>",
            &["\"yesterday\" is no DateTime", "2010-02-11T08:49:37+00:00"],
        ),
        (
            "<RequestMessage><LeaseTime type=\"Interval\" value=\"-1\"/></RequestMessage>",
            &["no Interval", "4294967295"],
        ),
        (
            "<RequestMessage>text</RequestMessage>",
            &["column 17", "text between elements"],
        ),
        (
            "<RequestMessage>&lt;</RequestMessage>",
            &["text between elements"],
        ),
        (
            "<RequestMessage><TTLV type=\"Integer\" value=\"1\"/></RequestMessage>",
            &["attribute tag of TTLV"],
        ),
        (
            "<RequestMessage><BatchCount tag=\"0x42000e\" type=\"Integer\" value=\"1\"/></RequestMessage>",
            &["another than the element's name"],
        ),
        (
            "<RequestMesage><RequestHeader/></RequestMesage>",
            &["\"RequestHeader\" stands outside of a message"],
        ),
        (
            "<RequestMessage><RequestHeader></RequestMessage>",
            &["not XML"],
        ),
        (
            "<RequestMessage><RequestHeader>",
            &["the document ends within an element"],
        ),
        ("<RequestMessage><RequestHeader", &["not XML"]),
        ("<KMIP><RequestMessage/>", &["ends within an element"]),
        ("<RequestMessage name=\"1\" name=\"2\"/>", &["duplicate"]),
        (
            "<!DOCTYPE a [<!ENTITY b \"c\">]><RequestMessage/>",
            &["document type declaration", "line 1, column 1"],
        ),
        (
            "<RequestMessage><Comment type=\"TextString\" value=\"&lol;\"/></RequestMessage>",
            &["entity &lol;", "&lt;"],
        ),
        (
            "<RequestMessage><Comment type=\"TextString\" value=\"a & b\"/></RequestMessage>",
            &["&amp;"],
        ),
        (
            "<RequestMessage><Comment type=\"TextString\" value=\"&#0;\"/></RequestMessage>",
            &["entity &#0;"],
        ),
        ("<KMIP>&lol;<RequestMessage/></KMIP>", &["entity &lol;"]),
        (
            "<RequestMessage><Comment type=\"TextString\" hex=\"ff\"/></RequestMessage>",
            &["UTF-8"],
        ),
        (
            "<RequestMessage><Comment type=\"TextString\" value=\"a\" hex=\"41\"/></RequestMessage>",
            &["don't go together"],
        ),
        (
            "<RequestMessage><VendorExtension type=\"Enumeration\" value=\"Word\"/></RequestMessage>",
            &["no names here"],
        ),
    ] {
        assert_says(&xml_error(document), words);
    }
}

#[test]
fn json_that_is_wrong_is_told_with_its_place() {
    for (document, words) in [
        ("[]", &["no message"][..]),
        ("{", &["line 1", "not KMIP JSON", "EOF"]),
        ("{}", &["missing field `tag`"]),
        (
            "[1]",
            &["line 1, column 2", "an object with tag, type and value"],
        ),
        ("{\"tag\":1, \"value\":[]}", &["column 8"]),
        ("{\"tag\":\"RequestMessage\"}", &["value is missing"]),
        (
            "{\"tag\":\"RequestMessage\", \"value\":1}",
            &["column 34", "list of items"],
        ),
        (
            "{\"tag\":\"RequestMessage\", \"values\":[]}",
            &["unknown field `values`"],
        ),
        (
            "{\"tag\":\"RequestMessage\", \"tag\":\"A\", \"value\":[]}",
            &["duplicate field"],
        ),
        (
            "{\"tag\":\"RequestMessage\", \"value\":[\n  {\"tag\":\"BatchCount\", \"type\":\"Integer\", \"value\":true}]}",
            &[
                "line 2, column 3",
                "RequestMessage/BatchCount",
                "true",
                "no Integer",
            ],
        ),
        (
            "{\"tag\":\"RequestMessage\", \"value\":[\n\n {\"tag\":\"BatchCont\", \"type\":\"Integer\", \"value\":1}]}",
            &["line 3, column 9", "BatchCont"],
        ),
        (
            "{\"tag\":\"RequestMessage\", \"value\":[{\"tag\":\"BatchCount\", \"type\":\"Integer\", \"value\":1.5}]}",
            &["\"1.5\" is no Integer"],
        ),
        (
            "{\"tag\":\"RequestMessage\", \"value\":[{\"tag\":\"BatchCount\", \"type\":\"Integer\", \"value\":null}]}",
            &["value is missing"],
        ),
        (
            "{\"tag\":\"RequestMessage\", \"value\":[{\"tag\":\"Comment\", \"type\":\"TextString\", \"value\":1}]}",
            &["no TextString"],
        ),
        (
            "{\"tag\":\"RequestMessage\", \"value\":[]} x",
            &["trailing characters"],
        ),
        (
            "{\"tag\":\"RequestMessage\", \"value\":[{\"tag\":\"Password\", \"type\":\"TextString\", \"masked\":\"4 bytes\"}]}",
            &["masked", "--show-secrets"],
        ),
    ] {
        assert_says(&json_error(document), words);
    }
}

#[test]
fn no_error_shows_what_may_be_a_secret() {
    for document in [
        "<RequestMessage><KeyMaterial type=\"ByteString\" value=\"hunter2!\"/></RequestMessage>",
        "<RequestMessage><KeyMaterial type=\"Integer\" value=\"hunter2!\"/></RequestMessage>",
        "<RequestMessage><Password type=\"Enumeration\" value=\"hunter2!\"/></RequestMessage>",
        "<RequestMessage><P type=\"BigInteger\" value=\"hunter2!\"/></RequestMessage>",
        "<RequestMessage><TTLV tag=\"0x540001\" type=\"ByteString\" value=\"hunter2!\"/></RequestMessage>",
    ] {
        let error = xml_error(document);
        assert!(!error.contains("hunter2"), "{error}");
    }
    for document in [
        "{\"tag\":\"KeyMaterial\", \"value\":[\"hunter2!\"]}",
        "{\"tag\":\"KeyMaterial\", \"value\":\"hunter2!\"}",
        "{\"tag\":\"KeyMaterial\", \"type\":\"ByteString\", \"value\":\"hunter2!\"}",
        "{\"tag\":\"KeyMaterial\", \"type\":\"ByteString\", \"value\":{\"hunter2!\":1}}",
    ] {
        let error = json_error(document);
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn limits_hold() {
    let depth = usize::from(DEPTH_STRUCTURES_MAX);
    let nested = |depth: usize| {
        "<RequestMessage>".repeat(depth)
            + "<BatchCount type=\"Integer\" value=\"1\"/>"
            + &"</RequestMessage>".repeat(depth)
    };
    assert!(from_xml(&nested(depth)).is_ok());
    assert_says(&xml_error(&nested(depth + 1)), &["more than 16 structures"]);
    assert_says(&xml_error(&nested(10_000)), &["more than 16 structures"]);
    let json =
        |depth: usize| "{\"tag\":\"Attributes\",\"value\":[".repeat(depth) + &"]}".repeat(depth);
    assert!(from_json(&json(depth)).is_ok());
    assert_says(&json_error(&json(depth + 1)), &["more than 16 structures"]);
    // serde_json refuses what is deeper than 128 by itself.
    assert!(from_json(&json(10_000)).is_err());
    let wrappers = "<a>".repeat(WRAPPERS_MAX + 1) + &"</a>".repeat(WRAPPERS_MAX + 1);
    assert_says(&xml_error(&wrappers), &["16 elements within one another"]);
    let attributes: String = (0..=ATTRIBUTES_MAX)
        .map(|at| format!(" xmlns:a{at}=\"\""))
        .collect();
    assert_says(
        &xml_error(&format!("<RequestMessage{attributes}/>")),
        &["more than 16 attributes"],
    );
    let items =
        "<RequestMessage>".to_owned() + &"<BatchItem/>".repeat(ITEMS_MAX) + "</RequestMessage>";
    assert_says(&xml_error(&items), &["262144 items"]);
}

fn message() -> Node {
    let item = |operation| {
        node(
            tags::BATCH_ITEM,
            Content::Structure(vec![
                node(tags::OPERATION, Content::Enumeration(operation)),
                node(tags::UNIQUE_BATCH_ITEM_ID, bytes(&[1, 2, 3])),
                node(tags::COMMENT, text("seven b")),
            ]),
        )
    };
    node(
        tags::REQUEST_MESSAGE,
        Content::Structure(vec![item(10), item(20)]),
    )
}

#[test]
fn a_message_that_was_cut_is_read_up_to_there() {
    let whole = stream(&[message()]);
    assert_eq!(whole.len(), 120);
    for length in 1..whole.len() {
        let reading = ttlv::read(&whole[..length]);
        let fault = reading.fault.unwrap();
        assert!(
            matches!(fault.fault, Fault::Cut { .. } | Fault::CutHeader(_)),
            "{length}: {fault}"
        );
        assert_eq!(reading.messages.len(), usize::from(length >= 8), "{length}");
    }
    let reading = ttlv::read(&whole[..90]);
    let fault = reading.fault.unwrap();
    assert_eq!(fault.place, Place::Bytes(88));
    assert_eq!(
        fault.to_string(),
        "offset 88, in RequestMessage/BatchItem[2]: the message was cut: an item begins with a header of 8 bytes, and 2 are there"
    );
    assert_eq!(
        reading.messages[0].content.items()[1].content.items().len(),
        1
    );
}

#[test]
fn a_message_that_was_damaged_is_read_up_to_there() {
    let whole = stream(&[message(), message()]);
    let with = |at: usize, byte: u8| {
        let mut changed = whole.clone();
        changed[at] = byte;
        let reading = ttlv::read(&changed);
        (reading.messages.len(), reading.fault.unwrap().to_string())
    };
    assert_says(
        &with(143, 200).1,
        &[
            "offset 136",
            "RequestMessage/BatchItem/Operation",
            "reaches beyond its structure",
        ],
    );
    assert_says(
        &with(23, 200).1,
        &[
            "offset 16",
            "RequestMessage/BatchItem/Operation",
            "reaches beyond its structure",
        ],
    );
    assert_says(&with(20, 1).1, &["longer than 1048576 bytes"]);
    assert_says(&with(19, 0x0c).1, &["item type 0c is not known"]);
    assert_says(&with(16, 0x43).1, &["a tag starts with neither 42 nor 54"]);
    assert_says(&with(29, 1).1, &["padding"]);
    assert_says(&with(127, 113).1, &["offset 120", "112 of the 113"]);
    assert_says(&with(15, 51).1, &["offset 64", "3 bytes are left over"]);
    let (messages, fault) = with(120, 0);
    assert_eq!(messages, 1);
    assert_says(&fault, &["offset 120"]);
    let leaf = stream(&[node(tags::BATCH_COUNT, Content::Integer(1))]);
    assert_says(
        &ttlv::read(&leaf).fault.unwrap().to_string(),
        &["a message is a structure", "Integer"],
    );
}

#[test]
fn structures_that_lie_too_deep_end_the_reading() {
    let mut bytes = Vec::new();
    let depth = 10_000_usize;
    for outer in (0..depth).rev() {
        bytes.extend_from_slice(&Tag::standard(0x78).bytes());
        bytes.push(1);
        bytes.extend_from_slice(&u32::try_from(outer * 8).unwrap().to_be_bytes());
    }
    let fault = ttlv::read(&bytes).fault.unwrap();
    assert_says(
        &fault.to_string(),
        &["offset 128", "more than 16 structures"],
    );
}

#[test]
fn a_message_that_is_too_long_for_ttlv_is_refused() {
    let long = node(
        tags::REQUEST_MESSAGE,
        Content::Structure(vec![node(tags::COMMENT, bytes(&vec![0; 1024 * 1024]))]),
    );
    assert_says(
        &ttlv::write(&long).err().unwrap().to_string(),
        &["RequestMessage", "1048576"],
    );
}
