//! Which form some bytes are in, and hexadecimal and base64 to bytes.

use base64ct::{Base64Unpadded, Encoding};
use fieldgate_core::ttlv::{HEADER_BYTES, ItemType, Tag};
use zeroize::Zeroizing;

use crate::{
    error::{Error, Fault, Unplaced},
    escape, hex,
};

/// The forms that messages come in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum InputForm {
    /// Hexadecimal digits, with blanks, line breaks, colons, commas and `0x` among them; or a dump with offsets.
    Hex,
    /// Base64, in lines or not.
    Base64,
    /// TTLV as it is sent.
    Binary,
    /// KMIP XML.
    Xml,
    /// KMIP JSON.
    Json,
}

/// The form of an input, by looking at it.
///
/// # Errors
/// [`Fault::UnknownForm`], and [`Fault::Empty`] for blanks.
pub fn recognise(input: &[u8]) -> Result<InputForm, Error> {
    let trimmed = without_mark(input).trim_ascii();
    let Some(first) = trimmed.first() else {
        let fault = Fault::Empty("it is empty");
        return Err(Unplaced::new(0, fault).in_bytes());
    };
    // Text is looked for first: hexadecimal and base64 have no byte that a binary header must have.
    Ok(match first {
        b'<' => InputForm::Xml,
        b'{' | b'[' => InputForm::Json,
        _ if is_binary(input) => InputForm::Binary,
        _ if trimmed.iter().all(|byte| is_hex(*byte)) || dump(trimmed).is_some() => InputForm::Hex,
        // The first bytes of an item, 42 00 or 54, in base64.
        b'Q' | b'V' if trimmed.iter().all(|byte| is_base64(*byte)) => InputForm::Base64,
        // And in hexadecimal, among which there is something else, which is reported.
        _ if [&b"42"[..], b"54", b"0x42", b"0x54"]
            .iter()
            .any(|start| trimmed.starts_with(start)) =>
        {
            InputForm::Hex
        }
        _ => return Err(Unplaced::new(0, Fault::UnknownForm).in_bytes()),
    })
}

/// The text of XML or JSON.
///
/// # Errors
/// [`Fault::NotUtf8`], at the byte that isn't.
pub fn text(input: &[u8]) -> Result<&str, Error> {
    let input = without_mark(input);
    std::str::from_utf8(input)
        .map_err(|error| Unplaced::new(error.valid_up_to(), Fault::NotUtf8).in_bytes())
}

/// The bytes that hexadecimal stands for.
///
/// # Errors
/// [`Fault::NotHex`] and [`Fault::OddHex`], with line and column.
pub fn from_hex(input: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let text = text(input)?;
    if let Some(bytes) = dump(text.as_bytes()) {
        return Ok(bytes);
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() / 2));
    let mut high: Option<u8> = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        match character {
            '0' if high.is_none() && matches!(next, Some('x' | 'X')) => {
                characters.next();
            }
            character if character.is_ascii_whitespace() || ":,;".contains(character) => {}
            _ => {
                let digit = u8::try_from(character).ok().and_then(hex::digit);
                let fault = || Fault::NotHex(escape::shown(&character.to_string()));
                let digit = digit.ok_or_else(|| Unplaced::new(at, fault()).in_text(text))?;
                match high.take() {
                    Some(high) => bytes.push(high << 4 | digit),
                    None => high = Some(digit),
                }
            }
        }
    }
    if high.is_some() {
        return Err(Unplaced::new(text.trim_end().len(), Fault::OddHex).in_text(text));
    }
    Ok(bytes)
}

/// The bytes that base64 stands for, with or without padding and line breaks.
///
/// # Errors
/// [`Fault::NotBase64`].
pub fn from_base64(input: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let fault = |words| Unplaced::new(0, Fault::NotBase64(words)).in_bytes();
    let mut text = Zeroizing::new(Vec::with_capacity(input.len()));
    text.extend(input.iter().filter(|byte| !byte.is_ascii_whitespace()));
    if text.windows(3).any(|three| three == b"===") {
        return Err(fault("more than two = follow one another"));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() / 4 * 3 + 3));
    // Each message may have its own padding, which ends it.
    for digits in text.split(|byte| *byte == b'=') {
        let mut part = Zeroizing::new(vec![0; digits.len() / 4 * 3 + 3]);
        let part = Base64Unpadded::decode(digits, &mut part)
            .map_err(|_| fault("it has a character that base64 doesn't have, or was cut"))?;
        bytes.extend_from_slice(part);
    }
    Ok(bytes)
}

/// Without the mark that some programs put in front of UTF-8.
fn without_mark(input: &[u8]) -> &[u8] {
    input.strip_prefix(b"\xef\xbb\xbf").unwrap_or(input)
}

/// Whether it begins with the header of an item. Its second byte, or that of the type, is no character of a text.
fn is_binary(input: &[u8]) -> bool {
    let Some([t0, t1, t2, kind, ..]) = input.first_chunk::<HEADER_BYTES>() else {
        // A cut header: the bytes of a tag.
        return matches!(input, [0x42 | 0x54, 0, ..]);
    };
    Tag::from_bytes([*t0, *t1, *t2]).is_ok()
        && ItemType::from_code(*kind).is_ok()
        && (!t1.is_ascii_graphic() || !kind.is_ascii_whitespace())
}

const fn is_hex(byte: u8) -> bool {
    byte.is_ascii_hexdigit()
        || byte.is_ascii_whitespace()
        || matches!(byte, b'x' | b'X' | b':' | b',' | b';')
}

const fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace() || matches!(byte, b'+' | b'/' | b'=')
}

