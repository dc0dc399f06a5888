//! Several schemes in one value: order limbs, payload and search tokens, in one framed text.
//!
//! An application that sorts a text column, searches words in it and gives it back needs all three in the same column. The
//! order limbs come first, as the application compares from the front; the payload opens; the tokens come last, each a
//! word of its own for a full-text index:
//!
//! ```text
//! fg1_ LIMBS ~ PAYLOAD .                            limbs and payload
//! fg1_ LIMBS ~ PAYLOAD sp TOKEN sp TOKEN … sp .     tokens as well; LIMBS may be empty then
//! ```
//!
//! | part | characters |
//! |---|---|
//! | `LIMBS` | the text form of order ciphertexts ([`limb_text`]), two a byte, whose order is that of the bytes |
//! | `PAYLOAD` | base64url without padding of the raw sealed form, as in a value of one scheme |
//! | `TOKEN` | `x` and 25 digits, one space before each |
//!
//! It has a start of its own and an end, and no value of one scheme lies inside it, because none has a `~` or `_` before
//! its payload. Who looks for sealed values in a text goes from left to right and takes each whole: the four characters of
//! either start may also stand inside a payload. The payload's tag covers the other parts: whoever gives a value the limbs or tokens of another
//! makes it one that doesn't open. The binding is a CMAC, under a key of its own, over the length of `LIMBS` in four bytes,
//! `LIMBS`, and the tokens as they stand; it is in the associated data of `random` and a header string of `equal`.
//! A value of `random` payload, and one sealed as a single scheme, are never mistaken for each other for the same reason.
//!
//! ```
//! use fieldgate_core::{
//!     field::{
//!         Context, FieldType, RootKey,
//!         composed::{self, Composed, ComposedCipher, Parts},
//!         leakage::Admitted,
//!     },
//!     secret::Secret,
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let root = RootKey::new(&Secret::copied_from(&[7; 32]).ok_or("32 bytes")?);
//! let context =
//!     Context { tenant: "demo", partition: "films", object: "film", field: "Title", kind: FieldType::Text, epoch: 0 };
//! let title = ComposedCipher::derive(&root, &context, Admitted::RANDOM)?;
//!
//! let parts = Parts::new("019bjv", "x0000000000000000000000017 x0000000000000000000000042")?;
//! let (mut raw, mut text) = ([0; 128], [0; 256]);
//! let nonce = |nonce: &mut [u8; 12]| { nonce.fill(5); Ok(()) }; // fresh random bytes, in practice
//! let text = title.seal(b"Cleo", &parts, nonce, &mut raw, &mut text)?;
//! assert!(text.starts_with("fg1_019bjv~") && text.ends_with(" x0000000000000000000000042 ."));
//!
//! let composed = Composed::parse(text.as_bytes())?;
//! let (mut raw, mut opened) = ([0; 128], [0; 128]);
//! assert_eq!(title.open(&composed, &mut raw, &mut opened)?, b"Cleo");
//! # Ok(())
//! # }
//! ```

use core::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};

use super::{
    Context, DeriveError, FieldCipher, OpenError, RandomFailed, RootKey, SealError,
    binding::Binding,
    frame::{Frame, Header},
    leakage::Admitted,
    order::limb_text,
    text::{TERMINATOR, is_inner},
    token::{TOKEN_TEXT_BYTES, TOKENS_MAX, Token},
};
use crate::cipher::{Aes256, cmac::CmacKey, gcm::NONCE_BYTES};

/// What a composed value starts with.
pub const MARKER: &str = "fg1_";
/// What stands between limbs and payload: in the alphabet of neither.
const SEPARATOR: u8 = b'~';
/// Longest text of order limbs, in characters.
pub const LIMBS_CHARACTERS_MAX: usize = 1024;

/// Characters of a composed value with such a payload (raw bytes), limbs (characters) and number of tokens.
#[must_use]
pub const fn text_bytes(limbs_characters: usize, raw_bytes: usize, tokens: usize) -> usize {
    let payload = super::text::text_bytes(raw_bytes) - super::text::MARKER.len() - 1;
    let tokens_end = if tokens == 0 { 0 } else { 1 };
    tokens
        .saturating_mul(TOKEN_TEXT_BYTES + 1)
        .saturating_add(payload)
        .saturating_add(limbs_characters)
        .saturating_add(MARKER.len() + 1 + tokens_end + 1)
}

/// Parts that can't be composed, or a text that is no composed value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum ComposedError {
    /// There are neither limbs nor tokens: that is a value of one scheme.
    NothingBeside = 1,
    /// The limbs are not in the [text form of limbs](limb_text), or more than [`LIMBS_CHARACTERS_MAX`].
    Limbs = 2,
    /// The tokens are not `x` and 25 digits each, with one space between, or more than [`TOKENS_MAX`].
    Tokens = 3,
    /// The text is not the form of a composed value.
    NotComposed = 4,
}

