//! `order` over the first bytes of texts.

use std::hint::black_box;

use fieldgate_core::field::{Scheme, order::OrderTextCipher};

use super::{Group, ours};
use crate::measure::Candidate;

const CLLW: &str = "cllw-ore text, order-preserving";

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
    let peer_text = text.clone();
    let mut output = vec![0; cipher.ciphertext_bytes()];
    let mut ciphertext = output.clone();
    cipher
        .encrypt(text.as_bytes(), &mut ciphertext)
        .expect("there is room");
    let mut opened = vec![0; bytes];
    let key = cllw_ore::Key::from([7; 32]);
    vec![
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
        Candidate::peer(CLLW, move || {
            black_box(key.encrypt_ope(black_box(peer_text.as_str())).is_ok());
        }),
    ]
}
