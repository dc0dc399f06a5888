//! What a user searches for: which tokens to ask for, and what really matches.
//!
//! Tokens narrow a search down: every value that matches a term has all tokens of the term's inputs. Some values that
//! don't match have them too, as `ananas ban` has all trigrams of `banana`; so who searches asks for values that have
//! all of them, opens these, and keeps those that [`Term::matches`] confirms.

use thiserror::Error;

use crate::{
    fold::{Diacritics, Folded},
    grams::{prefix_gram, trigrams_of},
    words::{cut, whole_words},
};

/// Longest term, in bytes.
pub const TERM_BYTES_MAX: usize = 1024;
/// Most inputs of a term that are asked for; the rest is left to [`Term::matches`].
pub const TERM_INPUTS_MAX: usize = 64;

/// A term can't be searched for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[non_exhaustive]
pub enum TermError {
    /// It is too long.
    #[error("a search term has up to {TERM_BYTES_MAX} bytes")]
    TooLong,
    /// Nothing of it can be searched for.
    #[error("the search term holds no letter and no digit")]
    NoWord,
    /// A prefix is of one word.
    #[error("a prefix is the beginning of one word, and the search term holds several")]
    SeveralWords,
    /// There is no gram that short.
    #[error("a prefix or substring to search for has at least 3 characters")]
    TooShort,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Words,
    Prefix,
    Substring,
}

/// A term: words, the beginning of a word, or a part of a text. It has no `Debug`, because terms are as secret as values.
pub struct Term {
    kind: Kind,
    /// A prefix' one word alone; otherwise the whole term.
    folded: Folded,
    diacritics: Diacritics,
}

impl Term {
    /// Values that have all words of `text`, in whichever order.
    ///
    /// # Errors
    /// [`TermError::TooLong`], [`TermError::NoWord`].
    pub fn words(text: &str, diacritics: Diacritics) -> Result<Self, TermError> {
        let term = Self::new(Kind::Words, text, diacritics)?;
        if whole_words(&term.folded).next().is_none() {
            return Err(TermError::NoWord);
        }
        Ok(term)
    }

    /// Values that have a word that begins with `text`.
    ///
    /// # Errors
    /// [`TermError`].
    pub fn prefix(text: &str, diacritics: Diacritics) -> Result<Self, TermError> {
        let term = Self::new(Kind::Prefix, text, diacritics)?;
        let mut words = whole_words(&term.folded);
        let word = words.next().ok_or(TermError::NoWord)?;
        if words.next().is_some() {
            return Err(TermError::SeveralWords);
        }
        prefix_gram(word).ok_or(TermError::TooShort)?;
        let folded = Folded::new(word, diacritics);
        drop(words);
        Ok(Self { folded, ..term })
    }

    /// Values that have `text` in them. White space at its ends doesn't count.
    ///
    /// # Errors
    /// [`TermError::TooLong`], [`TermError::TooShort`].
    pub fn substring(text: &str, diacritics: Diacritics) -> Result<Self, TermError> {
        let term = Self::new(Kind::Substring, text, diacritics)?;
        if trigrams_of(term.folded.as_str()).next().is_none() {
            return Err(TermError::TooShort);
        }
        Ok(term)
    }

    fn new(kind: Kind, text: &str, diacritics: Diacritics) -> Result<Self, TermError> {
        if text.len() > TERM_BYTES_MAX {
            return Err(TermError::TooLong);
        }
        let folded = Folded::new(text, diacritics);
        Ok(Self {
            kind,
            folded,
            diacritics,
        })
    }

    /// The distinct inputs of the tokens that a value must have, at least one and at most [`TERM_INPUTS_MAX`]: words for
    /// `words`, one gram for `prefix`, trigrams for `substring`.
    #[must_use]
    pub fn inputs(&self) -> Vec<&str> {
        let mut inputs = Vec::new();
        let add = |input| {
            if inputs.len() < TERM_INPUTS_MAX && !inputs.contains(&input) {
                inputs.push(input);
            }
        };
        match self.kind {
            Kind::Words => whole_words(&self.folded).map(cut).for_each(add),
            Kind::Prefix => prefix_gram(self.folded.as_str()).into_iter().for_each(add),
            Kind::Substring => trigrams_of(self.folded.as_str()).for_each(add),
        }
        inputs
    }

    /// Whether an opened value really matches.
    #[must_use]
    pub fn matches(&self, plaintext: &str) -> bool {
        let value = Folded::new(plaintext, self.diacritics);
        let term = self.folded.as_str();
        match self.kind {
            Kind::Words => {
                let words: std::collections::BTreeSet<&str> = whole_words(&value).collect();
                whole_words(&self.folded).all(|word| words.contains(word))
            }
            Kind::Prefix => whole_words(&value).any(|word| word.starts_with(term)),
            Kind::Substring => value.as_str().contains(term),
        }
    }
}
