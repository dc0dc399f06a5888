//! `fieldgate field inspect`: what anybody can see of a sealed value.

use clap::Args;
use fieldgate_core::{
    cipher::{
        gcm::{COMMITMENT_BYTES, NONCE_BYTES, TAG_BYTES},
        siv::SIV_BYTES,
    },
    field::{
        PLAINTEXT_BYTES_MAX, Payload,
        composed::{self, Composed},
        frame::{Frame, HEADER_BYTES, Header, VERSION, raw_bytes},
        order::limb_text,
        text,
        token::{self, TOKEN_TEXT_BYTES, Token},
    },
};
use serde_json::{Value, json};

use super::{lines::Lines, output::print};
use crate::outcome::Outcome;

pub(super) const EXAMPLES: &str = "\
Examples:
  echo 'Agnes Varda' | fieldgate field seal --trial-key --scheme words | fieldgate field inspect
  fieldgate field inspect --json fg1.…

It needs no key, and anybody can do the same. Values of order-reveal, format, and order in columns for numbers have no
mark: nothing tells them from other texts and numbers.

Ends with 0, with 1 at the first value that is not a sealed value, and with 2 for a mistake in the command.";

/// Longest value, in bytes.
const VALUE_BYTES_MAX: usize = composed::text_bytes(
    composed::LIMBS_CHARACTERS_MAX,
    raw_bytes(Payload::Random, PLAINTEXT_BYTES_MAX),
    token::TOKENS_MAX,
);
/// Columns that names take in the table.
const NAME_COLUMNS: usize = 18;

/// What a value consists of, each part with its name.
type Parts = Vec<(&'static str, Value)>;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Sealed values; without one, the lines of standard input.
    #[arg(value_name = "VALUE")]
    values: Vec<String>,
    /// One JSON object a value and line.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    if arguments.values.is_empty() {
        let mut lines = Lines::new(VALUE_BYTES_MAX);
        while let Some((number, line)) = lines.next()? {
            let text = shown(arguments.json, number, line);
            print(&text.map_err(|error| format!("line {number}: {error}"))?)?;
        }
    }
    for (number, value) in (1..).zip(&arguments.values) {
        let text = shown(arguments.json, number, value.as_bytes());
        print(&text.map_err(|error| format!("value {number}: {error}"))?)?;
    }
    Ok(())
}

/// A value's parts, as JSON in one line or as a table, before which there is an empty line unless it is the first.
fn shown(as_json: bool, number: u64, value: &[u8]) -> Result<String, String> {
    let parts = parts(value)?;
    if as_json {
        let object = parts
            .into_iter()
            .map(|(name, part)| (name.to_owned(), part));
        return Ok(format!("{}\n", Value::Object(object.collect())));
    }
    let mut table = String::new();
    if number > 1 {
        table.push('\n');
    }
    for (name, part) in &parts {
        match part {
            Value::Array(tokens) => {
                for token in tokens {
                    table.push_str(&row("token", token));
                }
            }
            part => table.push_str(&row(&name.replace('_', " "), part)),
        }
    }
    Ok(table)
}

fn row(name: &str, part: &Value) -> String {
    match part {
        Value::String(text) => format!("{name:NAME_COLUMNS$}{text}\n"),
        part => format!("{name:NAME_COLUMNS$}{part}\n"),
    }
}

/// What a value consists of, or what it is not.
fn parts(value: &[u8]) -> Result<Parts, String> {
    if value.len() > VALUE_BYTES_MAX {
        return Err(format!(
            "longer than {VALUE_BYTES_MAX} bytes, which no sealed value is"
        ));
    }
    if value.starts_with(text::MARKER.as_bytes()) {
        single(value)
    } else if value.starts_with(composed::MARKER.as_bytes()) {
        composed(value)
    } else if let Some(token) = std::str::from_utf8(value)
        .ok()
        .and_then(|text| Token::parse(text).ok())
    {
        Ok(token_parts(token))
    } else {
        Err(format!(
            "not a sealed value: it begins with neither {} nor {}, and is no search token (x and 25 digits)",
            text::MARKER,
            composed::MARKER
        ))
    }
}

/// Whether what begins as a sealed value has its end, which a marker alone hasn't.
fn ends(value: &[u8], marker: &str) -> Result<(), String> {
    let rest = value.get(marker.len()..).unwrap_or_default();
    if rest.ends_with(&[text::TERMINATOR]) {
        Ok(())
    } else {
        Err("begins as a sealed value and lacks the point at its end: it was cut, or something follows it".to_owned())
    }
}

