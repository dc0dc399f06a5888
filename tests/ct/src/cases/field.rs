//! Fields sealed and opened, the root key and the plaintext secret.

use fieldgate_core::field::{Context, FieldCipher, FieldType, RootKey, Scheme, frame::Frame};
use fieldgate_core::secret::Secret;

use super::Case;
use crate::memcheck::{publish, published, secret};

pub(super) const CASES: &[Case] = &[
    ("random", || seal_and_open(Scheme::Random)),
    ("equal", || seal_and_open(Scheme::Equal)),
];

/// Lengths around the block of AES and the stretches that are encrypted at once.
const LENGTHS: [usize; 8] = [0, 1, 15, 16, 17, 64, 200, 1000];
const LENGTH_MAX: usize = 1000;

/// A root key of secret bytes.
pub(super) fn root() -> RootKey {
    let mut key = Secret::<32>::zeroed();
    for (byte, value) in key.expose_mut().iter_mut().zip(1..) {
        *byte = value;
    }
    secret(key.expose_mut());
    RootKey::new(&key)
}

/// Where the values belong; public.
pub(super) const CONTEXT: Context<'static> = Context {
    tenant: "demo",
    partition: "films",
    object: "film",
    field: "Director",
    kind: FieldType::Text,
    epoch: 0,
};

fn seal_and_open(scheme: Scheme) {
    let cipher = FieldCipher::derive(&root(), &CONTEXT, scheme).expect("a good context");
    for length in LENGTHS {
        let mut plaintext = [b'x'; LENGTH_MAX];
        secret(&mut plaintext);
        let mut output = [0; LENGTH_MAX + 64];
        let sealed = cipher
            .seal(
                &plaintext[..length],
                |nonce| {
                    *nonce = [9; 12];
                    Ok(())
                },
                &mut output,
            )
            .expect("room");
        // What the application gets to see.
        publish(sealed);
        let frame = Frame::parse(sealed).expect("what was sealed");
        let mut opened = [0; LENGTH_MAX];
        // Whether it opens is public; what it holds isn't, until the comparison.
        let opened = published(cipher.open(&frame, &mut opened)).expect("authentic");
        publish(opened);
        assert!(opened.iter().all(|byte| *byte == b'x') && opened.len() == length);
    }
}