impl ComposedError {
    /// Its stable number.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl fmt::Display for ComposedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingBeside => {
                f.write_str("there are neither order limbs nor tokens to compose with")
            }
            Self::Limbs => write!(
                f,
                "order limbs are pairs of 0-9, b, j, k, q, t, v, at most {LIMBS_CHARACTERS_MAX}"
            ),
            Self::Tokens => write!(
                f,
                "tokens are x and 25 digits, one space between, at most {TOKENS_MAX}"
            ),
            Self::NotComposed => f.write_str("not the text form of a composed value"),
        }
    }
}

impl core::error::Error for ComposedError {}

/// What stands beside a payload, as text. Public: it is ciphertext.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Parts<'a> {
    limbs: &'a str,
    tokens: &'a str,
}

impl<'a> Parts<'a> {
    /// Order limbs and tokens, either of which may be empty, as their ciphers wrote them.
    ///
    /// # Errors
    /// [`ComposedError`] when they are not that, or both are empty.
    pub fn new(limbs: &'a str, tokens: &'a str) -> Result<Self, ComposedError> {
        if !limb_text::is_limb_text(limbs.as_bytes()) || limbs.len() > LIMBS_CHARACTERS_MAX {
            return Err(ComposedError::Limbs);
        }
        if !are_tokens(tokens.as_bytes()) {
            return Err(ComposedError::Tokens);
        }
        if limbs.is_empty() && tokens.is_empty() {
            return Err(ComposedError::NothingBeside);
        }
        Ok(Self { limbs, tokens })
    }

    /// The order limbs.
    #[must_use]
    pub const fn limbs(&self) -> &'a str {
        self.limbs
    }

    /// The tokens, with one space between.
    #[must_use]
    pub const fn tokens(&self) -> &'a str {
        self.tokens
    }

    /// How many tokens there are.
    #[must_use]
    pub const fn token_count(&self) -> usize {
        self.tokens.len().div_ceil(TOKEN_TEXT_BYTES + 1)
    }
}

fn are_tokens(text: &[u8]) -> bool {
    let mut chunks = text.chunks(TOKEN_TEXT_BYTES + 1).peekable();
    let mut count = 0;
    while let Some(chunk) = chunks.next() {
        count += 1;
        let token = match chunks.peek() {
            Some(_) => chunk.strip_suffix(b" "),
            None => Some(chunk),
        };
        let token = token.and_then(|token| core::str::from_utf8(token).ok());
        let is_token = token.is_some_and(|token| Token::parse(token).is_ok());
        if !is_token || count > TOKENS_MAX {
            return false;
        }
    }
    true
}

/// A composed value, taken apart but not yet checked.
#[derive(Clone, Copy)]
pub struct Composed<'a> {
    parts: Parts<'a>,
    payload: &'a [u8],
}

impl<'a> Composed<'a> {
    /// Takes the text of a composed value apart.
    ///
    /// # Errors
    /// [`ComposedError::NotComposed`]; there is one text for each value.
    pub fn parse(text: &'a [u8]) -> Result<Self, ComposedError> {
        Self::split(text).ok_or(ComposedError::NotComposed)
    }

    fn split(text: &'a [u8]) -> Option<Self> {
        let text = text
            .strip_prefix(MARKER.as_bytes())?
            .strip_suffix(&[TERMINATOR])?;
        let mut halves = text.splitn(2, |&byte| byte == SEPARATOR);
        let (limbs, rest) = (halves.next()?, halves.next()?);
        let payload_end = rest
            .iter()
            .position(|&byte| !is_inner(byte))
            .unwrap_or(rest.len());
        let (payload, rest) = rest.split_at(payload_end);
        let tokens = match rest {
            [] => rest,
            [b' ', tokens @ .., b' '] if !tokens.is_empty() => tokens,
            _ => return None,
        };
        let as_text = |bytes| core::str::from_utf8(bytes).ok();
        let parts = Parts::new(as_text(limbs)?, as_text(tokens)?).ok()?;
        Some(Self { parts, payload })
    }

    /// What stands beside the payload.
    #[must_use]
    pub const fn parts(&self) -> Parts<'a> {
        self.parts
    }

    /// Bytes of the buffer that the raw payload needs.
    #[must_use]
    pub const fn raw_bytes_max(&self) -> usize {
        super::text::raw_bytes_max(self.payload.len())
    }

    /// The payload in its raw form, decoded into the front of `raw`.
    ///
    /// # Errors
    /// [`OpenError::NoRoom`] when `raw` is shorter than [`Composed::raw_bytes_max`]; [`OpenError::NotAuthentic`].
    pub fn frame<'r>(&self, raw: &'r mut [u8]) -> Result<Frame<'r>, OpenError> {
        if raw.len() < self.raw_bytes_max() {
            return Err(OpenError::NoRoom);
        }
        let raw =
            Base64UrlUnpadded::decode(self.payload, raw).map_err(|_| OpenError::NotAuthentic)?;
        Frame::parse(raw).map_err(|_| OpenError::NotAuthentic)
    }
}

