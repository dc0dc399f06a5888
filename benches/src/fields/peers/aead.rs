//! Authenticated encryption by others.

use std::hint::black_box;

use aws_lc_rs::aead::{AES_256_GCM, AES_256_GCM_SIV};

use super::{GCM_SIV, RING_OPEN, RING_SEAL};
use crate::measure::Candidate;

const ASSOCIATED: [u8; 32] = [0; 32];
const KEY: [u8; 32] = [7; 32];

pub(in crate::fields) fn random(bytes: usize) -> Vec<Candidate> {
    let [seal, open] = ring(bytes);
    let aws = aws_lc("aws-lc-rs AES-256-GCM seal", &AES_256_GCM, bytes);
    vec![seal, open, aws, aes_gcm(bytes)]
}

pub(in crate::fields) fn equal(bytes: usize) -> Vec<Candidate> {
    vec![aws_lc(GCM_SIV, &AES_256_GCM_SIV, bytes), aes_siv(bytes)]
}

fn next(counter: &mut u64) -> [u8; 12] {
    *counter += 1;
    let mut nonce = [0; 12];
    nonce[..8].copy_from_slice(&counter.to_le_bytes());
    nonce
}

fn ring(bytes: usize) -> [Candidate; 2] {
    use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
    let key = || LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &KEY).expect("32 bytes"));
    let (sealing, opening) = (key(), key());
    let (mut message, mut counter) = (vec![0; bytes], 0);
    let seal = move || {
        let nonce = Nonce::assume_unique_for_key(next(&mut counter));
        let tag = sealing.seal_in_place_separate_tag(nonce, Aad::from(ASSOCIATED), &mut message);
        black_box(tag.is_ok());
    };
    let mut sealed = vec![0; bytes];
    let nonce = || Nonce::assume_unique_for_key([1; 12]);
    opening
        .seal_in_place_append_tag(nonce(), Aad::from(ASSOCIATED), &mut sealed)
        .expect("it is short");
    let mut work = sealed.clone();
    let open = move || {
        work.copy_from_slice(black_box(&sealed));
        black_box(
            opening
                .open_in_place(nonce(), Aad::from(ASSOCIATED), &mut work)
                .is_ok(),
        );
    };
    [
        Candidate::peer(RING_SEAL, seal),
        Candidate::peer(RING_OPEN, open),
    ]
}

fn aws_lc(
    name: &'static str,
    algorithm: &'static aws_lc_rs::aead::Algorithm,
    bytes: usize,
) -> Candidate {
    use aws_lc_rs::aead::{Aad, LessSafeKey, Nonce, UnboundKey};
    let key = LessSafeKey::new(UnboundKey::new(algorithm, &KEY).expect("32 bytes"));
    let (mut message, mut counter) = (vec![0; bytes], 0);
    Candidate::peer(name, move || {
        let nonce = Nonce::assume_unique_for_key(next(&mut counter));
        let tag = key.seal_in_place_separate_tag(nonce, Aad::from(ASSOCIATED), &mut message);
        black_box(tag.is_ok());
    })
}

fn aes_gcm(bytes: usize) -> Candidate {
    use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInOut};
    let cipher = Aes256Gcm::new(&KEY.into());
    let (mut message, mut counter) = (vec![0; bytes], 0);
    Candidate::peer("aes-gcm AES-256-GCM seal", move || {
        let nonce = next(&mut counter).into();
        let tag = cipher.encrypt_inout_detached(&nonce, &ASSOCIATED, message.as_mut_slice().into());
        black_box(tag.is_ok());
    })
}

fn aes_siv(bytes: usize) -> Candidate {
    use aes_siv::{KeyInit, siv::Aes256Siv};
    let mut cipher = Aes256Siv::new(&[7; 64].into());
    let mut message = vec![0; bytes];
    Candidate::peer("aes-siv AES-256-SIV seal", move || {
        let tag = cipher.encrypt_inout_detached([&ASSOCIATED], message.as_mut_slice().into());
        black_box(tag.is_ok());
    })
}
