//! Requests: the order and the form of their items.

use proptest::prelude::*;

use super::super::attribute::{Attribute, AttributeKind};
use super::super::enumerations::usage;
use super::super::op::{
    Activate, Create, DiscoverVersions, Get, GetAttributes, Locate, Query, Register, Revoke,
};
use super::*;
use crate::ttlv::{self, Items, Value};
use std::string::String;

/// The tags of a message in order, a structure's within brackets: what a person compares with the standard's tables.
pub(super) fn outline(items: Items<'_>) -> String {
    let mut text = String::new();
    for item in items {
        let item = item.unwrap();
        let tag = std::format!("{} ", item.tag);
        text.push_str(tag.trim_start_matches("42"));
        if let Value::Structure(inner) = item.value {
            text.pop();
            text.push('(');
            text.push_str(&outline(inner));
            text.push_str(") ");
        }
    }
    text.trim_end().into()
}

#[test]
fn a_header_with_a_credential_is_in_the_standards_order() {
    let activate = Activate { target: "1".into() };
    let message = request(&LOGIN, &activate);
    // Request Message, Request Header: Protocol Version, Maximum Response Size, Authentication, Batch Count.
    assert_eq!(
        outline(Items::of_message(&message)),
        "0078(0077(0069(006a 006b) 0050 000c(0023(0024 0025(0099 00a1))) 000d) 000f(005c 0079(0094)))"
    );
}

#[test]
fn attributes_are_sent_as_the_version_wants_them() {
    let attributes = [
        Attribute::CryptographicUsageMask(usage::ENCRYPT | usage::DECRYPT),
        Attribute::Name("films"),
    ];
    let register = Register {
        attributes: &attributes,
        object: Object::symmetric_key(CryptographicAlgorithm::AES, &KEY),
    };
    let payload = |version| {
        let message = request(&header(version), &register);
        let text = outline(Items::of_message(&message));
        let (_, payload) = text.split_once("005c 0079").unwrap();
        String::from(payload)
    };
    // Template-Attribute, each an Attribute with Attribute Name and Attribute Value; then the Symmetric Key.
    assert_eq!(
        payload(ProtocolVersion::V1_4),
        "(0057 0091(0008(000a 000b) 0008(000a 000b(0055 0054))) 008f(0040(0042 0045(0043) 0028 002a)))))"
    );
    // Attributes, each under its own tag.
    assert_eq!(
        payload(ProtocolVersion::V2_0),
        "(0057 0125(002c 0053(0055 0054)) 008f(0040(0042 0045(0043) 0028 002a)))))"
    );
}

proptest! {
    #[test]
    fn requests_are_ttlv_at_every_version(
        version in prop::sample::select(&ProtocolVersion::SPOKEN),
        name in ".{0,40}",
        id in ".{0,40}",
        password in prop::option::of(".{0,40}"),
    ) {
        let login = Some(Login { user_name: &name, password: password.as_deref() });
        let header = RequestHeader::new(version, login);
        let attributes = [Attribute::Name(&name), Attribute::State(State::ACTIVE)];
        let kinds = [AttributeKind::Name, AttributeKind::State];
        let register = Register { attributes: &attributes, object: Object::symmetric_key(CryptographicAlgorithm::AES, &KEY), };
        let reason = RevocationReasonCode::KEY_COMPROMISE;
        let messages = [
            request(&header, &Create { attributes: &attributes }),
            request(&header, &register),
            request(&header, &Locate { items_max: 2, attributes: &attributes }),
            request(&header, &GetAttributes { target: id.as_str().into(), kinds: &kinds }),
            request(&header, &Get { target: id.as_str().into() }),
            request(&header, &Revoke { target: id.as_str().into(), reason, compromised_since_s: Some(0) }),
            request(&header, &Query { functions: &[QueryFunction::OPERATIONS] }),
        ];
        let later = (version > ProtocolVersion::V1_0).then(|| request(&header, &DiscoverVersions));
        for message in messages.into_iter().chain(later) {
            prop_assert!(ttlv::read_all(Items::of_message(&message)).is_ok());
            prop_assert_eq!(ttlv::message_length_bytes(message.first_chunk().unwrap()), Ok(message.len()));
        }
    }
}
