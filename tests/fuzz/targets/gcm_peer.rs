//! AES-256-GCM beside RustCrypto's `aes-gcm`: equal ciphertexts, tags and verdicts.
//!
//! Input: key 32, nonce 12, length of the associated data 1, associated data, message.
#![no_main]

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInOut};
use fieldgate_core::cipher::{Aes256, gcm::Gcm};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((key, rest)) = data.split_first_chunk::<32>() else {
        return;
    };
    let Some((nonce, rest)) = rest.split_first_chunk::<12>() else {
        return;
    };
    let Some((&length, rest)) = rest.split_first() else {
        return;
    };
    let (associated, message) = rest.split_at(usize::from(length).min(rest.len()));

    let ours = Gcm::<Aes256>::new(key.into());
    let peer = Aes256Gcm::new(key.into());
    let (mut sealed, mut sealed_by_peer) = (message.to_vec(), message.to_vec());
    let tag = ours.seal(nonce, associated, &mut sealed).unwrap();
    let peer_tag = peer
        .encrypt_inout_detached(nonce.into(), associated, (&mut sealed_by_peer[..]).into())
        .unwrap();
    assert_eq!(sealed, sealed_by_peer);
    assert_eq!(tag[..], peer_tag[..]);

    assert!(
        ours.open(nonce, associated, &mut sealed_by_peer, &tag)
            .is_ok()
    );
    assert_eq!(sealed_by_peer, message);
    // The message itself under its tag is a forgery, unless it is empty.
    let mut forged = message.to_vec();
    assert_eq!(
        ours.open(nonce, associated, &mut forged, &tag).is_ok(),
        message == sealed
    );
});
