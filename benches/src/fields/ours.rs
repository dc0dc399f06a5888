//! What is ours.

use std::hint::black_box;

use fieldgate_core::{
    field::{
        Context, FieldCipher, FieldType, Opening, Payload, RandomFailed, RootKey, Sealing,
        frame::Frame, leakage::Domain,
    },
    secret::Secret,
};

use super::BATCH;
use crate::measure::Candidate;

const CONTEXT: Context<'static> = Context {
    tenant: "bench",
    partition: "bench",
    object: "record",
    field: "field",
    kind: FieldType::Text,
    epoch: 0,
};

pub(super) fn cipher(payload: Payload) -> FieldCipher {
    let secret = Secret::copied_from(&[7; 32]).expect("32 bytes are a key");
    let admitted = payload
        .admit(Domain::Unstated)
        .expect("no domain is stated");
    FieldCipher::derive(&RootKey::new(&secret), &CONTEXT, admitted)
        .expect("the context is well formed")
}

/// Nonces that count.
fn counting() -> impl FnMut(&mut [u8]) -> Result<(), RandomFailed> {
    let mut counter = 0_u64;
    move |bytes| {
        for nonce in bytes.chunks_mut(12) {
            counter += 1;
            nonce[..8].copy_from_slice(&counter.to_le_bytes());
        }
        Ok(())
    }
}

/// Sealing and opening, one by one and as a batch.
pub(super) fn candidates(cipher: &FieldCipher, bytes: usize) -> Vec<Candidate<'_>> {
    let plaintext = vec![0x61; bytes];
    let mut sealed = vec![0; cipher.sealed_bytes(bytes)];
    cipher
        .seal(&plaintext, |nonce| counting()(nonce), &mut sealed)
        .expect("there is room");

    let seal = {
        let (plaintext, mut out, mut nonces) = (plaintext.clone(), sealed.clone(), counting());
        move || {
            let sealed = cipher.seal(black_box(&plaintext), |nonce| nonces(nonce), &mut out);
            black_box(sealed.is_ok());
        }
    };
    let open = {
        let (sealed, mut out) = (sealed.clone(), plaintext.clone());
        move || {
            if let Ok(frame) = Frame::parse(black_box(&sealed)) {
                black_box(cipher.open(&frame, &mut out).is_ok());
            }
        }
    };
    let seal_many = {
        let (plaintexts, mut nonces) = (vec![plaintext.clone(); BATCH], counting());
        let mut outputs = vec![sealed.clone(); BATCH];
        move || {
            let pairs = plaintexts.iter().zip(&mut outputs);
            let mut values: Vec<_> = pairs.map(|(from, to)| Sealing::new(from, to)).collect();
            cipher.seal_many(black_box(&mut values), &mut nonces);
        }
    };
    let open_many = {
        let (sealed, mut outputs) = (vec![sealed; BATCH], vec![plaintext; BATCH]);
        move || {
            let pairs = sealed.iter().zip(&mut outputs);
            let parsed =
                pairs.filter_map(|(from, to)| Some(Opening::new(Frame::parse(from).ok()?, to)));
            let mut values: Vec<_> = parsed.collect();
            cipher.open_many(black_box(&mut values));
        }
    };
    vec![
        Candidate::new("seal", seal),
        Candidate::new("open", open),
        Candidate::batch("seal, batch of 64", BATCH, seal_many),
        Candidate::batch("open, batch of 64", BATCH, open_many),
    ]
}