/// Seals and opens composed values of one field. Wiped when dropped.
pub struct ComposedCipher {
    payload: FieldCipher,
    binder: CmacKey<Aes256>,
}

impl ComposedCipher {
    /// Derives the keys of a field whose payload is sealed with the admitted scheme, `random` or `equal`.
    ///
    /// With `equal` and the parts of equal values, the whole text of equal values is equal.
    ///
    /// # Errors
    /// When a name in the context is empty or too long, or another scheme was admitted.
    pub fn derive(
        root: &RootKey,
        context: &Context<'_>,
        admitted: Admitted,
    ) -> Result<Self, DeriveError> {
        let payload = FieldCipher::derive(root, context, admitted)?;
        let framed = context.framed()?;
        let key = root.derive::<32>(b"fieldgate/1 composed", &framed.parts());
        Ok(Self {
            payload,
            binder: CmacKey::new(key.expose().into()),
        })
    }

    /// What stands before each payload that this cipher seals.
    #[must_use]
    pub const fn header(&self) -> Header {
        self.payload.header()
    }

    /// Bytes of the raw payload: what `raw` must hold.
    #[must_use]
    pub const fn raw_bytes(&self, plaintext_bytes: usize) -> usize {
        self.payload.sealed_bytes(plaintext_bytes)
    }

    /// Seals `plaintext` between its parts into the front of `output` and returns that text. `raw` is room for the payload.
    ///
    /// `fill_nonce` as in [`FieldCipher::seal`].
    ///
    /// # Errors
    /// See [`SealError`]; neither buffer holds anything of the plaintext then.
    pub fn seal<'o>(
        &self,
        plaintext: &[u8],
        parts: &Parts<'_>,
        fill_nonce: impl FnOnce(&mut [u8; NONCE_BYTES]) -> Result<(), RandomFailed>,
        raw: &mut [u8],
        output: &'o mut [u8],
    ) -> Result<&'o str, SealError> {
        let characters = text_bytes(
            parts.limbs.len(),
            self.raw_bytes(plaintext.len()),
            parts.token_count(),
        );
        let output = output.get_mut(..characters).ok_or(SealError::NoRoom)?;
        let raw =
            self.payload
                .seal_bound(plaintext, Some(&self.binding(parts)), fill_nonce, raw)?;

        let mut rest = &mut *output;
        put(&mut rest, MARKER.as_bytes())?;
        put(&mut rest, parts.limbs.as_bytes())?;
        put(&mut rest, &[SEPARATOR])?;
        let payload = Base64UrlUnpadded::encode(raw, rest)
            .map_err(|_| SealError::NoRoom)?
            .len();
        rest = rest.get_mut(payload..).ok_or(SealError::NoRoom)?;
        if !parts.tokens.is_empty() {
            put(&mut rest, b" ")?;
            put(&mut rest, parts.tokens.as_bytes())?;
            put(&mut rest, b" ")?;
        }
        put(&mut rest, &[TERMINATOR])?;
        core::str::from_utf8(output).map_err(|_| SealError::NoRoom)
    }

    /// Opens a composed value into the front of `output` and returns that part. `raw` is room for the payload.
    ///
    /// # Errors
    /// See [`OpenError`]; `output` holds nothing of the plaintext then.
    pub fn open<'o>(
        &self,
        composed: &Composed<'_>,
        raw: &mut [u8],
        output: &'o mut [u8],
    ) -> Result<&'o mut [u8], OpenError> {
        let frame = composed.frame(raw)?;
        self.payload
            .open_bound(&frame, Some(&self.binding(&composed.parts)), output)
    }

    fn binding(&self, parts: &Parts<'_>) -> Binding {
        let mut mac = self.binder.start();
        // At most LIMBS_CHARACTERS_MAX.
        mac.update(&(parts.limbs.len() as u32).to_be_bytes());
        mac.update(parts.limbs.as_bytes());
        mac.update(parts.tokens.as_bytes());
        mac.finish()
    }
}

/// Writes `bytes` to the front of `rest` and leaves the part behind it.
fn put(rest: &mut &mut [u8], bytes: &[u8]) -> Result<(), SealError> {
    let (front, back) = core::mem::take(rest)
        .split_at_mut_checked(bytes.len())
        .ok_or(SealError::NoRoom)?;
    front.copy_from_slice(bytes);
    *rest = back;
    Ok(())
}
