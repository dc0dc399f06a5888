//! Keys wrapped under keys, and keys that pass through a table of slots.

use aes::Aes256;
use fieldgate_core::cipher::key_wrap::KeyWrap;
use fieldgate_core::secret::Secret;
use fieldgate_core::slot::{KeyExpiry, KeySlots, Terms};
use fieldgate_core::time::Instant;

use super::Case;
use crate::memcheck::{publish, published, secret};

pub(super) const CASES: &[Case] = &[
    ("key wrap: wrap, unwrap", wrap),
    ("key wrap, padded: wrap, unwrap", wrap_padded),
    ("key slot: a key in and out", slot),
];

const KEY: [u8; 32] = [6; 32];

fn wrapping() -> KeyWrap<Aes256> {
    let mut key = [3; 32];
    secret(&mut key);
    KeyWrap::new(&key.into())
}

fn wrap() {
    let mut key = KEY;
    secret(&mut key);
    let (wrapping, mut output, mut opened) = (wrapping(), [0; 64], [0; 64]);
    let wrapped = wrapping.wrap(&key, &mut output).expect("room");
    publish(wrapped);
    let opened = published(wrapping.unwrap(wrapped, &mut opened)).expect("authentic");
    publish(opened);
    assert_eq!(opened, KEY);
    wrapped[0] ^= 1;
    assert!(published(wrapping.unwrap(wrapped, &mut [0; 64])).is_err());
}

fn wrap_padded() {
    for length in [1, 7, 8, 9, 31, 32] {
        let mut key = KEY;
        secret(&mut key);
        let (wrapping, mut output, mut opened) = (wrapping(), [0; 64], [0; 64]);
        let wrapped = wrapping
            .wrap_padded(&key[..length], &mut output)
            .expect("room");
        publish(wrapped);
        let opened = published(wrapping.unwrap_padded(wrapped, &mut opened)).expect("authentic");
        publish(opened);
        assert_eq!(opened, &KEY[..length]);
        wrapped[0] ^= 1;
        assert!(published(wrapping.unwrap_padded(wrapped, &mut [0; 64])).is_err());
    }
}

fn slot() {
    let mut slots = KeySlots::<2>::new();
    let id = slots.add(KeyExpiry::Never).expect("room");
    let ticket = slots.begin_fetch(id, Instant(1), 0).expect("an empty slot");
    let mut key = Secret::<32>::copied_from(&KEY).expect("32 bytes");
    secret(key.expose_mut());
    slots
        .complete(ticket, &key, Terms::default(), Instant(2))
        .expect("a ticket that holds");
    let held = slots.key(id, Instant(3)).expect("a key");
    assert!(published(held.ct_eq(&key)));
    slots.wipe(id).expect("a slot");
    assert!(slots.key(id, Instant(4)).is_none());
}
