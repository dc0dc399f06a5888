//! The MAC under word tokens, beside HMAC-SHA256.

use std::hint::black_box;

use fieldgate_core::cipher::{Aes256, cmac::CmacKey};

use super::BATCH;
use crate::{
    measure::{Candidate, medians},
    table::{Goal, Table},
};

const HMAC: &str = "ring HMAC-SHA256";
const BATCHED: &str = "CMAC, batch of 64";

const GOALS: [Goal; 1] = [Goal {
    ours: BATCHED,
    peer: HMAC,
    ratio_max: 0.2,
    bytes: &SIZES,
}];

/// Words, with what is before them: 8 and 14 bytes are a block, 24 are two.
const SIZES: [usize; 3] = [8, 14, 24];

pub(super) fn table() -> Table {
    let column = |bytes| {
        let key = CmacKey::<Aes256>::new(&[7; 32].into());
        let word = vec![0x61; bytes];
        let words = [&word[..]; BATCH];
        let mut tags = [[0; 16]; BATCH];
        let hmac = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &[7; 32]);
        let aws_hmac = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &[7; 32]);
        let figures = medians(vec![
            Candidate::new("CMAC", || {
                black_box(key.tag(black_box(&word)));
            }),
            Candidate::batch(BATCHED, BATCH, || {
                key.tag_many(black_box(&words), &mut tags);
                black_box(&tags);
            }),
            Candidate::new(HMAC, || {
                black_box(ring::hmac::sign(&hmac, black_box(&word)));
            }),
            Candidate::new("aws-lc-rs HMAC-SHA256", || {
                black_box(aws_lc_rs::hmac::sign(&aws_hmac, black_box(&word)));
            }),
        ]);
        (bytes, figures)
    };
    Table {
        title: "words",
        goals: &GOALS,
        columns: SIZES.map(column).into(),
    }
}
