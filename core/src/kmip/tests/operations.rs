//! The request payload of each kind at versions 1.0, 1.4, 2.0 and 2.1, against what the standard's tables say.

use super::super::examples::each_request;
use super::*;
use crate::ttlv::{Items, Value};
use std::fmt::Write as _;
use std::string::String;

/// Items with their values: a tag's last two bytes, then `(items)`, `=Integer`, `+Long Integer`, `!Big Integer`,
/// `#Enumeration` (hexadecimal), `?Boolean`, `'Text String'`, `<Byte String>`, `@Date-Time` or `~Interval`.
pub(super) fn shown(items: Items<'_>) -> String {
    let mut text = String::new();
    for item in items {
        let item = item.unwrap();
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(std::format!("{}", item.tag).strip_prefix("42").unwrap());
        match item.value {
            Value::Structure(inner) => write!(text, "({})", shown(inner)),
            Value::Integer(value) => write!(text, "={value}"),
            Value::LongInteger(value) => write!(text, "+{value}"),
            Value::BigInteger(bytes) => write!(text, "!{}", hex(bytes)),
            Value::Enumeration(value) => write!(text, "#{value:x}"),
            Value::Boolean(value) => write!(text, "?{value}"),
            Value::TextString(value) => write!(text, "'{value}'"),
            Value::ByteString(bytes) => write!(text, "<{}>", hex(bytes)),
            Value::DateTime(seconds) => write!(text, "@{seconds}"),
            Value::Interval(seconds) => write!(text, "~{seconds}"),
            Value::DateTimeExtended(value) => write!(text, "^{value}"),
        }
        .unwrap();
    }
    text
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| std::format!("{byte:02x}"))
        .collect()
}

