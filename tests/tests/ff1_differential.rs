//! FF1 against another implementation: `fpe`, over big numbers.

use aes::{Aes256, Aes256Enc};
use fieldgate_core::cipher::ff1::{DOMAIN_SIZE_MIN, Domain, Ff1, HALF_BITS_MAX};
use fpe::ff1::{FF1, FlexibleNumeralString};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

/// Random strings in each run; a test that runs fewer fails.
const CASES: u32 = 4000;

/// A radix, in all sizes alike, a length that FF1 takes here, and a string of it.
fn strings() -> impl Strategy<Value = (u32, Vec<u16>)> {
    (1_u32..=16)
        .prop_flat_map(|bits| (1_u32 << (bits - 1)).max(2)..=1 << bits)
        .prop_flat_map(|radix| {
            let log = f64::from(radix).log2();
            let least = ((DOMAIN_SIZE_MIN as f64).log2() / log).ceil() as usize;
            // The longer half stays clear of the bound, whose edge the unit tests look at.
            let most = 2 * ((HALF_BITS_MAX as f64 - 0.1) / log) as usize;
            let numerals = proptest::collection::vec(0..radix, least.max(2)..=most);
            (Just(radix), numerals)
        })
        .prop_map(|(radix, numerals)| (radix, numerals.iter().map(|n| *n as u16).collect()))
}

#[test]
fn both_give_the_same_for_random_radices_lengths_and_tweaks() {
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let inputs = (
        any::<[u8; 32]>(),
        strings(),
        proptest::collection::vec(any::<u8>(), 0..80),
    );
    let compared = std::cell::Cell::new(0);
    TestRunner::new(config)
        .run(&inputs, |(key, (radix, plain), tweak)| {
            let theirs = FF1::<Aes256>::new(&key, radix).unwrap();
            let expected: Vec<u16> = theirs
                .encrypt(&tweak, &FlexibleNumeralString::from(plain.clone()))
                .unwrap()
                .into();
            let ours = Ff1::<Aes256Enc>::from_slice(&key).unwrap();
            let domain = Domain::new(radix, plain.len()).unwrap();
            let ours = ours.permutation(&domain, &tweak).unwrap();
            let mut numerals = plain.clone();
            ours.encrypt(&mut numerals).unwrap();
            prop_assert_eq!(&numerals, &expected);
            ours.decrypt(&mut numerals).unwrap();
            prop_assert_eq!(&numerals, &plain);
            compared.set(compared.get() + 1);
            Ok(())
        })
        .unwrap();
    assert!(compared.get() >= CASES);
    println!("FF1 against fpe 0.7: {} strings agree", compared.get());
}
