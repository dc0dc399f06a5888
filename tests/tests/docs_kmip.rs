//! docs/kmip.md says what the code does: its tables name every operation, attribute and credential of KMIP 1.0 to 2.1.

use std::collections::BTreeMap;
use std::fs;

use fieldgate_core::kmip::enumerations::CredentialType;
use fieldgate_core::kmip::registry::{ATTRIBUTES, ENUMERATIONS, MASKS};
use fieldgate_core::kmip::tags::TAGS;
use fieldgate_core::kmip::{ObjectType, Operation, ProtocolVersion, batch};
use fieldgate_core::ttlv::{DEPTH_STRUCTURES_MAX, ITEMS_MAX, MESSAGE_BYTES_MAX};
use fieldgate_tests::workspace;

/// Ping, the last operation of KMIP 2.1; what follows is of 3.0.
const OPERATION_OF_2_1_LAST: u32 = 0x3b;
/// Certificate Request, the last type of KMIP 2.1.
const OBJECT_TYPE_OF_2_1_LAST: u32 = 0x0a;
/// Ticket, the last type of KMIP 2.1.
const CREDENTIAL_TYPE_OF_2_1_LAST: u32 = 0x06;

/// The rows of the tables below a heading, as cells, by their first cell.
fn rows(heading: &str) -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(workspace::root().join("docs/kmip.md")).unwrap();
    let section = text
        .split("\n## ")
        .find_map(|section| section.strip_prefix(heading)?.strip_prefix('\n'))
        .unwrap_or_else(|| panic!("docs/kmip.md has no section {heading}"));
    let mut rows = BTreeMap::new();
    for line in section.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<String> = line
            .trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect();
        let first = cells[0].clone();
        assert!(rows.insert(first, cells).is_none(), "twice: {line}");
    }
    rows
}

/// The operations that core has a request for, by the constant: from which version, and the requests' names.
fn spoken() -> BTreeMap<String, (String, Vec<String>)> {
    let mut spoken: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    let mut add = |operation: &str, since: &str, request: &str| {
        let entry = spoken.entry(operation.to_owned()).or_default();
        since.clone_into(&mut entry.0);
        entry.1.push(format!("`{request}`"));
    };
    for file in fs::read_dir(workspace::root().join("core/src/kmip/op")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        // Requests that only name an object: `Activate = ACTIVATE`.
        if let Some((_, made)) = text.split_once("on_object! {") {
            let line = made.lines().find(|line| line.contains(" = ")).unwrap();
            let (request, operation) = line.trim().split_once(" = ").unwrap();
            add(operation, "1.0", request);
        }
        for block in text.split("Request for ").skip(1) {
            let value = |start: &str| Some(block.split_once(start)?.1.split_once(';')?.0);
            let request = block.split(|c: char| !c.is_alphanumeric()).next().unwrap();
            if let Some(operation) = value("OPERATION: Operation = Operation::") {
                let since = value("SINCE: ProtocolVersion = ProtocolVersion::V").unwrap();
                add(operation, &since.replace('_', "."), request);
            }
        }
    }
    // What servers send of their own accord.
    let file = workspace::root().join("core/src/kmip/server_message.rs");
    let text = fs::read_to_string(file).unwrap();
    for (operation, message) in [("NOTIFY", "Notify"), ("PUT", "Put")] {
        assert!(text.contains(&format!("pub struct {message}<")));
        add(operation, "1.0", message);
    }
    assert!(spoken.len() >= 15, "{spoken:?}");
    spoken
}

/// The name of the constant for a value.
fn constant(name: &str) -> String {
    name.to_uppercase().replace([' ', '-', '#'], "_")
}

