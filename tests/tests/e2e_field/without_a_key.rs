//! What is seen of values without a key, and what of cut and foreign ones is said.

use fieldgate_tests::fieldgate::run_with;
use serde_json::Value;

use super::{assert_says, refused, seal, well};

fn inspect(arguments: &[&str], input: &str) -> std::process::Output {
    run_with(
        &[&["field", "inspect"], arguments].concat(),
        input.as_bytes(),
    )
    .unwrap()
}

fn json(value: &str) -> Value {
    serde_json::from_str(&well(&inspect(&["--json"], value))).unwrap()
}

#[test]
fn the_parts_of_each_form_are_shown() {
    let random = json(&seal("--scheme random", "Agnès Varda\n"));
    assert_eq!(random["form"], "single");
    assert_eq!(random["version"], 1);
    assert_eq!(random["scheme"], "random");
    assert_eq!(random["plaintext_bytes"], 12);
    let length = |part: &Value| part.as_str().unwrap().len();
    let parts = [&random["nonce"], &random["commitment"], &random["tag"]];
    assert_eq!(parts.map(length), [24, 32, 32]);
    assert_eq!(length(&random["key_id"]), 8);

    let sealed = seal("--scheme equal", "Agnès Varda\n");
    let equal = json(&sealed);
    assert_eq!(
        (&equal["scheme"], &equal["key_id"]),
        (&Value::from("equal"), &random["key_id"])
    );
    assert_eq!(length(&equal["siv"]), 32);
    assert_eq!(equal["characters"], sealed.len() - 1);

    let sealed = seal(
        "--scheme equal --scheme order --scheme words --order-text-bytes 8",
        "Agnès Varda\n",
    );
    let composed = json(&sealed);
    assert_eq!(composed["form"], "composed");
    assert_eq!(composed["field_tag"], equal["field_tag"]);
    assert_eq!(composed["limb_bytes"], 16);
    assert_eq!(composed["token_count"], 8);
    assert_eq!(composed["tokens"].as_array().unwrap().len(), 8);
    assert!(sealed.starts_with(&format!("fg1_{}.", composed["limbs"].as_str().unwrap())));
    assert_eq!(composed["characters"], sealed.len() - 1);

    let token = json(&seal("--scheme blind", "Agnès Varda\n"));
    assert_eq!(
        (&token["form"], length(&token["bytes"])),
        (&Value::from("token"), 20)
    );
}

#[test]
fn the_table_has_the_same_parts_and_many_values_are_shown_one_after_the_other() {
    let sealed = seal("--scheme random --scheme words", "Agnès Varda\nVagabond\n");
    let table = well(&inspect(&[], &sealed));
    assert_says(
        &table,
        &[
            "form              composed",
            "scheme            random",
            "token             x",
        ],
    );
    assert_eq!(table.split("\n\n").count(), 2);
    let objects = well(&inspect(&["--json"], &sealed));
    assert_eq!(objects.lines().count(), 2);
    let values: Vec<&str> = sealed.lines().collect();
    assert_eq!(well(&inspect(&values, "")), table);
}

#[test]
fn cut_and_foreign_values_are_told_what_they_are_not() {
    let single = seal("--scheme equal", "Agnès Varda\n");
    let single = single.trim_end();
    let composed = seal("--scheme words", "Agnès Varda\n");
    let composed = composed.trim_end();
    for (value, says) in [
        (String::new(), "not a sealed value"),
        ("Agnès Varda".to_owned(), "neither fg1. nor fg1_"),
        ("fg2.AAAA.".to_owned(), "not a sealed value"),
        ("fg1.".to_owned(), "lacks the point at its end"),
        ("fg1..".to_owned(), "too short for one"),
        ("fg1_.".to_owned(), "not limbs, payload and tokens"),
        (
            single[..single.len() - 1].to_owned(),
            "lacks the point at its end",
        ),
        (format!("{single} "), "lacks the point at its end"),
        (format!("{}.", &single[..8]), "too short for one"),
        (format!("{}.", &single[..20]), "too short for one"),
        (single.replace("fg1.E", "fg1.é"), "not base64url"),
        (single.replace("fg1.E", "fg1.I"), "version 2"),
        (
            single.replace("fg1.Ej", "fg1.Hz"),
            "no known scheme (number 15)",
        ),
        (
            composed[..composed.len() - 1].to_owned(),
            "lacks the point at its end",
        ),
        (
            composed[..composed.len() - 3].to_owned() + " .",
            "not limbs, payload and tokens",
        ),
        (composed.replace("fg1_", "fg1."), "not base64url"),
        ("x123".to_owned(), "no search token"),
        ("x9999999999999999999999999".to_owned(), "no search token"),
    ] {
        let said = refused(&inspect(&[&value], ""), 1);
        assert_says(&said, &["value 1: ", says]);
    }
    let second = format!("{single}\nforeign\n");
    let output = inspect(&[], &second);
    assert_says(&refused(&output, 1), &["line 2"]);
    assert_says(&String::from_utf8(output.stdout).unwrap(), &["single"]);
}
