//! The kinds of tokens, their parameters and limits.

use super::{TOKEN_BITS, TokenError};
use crate::field::{PLAINTEXT_BYTES_MAX, Scheme};

/// Longest word, in bytes. `fieldgate-text` cuts longer ones, when it stores and when it searches.
pub const WORD_BYTES_MAX: usize = 64;
/// Least characters of a gram.
pub const GRAM_CHARACTERS_MIN: usize = 3;
/// Most characters of a prefix; a longer one is asked for by its first so many.
pub const PREFIX_CHARACTERS_MAX: usize = 8;
/// Shortest gram, in bytes.
pub const GRAM_BYTES_MIN: usize = GRAM_CHARACTERS_MIN;
/// Longest gram, in bytes: a character has up to four in UTF-8.
pub const GRAM_BYTES_MAX: usize = PREFIX_CHARACTERS_MAX * 4;
/// Longest name of a language, in bytes.
pub const LANGUAGE_BYTES_MAX: usize = 16;
/// Least bits of a blind token that is to tell values apart.
pub const BLIND_BITS_MIN: u8 = 64;
/// Least bits of a blind token that is to put values into buckets.
pub const BUCKET_BITS_MIN: u8 = 8;

/// What tokens stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum TokenKind<'a> {
    /// Whole values, the empty one too.
    Blind(BlindBits),
    /// Words of a language.
    Words {
        /// A tag as `en` or `zh-hant`: lower-case ASCII letters, digits and hyphens, up to [`LANGUAGE_BYTES_MAX`]; or
        /// nothing, for words of any. Equal words of two languages have different tokens.
        language: &'a str,
    },
    /// Beginnings of words.
    Prefix,
    /// Adjoining characters of values.
    Substring,
}

impl TokenKind<'_> {
    /// The scheme that has to be admitted for it.
    #[must_use]
    pub const fn scheme(self) -> Scheme {
        match self {
            Self::Blind(_) => Scheme::Blind,
            Self::Words { .. } => Scheme::Words,
            Self::Prefix => Scheme::Prefix,
            Self::Substring => Scheme::Substring,
        }
    }

    pub(super) const fn label(self) -> &'static [u8] {
        match self {
            Self::Blind(_) => b"fieldgate/1 blind",
            Self::Words { .. } => b"fieldgate/1 words",
            Self::Prefix => b"fieldgate/1 prefix",
            Self::Substring => b"fieldgate/1 substring",
        }
    }

    pub(super) const fn dummy_label(self) -> Option<&'static [u8]> {
        match self {
            Self::Blind(_) => None,
            Self::Words { .. } => Some(b"fieldgate/1 words dummy"),
            Self::Prefix => Some(b"fieldgate/1 prefix dummy"),
            Self::Substring => Some(b"fieldgate/1 substring dummy"),
        }
    }

    pub(super) const fn bits(self) -> u8 {
        match self {
            Self::Blind(bits) => bits.0,
            Self::Words { .. } | Self::Prefix | Self::Substring => TOKEN_BITS,
        }
    }

    /// Least and most bytes of an input.
    pub(super) const fn input_bytes(self) -> (usize, usize) {
        match self {
            Self::Blind(_) => (0, PLAINTEXT_BYTES_MAX),
            Self::Words { .. } => (1, WORD_BYTES_MAX),
            Self::Prefix | Self::Substring => (GRAM_BYTES_MIN, GRAM_BYTES_MAX),
        }
    }

    /// What enters the derivation after the context: the parameters after their length in one byte.
    ///
    /// With the label they make a key of its own for each kind of gram, so a trigram and a prefix of three characters
    /// share no token; within a kind the gram's bytes tell its length. The CMAC's input is the gram and nothing else.
    pub(super) fn parameters(self) -> Result<Parameters, TokenError> {
        let mut parameters = Parameters::new();
        match self {
            Self::Blind(BlindBits(bits)) => fill(&mut parameters, &[bits])?,
            Self::Words { language } => {
                if language.len() > LANGUAGE_BYTES_MAX {
                    return Err(TokenError::LanguageTooLong);
                }
                if !language
                    .bytes()
                    .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
                {
                    return Err(TokenError::LanguageNotATag);
                }
                fill(&mut parameters, language.as_bytes())?;
            }
            Self::Prefix => fill(
                &mut parameters,
                &[GRAM_CHARACTERS_MIN as u8, PREFIX_CHARACTERS_MAX as u8],
            )?,
            Self::Substring => fill(
                &mut parameters,
                &[GRAM_CHARACTERS_MIN as u8, GRAM_CHARACTERS_MIN as u8],
            )?,
        }
        Ok(parameters)
    }
}

pub(super) type Parameters = heapless::Vec<u8, { 1 + LANGUAGE_BYTES_MAX }>;

fn fill(parameters: &mut Parameters, bytes: &[u8]) -> Result<(), TokenError> {
    let length = u8::try_from(bytes.len()).map_err(|_| TokenError::LanguageTooLong)?;
    parameters
        .push(length)
        .map_err(|_| TokenError::LanguageTooLong)?;
    parameters
        .extend_from_slice(bytes)
        .map_err(|_| TokenError::LanguageTooLong)
}

/// How many bits a blind token has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct BlindBits(u8);

impl BlindBits {
    /// All of a token's 80 bits. Among a million values two unequal ones look equal with a chance of about 1 in 2⁴¹.
    pub const FULL: Self = Self(TOKEN_BITS);

    /// From [`BLIND_BITS_MIN`] to 80 bits. 64 fit an integer column; among a million values two unequal ones look
    /// equal with a chance of about 1 in 2²⁵.
    ///
    /// # Errors
    /// [`TokenError::Bits`] when out of that range.
    pub const fn new(bits: u8) -> Result<Self, TokenError> {
        if bits >= BLIND_BITS_MIN && bits <= TOKEN_BITS {
            Ok(Self(bits))
        } else {
            Err(TokenError::Bits)
        }
    }

    /// From [`BUCKET_BITS_MIN`] to 63 bits: so few that unequal values share tokens, on purpose.
    ///
    /// A search returns all of a bucket, and whoever asked opens and compares. It hides less than it seems: a value
    /// that is frequent still makes its bucket stand out.
    ///
    /// # Errors
    /// [`TokenError::Bits`] when out of that range.
    pub const fn bucket(bits: u8) -> Result<Self, TokenError> {
        if bits >= BUCKET_BITS_MIN && bits < BLIND_BITS_MIN {
            Ok(Self(bits))
        } else {
            Err(TokenError::Bits)
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl Default for BlindBits {
    fn default() -> Self {
        Self::FULL
    }
}
