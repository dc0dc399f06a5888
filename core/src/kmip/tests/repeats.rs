//! Which requests may be sent again when their answer was lost.

use super::super::op::{Decrypt, Hash, MacVerify, Part, SignatureVerify};
use super::*;

#[test]
fn what_changes_nothing_may_be_asked_twice() {
    for harmless in [
        "Get",
        "Locate",
        "Query",
        "Check",
        "Obtain Lease",
        "Export",
        "Decrypt",
        "MAC Verify",
        "Hash",
        "Poll",
    ] {
        let number = Operation::TABLE.number_of(harmless).unwrap();
        assert!(!Operation(number).changes_state(), "{harmless}");
    }
    for harmful in [
        "Create",
        "Register",
        "Re-key",
        "Destroy",
        "Import",
        "Activate",
        "Get Usage Allocation",
        "Encrypt",
        "Sign",
        "MAC",
    ] {
        let number = Operation::TABLE.number_of(harmful).unwrap();
        assert!(Operation(number).changes_state(), "{harmful}");
    }
    assert!(Operation(0xffff).changes_state(), "unknown");
}

/// The server would feed the part to its stream twice.
#[test]
fn a_part_of_a_stream_is_not_sent_twice() {
    let parameters = CryptographicParameters::default();
    for (part, changes) in [
        (Part::Whole, false),
        (Part::First, true),
        (Part::Next(b"1"), true),
        (Part::Last(b"1"), true),
    ] {
        let hash = Hash {
            parameters,
            data: b"x",
            part,
        };
        let decrypt = Decrypt {
            target: "key".into(),
            parameters,
            data: b"x",
            iv: None,
            part,
            aad: None,
            tag: None,
        };
        let mac_verify = MacVerify {
            target: "key".into(),
            parameters,
            data: b"x",
            mac: None,
            part,
        };
        let verify = SignatureVerify {
            target: "key".into(),
            parameters,
            data: Some(b"x"),
            digest: None,
            signature: None,
            part,
        };
        let items: [&dyn BatchItem; 4] = [&hash, &decrypt, &mac_verify, &verify];
        for item in items {
            assert_eq!(
                item.changes_state(),
                changes,
                "{} {part:?}",
                item.operation()
            );
        }
    }
}
