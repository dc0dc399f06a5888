//! The sealer against what it must take and refuse, every cut, and `serde_json` as the model.

use std::sync::Arc;

use bytes::Bytes;
use proptest::prelude::*;
use serde_json::Value;

use super::{HELD_BYTES_MAX, SealStep, Sealer};
use crate::{
    body::json::{
        JsonError, JsonProblem,
        plan::Plan,
        random_json::{Style, value},
    },
    fields::{FieldId, ScalarKind, UNOPENABLE_TEXT},
};

const PATHS: [&str; 5] = ["$.a", "$.b.c", "$.l[*]", "$.m[*].d", "$['two words']"];

fn plan() -> Arc<Plan> {
    let paths = PATHS
        .iter()
        .zip(0..)
        .map(|(path, id)| (path.parse().unwrap(), FieldId::new(id)));
    Arc::new(Plan::new(paths.collect()).unwrap())
}

/// What stands for a sealed value here.
fn sealed(field: usize, kind: ScalarKind, value: &[u8]) -> String {
    let hex: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("<{field} {kind:?} {hex}>")
}

fn seal(chunks: &[&[u8]]) -> Result<String, JsonError> {
    seal_by(plan(), chunks)
}

fn seal_by(plan: Arc<Plan>, chunks: &[&[u8]]) -> Result<String, JsonError> {
    let mut sealer = Sealer::new(plan);
    let mut out = Vec::new();
    for chunk in chunks {
        sealer.push(Bytes::copy_from_slice(chunk))?;
        while let SealStep::Field { field, kind } = sealer.step(&mut out)? {
            out.extend_from_slice(sealed(field.index(), kind, sealer.value()).as_bytes());
        }
        assert!(sealer.held_bytes() <= HELD_BYTES_MAX);
    }
    sealer.finish()?;
    Ok(String::from_utf8(out).unwrap())
}

/// Whole, in every two cuts, and byte by byte: always the same.
fn seal_at_every_cut(json: &[u8]) -> Result<String, JsonProblem> {
    let whole = seal(&[json]);
    let single: Vec<_> = json.chunks(1).collect();
    let problem = |result: Result<String, JsonError>| result.map_err(|error| error.problem);
    assert_eq!(problem(seal(&single)), problem(whole.clone()));
    for first in 0..=json.len() {
        for second in first..=json.len() {
            let cut = seal(&[&json[..first], &json[first..second], &json[second..]]);
            assert_eq!(
                problem(cut),
                problem(whole.clone()),
                "cut at {first} and {second}"
            );
        }
    }
    whole.map_err(|error| error.problem)
}

