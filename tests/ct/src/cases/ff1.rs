//! FF1, key and numerals secret, over small and large alphabets: halves of one machine word and of many.

use fieldgate_core::cipher::Aes256;
use fieldgate_core::cipher::ff1::{Domain, Ff1};

use super::Case;
use crate::memcheck::{publish, published, secret};

pub(super) const CASES: &[Case] = &[
    ("FF1, 16 digits, as the peer does it", || permute(10, 16)),
    ("FF1, 6 and 19 digits", || {
        permute(10, 6);
        permute(10, 19);
    }),
    ("FF1, radix 2", || permute(2, 64)),
    ("FF1, radix 36, long", || {
        permute(36, 20);
        permute(36, 60);
    }),
    ("FF1, radix 65536", || {
        permute(1 << 16, 2);
        permute(1 << 16, 15);
    }),
];

/// Strings of a batch.
const BATCH: usize = 5;

fn permute(radix: u32, length: usize) {
    let mut key = [7; 32];
    secret(&mut key);
    let cipher = Ff1::<Aes256>::new(&key.into());
    let domain = Domain::new(radix, length).expect("a domain");
    let permutation = cipher
        .permutation(&domain, b"tweak")
        .expect("a short tweak");
    // The lowest and highest numerals, and some between.
    let last = u16::try_from(radix - 1).expect("16 bits");
    for string in [
        vec![0; length],
        vec![last; length],
        (0..length).map(|at| (at as u32 % radix) as u16).collect(),
    ] {
        let mut numerals = secret_numerals(&string);
        published(permutation.encrypt(&mut numerals)).expect("numerals");
        let mut batch = secret_numerals(&string.repeat(BATCH));
        published(permutation.encrypt_batch(&mut batch)).expect("numerals");
        published(permutation.decrypt(&mut numerals)).expect("numerals");
        published(permutation.decrypt_batch(&mut batch)).expect("numerals");
        assert!(public(&numerals) == string);
        assert!(public(&batch) == string.repeat(BATCH));
    }
}

fn secret_numerals(string: &[u16]) -> Vec<u16> {
    let mut bytes: Vec<u8> = string.iter().copied().flat_map(u16::to_ne_bytes).collect();
    secret(&mut bytes);
    let (pairs, _) = bytes.as_chunks::<2>();
    pairs.iter().copied().map(u16::from_ne_bytes).collect()
}

fn public(numerals: &[u16]) -> Vec<u16> {
    let mut bytes: Vec<u8> = numerals
        .iter()
        .copied()
        .flat_map(u16::to_ne_bytes)
        .collect();
    publish(&mut bytes);
    let (pairs, _) = bytes.as_chunks::<2>();
    pairs.iter().copied().map(u16::from_ne_bytes).collect()
}
