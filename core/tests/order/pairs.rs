//! Order: neighbours, exhaustively, and random pairs.

use std::time::Instant;

use crate::{CONTEXT, Numbers, root, subject::Subject};

/// Random pairs of each setting, unless `FIELDGATE_ORDER_PAIRS` says how many.
const PAIRS: u64 = 100_000;
/// Values encrypted in one call.
const BATCH: usize = 1 << 12;

/// All values of 16 bits at several places of a value, whose other bits are a pattern.
#[test]
fn all_neighbours_of_16_bits_keep_their_order() {
    for (bytes, shifts) in [(2, &[0][..]), (4, &[0, 7, 16]), (8, &[0, 13, 29, 48])] {
        for subject in Subject::all(&root(), &CONTEXT, bytes) {
            for &shift in shifts {
                let around = 0x9e37_79b9_7f4a_7c15 & !(0xffff << shift);
                let encoded: Vec<u8> = (0..1_u64 << 16)
                    .flat_map(|value| subject.encoded(around | (value << shift)))
                    .collect();
                let ciphertexts = subject.encrypt_batch(&encoded);
                let ciphertexts: Vec<&[u8]> =
                    ciphertexts.chunks(subject.ciphertext_bytes()).collect();
                for (value, pair) in ciphertexts.windows(2).enumerate() {
                    let order = subject.compare(pair[0], pair[1]);
                    assert!(order.is_lt(), "{} at {value} << {shift}", subject.name());
                    assert!(subject.compare(pair[1], pair[0]).is_gt());
                }
                let values = encoded.chunks(bytes).zip(&ciphertexts).step_by(97);
                for (encoded, ciphertext) in values {
                    assert!(subject.compare(ciphertext, ciphertext).is_eq());
                    assert_eq!(subject.encrypt(encoded), *ciphertext);
                    assert_eq!(subject.decrypt(ciphertext).as_deref(), Ok(encoded));
                }
            }
        }
    }
}

#[test]
fn random_pairs_keep_their_order() {
    let pairs = std::env::var("FIELDGATE_ORDER_PAIRS").map_or(PAIRS, |pairs| {
        pairs.parse().expect("FIELDGATE_ORDER_PAIRS is a number")
    });
    for bytes in [8, 4, 2] {
        for subject in Subject::all(&root(), &CONTEXT, bytes) {
            // The numeric forms at their own widths, all others at 8 bytes.
            if bytes != 8 && !matches!(subject, Subject::Number(_)) {
                continue;
            }
            let start = Instant::now();
            let errors = wrong_pairs(&subject, pairs);
            println!(
                "{}, {bytes} bytes: {pairs} pairs, {errors} errors, {:.1} s",
                subject.name(),
                start.elapsed().as_secs_f64()
            );
            assert_eq!(errors, 0);
        }
    }
}

/// Pairs whose ciphertexts don't compare as the values do, or don't decrypt to them. Every second pair shares a random
/// number of leading bits, so that the first difference is anywhere.
fn wrong_pairs(subject: &Subject, pairs: u64) -> u64 {
    let bytes = subject.value_bytes();
    let mut numbers = Numbers(2016);
    let (mut errors, mut done) = (0, 0);
    while done < pairs {
        let mut encoded = Vec::with_capacity(BATCH * 2 * bytes);
        let batch = (pairs - done).min(BATCH as u64);
        for pair in 0..batch {
            let a = numbers.next();
            let b = if pair % 2 == 0 {
                numbers.next()
            } else {
                let shared = (64 - bytes * 8) as u64 + numbers.next() % (bytes as u64 * 8);
                a ^ (numbers.next() >> shared)
            };
            encoded.extend(subject.encoded(a));
            encoded.extend(subject.encoded(b));
        }
        let ciphertexts = subject.encrypt_batch(&encoded);
        let width = subject.ciphertext_bytes();
        for (values, ciphertexts) in encoded.chunks(2 * bytes).zip(ciphertexts.chunks(2 * width)) {
            let ((a, b), (c, d)) = (values.split_at(bytes), ciphertexts.split_at(width));
            errors += u64::from(subject.compare(c, d) != a.cmp(b));
            // Decryption is many dependent AES calls: every eighth.
            if a[bytes - 1] % 8 == 0 {
                errors += u64::from(subject.decrypt(c).as_deref() != Ok(a));
            }
        }
        done += batch;
    }
    errors
}

/// Batches of every length are what one by one gives.
#[test]
fn batches_are_what_one_by_one_gives() {
    let mut numbers = Numbers(64);
    for bytes in 1..=8 {
        for subject in Subject::all(&root(), &CONTEXT, bytes) {
            for count in (0..40).chain([63, 64, 65, 200]) {
                let encoded: Vec<u8> = (0..count)
                    .flat_map(|_| subject.encoded(numbers.next()))
                    .collect();
                let one_by_one: Vec<u8> = encoded
                    .chunks(bytes)
                    .flat_map(|value| subject.encrypt(value))
                    .collect();
                assert_eq!(
                    subject.encrypt_batch(&encoded),
                    one_by_one,
                    "{}",
                    subject.name()
                );
            }
        }
    }
}
