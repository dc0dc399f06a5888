//! What the schemes are made of, each alone.

use fieldgate_core::cipher::{Aes256, cmac::CmacKey, kdf};
use fieldgate_core::field::KeyPin;
use fieldgate_core::secret::Secret;

use super::{Case, field};
use crate::memcheck::{publish, published, secret};

pub(super) const CASES: &[Case] = &[
    ("CMAC", cmac),
    ("KDF", derivation),
    ("secrets compared", comparison),
    ("key pins compared", pins),
];

const MESSAGE_LENGTHS: [usize; 6] = [0, 1, 16, 17, 32, 100];

fn cmac() {
    let (mut key, mut message) = ([3; 32], [4; 100]);
    secret(&mut key);
    secret(&mut message);
    let key = CmacKey::<Aes256>::new(&key.into());
    for length in MESSAGE_LENGTHS {
        let (front, back) = message[..length].split_at(length / 2);
        let mut in_parts = key.start();
        in_parts.update(front);
        in_parts.update(back);
        let (mut one, mut other) = (key.tag(&message[..length]), in_parts.finish());
        publish(&mut one);
        publish(&mut other);
        assert_eq!(one, other);
    }
}

fn derivation() {
    let mut key = [3; 32];
    secret(&mut key);
    let mut part = *b"a secret part";
    secret(&mut part);
    let key = CmacKey::<Aes256>::new(&key.into());
    let mut derived = [0; 72];
    kdf::derive(&key, b"label", &[b"public part", &part], &mut derived);
    publish(&mut derived);
    assert_ne!(derived[..16], derived[16..32]);
}

fn comparison() {
    let mut one = Secret::<32>::copied_from(&[5; 32]).expect("32 bytes");
    let mut other = Secret::<32>::copied_from(&[5; 32]).expect("32 bytes");
    secret(one.expose_mut());
    secret(other.expose_mut());
    assert!(published(one.ct_eq(&other)));
    other.expose_mut()[31] ^= 1;
    assert!(!published(one.ct_eq(&other)));
}

fn pins() {
    let (one, other): (KeyPin, KeyPin) = (field::root().pin(), field::root().pin());
    assert!(published(one.matches(&other)));
}
