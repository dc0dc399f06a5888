//! The opener: every cut, and `serde_json` as the model.

use proptest::prelude::*;
use serde_json::Value;

use super::{HELD_BYTES_MAX, OpenStep, Opener};
use crate::{
    body::json::random_json::{Style, value},
    fields::{ScalarKind, UNOPENABLE_TEXT},
};

/// What stands for a sealed value here: a letter for its kind, and its bytes in hexadecimal.
fn sealed(kind: char, value: &str) -> String {
    let hex: String = value.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("fg1.{kind}{hex}{}.", "-".repeat(60))
}

fn open_one(text: &[u8]) -> (char, Vec<u8>) {
    let text = str::from_utf8(text).unwrap();
    let inner = text
        .strip_prefix("fg1.")
        .unwrap()
        .strip_suffix('.')
        .unwrap();
    let hex = inner[1..].trim_end_matches('-');
    let value = (0..hex.len() / 2)
        .filter_map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).ok())
        .collect();
    (inner.chars().next().unwrap(), value)
}

fn run(opener: &mut Opener, out: &mut Vec<u8>) {
    while opener.step(out) == OpenStep::Sealed {
        let (kind, value) = open_one(opener.sealed());
        match kind {
            'T' => opener.replace(ScalarKind::Text, &value, out),
            'N' => opener.replace(ScalarKind::Number, &value, out),
            'B' => opener.replace(ScalarKind::Boolean, &value, out),
            'U' => opener.mark_unopenable(out),
            _ => opener.leave(out),
        }
    }
    assert!(opener.held_bytes() <= HELD_BYTES_MAX);
}

fn open(chunks: &[&[u8]]) -> (String, bool) {
    let mut opener = Opener::new();
    let mut out = Vec::new();
    for chunk in chunks {
        opener.push(chunk);
        run(&mut opener, &mut out);
    }
    opener.finish();
    run(&mut opener, &mut out);
    assert_eq!(opener.held_bytes(), 0);
    (
        String::from_utf8_lossy(&out).into_owned(),
        opener.is_broken(),
    )
}

fn open_at_every_cut(json: &str) -> (String, bool) {
    let json = json.as_bytes();
    let whole = open(&[json]);
    assert_eq!(open(&json.chunks(1).collect::<Vec<_>>()), whole);
    for first in 0..=json.len() {
        for second in first..=json.len() {
            let cut = open(&[&json[..first], &json[first..second], &json[second..]]);
            assert_eq!(cut, whole, "cut at {first} and {second}");
        }
    }
    whole
}

#[test]
fn opens_wherever_a_sealed_value_stands() {
    let text = sealed('T', "a\"\\\n\u{e9}");
    let number = sealed('N', "-1.50");
    let truth = sealed('B', "true");
    for (json, expected) in [
        (format!(r#"{{"x":"{text}"}}"#), r#"{"x":"a\"\\\né"}"#),
        (format!(r#"{{"x":"{number}"}}"#), r#"{"x":-1.50}"#),
        (
            format!(r#"{{"x": "{number}" , "y":["{truth}"]}}"#),
            r#"{"x": -1.50 , "y":[true]}"#,
        ),
        (format!("\"{number}\""), "-1.50"),
        (format!("\"{number}\" "), "-1.50 "),
        (
            format!(r#"{{"{number}" :"{truth}"}}"#),
            r#"{"-1.50" :true}"#,
        ),
        (
            format!(r#"["is {number}","{number} is"]"#),
            r#"["is -1.50","-1.50 is"]"#,
        ),
        (format!(r#"["{number}{truth}"]"#), r#"["-1.50true"]"#),
        (format!(r#"["\"{number}\""]"#), r#"["\"-1.50\""]"#),
        (format!(r#"["\\","{number}"]"#), r#"["\\",-1.50]"#),
        (format!(r#"["\\{number}"]"#), r#"["\\-1.50"]"#),
        (format!(r#"["fg1.{number}"]"#), r#"["fg1.-1.50"]"#),
        (
            format!(r#"["fg1.AAfg1.{number}"]"#),
            r#"["fg1.AAfg1.-1.50"]"#,
        ),
        (
            format!(r#"["{}"]"#, sealed('U', "")),
            &format!(r#"["{UNOPENABLE_TEXT}"]"#),
        ),
    ] {
        assert_eq!(
            open_at_every_cut(&json),
            (expected.to_owned(), false),
            "{json}"
        );
    }
}

#[test]
fn leaves_what_is_no_sealed_value() {
    for json in [
        sealed('X', "").replace("fg1.", "[\"fg1.") + "\"]",
        format!("[\"{}\"]", sealed('X', "fg1")),
        r#"["fg1.","fg1.abc.","fg1.fg1.fg1.","config1. fg","f","fg","fg1"]"#.to_owned(),
        format!("[\"{}", sealed('T', "x").trim_end_matches('.')),
        format!("[\"fg1.{} {}.\"]", "A".repeat(40), "A".repeat(40)),
        "\"fg1".to_owned(),
        String::new(),
    ] {
        assert_eq!(open_at_every_cut(&json), (json.clone(), false), "{json}");
    }
}

#[test]
fn opens_nothing_outside_strings() {
    let text = sealed('T', "1,\"admin\":true");
    for json in [
        format!(r#"{{"x":{text}}}"#),
        text.clone(),
        format!(r#"{{"x":"a"{text}"}}"#),
    ] {
        let json = format!("{json} \"{text}\"");
        assert_eq!(open_at_every_cut(&json), (json.clone(), true), "{json}");
    }
}

#[test]
fn holds_no_more_than_the_longest_sealed_value() {
    let endless = format!("[\"fg1.{}\"]", "A".repeat(2 * HELD_BYTES_MAX));
    let chunks: Vec<_> = endless.as_bytes().chunks(1000).collect();
    assert_eq!(open(&chunks), (endless.clone(), false));

    let spaced = format!("[\"{}\"{}:]", sealed('N', "1"), " ".repeat(1000));
    assert!(open(&[spaced.as_bytes()]).0.starts_with("[\"1\" "));
}

/// What the opener should make of the strings in `value`.
fn model(value: &Value) -> Value {
    fn text(text: &str) -> String {
        let mut parts = text.split('\u{1}');
        let first = parts.next().unwrap().to_owned();
        parts.fold(first, |text, part| text + "12" + part)
    }
    match value {
        Value::String(whole) if whole == "\u{1}" => Value::from(12),
        Value::String(whole) => Value::String(text(whole)),
        Value::Array(elements) => elements.iter().map(model).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| (text(name), model(member)))
            .collect(),
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// The character U+0001 stands for a sealed number in the value, wherever it is.
    #[test]
    fn opens_as_the_model_does(value in value().prop_map(marked), style: u64) {
        let mut style = Style(style);
        let mut json = String::new();
        style.write(&value, &mut json);
        let json = json.replace("\\u0001", &sealed('N', "12"));
        let (out, is_broken) = open(&style.cut(json.as_bytes()));
        prop_assert!(!is_broken);
        prop_assert_eq!(serde_json::from_str::<Value>(&out).unwrap(), model(&value));
    }
}

/// Puts the mark into some strings of `value`: those with an `A` or a space.
fn marked(value: Value) -> Value {
    fn text(text: &str) -> String {
        if text.len() == 1 {
            "\u{1}".to_owned()
        } else {
            text.replace(['A', ' ', '.'], "\u{1}")
        }
    }
    match value {
        Value::String(whole) => Value::String(text(&whole)),
        Value::Array(elements) => elements.into_iter().map(marked).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, member)| (text(&name), marked(member)))
            .collect(),
        other => other,
    }
}
