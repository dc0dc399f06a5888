//! Composed values: a secret payload between limbs and tokens, which are ciphertext.

use fieldgate_core::field::Payload;
use fieldgate_core::field::composed::{Composed, ComposedCipher, Parts};
use fieldgate_core::field::leakage::Domain;

use super::{
    Case,
    field::{CONTEXT, root},
};
use crate::memcheck::{publish, published, secret};

pub(super) const CASES: &[Case] = &[
    ("composed, random: seal, open", || {
        seal_and_open(Payload::Random);
    }),
    ("composed, equal: seal, open", || {
        seal_and_open(Payload::Equal);
    }),
];

const LENGTHS: [usize; 4] = [0, 1, 16, 100];
const LENGTH_MAX: usize = 100;

fn seal_and_open(payload: Payload) {
    let admitted = payload.admit(Domain::Unstated).expect("a large domain");
    let cipher = ComposedCipher::derive(&root(), &CONTEXT, admitted).expect("a good context");
    let tokens = "x0000000000000000000000017 x0000000000000000000000042";
    let parts = Parts::new("019bjv", tokens).expect("limbs and tokens");
    for length in LENGTHS {
        let mut plaintext = [b'x'; LENGTH_MAX];
        secret(&mut plaintext);
        let nonce = |nonce: &mut [u8; 12]| {
            *nonce = [9; 12];
            Ok(())
        };
        let (mut raw, mut output) = ([0; 256], [0; 512]);
        let sealed = cipher.seal(&plaintext[..length], &parts, nonce, &mut raw, &mut output);
        // Its verdict is whether there was room; the text goes to the application.
        let characters = published(sealed).expect("room").len();
        publish(&mut output[..characters]);
        let composed = Composed::parse(&output[..characters]).expect("what was sealed");
        let (mut raw, mut opened) = ([0; 256], [0; LENGTH_MAX]);
        let opened = published(cipher.open(&composed, &mut raw, &mut opened)).expect("authentic");
        publish(opened);
        assert!(opened.iter().all(|byte| *byte == b'x') && opened.len() == length);
    }
}
