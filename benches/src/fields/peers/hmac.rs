//! HMAC-SHA256 by others.

use std::hint::black_box;

use super::HMAC;
use crate::measure::Candidate;

pub(in crate::fields) fn words(bytes: usize) -> Vec<Candidate> {
    let (word, aws_word) = (vec![0x61; bytes], vec![0x61; bytes]);
    let hmac = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &[7; 32]);
    let aws_hmac = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &[7; 32]);
    vec![
        Candidate::peer(HMAC, move || {
            black_box(ring::hmac::sign(&hmac, black_box(&word)));
        }),
        Candidate::peer("aws-lc-rs HMAC-SHA256", move || {
            black_box(aws_lc_rs::hmac::sign(&aws_hmac, black_box(&aws_word)));
        }),
    ]
}