#[test]
fn seals_what_the_paths_name_and_copies_the_rest() {
    for (json, expected) in [
        (r#"{"a":"Vé"}"#, r#"{"a":"<0 Text 56c3a9>"}"#),
        (
            r#" { "a" : "\u0056\n" } "#,
            r#" { "a" : "<0 Text 560a>" } "#,
        ),
        (
            r#"{"\u0061":"\ud83d\ude00"}"#,
            r#"{"\u0061":"<0 Text f09f9880>"}"#,
        ),
        (
            r#"{"a":-0,"a":1.0E+2}"#,
            r#"{"a":"<0 Number 2d30>","a":"<0 Number 312e30452b32>"}"#,
        ),
        (r#"{"a":1e400}"#, r#"{"a":"<0 Number 3165343030>"}"#),
        (
            r#"{"a":true,"b":{"c":false}}"#,
            r#"{"a":"<0 Boolean 74727565>","b":{"c":"<1 Boolean 66616c7365>"}}"#,
        ),
        (
            r#"{"a":null,"l":[null,""]}"#,
            r#"{"a":null,"l":[null,"<2 Text >"]}"#,
        ),
        (
            r#"{"l":[1,"x"],"x":{"a":1}}"#,
            r#"{"l":["<2 Number 31>","<2 Text 78>"],"x":{"a":1}}"#,
        ),
        (
            r#"{"m":[{"d":"x","e":[]},[],7]}"#,
            r#"{"m":[{"d":"<3 Text 78>","e":[]},[],7]}"#,
        ),
        (r#"{"two words":"x"}"#, r#"{"two words":"<4 Text 78>"}"#),
        (
            r#"{"aa":1,"":2,"A":3,"a ":4}"#,
            r#"{"aa":1,"":2,"A":3,"a ":4}"#,
        ),
        (
            r#"{"l":{"0":1},"b":[{"c":1}]}"#,
            r#"{"l":{"0":1},"b":[{"c":1}]}"#,
        ),
        (r#"{"x":"\ud800"}"#, r#"{"x":"\ud800"}"#),
        ("[]", "[]"),
        ("7", "7"),
        (" \"a\" ", " \"a\" "),
        (r#"{"a":"fg1."}"#, r#"{"a":"<0 Text 6667312e>"}"#),
    ] {
        assert_eq!(
            seal_at_every_cut(json.as_bytes()),
            Ok(expected.to_owned()),
            "{json}"
        );
    }
}

#[test]
fn refuses_what_is_not_json() {
    for json in [
        "",
        " ",
        "{",
        "[",
        "[1",
        "{\"x\"",
        "{\"x\":",
        "{\"x\":1",
        "tru",
        "nul",
        "-",
        "1.",
        "1e",
        "01",
        "-01",
        "00",
        "+1",
        ".5",
        "1.e1",
        "[1,]",
        "[,1]",
        "{\"x\":1,}",
        "{,}",
        "{\"x\" 1}",
        "{x:1}",
        "{1:1}",
        "[1 2]",
        "[1}",
        "{\"x\":1]",
        "]",
        "}",
        "1 2",
        "{} {}",
        "[]x",
        "nulll",
        "True",
        "NaN",
        "'x'",
        "\"x",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\t\"",
        "\"\0\"",
        "[1]//",
        "\u{feff}{}",
        "\u{feff}",
        "\u{a0}1",
        "{\"a\":01}",
        "{\"a\":tru}",
        "{\"a\":\"\\q\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":-}",
    ] {
        assert!(seal_at_every_cut(json.as_bytes()).is_err(), "{json:?}");
    }
    assert_eq!(
        seal(&[b"\xef\xbb\xbf{}"]).unwrap_err().problem,
        JsonProblem::ByteOrderMark
    );
    for json in [
        &b"\"\xff\""[..],
        b"{\"\xc0\x80\":1}",
        b"\"\xed\xa0\x80\"",
        b"{\"a\":\"\xe2\x82\"}",
        b"\"\xe2\x82",
    ] {
        assert!(seal_at_every_cut(json).is_err(), "{json:x?}");
    }
}

#[test]
fn refuses_what_cannot_be_sealed() {
    use JsonProblem::{LoneSurrogate, NotAScalar, UnopenableWrittenBack};
    for (json, problem) in [
        (r#"{"a":{}}"#.to_owned(), NotAScalar),
        (r#"{"l":[[1]]}"#.to_owned(), NotAScalar),
        (r#"{"a":"\ud83d"}"#.to_owned(), LoneSurrogate),
        (r#"{"a":"\ude00\ud83d"}"#.to_owned(), LoneSurrogate),
        (r#"{"a":"\ud83d\n"}"#.to_owned(), LoneSurrogate),
        (r#"{"a":"\ud83d\ud83d\ude00"}"#.to_owned(), LoneSurrogate),
        (r#"{"a\ud800":1}"#.to_owned(), LoneSurrogate),
        (
            format!(r#"{{"a":"{UNOPENABLE_TEXT}"}}"#),
            UnopenableWrittenBack,
        ),
    ] {
        assert_eq!(seal_at_every_cut(json.as_bytes()), Err(problem), "{json}");
    }
}

#[test]
fn says_where_and_never_what() {
    let error = seal(&[br#"{"x":1,"m":[{"d":"secret\ud800"}]}"#]).unwrap_err();
    assert_eq!(
        (error.offset, error.path.as_deref()),
        (31, Some("$.m[*].d"))
    );
    assert_eq!(
        error.to_string(),
        "half of a surrogate pair is not text, at byte 31, in $.m[*].d"
    );
    let error = seal(&[br#"{"secret":1"#, b"  !"]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "not valid JSON: a comma or } was expected, at byte 13"
    );
    let error = seal(&[b"[\"", b"ab\xff"]).unwrap_err();
    assert_eq!(error.offset, 4);
}

#[test]
fn refuses_pasted_sealed_values_in_every_spelling() {
    let pasted = format!("fg1.{}.", "A".repeat(60));
    for text in [
        pasted.clone(),
        format!("see {pasted}"),
        pasted.replace("fg1", r"\u0066g\u0031"),
        pasted.replace('.', r"\u002e"),
    ] {
        for json in [
            format!(r#"{{"x":"{text}"}}"#),
            format!(r#"{{"{text}":1}}"#),
            format!(r#"["{text}"]"#),
            format!("\"{text}\""),
        ] {
            assert_eq!(
                seal_at_every_cut(json.as_bytes()),
                Err(JsonProblem::SealedPasted),
                "{json}"
            );
        }
        assert!(
            seal_at_every_cut(format!(r#"{{"a":"{text}"}}"#).as_bytes()).is_ok(),
            "sealed again in a covered field"
        );
    }
}

#[test]
fn has_its_limits() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(seal(&[deep(512).as_bytes()]).is_ok());
    assert_eq!(
        seal(&[deep(513).as_bytes()]).unwrap_err().problem,
        JsonProblem::TooDeep
    );
    assert_eq!(
        seal(&[deep(10_000).as_bytes()]).unwrap_err().problem,
        JsonProblem::TooDeep
    );

    let long = |bytes: usize| format!(r#"{{"a":"{}"}}"#, "x".repeat(bytes));
    let limit = fieldgate_core::field::PLAINTEXT_BYTES_MAX;
    assert!(seal(&[long(limit).as_bytes()]).is_ok());
    let error = seal(&[long(limit + 1).as_bytes()]).unwrap_err();
    assert_eq!(
        (error.problem, error.path.as_deref()),
        (JsonProblem::TooLong, Some("$.a"))
    );
}

/// 64 MiB go through in 64 KiB chunks, and the sealer never holds more than its named maximum.
#[test]
fn holds_little_of_a_long_body() {
    let record = format!(
        r#"{{"a":"Agnes Varda","x":"{}","m":[{{"d":1954}}]}}"#,
        "plain ".repeat(2000)
    );
    let long = format!(r#"{{"b":{{"c":"{}"}}}}"#, "y".repeat(1_000_000));
    let plan = Plan::new(vec![
        ("$[*].a".parse().unwrap(), FieldId::new(0)),
        ("$[*].b.c".parse().unwrap(), FieldId::new(1)),
        ("$[*].m[*].d".parse().unwrap(), FieldId::new(2)),
    ]);
    let mut sealer = Sealer::new(Arc::new(plan.unwrap()));
    let (mut body, mut read, mut fields, mut held_bytes_max) = (b"[".to_vec(), 0, 0, 0);
    while read < 64 << 20 {
        while body.len() < 64 << 10 {
            body.extend_from_slice(if fields % 1000 == 0 { &long } else { &record }.as_bytes());
            body.push(b',');
        }
        let chunk: Vec<u8> = body.drain(..64 << 10).collect();
        read += chunk.len();
        sealer.push(chunk.into()).unwrap();
        let mut out = Vec::new();
        while let SealStep::Field { .. } = sealer.step(&mut out).unwrap() {
            fields += 1;
            held_bytes_max = held_bytes_max.max(sealer.held_bytes());
            out.extend_from_slice(b"sealed");
        }
        held_bytes_max = held_bytes_max.max(sealer.held_bytes());
        assert!(out.len() < 2 * (64 << 10));
    }
    assert!(fields > 5000, "{fields}");
    assert!(
        (1_000_000..=HELD_BYTES_MAX).contains(&held_bytes_max),
        "{held_bytes_max}"
    );
}

/// What the sealer should make of `value`, or `None` where it should refuse.
fn model(value: &Value) -> Option<Value> {
    fn seal(field: usize, value: &mut Value) -> Option<()> {
        *value = Value::String(match &*value {
            Value::Null => return Some(()),
            Value::String(text) => sealed(field, ScalarKind::Text, text.as_bytes()),
            Value::Bool(_) => sealed(field, ScalarKind::Boolean, value.to_string().as_bytes()),
            Value::Number(_) => sealed(field, ScalarKind::Number, value.to_string().as_bytes()),
            Value::Array(_) | Value::Object(_) => return None,
        });
        Some(())
    }
    let mut value = value.clone();
    if let Some(a) = value.as_object_mut().and_then(|object| object.get_mut("a")) {
        seal(0, a)?;
    }
    if let Some(c) = value
        .get_mut("b")
        .and_then(|b| b.as_object_mut()?.get_mut("c"))
    {
        seal(1, c)?;
    }
    if let Some(Value::Array(elements)) =
        value.as_object_mut().and_then(|object| object.get_mut("l"))
    {
        elements
            .iter_mut()
            .try_for_each(|element| seal(2, element))?;
    }
    if let Some(Value::Array(elements)) =
        value.as_object_mut().and_then(|object| object.get_mut("m"))
    {
        for element in elements {
            if let Some(d) = element
                .as_object_mut()
                .and_then(|object| object.get_mut("d"))
            {
                seal(3, d)?;
            }
        }
    }
    Some(value)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn seals_as_the_model_does(value in value(), style: u64) {
        let mut style = Style(style);
        let mut json = String::new();
        style.write(&value, &mut json);
        let result = seal(&style.cut(json.as_bytes()));
        match (result, model(&value)) {
            (Err(error), None) => prop_assert_eq!(error.problem, JsonProblem::NotAScalar),
            (Err(error), _) => prop_assert_eq!(error.problem, JsonProblem::SealedPasted),
            (Ok(out), expected) => prop_assert_eq!(serde_json::from_str::<Value>(&out).ok(), expected),
        }
    }

    #[test]
    fn takes_exactly_what_is_json(value in value(), style: u64) {
        let mut style = Style(style);
        let mut json = String::new();
        style.write(&value, &mut json);
        let mut json = json.into_bytes();
        for _ in 0..style.below(3).min(json.len()) {
            let at = style.below(json.len());
            let byte = b"{}[]\",:\\0123e.-+tfn u\x00\xc3\xff"[style.below(24)];
            match style.below(3) {
                0 => json[at] = byte,
                1 => json.insert(at, byte),
                _ => drop(json.remove(at)),
            }
        }
        let is_json = str::from_utf8(&json).is_ok_and(|json| serde_json::from_str::<serde::de::IgnoredAny>(json).is_ok());
        match seal_by(Arc::default(), &style.cut(&json)) {
            Ok(out) => {
                prop_assert!(is_json);
                prop_assert_eq!(out.as_bytes(), &json[..]);
            }
            Err(error) => prop_assert!(!is_json || error.problem == JsonProblem::SealedPasted, "{}", error),
        }
    }
}