fn single(value: &[u8]) -> Result<Parts, String> {
    ends(value, text::MARKER)?;
    let mut raw = vec![0; text::raw_bytes_max(value.len())];
    let raw = text::decode(value, &mut raw)
        .map_err(|_| "begins and ends as a sealed value, and is not base64url between: it was changed, or cut inside")?;
    let frame = Frame::parse(raw).map_err(|_| not_a_frame(raw))?;
    let mut parts = vec![("form", json!("single"))];
    describe(&mut parts, frame.header, frame.plaintext_bytes(), raw);
    parts.push(("characters", json!(value.len())));
    Ok(parts)
}

fn composed(value: &[u8]) -> Result<Parts, String> {
    ends(value, composed::MARKER)?;
    let composed = Composed::parse(value)
        .map_err(|_| "begins and ends as a composed value, and its parts are not limbs, payload and tokens: it was changed, or cut inside")?;
    let mut raw = vec![0; composed.raw_bytes_max()];
    let frame = composed
        .frame(&mut raw)
        .map_err(|_| "the payload of the composed value is not one of a known version: it was changed, or cut inside")?;
    // The frame has only lent the buffer.
    let bytes = raw_bytes(frame.header.payload, frame.plaintext_bytes());
    let (header, plaintext_bytes) = (frame.header, frame.plaintext_bytes());
    let mut parts = vec![("form", json!("composed"))];
    describe(
        &mut parts,
        header,
        plaintext_bytes,
        raw.get(..bytes).unwrap_or_default(),
    );
    let beside = composed.parts();
    parts.push(("limbs", json!(beside.limbs())));
    parts.push((
        "limb_bytes",
        json!(limb_text::raw_bytes(beside.limbs().len())),
    ));
    let tokens: Vec<&str> = beside
        .tokens()
        .split(' ')
        .filter(|token| !token.is_empty())
        .collect();
    parts.push(("token_count", json!(tokens.len())));
    parts.push(("tokens", json!(tokens)));
    parts.push(("characters", json!(value.len())));
    Ok(parts)
}

fn token_parts(token: Token) -> Parts {
    vec![
        ("form", json!("token")),
        ("bytes", json!(hex(&token.to_bytes()))),
        ("characters", json!(TOKEN_TEXT_BYTES)),
    ]
}

/// The parts of a header and of a raw form.
fn describe(parts: &mut Parts, header: Header, plaintext_bytes: usize, raw: &[u8]) {
    parts.push(("version", json!(VERSION)));
    parts.push(("scheme", json!(header.payload.name())));
    parts.push(("key_id", json!(header.key.to_string())));
    parts.push(("field_tag", json!(hex(&[header.tag]))));
    parts.push(("plaintext_bytes", json!(plaintext_bytes)));
    let body = raw.get(HEADER_BYTES..).unwrap_or_default();
    let mut part = |name, bytes: &[u8]| parts.push((name, json!(hex(bytes))));
    match header.payload {
        Payload::Random => {
            let (nonce, rest) = body.split_at(NONCE_BYTES.min(body.len()));
            let (commitment, rest) = rest.split_at(COMMITMENT_BYTES.min(rest.len()));
            let (_, tag) = rest.split_at(rest.len().saturating_sub(TAG_BYTES));
            part("nonce", nonce);
            part("commitment", commitment);
            part("tag", tag);
        }
        Payload::Equal => {
            let (siv, _) = body.split_at(SIV_BYTES.min(body.len()));
            part("siv", siv);
        }
        _ => {}
    }
}

/// What raw bytes are not.
fn not_a_frame(raw: &[u8]) -> String {
    let Some((first, _)) = raw.split_first().filter(|_| raw.len() >= HEADER_BYTES) else {
        return "begins and ends as a sealed value, and is too short for one: it was cut inside"
            .to_owned();
    };
    match (first >> 4, Payload::from_number(first & 0x0f)) {
        (VERSION, None) => format!(
            "a sealed value of no known scheme (number {})",
            first & 0x0f
        ),
        (VERSION, Some(payload)) => {
            format!(
                "begins and ends as a value of {payload}, and is too short for one: it was cut inside"
            )
        }
        (version, _) => format!(
            "a sealed value of version {version}, and this program knows version {VERSION}; or it was changed"
        ),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        for four in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(four.into(), 16));
        }
        text
    })
}
