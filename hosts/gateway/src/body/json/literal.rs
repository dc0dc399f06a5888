//! A JSON scalar that stands alone, as some applications read their query parameters.

use memchr::memchr;

use super::{number::is_number, scan::plain_bytes, string::Escapes};
use crate::fields::ScalarKind;

/// The scalar that all of `text` is in JSON, and its bytes as they are sealed; `None` for anything else.
pub(crate) fn scalar(text: &str) -> Option<(ScalarKind, Vec<u8>)> {
    let text = text.trim_matches([' ', '\t', '\n', '\r']).as_bytes();
    match text {
        b"true" | b"false" => Some((ScalarKind::Boolean, text.to_vec())),
        [b'"', inner @ .., b'"'] => Some((ScalarKind::Text, unescaped(inner)?)),
        _ if is_number(text) => Some((ScalarKind::Number, text.to_vec())),
        _ => None,
    }
}

/// The text of what stands between the quotes of a JSON string.
fn unescaped(mut json: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::with_capacity(json.len());
    let mut escapes = Escapes::default();
    if memchr(b'\\', json).is_none() && plain_bytes(json) == json.len() {
        return Some(json.to_vec());
    }
    while let Some((&byte, rest)) = json.split_first() {
        if escapes.is_inside() {
            json = rest;
            if let Some(character) = escapes.push(byte).ok()? {
                text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
        } else if byte == b'\\' {
            json = rest;
            escapes.start();
        } else {
            let (plain, rest) = json.split_at(plain_bytes(json));
            if plain.is_empty() {
                return None;
            }
            escapes.settle();
            text.extend_from_slice(plain);
            json = rest;
        }
    }
    escapes.settle();
    (!escapes.is_inside() && !escapes.has_lone_surrogate()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::{ScalarKind, scalar};

    #[test]
    fn reads_what_json_reads() {
        let text = |text: &str| Some((ScalarKind::Text, text.as_bytes().to_vec()));
        assert_eq!(
            scalar("true"),
            Some((ScalarKind::Boolean, b"true".to_vec()))
        );
        assert_eq!(
            scalar(" 1.0E+2 "),
            Some((ScalarKind::Number, b"1.0E+2".to_vec()))
        );
        assert_eq!(
            scalar(r#""a\"\u00e9\ud83d\ude00""#),
            text("a\"\u{e9}\u{1f600}")
        );
        assert_eq!(scalar(r#""""#), text(""));
        for other in [
            "",
            "\"",
            "007",
            "null",
            "Varda",
            "\"a\"b\"",
            r#""\ud83d""#,
            r#""a\""#,
            "[1]",
            "\"a\nb\"",
        ] {
            assert_eq!(scalar(other), None, "{other}");
        }
    }
}
