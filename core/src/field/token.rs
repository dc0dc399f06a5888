//! Search tokens: the schemes `blind`, `words`, `prefix` and `substring`.
//!
//! A token is a pseudo-random function of what it stands for: CMAC-AES-256 (NIST SP 800-38B) under a key of its field
//! and scheme, cut to its first 80 bits. Equal inputs have equal tokens, so an index finds what it was never told.
//! A token can't be opened. `blind` is one token of a whole value; the other three stand as a [`TokenSet`] beside a
//! payload that is sealed by another scheme.
//!
//! | scheme | a token a | at most |
//! |---|---|---|
//! | `blind` | value | [`PLAINTEXT_BYTES_MAX`](super::PLAINTEXT_BYTES_MAX) |
//! | `words` | word | [`WORD_BYTES_MAX`] |
//! | `prefix` | first 3, 4 … 8 characters of a word | [`GRAM_BYTES_MAX`] |
//! | `substring` | 3 adjoining characters of a value | [`GRAM_BYTES_MAX`] |
//!
//! This module takes bytes. What a word is, how it is folded, and how it is cut into grams is a matter of tables, which
//! the host crate `fieldgate-text` has; firmware may pass bytes that it folded in its own way.
//!
//! # What it leaks
//!
//! To whoever sees the stored tokens, without the key:
//!
//! - `blind`: which values of the field are equal, and so how often each occurs. With few distinct values that is a
//!   frequency table (Naveed, Kamara, Wright, CCS 2015). Cut to `n` bits ([`BlindBits::bucket`]), about 1 in 2ⁿ unequal
//!   values look equal too; the values of a bucket are told apart after a payload beside it was opened.
//! - `words`: which values share a word and how often each word occurs, and how many distinct words a value has, up to
//!   the padding. Frequent words can be guessed from a similar collection of texts (Cash, Grubbs, Perry, Ristenpart,
//!   CCS 2015).
//! - `prefix`: the same for the first 3 to 8 characters of words, so also how many words begin alike and, up to the padding, how long
//!   words are.
//! - `substring`: the same for every 3 adjoining characters. There are few of them and they overlap, which tells more
//!   about a text than its words do: for values that are long and few, not for short ones that are many.
//!
//! Dummies of the padding blur how many tokens a value has, in one snapshot of the values. With a salt that is fresh and
//! random they look like tokens that no other value has, so that a token that values share is a real one. With the empty
//! salt that an `equal` payload needs, equal sets of tokens share their dummies as well: values of the same words, and all
//! without any, which shows that they have none where nothing else has as many values.
//!
//! Dummies do not stand up to history. All of them change when a salt or one word does. Whoever sees two versions of a
//! value whose words were kept, or some of them, sees the real tokens stay and the dummies go: from a backup, a log of
//! changes, or a table that keeps old rows. And in all schemes: who sees searches, sees which tokens are asked for, and
//! nobody asks for a dummy.
//!
//! # What it costs
//!
//! A token is 10 bytes, 26 characters as text, 27 in a set. A value of 10 distinct words grows by about 270 characters; one
//! of 1,000 characters under `substring` by up to 27,000.
//!
//! # What a match means
//!
//! A match of tokens is a match of words but for 1 pair in 2⁸⁰. A match of grams is a candidate: all trigrams of
//! `banana` are in `ananas ban` too. Whoever asked opens the payload and compares.
//!
//! ```
//! use fieldgate_core::{
//!     field::{
//!         Context, FieldType, RootKey, Scheme,
//!         leakage::Domain,
//!         token::{Token, TokenCipher, TokenKind, TokenSet},
//!     },
//!     secret::Secret,
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let secret = Secret::copied_from(&[7; 32]).ok_or("32 bytes")?; // from the key server, in practice
//! let root = RootKey::new(&secret);
//! let context =
//!     Context { tenant: "demo", partition: "films", object: "film", field: "Title", kind: FieldType::Text, epoch: 0 };
//! let admitted = Scheme::Words.admit(Domain::Unstated)?;
//! let words = TokenCipher::derive(&root, &context, admitted, TokenKind::Words { language: "en" })?;
//!
//! let mut set = TokenSet::<64>::new();
//! set.insert_all(&words, &[b"the", b"gleaners", b"and", b"i"])?;
//! let salt = [5; 16]; // fresh random bytes, in practice
//! set.pad(&words, 8, &salt)?;
//! let mut line = [0; TokenSet::<8>::TEXT_BYTES_MAX];
//! let line = set.write(&mut line)?; // what the application stores and indexes
//!
//! let asked = words.token(b"gleaners")?; // what a search asks for
//! assert!(line.split(' ').any(|stored| stored == asked.to_text().as_str()));
//! assert_eq!(Token::parse(asked.to_text().as_str())?, asked);
//! # Ok(())
//! # }
//! ```

