//! What is ours.

use std::hint::black_box;

use fieldgate_core::{
    field::{
        Context, FieldCipher, FieldType, Opening, Payload, RandomFailed, RootKey, Scheme, Sealing,
        frame::Frame,
        leakage::{Admitted, Domain},
    },
    secret::Secret,
};

use super::BATCH;
use crate::measure::Candidate;

pub(super) const SEAL: &str = "seal";
pub(super) const SEAL_MANY: &str = "seal, batch of 64";

pub(super) const CONTEXT: Context<'static> = Context {
    tenant: "bench",
    partition: "bench",
    object: "record",
    field: "field",
    kind: FieldType::Text,
    epoch: 0,
};

pub(super) fn root() -> RootKey {
    RootKey::new(&Secret::copied_from(&[7; 32]).expect("32 bytes are a key"))
}

pub(super) fn admitted(scheme: Scheme) -> Admitted {
    scheme.admit(Domain::Unstated).expect("no domain is stated")
}

/// A cipher that lives as long as the program, so that all candidates of a group have it.
pub(super) fn kept<T>(cipher: T) -> &'static T {
    Box::leak(Box::new(cipher))
}

pub(super) fn cipher(payload: Payload) -> &'static FieldCipher {
    let admitted = admitted(payload.scheme());
    kept(FieldCipher::derive(&root(), &CONTEXT, admitted).expect("the context is well formed"))
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

/// Sealing and opening, one by one and as a batch, beside peers.
pub(super) fn candidates(
    cipher: &'static FieldCipher,
    bytes: usize,
    seal_peer: &'static str,
    open_peer: Option<&'static str>,
) -> Vec<Candidate> {
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
    let opening = |candidate: Candidate| match open_peer {
        Some(peer) => candidate.beside(peer),
        None => candidate,
    };
    vec![
        Candidate::ours(SEAL, seal).beside(seal_peer),
        Candidate::batch(SEAL_MANY, BATCH, seal_many).beside(seal_peer),
        opening(Candidate::ours("open", open)),
        opening(Candidate::batch("open, batch of 64", BATCH, open_many)),
    ]
}
