//! Documents of every type and shape: XML comes back as it was written, in TTLV it is what it says, and JSON says the same.

use fieldgate_core::{
    kmip::tags,
    ttlv::{Items, Tag, Value},
};

use super::{NOW_SECONDS, from_json, from_xml, node, stream};
use crate::{
    Placeholders, Secrets,
    error::Fault,
    json,
    node::{Content, Node},
    tree, ttlv, xml,
};

/// Every type, under tags of its own and of other types.
const EVERY_TYPE: &str = r#"<KMIP>
  <RequestMessage>
    <RequestHeader>
      <ProtocolVersion>
        <ProtocolVersionMajor type="Integer" value="2"/>
        <ProtocolVersionMinor type="Integer" value="-1"/>
      </ProtocolVersion>
      <BatchOrderOption type="Boolean" value="true"/>
      <TimeStamp type="DateTime" value="2010-02-11T08:49:37+00:00"/>
      <TTLV tag="0x540001" type="TextString" value="na"/>
      <TTLV tag="0x540002">
        <TTLV tag="0x42ffff" type="Interval" value="4294967295"/>
      </TTLV>
    </RequestHeader>
    <BatchItem>
      <Operation type="Enumeration" value="ReKey"/>
      <UniqueBatchItemID type="ByteString" value=""/>
      <RequestPayload>
        <CryptographicUsageMask type="Integer" value="Decrypt Encrypt"/>
        <StorageStatusMask type="Integer" value="OnLineStorage 0x40000000"/>
        <UsageLimitsTotal type="LongInteger" value="-9223372036854775808"/>
        <Modulus type="BigInteger" value="ffffffffffffff00"/>
        <LeaseTime type="Interval" value="3600"/>
        <InitialDate type="DateTime" value="0x7fffffffffffffff"/>
        <OriginalCreationDate type="DateTimeExtended" value="1969-12-31T23:59:59.999999+00:00"/>
        <CryptographicAlgorithm type="Enumeration" value="DES3"/>
        <KeyFormatType type="Enumeration" value="X_509"/>
        <ObjectType type="Enumeration" value="0x80000001"/>
        <NameValue type="TextString" value="&lt;&amp;&gt;&quot;'&#10;&#9; Α $NOW"/>
        <Comment type="TextString" hex="0041"/>
        <AttributeReference type="Enumeration" value="CryptographicLength"/>
        <Attribute>
          <AttributeName type="TextString" value="Cryptographic Algorithm"/>
          <AttributeValue type="Enumeration" value="AES"/>
        </Attribute>
        <Attribute>
          <AttributeName type="TextString" value="Cryptographic Usage Mask"/>
          <AttributeValue type="Integer" value="Verify Sign"/>
        </Attribute>
        <Attribute>
          <AttributeName type="TextString" value="x-own"/>
          <AttributeValue type="Enumeration" value="0x00000001"/>
        </Attribute>
        <TemplateAttribute/>
      </RequestPayload>
    </BatchItem>
  </RequestMessage>
  <ResponseMessage/>
</KMIP>
"#;

#[test]
fn every_type_comes_back_as_it_was() {
    let messages = from_xml(EVERY_TYPE).unwrap();
    let bytes = stream(&messages);
    let reading = ttlv::read(&bytes);
    assert!(reading.fault.is_none());
    assert_eq!(&*xml::write(&reading.messages, Secrets::Shown), EVERY_TYPE);
    let json = json::write(&reading.messages, Secrets::Shown);
    assert!(from_json(&json).unwrap() == messages, "{}", &*json);
}

/// The item of a tag in TTLV, read by the codec of the gateway.
fn found<'m>(items: Items<'m>, wanted: Tag) -> Option<Value<'m>> {
    items.map(Result::unwrap).find_map(|item| {
        if item.tag == wanted {
            return Some(item.value);
        }
        found(item.structure().ok()?, wanted)
    })
}

#[test]
fn values_are_in_ttlv_what_they_say() {
    let bytes = stream(&from_xml(EVERY_TYPE).unwrap());
    let value = |tag| found(Items::of_message(&bytes), tag).unwrap();
    assert!(matches!(value(tags::OPERATION), Value::Enumeration(4)));
    assert!(matches!(
        value(tags::CRYPTOGRAPHIC_USAGE_MASK),
        Value::Integer(12)
    ));
    assert!(matches!(
        value(tags::STORAGE_STATUS_MASK),
        Value::Integer(0x4000_0001)
    ));
    assert!(matches!(
        value(tags::USAGE_LIMITS_TOTAL),
        Value::LongInteger(i64::MIN)
    ));
    assert!(matches!(
        value(tags::MODULUS),
        Value::BigInteger([255, 255, 255, 255, 255, 255, 255, 0])
    ));
    assert!(matches!(
        value(tags::TIME_STAMP),
        Value::DateTime(1_265_878_177)
    ));
    assert!(matches!(
        value(tags::ORIGINAL_CREATION_DATE),
        Value::DateTimeExtended(-1)
    ));
    assert!(matches!(value(tags::COMMENT), Value::TextString("\0A")));
    assert!(matches!(
        value(tags::NAME_VALUE),
        Value::TextString("<&>\"'\n\t Α $NOW")
    ));
    assert!(matches!(
        value(tags::ATTRIBUTE_REFERENCE),
        Value::Enumeration(0x0042_002a)
    ));
    assert!(matches!(
        value(tags::ATTRIBUTE_VALUE),
        Value::Enumeration(3)
    ));
}

