//! Many values of one field at once. They are sealed together and opened one by one: opening together counts blocks by
//! whether each header is the field's, which is public, but derived from the key.

use fieldgate_core::field::frame::Frame;
use fieldgate_core::field::leakage::Domain;
use fieldgate_core::field::{FieldCipher, Payload, Sealing};

use super::{
    Case,
    field::{CONTEXT, root},
};
use crate::memcheck::{publish, published, secret};

pub(super) const CASES: &[Case] = &[
    ("batch, random: seal", random),
    ("batch, equal: seal", equal),
];

/// Lengths of the values: several that go through AES together, and one too long for it.
const LENGTHS: [usize; 9] = [0, 1, 15, 16, 17, 33, 64, 100, 2000];
fn random() {
    seal_and_open(Payload::Random);
}

fn equal() {
    seal_and_open(Payload::Equal);
}

fn seal_and_open(payload: Payload) {
    let admitted = payload.admit(Domain::Unstated).expect("a large domain");
    let cipher = FieldCipher::derive(&root(), &CONTEXT, admitted).expect("a good context");
    let mut plaintexts = LENGTHS.map(|length| vec![b'x'; length]);
    plaintexts
        .iter_mut()
        .for_each(|plaintext| secret(plaintext));
    let mut outputs = LENGTHS.map(|length| vec![0; cipher.sealed_bytes(length)]);
    let mut values: Vec<Sealing<'_>> = plaintexts
        .iter()
        .zip(&mut outputs)
        .map(|(plaintext, output)| Sealing::new(plaintext, output))
        .collect();
    cipher.seal_many(&mut values, |nonces| {
        nonces.fill(9);
        Ok(())
    });
    for value in &values {
        published(value.sealed()).expect("room");
    }
    drop(values);
    // What the application gets to see.
    outputs.iter_mut().for_each(|output| publish(output));
    for (output, length) in outputs.iter().zip(LENGTHS) {
        let frame = Frame::parse(output).expect("what was sealed");
        let mut opened = vec![0; length];
        let opened = published(cipher.open(&frame, &mut opened)).expect("authentic");
        publish(opened);
        assert!(opened.iter().all(|byte| *byte == b'x'));
    }
}
