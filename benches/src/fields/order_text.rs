//! `order` over the first bytes of texts.

use std::hint::black_box;

use fieldgate_core::field::{Scheme, order::OrderTextCipher};

use super::{
    Group, ours,
    peers::{self, CLLW},
};
use crate::measure::Candidate;

/// Bytes of a text that are kept.
const SIZES: [usize; 2] = [8, 16];

pub(super) fn group() -> Group {
    Group {
        title: "order, text",
        note: "",
        goals: &[],
        columns: SIZES.map(|bytes| (bytes, column(bytes))).into(),
    }
}

fn column(bytes: usize) -> Vec<Candidate> {
    let admitted = ours::admitted(Scheme::Order);
    let cipher = OrderTextCipher::derive(&ours::root(), &ours::CONTEXT, admitted, bytes);
    let cipher = ours::kept(cipher.expect("so many bytes can be kept"));
    let text = "a".repeat(bytes);
    let mut output = vec![0; cipher.ciphertext_bytes()];
    let mut ciphertext = output.clone();
    cipher
        .encrypt(text.as_bytes(), &mut ciphertext)
        .expect("there is room");
    let mut opened = vec![0; bytes];
    let mut candidates = vec![
        Candidate::ours("encrypt", move || {
            black_box(
                cipher
                    .encrypt(black_box(text.as_bytes()), &mut output)
                    .is_ok(),
            );
        })
        .beside(CLLW),
        Candidate::ours("decrypt", move || {
            black_box(cipher.decrypt(black_box(&ciphertext), &mut opened).is_ok());
        }),
    ];
    candidates.extend(peers::order_text(bytes));
    candidates
}