#[test]
fn other_spellings_mean_the_same() {
    let one = |item: &str| {
        let document = format!("<RequestMessage>{item}</RequestMessage>");
        from_xml(&document).unwrap_or_else(|error| panic!("{item}: {error}"))
    };
    for (plain, other) in [
        (
            r#"<BatchCount type="Integer" value="-1"/>"#,
            r#"<BatchCount type="Integer" value="0xffffffff"/>"#,
        ),
        (
            r#"<BatchCount type="Integer" value="1"/>"#,
            r#"<TTLV tag="0x42000D" type="0x02" value="0x00000001"></TTLV>"#,
        ),
        (
            r#"<BatchCount type="Integer" value="1"/>"#,
            r#"<BatchCount tag="BatchCount" name="x" type="Integer" value="1"/>"#,
        ),
        (
            r#"<BatchOrderOption type="Boolean" value="true"/>"#,
            r#"<BatchOrderOption type="Boolean" value="0x0000000000000001"/>"#,
        ),
        (
            r#"<Comment type="TextString" value=""/>"#,
            r#"<Comment type="TextString"/>"#,
        ),
        (
            r#"<Comment type="TextString" value="a b"/>"#,
            "<Comment type='TextString' value='a\r\nb'/>",
        ),
        (
            r#"<Comment type="TextString" value="A"/>"#,
            r#"<Comment type="TextString" value="&#x41;"/>"#,
        ),
        (
            r#"<Operation type="Enumeration" value="Get"/>"#,
            r#"<Operation type="Enumeration" value="0x0000000a"/>"#,
        ),
        (
            r#"<Operation type="Enumeration" value="ReKey"/>"#,
            r#"<Operation type="Enumeration" value="Re-key"/>"#,
        ),
        (
            r#"<CryptographicUsageMask type="Integer" value="12"/>"#,
            r#"<CryptographicUsageMask type="Integer" value="Encrypt|Decrypt"/>"#,
        ),
        (
            r#"<CryptographicUsageMask type="Integer" value="12"/>"#,
            r#"<CryptographicUsageMask type="Integer" value="Decrypt   0x4"/>"#,
        ),
        (
            r#"<TimeStamp type="DateTime" value="2010-02-11T08:49:37+00:00"/>"#,
            r#"<TimeStamp type="DateTime" value="0x000000004b73c4a1"/>"#,
        ),
        (
            r#"<TimeStamp type="DateTime" value="2010-02-11T08:49:37+00:00"/>"#,
            r#"<TimeStamp type="DateTime" value="2010-02-11T09:49:37+01:00"/>"#,
        ),
        (
            r#"<IVCounterNonce type="ByteString" value="0aff"/>"#,
            r#"<IVCounterNonce type="ByteString" value="0AFF"/>"#,
        ),
        (
            r#"<Modulus type="BigInteger" value="0000000000000001"/>"#,
            r#"<Modulus type="BigInteger" value="0x0000000000000001"/>"#,
        ),
        (
            r"<Attributes/>",
            r#"<Attributes type="Structure"><!-- nothing --></Attributes>"#,
        ),
    ] {
        assert!(one(plain) == one(other), "{other}");
    }
}

#[test]
fn an_attribute_value_is_named_by_a_name_that_follows_it() {
    let document = r#"<Attribute>
  <AttributeValue type="Enumeration" value="PreActive"/>
  <AttributeName type="TextString" value="State"/>
</Attribute>
"#;
    let nodes = from_xml(document).unwrap();
    assert!(nodes[0].content.items()[0].content == Content::Enumeration(1));
    assert_eq!(&*xml::write(&nodes, Secrets::Shown), document);
}

#[test]
fn remarks_wrappers_and_declarations_are_passed_over() {
    let document = "\u{feff}<?xml version=\"1.0\"?>\n<!-- a case -->\n<Case id=\"1\">\n# TIME 0 &amp; more\n<Step><RequestMessage/></Step>\n<![CDATA[ # ]]><ResponseMessage></ResponseMessage>\n</Case>\n";
    let text = crate::input::text(document.as_bytes()).unwrap();
    let messages = from_xml(text).unwrap();
    let tags: Vec<Tag> = messages.iter().map(|message| message.tag).collect();
    assert_eq!(tags, [tags::REQUEST_MESSAGE, tags::RESPONSE_MESSAGE]);
}

fn only(nodes: Vec<Node>) -> Content {
    nodes.into_iter().next().unwrap().content
}

