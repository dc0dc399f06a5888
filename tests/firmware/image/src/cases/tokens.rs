//! Search tokens: schemes `blind`, `words`, `prefix` and `substring`.
//!
//! The known answers were computed a second time, by CMAC of the Python package `cryptography`.

use fieldgate_core::field::leakage::Domain;
use fieldgate_core::field::token::{BlindBits, Token, TokenCipher, TokenKind, TokenSet};

use super::fixture::{CONTEXT, root};
use super::{Wrong, expect};

/// A whole value, 64 bits.
#[cfg(feature = "blind")]
pub(super) fn blind() -> Result<(), Wrong> {
    let bits = BlindBits::new(64).map_err(|_| Wrong)?;
    one(
        TokenKind::Blind(bits),
        b"Agnes Varda",
        "x0000006669945982867872333",
    )
}

/// A word, then a set of words with dummies.
#[cfg(feature = "words")]
pub(super) fn words() -> Result<(), Wrong> {
    set(
        TokenKind::Words { language: "fr" },
        &[b"agnes", b"varda"],
        "x0706034961350464478857086",
    )
}

/// The first characters of a word.
#[cfg(feature = "prefix")]
pub(super) fn prefix() -> Result<(), Wrong> {
    set(
        TokenKind::Prefix,
        &[b"agn", b"agne", b"agnes", b"var", b"vard", b"varda"],
        "x0650280880014260441509140",
    )
}

/// Adjoining characters of a value.
#[cfg(feature = "substring")]
pub(super) fn substring() -> Result<(), Wrong> {
    set(
        TokenKind::Substring,
        &[b"agn", b"gne", b"nes", b"var", b"ard", b"rda"],
        "x0439194246234122109685607",
    )
}

fn cipher(kind: TokenKind<'_>) -> Result<TokenCipher, Wrong> {
    let admitted = kind.scheme().admit(Domain::Unstated).map_err(|_| Wrong)?;
    TokenCipher::derive(&root()?, &CONTEXT, admitted, kind).map_err(|_| Wrong)
}

#[cfg(feature = "blind")]
fn one(kind: TokenKind<'_>, input: &[u8], known: &str) -> Result<(), Wrong> {
    let token = cipher(kind)?.token(input).map_err(|_| Wrong)?;
    expect(token.to_text().as_bytes(), known.as_bytes())?;
    if Token::parse(known) == Ok(token) {
        Ok(())
    } else {
        Err(Wrong)
    }
}

/// A padded set, in which the known token has to be.
#[cfg(any(feature = "words", feature = "prefix", feature = "substring"))]
#[inline(never)]
fn set(kind: TokenKind<'_>, inputs: &[&[u8]], known: &str) -> Result<(), Wrong> {
    const TOKENS: usize = 8;
    let cipher = cipher(kind)?;
    let mut set = TokenSet::<TOKENS>::new();
    set.insert_all(&cipher, inputs).map_err(|_| Wrong)?;
    set.pad(&cipher, TOKENS as u8, b"").map_err(|_| Wrong)?;
    let mut line = [0; TokenSet::<TOKENS>::TEXT_BYTES_MAX];
    let line = set.write(&mut line).map_err(|_| Wrong)?;
    let mut stored = 0;
    let mut found = Err(Wrong);
    for token in line.as_bytes().split(|byte| *byte == b' ') {
        stored += 1;
        found = found.or_else(|_| expect(token, known.as_bytes()));
    }
    if stored == TOKENS { found } else { Err(Wrong) }
}
