//! Texts of order limbs sort as their bytes do in every collation of ICU, which Node has, and base32hex does not.

use std::process::Command;

use fieldgate_core::field::order::limb_text;
use fieldgate_tests::workspace;
use serde_json::Value;

/// How long random pairs may be compared; 20,000 of them a locale are enough.
const BUDGET_MILLIS: &str = "15000";
/// Fewest locales and collations of them that a Node with all of ICU has.
const LOCALES_MIN: usize = 200;
/// Fewest random pairs that tell something.
const PAIRS_MIN: u64 = 1_000;

#[test]
fn limbs_sort_as_their_bytes_in_every_collation_of_icu() {
    let script = workspace::root().join("tests/tests/limb_order.js");
    let output = Command::new("node")
        .arg(script)
        .arg(BUDGET_MILLIS)
        .output()
        .expect("node is installed");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    let found: Value = serde_json::from_slice(&output.stdout).expect("one line of JSON");

    // The script asks about the alphabet that core writes.
    let nibbles = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef];
    let alphabet = limb_text::encode(&nibbles, &mut [0; 16])
        .unwrap()
        .to_owned();
    assert_eq!(found["alphabet"], alphabet);

    let locales = found["locales"].as_array().expect("locales").len();
    let pairs = found["pairs"].as_u64().expect("pairs");
    println!(
        "ICU {}, CLDR {}: {locales} locales and collations, {pairs} random pairs in each, all sequences of 2 and 3 characters",
        found["icu"], found["cldr"]
    );
    assert!(locales >= LOCALES_MIN, "{locales}: is ICU whole?");
    assert!(pairs >= PAIRS_MIN, "{pairs}");
    assert_eq!(found["failed"], serde_json::json!({}));

    // Had the comparison no teeth, these would pass too.
    for control in ["base32hex", "hexadecimal", "numeric"] {
        let failed = found["controls"][control].as_array().expect("a control");
        println!("{control} loses the order in {}", failed.len());
        assert!(!failed.is_empty(), "{control} kept the order everywhere");
    }
}
