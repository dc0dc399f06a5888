//! Invariants of FF1: round trips, batches against one by one, refusals, and a whole small domain.

use super::{Domain, Ff1, Ff1Error, GROUP_VALUES, NUMERALS_MAX, TWEAK_BYTES_MAX};
use crate::cipher::Aes256;

const STRINGS: usize = 2 * GROUP_VALUES + 3;

/// Numerals that look random, from a linear congruential generator.
fn fill(numerals: &mut [u16], radix: u32, seed: u64) {
    let mut state = seed.wrapping_mul(2) + 1;
    for numeral in numerals {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        *numeral = ((state >> 33) % u64::from(radix)) as u16;
    }
}

#[test]
fn every_radix_and_length_comes_back_and_batches_agree() {
    let ff1 = Ff1::<Aes256>::new(&[3; 32].into());
    let mut domains = 0;
    for radix in [
        2, 3, 7, 10, 16, 26, 36, 62, 85, 255, 256, 257, 1000, 65_535, 65_536,
    ] {
        for len in 1..=NUMERALS_MAX {
            let Ok(domain) = Domain::new(radix, len) else {
                continue;
            };
            domains += 1;
            let tweak = [9; 40];
            let permutation = ff1.permutation(&domain, &tweak[..len % 40]).unwrap();
            let mut strings = [0; STRINGS * NUMERALS_MAX];
            // Lengths of batches around the group, on a few lengths only: the others take one string and two.
            let count = if len % 16 == 0 { STRINGS } else { 2 };
            let strings = &mut strings[..count * len];
            fill(strings, radix, len as u64);
            strings[..len].fill((radix - 1) as u16);
            let mut one_by_one = [0; STRINGS * NUMERALS_MAX];
            let one_by_one = &mut one_by_one[..count * len];
            one_by_one.copy_from_slice(strings);
            let mut plain = [0; STRINGS * NUMERALS_MAX];
            let plain = &mut plain[..count * len];
            plain.copy_from_slice(strings);

            permutation.encrypt_batch(strings).unwrap();
            for string in one_by_one.chunks_mut(len) {
                permutation.encrypt(string).unwrap();
            }
            assert_eq!(strings, one_by_one, "radix {radix}, length {len}");
            assert!(strings.iter().all(|numeral| u32::from(*numeral) < radix));
            assert_ne!(strings, plain);
            for string in one_by_one.chunks_mut(len) {
                permutation.decrypt(string).unwrap();
            }
            permutation.decrypt_batch(strings).unwrap();
            assert_eq!(strings, plain, "radix {radix}, length {len}");
            assert_eq!(one_by_one, plain, "radix {radix}, length {len}");
        }
    }
    assert!(domains > 1000, "{domains} domains");
}

#[test]
fn bad_parameters_are_refused() {
    let refused = |radix, len| Domain::new(radix, len).err();
    assert_eq!(refused(0, 10), Some(Ff1Error::Radix));
    assert_eq!(refused(1, 10), Some(Ff1Error::Radix));
    assert_eq!(refused(65_537, 10), Some(Ff1Error::Radix));
    assert_eq!(refused(u32::MAX, 10), Some(Ff1Error::Radix));
    assert_eq!(refused(10, 0), Some(Ff1Error::DomainTooSmall));
    assert_eq!(refused(10, 5), Some(Ff1Error::DomainTooSmall));
    assert_eq!(refused(10, 6), None);
    assert_eq!(refused(2, 19), Some(Ff1Error::DomainTooSmall));
    assert_eq!(refused(2, 20), None);
    assert_eq!(refused(1000, 1), Some(Ff1Error::DomainTooSmall));
    assert_eq!(refused(1000, 2), None);
    assert_eq!(refused(999, 2), Some(Ff1Error::DomainTooSmall));
    assert_eq!(refused(65_536, 1), Some(Ff1Error::DomainTooSmall));
    assert_eq!(refused(2, NUMERALS_MAX), None);
    for (radix, len) in [
        (2, NUMERALS_MAX),
        (10, 114),
        (36, 74),
        (62, 64),
        (65_536, 22),
    ] {
        assert_eq!(refused(radix, len), None, "radix {radix}");
        let longer = refused(radix, len + 1);
        assert_eq!(longer, Some(Ff1Error::DomainTooLarge), "radix {radix}");
    }
    assert_eq!(refused(2, usize::MAX), Some(Ff1Error::DomainTooLarge));
}

#[test]
fn bad_values_are_refused_and_left_alone() {
    let ff1 = Ff1::<Aes256>::new(&[3; 32].into());
    let domain = Domain::new(10, 6).unwrap();
    let long = ff1.permutation(&domain, &[0; TWEAK_BYTES_MAX + 1]);
    assert_eq!(long.err(), Some(Ff1Error::TweakTooLong));
    let permutation = ff1.permutation(&domain, &[0; TWEAK_BYTES_MAX]).unwrap();
    for position in 0..12 {
        let mut strings = [9; 12];
        strings[position] = 10;
        let before = strings;
        let (one, other) = strings.split_at_mut(6);
        let one = if position < 6 { one } else { other };
        assert_eq!(permutation.encrypt(one), Err(Ff1Error::Numeral));
        assert_eq!(permutation.decrypt(one), Err(Ff1Error::Numeral));
        assert_eq!(
            permutation.encrypt_batch(&mut strings),
            Err(Ff1Error::Numeral)
        );
        assert_eq!(
            permutation.decrypt_batch(&mut strings),
            Err(Ff1Error::Numeral)
        );
        assert_eq!(strings, before);
    }
    for len in [0, 5, 7, 12] {
        let refused = permutation.encrypt(&mut [0; 12][..len]);
        assert_eq!(refused, Err(Ff1Error::Length));
    }
    assert_eq!(
        permutation.encrypt_batch(&mut [0; 11]),
        Err(Ff1Error::Length)
    );
    assert_eq!(permutation.encrypt_batch(&mut []), Ok(()));
}

#[test]
fn a_whole_domain_is_permuted() {
    let ff1 = Ff1::<Aes256>::new(&[3; 32].into());
    let permutation = ff1.permutation(&Domain::new(10, 6).unwrap(), b"").unwrap();
    let mut seen = [0_u64; 1_000_000_usize.div_ceil(64)];
    for number in 0..1_000_000_u32 {
        let mut digits =
            [100_000, 10_000, 1000, 100, 10, 1].map(|place| (number / place % 10) as u16);
        permutation.encrypt(&mut digits).unwrap();
        let image = digits
            .iter()
            .fold(0, |image, digit| image * 10 + usize::from(*digit));
        let bit = 1 << (image % 64);
        assert_eq!(seen[image / 64] & bit, 0, "{image} is the image of two");
        seen[image / 64] |= bit;
    }
}
