//! Random JSON for tests: values, and ways to write them.

use proptest::prelude::*;
use serde_json::Value;

/// Values whose members often have the names that the tests' paths go through.
pub(crate) fn value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        any::<String>(),
        "[ -~]{0,12}",
        "(fg1\\.|f|fg|fg1|[A-Z]{0,30}|\\.|\"|\\\\){0,8}",
        Just("\u{10348}\u{e9}\u{2028}".to_owned()),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<i32>().prop_map(|eighths| Value::from(f64::from(eighths) / 8.0)),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        let name = prop_oneof![4 => "[abcdlm]", 1 => "[ -~]{0,6}", 1 => any::<String>()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((name, inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// A small generator for the ways to write a value.
pub(crate) struct Style(pub(crate) u64);

impl Style {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn white(&mut self, out: &mut String) {
        for _ in 0..self.below(8).saturating_sub(5) {
            out.push([' ', '\n', '\t', '\r'][self.below(4)]);
        }
    }

    fn text(&mut self, text: &str, out: &mut String) {
        out.push('"');
        for character in text.chars() {
            if self.below(8) == 0 {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04X}"));
                }
            } else {
                let json = serde_json::to_string(&character).unwrap();
                out.push_str(&json[1..json.len() - 1]);
            }
        }
        out.push('"');
    }

    /// Writes `value` with random white space and needless escapes.
    pub(crate) fn write(&mut self, value: &Value, out: &mut String) {
        self.white(out);
        match value {
            Value::String(text) => self.text(text, out),
            Value::Array(elements) => {
                out.push('[');
                for (index, element) in elements.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    self.write(element, out);
                }
                self.white(out);
                out.push(']');
            }
            Value::Object(members) => {
                out.push('{');
                for (index, (name, member)) in members.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    self.white(out);
                    self.text(name, out);
                    self.white(out);
                    out.push(':');
                    self.write(member, out);
                }
                self.white(out);
                out.push('}');
            }
            other => out.push_str(&other.to_string()),
        }
        self.white(out);
    }

    /// Cuts `bytes` into random chunks, some of them empty.
    pub(crate) fn cut<'b>(&mut self, mut bytes: &'b [u8]) -> Vec<&'b [u8]> {
        let longest = 1 + self.below(40);
        let mut chunks = Vec::new();
        while !bytes.is_empty() {
            let (chunk, rest) = bytes.split_at(self.below(longest + 1).min(bytes.len()));
            chunks.push(chunk);
            bytes = rest;
        }
        chunks
    }
}
