//! Fields sealed and opened, the root key and the plaintext secret.

use fieldgate_core::field::{
    Context, FieldCipher, FieldType, Payload, RootKey, frame::Frame, leakage::Domain, text,
};
use fieldgate_core::secret::Secret;

use super::Case;
use crate::memcheck::{publish, published, secret};

pub(super) const CASES: &[Case] = &[
    ("random: seal, open", || seal_and_open(Payload::Random)),
    ("equal: seal, open", || seal_and_open(Payload::Equal)),
    ("random: a forged value refused", || forged(Payload::Random)),
    ("equal: a forged value refused", || forged(Payload::Equal)),
];

/// Lengths around the block of AES and the stretches that are encrypted at once.
const LENGTHS: [usize; 8] = [0, 1, 15, 16, 17, 64, 200, 1000];
const LENGTH_MAX: usize = 1000;
const SEALED_MAX: usize = LENGTH_MAX + 64;

/// Where the values belong; public.
pub(super) const CONTEXT: Context<'static> = Context {
    tenant: "demo",
    partition: "films",
    object: "film",
    field: "Director",
    kind: FieldType::Text,
    epoch: 0,
};

/// A root key of secret bytes.
pub(super) fn root() -> RootKey {
    let mut key = Secret::<32>::zeroed();
    for (byte, value) in key.expose_mut().iter_mut().zip(1..) {
        *byte = value;
    }
    secret(key.expose_mut());
    RootKey::new(&key)
}

fn cipher(payload: Payload) -> FieldCipher {
    let admitted = payload.admit(Domain::Unstated).expect("a large domain");
    FieldCipher::derive(&root(), &CONTEXT, admitted).expect("a good context")
}

/// Seals secret bytes and publishes what the application gets to see.
fn sealed<'o>(
    cipher: &FieldCipher,
    length: usize,
    output: &'o mut [u8; SEALED_MAX],
) -> &'o mut [u8] {
    let mut plaintext = [b'x'; LENGTH_MAX];
    secret(&mut plaintext);
    let nonce = |nonce: &mut [u8; 12]| {
        *nonce = [9; 12];
        Ok(())
    };
    let sealed = cipher
        .seal(&plaintext[..length], nonce, output)
        .expect("room");
    publish(sealed);
    sealed
}

fn seal_and_open(payload: Payload) {
    let cipher = cipher(payload);
    for length in LENGTHS {
        let mut output = [0; SEALED_MAX];
        let sealed = sealed(&cipher, length, &mut output);
        let (mut line, mut raw) = ([0; SEALED_MAX * 2], [0; SEALED_MAX * 2]);
        let line = text::encode(sealed, &mut line).expect("room");
        let raw = text::decode(line.as_bytes(), &mut raw).expect("what was encoded");
        let frame = Frame::parse(raw).expect("what was sealed");
        let mut opened = [0; LENGTH_MAX];
        // Whether it opens is public; what it holds isn't, until it is compared here.
        let opened = published(cipher.open(&frame, &mut opened)).expect("authentic");
        publish(opened);
        assert!(opened.iter().all(|byte| *byte == b'x') && opened.len() == length);
    }
}

fn forged(payload: Payload) {
    let cipher = cipher(payload);
    for length in LENGTHS {
        let mut output = [0; SEALED_MAX];
        let sealed = sealed(&cipher, length, &mut output);
        if let Some(last) = sealed.last_mut() {
            *last ^= 1;
        }
        let frame = Frame::parse(sealed).expect("what was sealed");
        let mut opened = [0; LENGTH_MAX];
        assert!(published(cipher.open(&frame, &mut opened)).is_err());
    }
}