mod error;
mod form;
mod kind;
mod set;

pub use error::TokenError;
pub use form::{NotAToken, TOKEN_BITS, TOKEN_BYTES, TOKEN_TEXT_BYTES, Token, TokenText};
pub use kind::{
    BLIND_BITS_MIN, BUCKET_BITS_MIN, BlindBits, GRAM_BYTES_MAX, GRAM_BYTES_MIN,
    GRAM_CHARACTERS_MIN, LANGUAGE_BYTES_MAX, PREFIX_CHARACTERS_MAX, TokenKind, WORD_BYTES_MAX,
};
pub use set::{Inserted, PAD_TO_MAX, SALT_BYTES_MAX, TOKENS_MAX, TokenSet, tokens_in};

use super::{Context, DeriveError, RootKey, leakage::Admitted};
use crate::cipher::{Aes256, cmac::CmacKey};

/// Tags that are computed together: as many as the widest path of `aes` takes; fewer where stacks are small.
const BATCH_TOKENS: usize = if cfg!(target_pointer_width = "64") {
    64
} else {
    8
};

/// The keys of one field's tokens, expanded. Wiped when dropped.
pub struct TokenCipher {
    mac: CmacKey<Aes256>,
    /// For the dummies of a set; a `blind` token stands alone and has none.
    dummies: Option<CmacKey<Aes256>>,
    input_bytes_min: usize,
    input_bytes_max: usize,
    bits: u8,
}

impl TokenCipher {
    /// Derives the keys of the field that `context` names, for `kind`.
    ///
    /// All of `kind` enters the derivation: tokens of two kinds, languages or widths have nothing in common.
    ///
    /// # Errors
    /// When another scheme was admitted, a name in the context is empty or too long, or the language is no tag.
    pub fn derive(
        root: &RootKey,
        context: &Context<'_>,
        admitted: Admitted,
        kind: TokenKind<'_>,
    ) -> Result<Self, TokenError> {
        if admitted.scheme() != kind.scheme() {
            return Err(DeriveError::OtherScheme(admitted.scheme()).into());
        }
        let framed = context.framed().map_err(DeriveError::from)?;
        let parameters = kind.parameters()?;
        let [a, b, c, d, e, f, g, h, i] = framed.parts();
        let parts = [a, b, c, d, e, f, g, h, i, &parameters];
        let key = |label| CmacKey::new(root.derive::<32>(label, &parts).expose().into());
        let (input_bytes_min, input_bytes_max) = kind.input_bytes();
        Ok(Self {
            mac: key(kind.label()),
            dummies: kind.dummy_label().map(key),
            input_bytes_min,
            input_bytes_max,
            bits: kind.bits(),
        })
    }

    /// The token of a value, word or gram. One of up to 16 bytes takes one call of AES.
    ///
    /// # Errors
    /// [`TokenError::InputTooShort`] and [`TokenError::InputTooLong`], by the limits of the kind.
    pub fn token(&self, input: &[u8]) -> Result<Token, TokenError> {
        self.check(input)?;
        Ok(Token::from_tag(&self.mac.tag(input), self.bits))
    }

    /// The tokens of many inputs, in their order, computed together.
    ///
    /// # Errors
    /// As [`token`](Self::token), and [`TokenError::Lengths`] when there are not as many places as inputs; nothing is
    /// written then.
    pub fn tokens(&self, inputs: &[&[u8]], tokens: &mut [Token]) -> Result<(), TokenError> {
        if inputs.len() != tokens.len() {
            return Err(TokenError::Lengths);
        }
        inputs.iter().try_for_each(|input| self.check(input))?;
        let mut places = tokens.iter_mut();
        self.each(inputs, |token| {
            if let Some(place) = places.next() {
                *place = token;
            }
            Ok(())
        })
    }

    /// Hands each token to `take`, in the order of `inputs`, which were checked.
    fn each(
        &self,
        inputs: &[&[u8]],
        mut take: impl FnMut(Token) -> Result<(), TokenError>,
    ) -> Result<(), TokenError> {
        let mut tags = [[0; 16]; BATCH_TOKENS];
        for inputs in inputs.chunks(BATCH_TOKENS) {
            self.mac.tag_many(inputs, &mut tags);
            let mut tokens = tags
                .iter()
                .take(inputs.len())
                .map(|tag| Token::from_tag(tag, self.bits));
            tokens.try_for_each(&mut take)?;
        }
        Ok(())
    }

    const fn check(&self, input: &[u8]) -> Result<(), TokenError> {
        if input.len() < self.input_bytes_min {
            Err(TokenError::InputTooShort)
        } else if input.len() > self.input_bytes_max {
            Err(TokenError::InputTooLong)
        } else {
            Ok(())
        }
    }
}
