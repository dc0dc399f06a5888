//! The profiles of the schemes.

use fieldgate_tests::fieldgate::run;
use serde_json::Value;

use super::{SCHEMES, assert_says, well};

fn leakage(arguments: &str) -> String {
    let mut all = vec!["field", "leakage"];
    all.extend(arguments.split_whitespace());
    well(&run(&all).unwrap())
}

#[test]
fn the_table_has_a_line_for_each_scheme() {
    let table = leakage("");
    let names = table
        .lines()
        .skip(1)
        .map(|line| line.split(' ').next().unwrap());
    assert!(names.eq(SCHEMES), "{table}");
}

#[test]
fn a_scheme_is_told_in_full() {
    assert_says(
        &leakage("order"),
        &[
            "which of two values is greater",
            "10000",
            "CCS 2015",
            "S&P 2017",
            "opens: yes",
        ],
    );
    assert_says(&leakage("blind"), &["opens: no", "which values are equal"]);
    assert_says(&leakage("random"), &["how long a value is", "no attack"]);
}

#[test]
fn json_is_json() {
    let all: Vec<Value> = serde_json::from_str(&leakage("--json")).unwrap();
    assert!(
        all.iter()
            .map(|object| object["scheme"].as_str().unwrap())
            .eq(SCHEMES)
    );
    let order: Value = serde_json::from_str(&leakage("order --json")).unwrap();
    assert_eq!(order, all[6]);
    assert!(
        order["attacks"][0]["source"]
            .as_str()
            .unwrap()
            .contains("Naveed")
    );
    assert_eq!(order["domain_min"], 10_000);
}

#[test]
fn growth_is_that_of_what_seal_writes() {
    for (scheme, arguments, shape) in [
        ("random", "--scheme random", "--bytes 12"),
        ("equal", "--scheme equal", "--bytes 12"),
        ("blind", "--scheme blind", "--bytes 12"),
        (
            "words",
            "--scheme words --pad-to 5",
            "--bytes 12 --tokens 5",
        ),
        (
            "order",
            "--scheme order --order-text-bytes 8",
            "--bytes 12 --limb-bytes 16",
        ),
    ] {
        let sealed = super::seal(arguments, "Agnès Varda\n");
        let told: Value =
            serde_json::from_str(&leakage(&format!("{scheme} --json {shape}"))).unwrap();
        assert_eq!(told["growth"]["characters"], sealed.len() - 1, "{scheme}");
    }
}
