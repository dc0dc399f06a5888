//! Search tokens of secret words. The tokens themselves are public: they stand in the application's index.

use fieldgate_core::field::Scheme;
use fieldgate_core::field::leakage::Domain;
use fieldgate_core::field::token::{BlindBits, Token, TokenCipher, TokenKind, TokenSet};

use super::{
    Case,
    field::{CONTEXT, root},
};
use crate::memcheck::{published, secret};

pub(super) const CASES: &[Case] = &[
    ("blind", || {
        one(TokenKind::Blind(BlindBits::FULL), Scheme::Blind);
    }),
    ("blind, 12 bits", || {
        let bits = BlindBits::bucket(12).expect("a bucket");
        one(TokenKind::Blind(bits), Scheme::Blind);
    }),
    ("words", || {
        let kind = TokenKind::Words { language: "en" };
        one(kind, Scheme::Words);
        many(kind, Scheme::Words);
    }),
    ("prefix", || {
        one(TokenKind::Prefix, Scheme::Prefix);
        many(TokenKind::Prefix, Scheme::Prefix);
    }),
    ("substring", || {
        one(TokenKind::Substring, Scheme::Substring);
        many(TokenKind::Substring, Scheme::Substring);
    }),
    ("words: a set, padded", set),
];

/// Lengths of inputs; they show in nothing that is stored, and are public here.
const LENGTHS: [usize; 6] = [3, 4, 15, 16, 17, 32];

fn cipher(kind: TokenKind<'_>, scheme: Scheme) -> TokenCipher {
    let admitted = scheme.admit(Domain::Unstated).expect("a large domain");
    TokenCipher::derive(&root(), &CONTEXT, admitted, kind).expect("good parameters")
}

fn words() -> [[u8; 32]; LENGTHS.len()] {
    let mut words = [[b'x'; 32]; LENGTHS.len()];
    secret(words.as_flattened_mut());
    words
}

fn one(kind: TokenKind<'_>, scheme: Scheme) {
    let cipher = cipher(kind, scheme);
    for (word, length) in words().iter().zip(LENGTHS) {
        let token = published(cipher.token(&word[..length])).expect("a good length");
        assert!(token.to_text().as_str().starts_with('x'));
    }
}

/// Together, and in more turns than one.
fn many(kind: TokenKind<'_>, scheme: Scheme) {
    let cipher = cipher(kind, scheme);
    let words = words();
    let inputs: Vec<&[u8]> = (0..150)
        .map(|index| &words[index % LENGTHS.len()][..LENGTHS[index % LENGTHS.len()]])
        .collect();
    let mut tokens = vec![Token::default(); inputs.len()];
    let outcome = cipher.tokens(&inputs, &mut tokens);
    published(outcome).expect("good lengths");
    for (input, token) in inputs.iter().zip(tokens) {
        let alone = published(cipher.token(input)).expect("a good length");
        assert!(published(token) == alone);
    }
}

fn set() {
    let cipher = cipher(TokenKind::Words { language: "en" }, Scheme::Words);
    let words = words();
    let inputs: Vec<&[u8]> = words
        .iter()
        .zip(LENGTHS)
        .map(|(word, length)| &word[..length])
        .collect();
    let mut set = TokenSet::<16>::new();
    published(set.insert_all(&cipher, &inputs)).expect("room");
    published(set.pad(&cipher, 8, &[5; 16])).expect("room");
    assert!(published(set.as_slice().len()) == 8);
}
