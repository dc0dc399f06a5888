//! `words`: tokens of words, beside HMAC-SHA256 of the same words.

use std::hint::black_box;

use fieldgate_core::field::{
    Scheme,
    token::{Token, TokenCipher, TokenKind},
};

use super::{
    BATCH, Group, ours,
    peers::{self, HMAC},
};
use crate::{measure::Candidate, table::Goal};

const BATCHED: &str = "tokens, batch of 64";

/// Bytes of a word: 8 and 14 are a block, 24 are two.
const SIZES: [usize; 3] = [8, 14, 24];

const GOALS: [Goal; 1] = [Goal {
    ours: BATCHED,
    peer: HMAC,
    ratio_max: 0.2,
    bytes: &SIZES,
}];

pub(super) fn group() -> Group {
    let kind = TokenKind::Words { language: "en" };
    let admitted = ours::admitted(Scheme::Words);
    let cipher = TokenCipher::derive(&ours::root(), &ours::CONTEXT, admitted, kind);
    let cipher = ours::kept(cipher.expect("the language is a tag"));
    Group {
        title: "words",
        note: "HMAC tags are of one word at a time: the peers have no other way.",
        goals: &GOALS,
        columns: SIZES.map(|bytes| (bytes, column(cipher, bytes))).into(),
    }
}

fn column(cipher: &'static TokenCipher, bytes: usize) -> Vec<Candidate> {
    let word: &'static [u8] = vec![0x61; bytes].leak();
    let mut tokens = [Token::from_bytes([0; 10]); BATCH];
    let mut candidates = vec![
        Candidate::ours("token", move || {
            black_box(cipher.token(black_box(word)).is_ok());
        })
        .beside(HMAC),
        Candidate::batch(BATCHED, BATCH, move || {
            let done = cipher.tokens(black_box(&[word; BATCH]), &mut tokens);
            black_box((done.is_ok(), &tokens));
        })
        .beside(HMAC),
    ];
    candidates.extend(peers::words(bytes));
    candidates
}