#[test]
fn placeholders_are_text_or_times_or_what_was_defined() {
    let mut placeholders = Placeholders::at(NOW_SECONDS);
    let mut read = |document: &str| xml::read(document, &mut placeholders).map(only);
    let text =
        read(r#"<UniqueIdentifier type="TextString" value="$UNIQUE_IDENTIFIER_0"/>"#).unwrap();
    assert!(text == super::text("$UNIQUE_IDENTIFIER_0"));
    for (value, seconds) in [("$NOW", 0), ("$NOW+60", 60), ("$NOW-3600", -3600)] {
        let time = read(&format!(r#"<TimeStamp type="DateTime" value="{value}"/>"#)).unwrap();
        assert!(time == Content::DateTime(NOW_SECONDS + seconds));
    }
    let fault = read(r#"<KeyMaterial type="ByteString" value="$KEY_MATERIAL"/>"#)
        .err()
        .unwrap();
    assert!(matches!(fault.fault, Fault::Placeholder { .. }));
    assert!(
        fault.to_string().contains("--define KEY_MATERIAL="),
        "{fault}"
    );
    assert!(read(r#"<TimeStamp type="DateTime" value="$NOW*2"/>"#).is_err());
    assert!(read(r#"<TimeStamp type="DateTime" value="$NOW+99999999999999999999"/>"#).is_err());
    assert_eq!(placeholders.times_used(), 3);
    placeholders.define("KEY_MATERIAL", "0102").unwrap();
    placeholders
        .define("$UNIQUE_IDENTIFIER_0", "key-1")
        .unwrap();
    assert!(placeholders.define("a b", "").is_err());
    let mut read = |document: &str| xml::read(document, &mut placeholders).map(only).unwrap();
    assert!(
        read(r#"<KeyMaterial type="ByteString" value="$KEY_MATERIAL"/>"#) == super::bytes(&[1, 2])
    );
    assert!(
        read(r#"<UniqueIdentifier type="TextString" value="$UNIQUE_IDENTIFIER_0"/>"#)
            == super::text("key-1")
    );
}

#[test]
fn json_is_as_the_profile_says() {
    let nodes = [node(
        tags::REQUEST_MESSAGE,
        Content::Structure(vec![
            node(tags::USAGE_LIMITS_TOTAL, Content::LongInteger(1 << 52)),
            node(
                tags::USAGE_LIMITS_TOTAL,
                Content::LongInteger(1 + (1 << 52)),
            ),
            node(
                tags::USAGE_LIMITS_TOTAL,
                Content::LongInteger(-1 - (1 << 52)),
            ),
            node(tags::CRYPTOGRAPHIC_USAGE_MASK, Content::Integer(12)),
            node(tags::MODULUS, Content::BigInteger(vec![255; 8].into())),
            node(Tag::extension(1), super::text("\u{1}\"\\\n")),
            node(tags::ATTRIBUTES, Content::Structure(Vec::new())),
        ]),
    )];
    let json = json::write(&nodes, Secrets::Shown);
    assert_eq!(
        &*json,
        r#"{"tag":"RequestMessage", "value":[
  {"tag":"UsageLimitsTotal", "type":"LongInteger", "value":4503599627370496},
  {"tag":"UsageLimitsTotal", "type":"LongInteger", "value":"0x0010000000000001"},
  {"tag":"UsageLimitsTotal", "type":"LongInteger", "value":"0xffefffffffffffff"},
  {"tag":"CryptographicUsageMask", "type":"Integer", "value":"Decrypt|Encrypt"},
  {"tag":"Modulus", "type":"BigInteger", "value":"0xffffffffffffffff"},
  {"tag":"0x540001", "type":"TextString", "value":"\u0001\"\\\n"},
  {"tag":"Attributes", "value":[]}
]}
"#
    );
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["value"][5]["value"], "\u{1}\"\\\n");
    assert!(from_json(&json).unwrap() == nodes);
    let hex = r#"[{"tag":"0x42000d","type":"0x02","value":"0x00000001","name":"x"},{"tag":"BatchCount","type":"Integer","value":1}]"#;
    let read = from_json(hex).unwrap();
    assert!(read[0] == read[1]);
}

#[test]
fn a_tree_shows_names_and_numbers() {
    let messages = from_xml(EVERY_TYPE).unwrap();
    let tree = tree::write(&messages[0], Secrets::Shown);
    for line in [
        "    Operation: Re-key (Enumeration 0x00000004)",
        "    Time Stamp: 2010-02-11T08:49:37+00:00 (Date-Time)",
        "    0x540001: \"na\" (Text String)",
        "      Cryptographic Usage Mask: Encrypt, Decrypt = 12 (Integer)",
        "      Name Value: \"<&>\\\"'\\n\\t Α $NOW\" (Text String)",
        "      Attribute Reference: Cryptographic Length (Enumeration 0x0042002a)",
        "      Template-Attribute (empty)",
        "      Object Type: 0x80000001 (Enumeration)",
        "      Lease Time: 3600 s (Interval)",
    ] {
        assert!(
            tree.lines().any(|found| found == line),
            "{line:?} in\n{}",
            &*tree
        );
    }
}
