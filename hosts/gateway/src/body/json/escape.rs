//! Writes text into a JSON string.

use super::scan::plain_bytes;

/// Appends `text`, which is UTF-8, to `out` as it has to stand between the quotes of a JSON string.
pub fn escape(mut text: &[u8], out: &mut Vec<u8>) {
    loop {
        let (plain, rest) = text.split_at(plain_bytes(text));
        out.extend_from_slice(plain);
        let Some((&special, rest)) = rest.split_first() else {
            return;
        };
        match special {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', special]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&[
                    DIGITS[usize::from(special >> 4)],
                    DIGITS[usize::from(special & 15)],
                ]);
            }
        }
        text = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn reads_back_as_it_was() {
        let text: String = (0..0x250)
            .filter_map(char::from_u32)
            .chain(['\u{2028}', '\u{10348}'])
            .collect();
        let mut json = vec![b'"'];
        escape(text.as_bytes(), &mut json);
        json.push(b'"');
        assert_eq!(serde_json::from_slice::<String>(&json).unwrap(), text);
    }
}
