//! The raw sealed form: a header, then what the scheme puts there.
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version (high half, 1) and scheme (low half) |
//! | 4 | key id: which root key |
//! | 1 | field tag: a hint at which field of the partition, see [`Header::tag`] |
//! | `random` | nonce 12, commitment 16, ciphertext, tag 16 |
//! | `equal` | SIV 16, ciphertext |
//!
//! The header is authenticated by both schemes.

use core::fmt;

use super::Payload;
use crate::id::KeyId;

/// The version of the sealed form.
pub const VERSION: u8 = 1;
/// Bytes of a header.
pub const HEADER_BYTES: usize = 6;

/// Bytes of the raw sealed form of a plaintext.
#[must_use]
pub const fn raw_bytes(payload: Payload, plaintext_bytes: usize) -> usize {
    plaintext_bytes.saturating_add(payload.growth_bytes())
}

/// What stands before a sealed value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Header {
    /// How the value is sealed.
    pub payload: Payload,
    /// The root key that the field's key was derived from.
    pub key: KeyId,
    /// One byte derived from root key and context. A value that stands anywhere in a response tells with it which field
    /// it may belong to; only those of the partition's fields with this tag are tried, and only the right one opens.
    pub tag: u8,
}

impl Header {
    /// The header's bytes.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; HEADER_BYTES] {
        let [a, b, c, d] = self.key.0;
        [VERSION << 4 | self.payload as u8, a, b, c, d, self.tag]
    }
}

/// A sealed value, taken apart but not yet checked.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// The header.
    pub header: Header,
    /// What follows it.
    pub(super) body: &'a [u8],
}

/// The bytes are not a sealed value: cut, of another version, or something else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct NotAFrame;

impl fmt::Display for NotAFrame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a sealed value of a known version")
    }
}

impl core::error::Error for NotAFrame {}

impl<'a> Frame<'a> {
    /// Takes a sealed value apart.
    ///
    /// # Errors
    /// [`NotAFrame`] when it is shorter than its scheme's least, or of an unknown version or scheme.
    pub fn parse(raw: &'a [u8]) -> Result<Self, NotAFrame> {
        let (&[first, a, b, c, d, tag], body) = raw.split_first_chunk().ok_or(NotAFrame)?;
        if first >> 4 != VERSION {
            return Err(NotAFrame);
        }
        let payload = Payload::from_number(first & 0x0f).ok_or(NotAFrame)?;
        if raw.len() < payload.growth_bytes() {
            return Err(NotAFrame);
        }
        Ok(Self {
            header: Header {
                payload,
                key: KeyId([a, b, c, d]),
                tag,
            },
            body,
        })
    }

    /// Bytes of the plaintext.
    #[must_use]
    pub const fn plaintext_bytes(&self) -> usize {
        (HEADER_BYTES + self.body.len()).saturating_sub(self.header.payload.growth_bytes())
    }
}