/// The bytes of a dump as `xxd`, `hexdump -C` and `od` print it: lines of an offset, groups of digits and perhaps the same as
/// characters. Every offset has to be that of the line's bytes.
fn dump(input: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let text = std::str::from_utf8(input).ok()?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() / 3));
    let mut groups_seen = false;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (offset, rest) = match line.split_once([' ', '\t']) {
            Some((offset, rest)) => (offset, rest),
            None => (line, ""),
        };
        let digits = offset.strip_suffix(':').unwrap_or(offset);
        // A line of a message as digits alone begins with 42.
        let offset = usize::from_str_radix(digits, 16).ok()?;
        if digits.len() < 4 || offset != bytes.len() {
            return None;
        }
        // Characters follow after a bar or several blanks; two blanks may also stand in the middle.
        let mut line_bytes = 0;
        let mut rest = rest.split('|').next().unwrap_or_default().trim_start();
        while !rest.is_empty() {
            let (group, after) = rest.split_once(' ').unwrap_or((rest, ""));
            let fits = line_bytes < DUMP_LINE_BYTES_MAX && is_group(group);
            let Some(group) = fits.then(|| hex::bytes(group)).flatten() else {
                break;
            };
            line_bytes += group.len();
            bytes.extend_from_slice(&group);
            groups_seen = true;
            rest = after.trim_start();
            let blanks = after.len() - rest.len();
            if blanks > usize::from(line_bytes == DUMP_LINE_BYTES_MAX / 2) {
                break;
            }
        }
    }
    groups_seen.then_some(bytes)
}

/// Bytes that a line of a dump has.
const DUMP_LINE_BYTES_MAX: usize = 16;

fn is_group(group: &str) -> bool {
    matches!(group.len(), 2 | 4 | 8) && group.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &[u8] = b"\x42\x00\x78\x01\x00\x00\x00\x10\x42\x00\x0d\x02\x00\x00\x00\x04\x00\x00\x00\x01\x00\x00\x00\x00";

    fn read(input: &[u8]) -> Vec<u8> {
        match recognise(input).unwrap() {
            InputForm::Hex => from_hex(input).unwrap().to_vec(),
            InputForm::Base64 => from_base64(input).unwrap().to_vec(),
            InputForm::Binary => input.to_vec(),
            _ => panic!("neither XML nor JSON"),
        }
    }

    #[test]
    fn every_form_is_recognised_and_read() {
        for text in [
            "420078010000001042000d02000000040000000100000000",
            "42007801 00000010\n42000d02 00000004\r\n00000001 00000000\n",
            "0x42,0x00,0x78,0x01,0x00,0x00,0x00,0x10,0x42,0,0x0d,0x02,0x00,0x00,0x00,0x04,0x00,0x00,0x00,0x01,0x00,0x00,0x00,0x00"
                .replace(",0,", ",0x00,")
                .as_str(),
            "42:00:78:01:00:00:00:10:42:00:0D:02:00:00:00:04:00:00:00:01:00:00:00:00",
            "0x420078010000001042000d02000000040000000100000000",
            "QgB4AQAAABBCAA0CAAAABAAAAAEAAAAA",
            "QgB4AQAAABBCAA0C\nAAAABAAAAAEAAAAA\n",
            "QgB4AQAAABA=\nQgANAgAAAAQAAAABAAAAAA==\n",
            "00000000: 4200 7801 0000 0010 4200 0d02 0000 0004  B.x.....B.......\n00000010: 0000 0001 0000 0000                      ........\n",
            "00000000  42 00 78 01 00 00 00 10  42 00 0d 02 00 00 00 04  |B.x.....B.......|\n00000010  00 00 00 01 00 00 00 00                           |........|\n00000018\n",
            "00000000: 4200 7801 0000 0010 4200 0d02 0000 0004  B.x.....B.......\n00000010: 0000 0001 0000 0000                      face....\n",
            "0000   42 00 78 01 00 00 00 10 42 00 0d 02 00 00 00 04   B.x.....B.......\n0010   00 00 00 01 00 00 00 00                           ........\n",
        ] {
            assert_eq!(read(text.as_bytes()), MESSAGE, "{text}");
        }
        assert_eq!(read(MESSAGE), MESSAGE);
    }

    #[test]
    fn xml_and_json_are_recognised() {
        for text in ["<KMIP/>", "  \n<KMIP/>", "\u{feff}<KMIP/>"] {
            assert_eq!(recognise(text.as_bytes()).unwrap(), InputForm::Xml);
        }
        assert_eq!(recognise(b" {}").unwrap(), InputForm::Json);
        assert_eq!(recognise(b"[]").unwrap(), InputForm::Json);
    }

    #[test]
    fn what_is_nothing_is_refused() {
        assert_eq!(
            recognise(b"").unwrap_err().fault,
            Fault::Empty("it is empty")
        );
        assert_eq!(
            recognise(b"hello, world!").unwrap_err().fault,
            Fault::UnknownForm
        );
        assert_eq!(
            recognise(b"\x00\x01\x02").unwrap_err().fault,
            Fault::UnknownForm
        );
        assert_eq!(from_hex(b"4200 7").unwrap_err().fault, Fault::OddHex);
        let error = from_hex(b"4200\n78g1").unwrap_err();
        assert_eq!(
            error.to_string().split(':').next(),
            Some("line 2, column 3")
        );
        assert!(from_base64(b"QgB4A").is_err());
        assert!(from_base64(b"QgB4AQ===").is_err());
        assert!(from_base64(b"QgB*AQ==").is_err());
    }

    #[test]
    fn long_messages_of_hexadecimal_are_no_dump() {
        assert!(dump(b"00000000").is_none());
        assert!(dump(b"42007801 00000010").is_none());
    }
}
