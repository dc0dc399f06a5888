//! The text form of a sealed value, which applications store: `fg1.` ‖ base64url without padding ‖ `.`
//!
//! It has a start and an end, so that it is found inside other text and a cut value is known to be cut. All its
//! characters are unreserved in URLs (RFC 3986 section 2.3) and need no escaping in JSON, XML, HTML or CSV.

use core::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};

use super::{PLAINTEXT_BYTES_MAX, Payload};

/// What a sealed value starts with.
pub const MARKER: &str = "fg1.";
/// What it ends with.
pub const TERMINATOR: u8 = b'.';
/// Longest text form, in bytes.
pub const TEXT_BYTES_MAX: usize = text_bytes(PLAINTEXT_BYTES_MAX + Payload::Random.growth_bytes());

/// Bytes of the text form of a raw form.
#[must_use]
pub const fn text_bytes(raw_bytes: usize) -> usize {
    let characters = raw_bytes.div_ceil(3).saturating_mul(4) - (3 - raw_bytes % 3) % 3;
    characters.saturating_add(MARKER.len() + 1)
}

/// Most bytes that the raw form of a text form can have.
#[must_use]
pub const fn raw_bytes_max(text_bytes: usize) -> usize {
    text_bytes / 4 * 3 + 3
}

/// Whether a byte can stand between marker and terminator.
#[must_use]
pub const fn is_inner(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// A text form can't be written or read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum TextError {
    /// The output buffer is too short.
    NoRoom,
    /// The bytes are not the text form of anything.
    NotAText,
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRoom => "the output buffer is too short",
            Self::NotAText => "not the text form of a sealed value",
        })
    }
}

impl core::error::Error for TextError {}

/// Writes the text form of `raw` into the front of `output` and returns that part.
///
/// # Errors
/// [`TextError::NoRoom`] when `output` is shorter than [`text_bytes`].
pub fn encode<'o>(raw: &[u8], output: &'o mut [u8]) -> Result<&'o str, TextError> {
    let output = output
        .get_mut(..text_bytes(raw.len()))
        .ok_or(TextError::NoRoom)?;
    let (marker, rest) = output
        .split_at_mut_checked(MARKER.len())
        .ok_or(TextError::NoRoom)?;
    marker.copy_from_slice(MARKER.as_bytes());
    let (terminator, middle) = rest.split_last_mut().ok_or(TextError::NoRoom)?;
    *terminator = TERMINATOR;
    Base64UrlUnpadded::encode(raw, middle).map_err(|_| TextError::NoRoom)?;
    core::str::from_utf8(output).map_err(|_| TextError::NotAText)
}

/// Reads a whole text form, marker and terminator included, into the front of `output` and returns that part.
///
/// # Errors
/// [`TextError`]; there is one text form for each raw form, so another spelling is refused.
pub fn decode<'o>(text: &[u8], output: &'o mut [u8]) -> Result<&'o [u8], TextError> {
    let middle = text
        .strip_prefix(MARKER.as_bytes())
        .and_then(|text| text.strip_suffix(&[TERMINATOR]))
        .ok_or(TextError::NotAText)?;
    if raw_bytes_max(middle.len()) > output.len() + 3 {
        return Err(TextError::NoRoom);
    }
    Base64UrlUnpadded::decode(middle, output).map_err(|error| match error {
        base64ct::Error::InvalidLength => TextError::NoRoom,
        base64ct::Error::InvalidEncoding => TextError::NotAText,
    })
}