#[test]
fn every_operation_is_listed_as_it_is_spoken() {
    let mut rows = rows("Operations");
    let spoken = spoken();
    for (number, name) in Operation::TABLE.values {
        if *number > OPERATION_OF_2_1_LAST {
            continue;
        }
        let row = rows
            .remove(*name)
            .unwrap_or_else(|| panic!("{name} is missing"));
        match spoken.get(&constant(name)) {
            Some((since, requests)) => {
                assert_eq!(row[1], *since, "{row:?}");
                for request in requests {
                    assert!(row[4].contains(request), "{request} is missing: {row:?}");
                }
            }
            None => assert!(row[4].starts_with("no: "), "{row:?}"),
        }
    }
    assert_eq!(rows.into_keys().collect::<Vec<_>>(), ["operation"]);
}

#[test]
fn every_attribute_is_listed() {
    let mut rows = rows("Attributes");
    for attribute in ATTRIBUTES {
        if attribute.section == "KMIP 2.1 section 4.6" {
            continue;
        }
        let row = rows
            .remove(attribute.name)
            .unwrap_or_else(|| panic!("{} is missing", attribute.name));
        let kind = format!("{:?}", attribute.kind);
        assert_eq!(row[1].replace([' ', '-'], ""), kind, "{row:?}");
        assert_eq!(row[2], attribute.since.to_string(), "{row:?}");
        let section = |version: &str| {
            let (_, rest) = attribute.section.split_once(version)?;
            rest.split(',').next()
        };
        assert_eq!(
            row[3],
            section("KMIP 1.4 section ").unwrap_or(""),
            "{row:?}"
        );
        assert_eq!(
            row[4],
            section("KMIP 2.1 section ").unwrap_or(""),
            "{row:?}"
        );
    }
    assert_eq!(rows.into_keys().collect::<Vec<_>>(), ["attribute"]);
}

#[test]
fn every_kind_of_object_and_credential_is_listed() {
    for (heading, values, last) in [
        ("Objects", ObjectType::TABLE.values, OBJECT_TYPE_OF_2_1_LAST),
        (
            "Credentials",
            CredentialType::TABLE.values,
            CREDENTIAL_TYPE_OF_2_1_LAST,
        ),
    ] {
        let rows = rows(heading);
        for (number, name) in values {
            assert_eq!(rows.contains_key(*name), *number <= last, "{name}");
        }
    }
    let source = workspace::root().join("core/src/kmip/credential.rs");
    let source = fs::read_to_string(source).unwrap();
    for row in rows("Credentials").into_values() {
        if let Some(name) = row[2]
            .strip_prefix('`')
            .and_then(|name| name.strip_suffix('`'))
        {
            assert!(source.contains(&format!("pub struct {name}<")), "{row:?}");
        }
    }
}

#[test]
fn every_version_and_limit_is_listed() {
    let versions = rows("Versions");
    for version in ProtocolVersion::SPOKEN {
        assert_eq!(versions[&version.to_string()][2], "yes");
    }
    assert_eq!(versions.len(), ProtocolVersion::SPOKEN.len() + 2);

    let limits = rows("Messages");
    let shown = |limit: &str| {
        let digits: String = limits[limit][1]
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        digits.parse::<usize>().unwrap()
    };
    assert_eq!(shown("a message, with its header"), MESSAGE_BYTES_MAX);
    assert_eq!(
        shown("structures within one another"),
        usize::from(DEPTH_STRUCTURES_MAX)
    );
    assert_eq!(shown("items in a message"), ITEMS_MAX as usize);
    assert_eq!(shown("operations in a batch"), batch::BATCH_ITEMS_MAX);
}

#[test]
fn the_registry_has_as_many_names_as_are_listed() {
    let values = |tables: &[&fieldgate_core::kmip::registry::Enumeration]| {
        tables.iter().map(|table| table.values.len()).sum::<usize>()
    };
    let rows = rows("Names");
    assert_eq!(rows["tags"][1], TAGS.len().to_string());
    assert_eq!(
        rows["enumerations"][1].replace(',', ""),
        format!(
            "{} with {} values",
            ENUMERATIONS.len(),
            values(ENUMERATIONS)
        )
    );
    assert_eq!(
        rows["masks"][1],
        format!("{} with {} bits", MASKS.len(), values(MASKS))
    );
    assert_eq!(rows["attributes"][1], ATTRIBUTES.len().to_string());
}
