//! FF1 with AES-256 beside RustCrypto's `fpe`: equal ciphertexts.
//!
//! Input: key 32, radix 2, length of the tweak 1, tweak, then a numeral in each two bytes.
#![no_main]

use fieldgate_core::cipher::{
    Aes256,
    ff1::{Domain, Ff1, Ff1Error},
};
use fpe::ff1::{FF1, FlexibleNumeralString};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((key, rest)) = data.split_first_chunk::<32>() else {
        return;
    };
    let Some((radix, rest)) = rest.split_first_chunk::<2>() else {
        return;
    };
    let radix = u32::from(u16::from_be_bytes(*radix)).max(2);
    let Some((&length, rest)) = rest.split_first() else {
        return;
    };
    let (tweak, rest) = rest.split_at(usize::from(length).min(rest.len()));
    let numeral = |pair: &[u8]| (u32::from(u16::from_be_bytes([pair[0], pair[1]])) % radix) as u16;
    let numerals: Vec<u16> = rest.chunks_exact(2).map(numeral).collect();

    let domain = match Domain::new(radix, numerals.len()) {
        Ok(domain) => domain,
        Err(Ff1Error::Length | Ff1Error::DomainTooSmall | Ff1Error::DomainTooLarge) => return,
        Err(error) => panic!("{error}"),
    };
    let ours = Ff1::<Aes256>::new(key.into());
    let Ok(permutation) = ours.permutation(&domain, tweak) else {
        return;
    };
    let mut sealed = numerals.clone();
    permutation.encrypt(&mut sealed).unwrap();

    let peer = FF1::<aes::Aes256>::new(key, radix).unwrap();
    let by_peer = peer
        .encrypt(tweak, &FlexibleNumeralString::from(numerals.clone()))
        .unwrap();
    assert_eq!(sealed, Vec::from(by_peer));
    permutation.decrypt(&mut sealed).unwrap();
    assert_eq!(sealed, numerals);
});
