//! Sealing and opening one field, beside AES-256-GCM of aws-lc-rs without any framing or commitment.

use std::hint::black_box;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use fieldgate_core::{
    field::{Context, FieldCipher, FieldType, Payload, RootKey, frame::Frame, leakage::Domain},
    secret::Secret,
};

use crate::measure::medians_ns;

const CONTEXT: Context<'static> = Context {
    tenant: "bench",
    partition: "bench",
    object: "record",
    field: "field",
    kind: FieldType::Text,
    epoch: 0,
};

/// Associated data of the peer: as long as what binds a field to its place usually is.
const PEER_ASSOCIATED_BYTES: usize = 32;

pub(crate) fn run() {
    println!(
        "ns an operation, medians of interleaved rounds; key resident; nonces counted, not drawn"
    );
    println!(
        "| bytes | seal random | open random | seal equal | open equal | aws-lc-rs AES-256-GCM seal | random / peer |"
    );
    println!("|---|---|---|---|---|---|---|");
    for bytes in [16, 64, 256, 4096] {
        row(bytes);
    }
}

fn row(bytes: usize) {
    let secret = Secret::copied_from(&[7; 32]).unwrap_or_else(|| unreachable!("32 bytes"));
    let root = RootKey::new(&secret);
    let derive = |payload: Payload| {
        let admitted = payload
            .admit(Domain::Unstated)
            .unwrap_or_else(|error| unreachable!("an unstated domain is admitted: {error}"));
        FieldCipher::derive(&root, &CONTEXT, admitted)
            .unwrap_or_else(|error| unreachable!("the context is well formed: {error}"))
    };
    let (random, equal) = (derive(Payload::Random), derive(Payload::Equal));
    let plaintext = vec![0x61; bytes];
    let sealed_random = seal(&random, &plaintext, 0);
    let sealed_equal = seal(&equal, &plaintext, 0);

    let mut counter = 0;
    let mut out = vec![0; bytes + 64];
    let mut out_equal = out.clone();
    let (mut opened, mut opened_equal) = (out.clone(), out.clone());
    let unbound = UnboundKey::new(&AES_256_GCM, &[7; 32])
        .unwrap_or_else(|_| unreachable!("32 bytes are an AES-256 key"));
    let peer = LessSafeKey::new(unbound);
    let mut peer_counter = 0_u64;
    let mut message = plaintext.clone();

    let medians = medians_ns(&mut [
        &mut (|| {
            counter += 1;
            let sealed = random.seal(black_box(&plaintext), |nonce| set(nonce, counter), &mut out);
            let _ = black_box(sealed);
        }),
        &mut (|| open(&random, &sealed_random, &mut opened)),
        &mut (|| {
            let sealed = equal.seal(black_box(&plaintext), |_| Ok(()), &mut out_equal);
            let _ = black_box(sealed);
        }),
        &mut (|| open(&equal, &sealed_equal, &mut opened_equal)),
        &mut (|| {
            peer_counter += 1;
            let mut nonce = [0; 12];
            let _ = set(&mut nonce, peer_counter);
            let nonce = Nonce::assume_unique_for_key(nonce);
            let associated = Aad::from([0; PEER_ASSOCIATED_BYTES]);
            let _ = black_box(peer.seal_in_place_separate_tag(nonce, associated, &mut message));
        }),
    ]);
    let cells: Vec<_> = medians.iter().map(|ns| format!("{ns:.0}")).collect();
    println!(
        "| {bytes} | {} | {:.2} |",
        cells.join(" | "),
        medians[0] / medians[4]
    );
}

fn set(nonce: &mut [u8; 12], counter: u64) -> Result<(), fieldgate_core::field::RandomFailed> {
    nonce[4..].copy_from_slice(&counter.to_be_bytes());
    Ok(())
}

fn seal(cipher: &FieldCipher, plaintext: &[u8], counter: u64) -> Vec<u8> {
    let mut out = vec![0; cipher.sealed_bytes(plaintext.len())];
    let sealed = cipher.seal(plaintext, |nonce| set(nonce, counter), &mut out);
    assert!(sealed.is_ok(), "the output has room");
    out
}

fn open(cipher: &FieldCipher, sealed: &[u8], out: &mut [u8]) {
    if let Ok(frame) = Frame::parse(black_box(sealed)) {
        let _ = black_box(cipher.open(&frame, out));
    }
}