/// Name, first version, payload in KMIP 1.x, payload in KMIP 2.x: `=` is the same, `-` none. In braces what all share.
type Row = (&'static str, (u16, u16), &'static str, &'static str);

const ROWS: &[Row] = &[
    // Section 4.1: Object Type, Template-Attribute.
    ("Create", (1, 0), "0057#2 {T}({new})", "="),
    // Section 4.2: Common, Private Key, Public Key Template-Attribute.
    (
        "Create Key Pair",
        (1, 0),
        "001f({new}) 0065({named}) 006e({named})",
        "0126({new}) 0127({named}) 0128({named})",
    ),
    // Section 4.3: Object Type, Template-Attribute, the object.
    ("Register", (1, 0), "0057#2 {T}({new}) {key}", "="),
    (
        "Register wrapped",
        (1, 1),
        "0057#2 {T}({named}) 008f(0040(0042#1 0045(0043<070707070707070707070707070707070707070707070707>) \
         0028#3 002a=128 0046(009e#1 0036(0094'2' 002b(0011#d)) 00a3#1)))",
        "=",
    ),
    (
        "Register secret data",
        (1, 0),
        "0057#7 {T}({named}) 0085(0086#1 0040(0042#2 0045(0043<6f70656e>)))",
        "=",
    ),
    // Section 4.4: Unique Identifier, Offset, Template-Attribute.
    ("Re-key", (1, 0), "0094'1' 0058~60 {T}({named})", "="),
    // Section 4.5: Private Key Unique Identifier, Offset, Template-Attributes.
    (
        "Re-key Key Pair",
        (1, 1),
        "0066'1' 0058~60 0065({named})",
        "0066'1' 0058~60 0127({named})",
    ),
    // Section 4.11: Unique Identifier, Key Format Type, Key Wrap Type, Key Compression Type, Key Wrapping Specification.
    ("Get", (1, 0), "0094'1' 0042#1", "="),
    (
        "Get wrapped",
        (1, 0),
        "0094'1' 0042#1 0047(009e#1 0036(0094'2' 002b(0011#d)){encoding})",
        "=",
    ),
    (
        "Get object",
        (1, 1),
        "0094'1' 0042#1 0047(009e#1 0036(0094'2' 002b(0011#d)) 00a3#1)",
        "=",
    ),
    // Section 4.40: as Get.
    ("Export", (1, 4), "0094'1' 00f8#2", "="),
    // Section 4.41: Unique Identifier, Object Type, Replace Existing, Key Wrap Type, Attributes, the object.
    (
        "Import",
        (1, 4),
        "0094'1' 0057#2 0124?true 00f8#1 {new} {key}",
        "0094'1' 0057#2 0124?true 00f8#1 0125({new}) {key}",
    ),
    ("Activate", (1, 0), "0094'1'", "="),
    ("Activate the ID Placeholder", (1, 0), "", "="),
    // Section 4.20: Unique Identifier, Revocation Reason, Compromise Occurrence Date.
    ("Revoke", (1, 0), "0094'1' 0081(0082#2) 0021@6", "="),
    ("Destroy", (1, 0), "0094'1'", "="),
    ("Archive", (1, 0), "0094'1'", "="),
    ("Recover", (1, 0), "0094'1'", "="),
    ("Obtain Lease", (1, 0), "0094'1'", "="),
    // Section 4.10: Unique Identifier, Usage Limits Count, Cryptographic Usage Mask, Lease Time.
    ("Check", (1, 0), "0094'1' 0096+500 002c=4 0049~60", "="),
    // Section 4.18: Unique Identifier, Usage Limits Count.
    ("Get Usage Allocation", (1, 0), "0094'1' 0096+500", "="),
    // Section 4.12: Unique Identifier, Attribute Name; KMIP 2.0: Attribute Reference.
    (
        "Get Attributes",
        (1, 0),
        "0094'1' 000a'Name' 000a'x-shelf'",
        "0094'1' 013b#420053 013b(009d'x' 000a'shelf')",
    ),
    ("Get Attribute List", (1, 0), "0094'1'", "="),
    // Section 4.14: Unique Identifier, Attribute; KMIP 2.0: New Attribute.
    (
        "Add Attribute",
        (1, 0),
        "0094'1' 0008(000a'x-shelf' 000b'top')",
        "0094'1' 013d(0008(009d'x' 000a'shelf' 000b'top'))",
    ),
    // Section 4.15: Unique Identifier, Attribute; KMIP 2.0: Current Attribute, New Attribute.
    (
        "Modify Attribute",
        (1, 0),
        "0094'1' 0008(000a'Name' 000b(0055'movies' 0054#1))",
        "0094'1' 013d(0053(0055'movies' 0054#1))",
    ),
    (
        "Modify Attribute by index",
        (1, 0),
        "0094'1' 0008(000a'Name' 0009=1 000b(0055'movies' 0054#1))",
        "-",
    ),
    (
        "Modify Attribute by value",
        (2, 0),
        "-",
        "0094'1' 013c(0008(009d'x' 000a'shelf' 000b'top')) 013d(0053(0055'movies' 0054#1))",
    ),
    // Section 4.16: Unique Identifier, Attribute Name, Attribute Index; KMIP 2.0: Current Attribute or Attribute Reference.
    (
        "Delete Attribute",
        (1, 0),
        "0094'1' 000a'Name'",
        "0094'1' 013b#420053",
    ),
    (
        "Delete Attribute by index",
        (1, 0),
        "0094'1' 000a'Name' 0009=1",
        "-",
    ),
    (
        "Delete Attribute by value",
        (2, 0),
        "-",
        "0094'1' 013c(0008(009d'x' 000a'shelf' 000b'top'))",
    ),
    // KMIP 2.0: Unique Identifier, New Attribute.
    ("Set Attribute", (2, 0), "-", "0094'1' 013d(002f@9)"),
    // KMIP 2.0: Unique Identifier, Attribute Reference, Adjustment Type, Adjustment Value.
    (
        "Adjust Attribute",
        (2, 0),
        "-",
        "0094'1' 013b#42002c 0158#1 0162=4",
    ),
    // Section 4.9: Maximum Items, Offset Items, Storage Status Mask, Object Group Member, Attribute.
    ("Locate", (1, 0), "004f=2 {named}", "004f=2 0125({named})"),
    (
        "Locate a page",
        (1, 3),
        "004f=2 00d4=2 008e=1 {named}",
        "004f=2 00d4=2 008e=1 0125({named})",
    ),
    // Section 4.29: Unique Identifier, Cryptographic Parameters, Data, IV/Counter/Nonce, Correlation Value, Init and Final
    // Indicator, Authenticated Encryption Additional Data.
    (
        "Encrypt",
        (1, 2),
        "0094'1' 002b(0011#9) 00c2<0102> {iv}",
        "=",
    ),
    (
        "Encrypt with data",
        (1, 4),
        "0094'1' 002b(0011#9) 00c2<0102> {iv} 00fe<04>",
        "=",
    ),
    (
        "Encrypt the last part",
        (1, 3),
        "0094'1' 002b(0011#9) 00c2<0102> {iv} 00d6<05> 00d8?true",
        "=",
    ),
    // Section 4.30: the same, and Authenticated Encryption Tag.
    (
        "Decrypt",
        (1, 4),
        "0094'1' 002b(0011#9) 00c2<0102> {iv} 00fe<04> 00ff<06060606060606060606060606060606>",
        "=",
    ),
    // Sections 4.33 and 4.34: Unique Identifier, Cryptographic Parameters, Data, MAC Data, Correlation Value, Indicators.
    (
        "MAC",
        (1, 3),
        "0094'1' 002b(0038#6) 00c2<0102> 00d7?true",
        "=",
    ),
    (
        "MAC Verify",
        (1, 2),
        "0094'1' 002b(0038#6) 00c2<0102> 00c6<07>",
        "=",
    ),
    // Sections 4.31 and 4.32: Unique Identifier, Cryptographic Parameters, Data, Digested Data, Signature Data.
    ("Sign", (1, 2), "0094'1' 002b(0038#6) 00c2<0102>", "="),
    (
        "Signature Verify",
        (1, 2),
        "0094'1' 002b(0038#6) 00c2<0102> 00c3<08>",
        "=",
    ),
    // Sections 4.37, 4.35 and 4.36.
    ("Hash", (1, 2), "002b(0038#6) 00c2<0102>", "="),
    ("RNG Retrieve", (1, 2), "00c4=32", "="),
    ("RNG Seed", (1, 2), "00c2<0102>", "="),
    // Section 4.6: Object Type, Unique Identifiers, Derivation Method, Derivation Parameters, Template-Attribute.
    (
        "Derive Key",
        (1, 0),
        "0057#2 0094'1' 0094'2' 0031#3 0032(002b(0038#6) 0030<09> 003c=2) {T}({named})",
        "=",
    ),
    // Sections 4.7 and 4.8: Unique Identifier, Offset, Certificate Request Type, Certificate Request, Template-Attribute;
    // KMIP 2.0: Certificate Request Value.
    (
        "Certify",
        (1, 0),
        "0094'1' 0019#2 0018<3000> {T}({named})",
        "0094'1' 0019#2 0140<3000> {T}({named})",
    ),
    (
        "Re-certify",
        (1, 0),
        "0094'1' 0058~60 0019#2 0018<3000> {T}({named})",
        "0094'1' 0058~60 0019#2 0140<3000> {T}({named})",
    ),
    // Section 4.38: Object Type, Unique Identifier, Parts, Threshold, Method, Prime Field Size, Template-Attribute.
    (
        "Create Split Key",
        (1, 2),
        "0057#2 0094'1' 008b=3 008c=2 008a#3 0062!0000000000000011 {T}({named})",
        "=",
    ),
    // Section 4.39: Object Type, Unique Identifiers, Secret Data Type, Template-Attribute.
    (
        "Join Split Key",
        (1, 2),
        "0057#7 0094'1' 0094'2' 0086#1 {T}({named})",
        "=",
    ),
    // Section 4.25: Query Functions; sections 4.26 to 4.28.
    ("Query", (1, 0), "0074#1 0074#2", "="),
    ("Discover Versions", (1, 1), "", "="),
    ("Poll", (1, 0), "0006<0102>", "="),
    ("Cancel", (1, 0), "0006<0102>", "="),
];

/// What a row says of this version, if the version has it.
fn expected(row: &Row, version: ProtocolVersion) -> Option<String> {
    let (_, (major, minor), first, second) = *row;
    if version < ProtocolVersion::new(major, minor) {
        return None;
    }
    let since_2 = version >= ProtocolVersion::V2_0;
    let pattern = if since_2 && second != "=" {
        second
    } else {
        first
    };
    if pattern == "-" {
        return None;
    }
    let named = if since_2 {
        "0053(0055'films' 0054#1)"
    } else {
        "0008(000a'Name' 000b(0055'films' 0054#1))"
    };
    let new = if since_2 {
        "0028#3 002a=128 002c=12 {named} 0001@7"
    } else {
        "0008(000a'Cryptographic Algorithm' 000b#3) 0008(000a'Cryptographic Length' 000b=128) \
         0008(000a'Cryptographic Usage Mask' 000b=12) {named} 0008(000a'Activation Date' 000b@7)"
    };
    let key = "008f(0040(0042#1 0045(0043<5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a>) 0028#3 002a=128))";
    // Encoding Option came with KMIP 1.1.
    let encoding = if version == ProtocolVersion::V1_0 {
        ""
    } else {
        " 00a3#1"
    };
    Some(
        pattern
            .replace("{T}", if since_2 { "0125" } else { "0091" })
            .replace("{new}", new)
            .replace("{named}", named)
            .replace("{key}", key)
            .replace("{encoding}", encoding)
            .replace("{iv}", "003d<030303030303030303030303>"),
    )
}

#[test]
fn each_request_is_as_its_version_has_it() {
    let mut checked = 0;
    for version in ProtocolVersion::SPOKEN {
        let mut written = Vec::new();
        each_request(version, &mut |name, item| {
            let mut buffer = vec![0; 2048];
            let mut writer = Writer::new(&mut buffer);
            item.write_payload(&mut writer, version).unwrap();
            let length = writer.length_bytes();
            written.push((name, shown(Items::of_message(&buffer[..length]))));
        });
        let wanted: Vec<_> = ROWS
            .iter()
            .filter_map(|row| Some((row.0, expected(row, version)?)))
            .collect();
        for (name, text) in &wanted {
            let found = written.iter().find(|(found, _)| found == name);
            let (_, found) = found.unwrap_or_else(|| panic!("{name} at {version} is missing"));
            assert_eq!(found, text, "{name} at {version}");
            checked += 1;
        }
        // And nothing that the version lacks was written.
        for (name, _) in &written {
            assert!(
                wanted.iter().any(|(wanted, _)| wanted == name),
                "{name} at {version}"
            );
        }
    }
    assert!(checked > 7 * 30, "{checked}");
}

/// Byte for byte, by hand from section 9.1.1: a whole message, header and all.
#[test]
fn an_obtain_lease_is_written_byte_for_byte() {
    for (version, major, minor) in [
        (ProtocolVersion::V1_0, 1, 0),
        (ProtocolVersion::V1_4, 1, 4),
        (ProtocolVersion::V2_0, 2, 0),
        (ProtocolVersion::V2_1, 2, 1),
    ] {
        let lease = op::ObtainLease {
            target: "key".into(),
        };
        let mut wanted = Vec::new();
        wanted.extend(b"\x42\x00\x78\x01\0\0\0\x80");
        wanted.extend(b"\x42\x00\x77\x01\0\0\0\x48\x42\x00\x69\x01\0\0\0\x20");
        wanted.extend([0x42, 0, 0x6a, 2, 0, 0, 0, 4, 0, 0, 0, major, 0, 0, 0, 0]);
        wanted.extend([0x42, 0, 0x6b, 2, 0, 0, 0, 4, 0, 0, 0, minor, 0, 0, 0, 0]);
        wanted.extend(b"\x42\x00\x50\x02\0\0\0\x04\0\0\x08\0\0\0\0\0");
        wanted.extend(b"\x42\x00\x0d\x02\0\0\0\x04\0\0\0\x01\0\0\0\0");
        wanted.extend(b"\x42\x00\x0f\x01\0\0\0\x28\x42\x00\x5c\x05\0\0\0\x04\0\0\0\x10\0\0\0\0");
        wanted.extend(b"\x42\x00\x79\x01\0\0\0\x10\x42\x00\x94\x07\0\0\0\x03key\0\0\0\0\0");
        assert_eq!(request(&header(version), &lease), wanted, "{version}");
    }
}
