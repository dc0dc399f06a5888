//! `order` over 64-bit integers, beside order-preserving encryption by others.

use std::hint::black_box;

use fieldgate_core::field::{
    Scheme,
    order::{OrderCipher, OrderParameters},
};

use super::{
    BATCH, Group, ours,
    peers::{self, CLLW},
};
use crate::{measure::Candidate, table::Goal};

const LEAST_LEAKING: &str = "d1w8 encrypt";
/// Bytes of a value.
const BYTES: usize = 8;
/// Bytes of the longest ciphertext.
const CIPHERTEXT_BYTES_MAX: usize = 64;

const GOALS: [Goal; 1] = [Goal {
    ours: LEAST_LEAKING,
    peer: CLLW,
    ratio_max: 1.0 / 50.0,
    bytes: &[BYTES],
}];

pub(super) fn group() -> Group {
    let mut candidates = Vec::new();
    for (parameters, names) in [
        (
            OrderParameters::D1W8,
            [LEAST_LEAKING, "d1w8 encrypt, batch of 64", "d1w8 decrypt"],
        ),
        (
            OrderParameters::D4W16,
            [
                "d4w16 encrypt",
                "d4w16 encrypt, batch of 64",
                "d4w16 decrypt",
            ],
        ),
        (
            OrderParameters::D8W16,
            [
                "d8w16 encrypt",
                "d8w16 encrypt, batch of 64",
                "d8w16 decrypt",
            ],
        ),
    ] {
        candidates.extend(ours(parameters, names));
    }
    candidates.extend(peers::order());
    Group {
        title: "order, u64",
        note: "Ciphertexts: d1w8 64 bytes, d4w16 32, d8w16 16; cllw-ore 65, and it can't decrypt them.",
        goals: &GOALS,
        columns: vec![(BYTES, candidates)],
    }
}

/// What is encrypted.
const VALUE: u64 = 0x0123_4567_89ab_cdef;

fn ours(parameters: OrderParameters, names: [&'static str; 3]) -> [Candidate; 3] {
    let admitted = ours::admitted(Scheme::Order);
    let cipher = OrderCipher::derive(&ours::root(), &ours::CONTEXT, admitted, parameters, BYTES);
    let cipher = ours::kept(cipher.expect("8 bytes are a value"));
    let value = VALUE.to_be_bytes();
    let mut output = [0; CIPHERTEXT_BYTES_MAX];
    let mut ciphertext = [0; CIPHERTEXT_BYTES_MAX];
    let ciphertext = cipher
        .encrypt(&value, &mut ciphertext)
        .expect("there is room")
        .to_vec();
    let values = [value; BATCH];
    let mut outputs = [0; BATCH * CIPHERTEXT_BYTES_MAX];
    let mut opened = [0; BYTES];
    let [one, many, decrypt] = names;
    [
        Candidate::ours(one, move || {
            black_box(cipher.encrypt(black_box(&value), &mut output).is_ok());
        })
        .beside(CLLW),
        Candidate::batch(many, BATCH, move || {
            let values = black_box(&values).as_flattened();
            black_box(cipher.encrypt_batch(values, &mut outputs).is_ok());
        })
        .beside(CLLW),
        Candidate::ours(decrypt, move || {
            black_box(cipher.decrypt(black_box(&ciphertext), &mut opened).is_ok());
        }),
    ]
}
