//! `order-reveal` over 64-bit integers, beside order-revealing encryption by others.

use std::hint::black_box;

use fieldgate_core::field::{
    Scheme,
    order::{OrderRevealCipher, compare},
};

use super::{
    BATCH, Group, ours,
    peers::{self, CLLW_COMPARE, CLLW_ENCRYPT},
};
use crate::measure::Candidate;

/// Bytes of a value.
const BYTES: usize = 8;
/// Bytes of a ciphertext: 2 bits a bit.
const CIPHERTEXT_BYTES: usize = 16;

/// What is encrypted, and what it is compared with: they differ in their last bits.
const VALUES: [u64; 2] = [0x0123_4567_89ab_cdef, 0x0123_4567_89ab_cdec];

pub(super) fn group() -> Group {
    let mut candidates = ours();
    candidates.extend(peers::order_reveal(VALUES));
    Group {
        title: "order-reveal, u64",
        note: "Compared are two values that differ in their last bits. Ciphertexts: ours 16 bytes, cllw-ore's 64.",
        goals: &[],
        columns: vec![(BYTES, candidates)],
    }
}

fn ours() -> Vec<Candidate> {
    let admitted = ours::admitted(Scheme::OrderReveal);
    let cipher = OrderRevealCipher::derive(&ours::root(), &ours::CONTEXT, admitted, BYTES);
    let cipher = ours::kept(cipher.expect("8 bytes are a value"));
    let value = VALUES[0].to_be_bytes();
    let values = [value; BATCH];
    let [left, right] = VALUES.map(|value| {
        let mut ciphertext = [0; CIPHERTEXT_BYTES];
        cipher
            .encrypt(&value.to_be_bytes(), &mut ciphertext)
            .expect("there is room");
        ciphertext
    });
    let mut output = [0; CIPHERTEXT_BYTES];
    let mut outputs = [0; BATCH * CIPHERTEXT_BYTES];
    let mut opened = [0; BYTES];
    vec![
        Candidate::ours("encrypt", move || {
            black_box(cipher.encrypt(black_box(&value), &mut output).is_ok());
        })
        .beside(CLLW_ENCRYPT),
        Candidate::batch("encrypt, batch of 64", BATCH, move || {
            let values = black_box(&values).as_flattened();
            black_box(cipher.encrypt_batch(values, &mut outputs).is_ok());
        })
        .beside(CLLW_ENCRYPT),
        Candidate::ours("decrypt", move || {
            black_box(cipher.decrypt(black_box(&left), &mut opened).is_ok());
        }),
        Candidate::ours("compare", move || {
            black_box(compare(black_box(&left), black_box(&right)).is_ok());
        })
        .beside(CLLW_COMPARE),
    ]
}
