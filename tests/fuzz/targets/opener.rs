//! A sealed value with any change: it opens only when nothing changed, and leaves nothing opened otherwise.
//!
//! Input: payload and plaintext length, then the plaintext, then bytes that are xored into the sealed form.
#![no_main]

use std::sync::LazyLock;

use fieldgate_core::{
    field::{
        Context, FieldCipher, FieldType, OpenError, Payload, RootKey, frame::Frame, leakage::Domain,
    },
    secret::Secret,
};
use libfuzzer_sys::fuzz_target;

static CIPHERS: LazyLock<[FieldCipher; 2]> = LazyLock::new(|| {
    let root = RootKey::new(&Secret::copied_from(&[7; 32]).unwrap());
    let context = Context {
        tenant: "fuzz",
        partition: "fuzz",
        object: "fuzz",
        field: "fuzz",
        kind: FieldType::Text,
        epoch: 0,
    };
    Payload::ALL.map(|payload| {
        FieldCipher::derive(&root, &context, payload.admit(Domain::Unstated).unwrap()).unwrap()
    })
});

/// What the output holds before an opening.
const UNTOUCHED: u8 = 0xa5;

fuzz_target!(|data: &[u8]| {
    let [which, length, rest @ ..] = data else {
        return;
    };
    let cipher = &CIPHERS[usize::from(which & 1)];
    let (plaintext, change) = rest.split_at(usize::from(*length).min(rest.len()));
    let mut sealed = vec![0; cipher.sealed_bytes(plaintext.len())];
    let nonce = |nonce: &mut [u8; 12]| {
        nonce.fill(*which);
        Ok(())
    };
    cipher.seal(plaintext, nonce, &mut sealed).unwrap();
    let original = sealed.clone();
    for (byte, change) in sealed.iter_mut().zip(change) {
        *byte ^= change;
    }
    sealed.extend(change.iter().skip(original.len()).take(64));

    let Ok(frame) = Frame::parse(&sealed) else {
        return;
    };
    let mut output = vec![UNTOUCHED; frame.plaintext_bytes()];
    match cipher
        .open(&frame, &mut output)
        .map(|opened| opened.to_vec())
    {
        Ok(opened) => {
            assert_eq!(sealed, original, "a changed value opened");
            assert_eq!(opened, plaintext);
        }
        Err(OpenError::NotAuthentic) => {
            assert_ne!(sealed, original, "an unchanged value did not open");
            let untouched = output.iter().all(|&byte| byte == UNTOUCHED);
            let still_sealed = sealed
                .windows(output.len().max(1))
                .any(|window| window == output);
            assert!(
                untouched || still_sealed,
                "a refused value left something opened"
            );
        }
        Err(error) => panic!("{error}"),
    }
});
