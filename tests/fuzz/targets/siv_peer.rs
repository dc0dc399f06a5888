//! AES-SIV with AES-256 in both halves beside RustCrypto's `aes-siv`: equal ciphertexts, tags and verdicts.
//!
//! Input: key 64, number of header strings 1 (0 to 3), for each a length 1 and the string, then the message.
#![no_main]

use aes_siv::{KeyInit, siv::Aes256Siv};
use fieldgate_core::cipher::{Aes256, siv::Siv};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((key, rest)) = data.split_first_chunk::<64>() else {
        return;
    };
    let Some((&count, mut rest)) = rest.split_first() else {
        return;
    };
    let mut strings = Vec::new();
    for _ in 0..count % 4 {
        let Some((&length, after)) = rest.split_first() else {
            return;
        };
        let (string, after) = after.split_at(usize::from(length).min(after.len()));
        strings.push(string);
        rest = after;
    }
    let ours = Siv::<Aes256>::from_slice(key).unwrap();
    let header = ours.header(&strings);
    let mut sealed = rest.to_vec();
    let iv = ours.seal(&header, &mut sealed);

    let mut peer = Aes256Siv::new(key.into());
    let by_peer = peer.encrypt(&strings, rest).unwrap();
    assert_eq!([&iv[..], &sealed].concat(), by_peer);
    if let [first @ .., last] = &strings[..] {
        let extended = ours.extended(&ours.header(first), last);
        assert_eq!(ours.seal(&extended, &mut rest.to_vec()), iv);
    }

    let mut wrong = iv;
    wrong[usize::from(count) % 16] ^= 1;
    assert!(ours.open(&header, &wrong, &mut sealed).is_err());
    assert_eq!(sealed, by_peer[16..], "a refused message is left sealed");
    assert!(ours.open(&header, &iv, &mut sealed).is_ok());
    assert_eq!(sealed, rest);
});
