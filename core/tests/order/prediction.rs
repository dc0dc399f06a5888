//! What one ciphertext alone tells of the first two bits of a value: each value under a key of its own, because the
//! ciphertexts of one key, put side by side, tell order, and with it everything when there are enough.

use std::collections::HashMap;

use fieldgate_core::field::Context;

use crate::{CONTEXT, Numbers, root, subject::Subject};

/// Random values: a quarter to learn from, a quarter to choose the predictor by, half to count on.
const VALUES: usize = 100_000;

/// The limbs of a ciphertext.
fn limbs(subject: &Subject, ciphertext: &[u8]) -> Vec<u32> {
    let bits = match subject.name() {
        "d1w8" => 8,
        "d4w16" | "d8w16" => 16,
        "integer64" => 15,
        "double" => 26,
        _ => 2,
    };
    let mut all = ciphertext
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| (byte >> bit) & 1));
    // A number has zero bits before its limbs.
    let leading = ciphertext.len() * 8 % bits;
    let leading = match subject.name() {
        "integer64" => 4,
        "double" => 12,
        _ => leading,
    };
    all.by_ref().take(leading).for_each(drop);
    let all: Vec<u8> = all.collect();
    all.chunks(bits)
        .map(|limb| limb.iter().fold(0, |n, bit| n * 2 + u32::from(*bit)))
        .collect()
}

/// The most that a limb may tell of its digit: (B−1)/(W−B+1), and 2⁻¹⁶ for fractions of 16 bits.
fn bound(subject: &Subject) -> f64 {
    let packed = 0.5_f64.powi(16);
    match subject.name() {
        "d1w8" => 1.0 / 255.0 + packed,
        "d4w16" => 15.0 / 65521.0,
        "d8w16" => 255.0 / 65281.0,
        "integer64" => 255.0 / 32513.0,
        "double" => 255.0 / 67_108_609.0,
        _ => packed,
    }
}

/// Predicts a bit from a limb.
enum Predictor {
    /// 1 from this limb on, or below it.
    Threshold(u32, bool),
    /// The bit that the limb came with more often. Limbs are first shifted right, so that each is met often enough, except at
    /// the ends, where all that can be told is.
    Table(HashMap<u32, i32>, u32),
}

impl Predictor {
    fn predict(&self, limb: u32) -> bool {
        match self {
            Self::Threshold(threshold, above) => (limb >= *threshold) == *above,
            Self::Table(table, shift) => table.get(&(limb >> shift)).is_some_and(|ones| *ones > 0),
        }
    }

    fn right(&self, samples: &[(u32, bool)]) -> f64 {
        let right = samples
            .iter()
            .filter(|(limb, bit)| self.predict(*limb) == *bit)
            .count();
        right as f64 / samples.len() as f64
    }

    /// The best threshold: where the count of ones seen less zeros is most or least.
    fn threshold(samples: &[(u32, bool)]) -> Self {
        let mut sorted = samples.to_vec();
        sorted.sort_unstable();
        let (mut sum, mut most) = (0_i32, (0, 0, true));
        for (index, (_, bit)) in sorted.iter().enumerate() {
            sum += if *bit { 1 } else { -1 };
            let next = sorted.get(index + 1).map_or(u32::MAX, |(limb, _)| *limb);
            if sum.abs() > most.0 {
                // More zeros below: predict 1 from here on.
                most = (sum.abs(), next, sum < 0);
            }
        }
        Self::Threshold(most.1, most.2)
    }

    fn table(samples: &[(u32, bool)], shift: u32) -> Self {
        let mut table = HashMap::new();
        for (limb, bit) in samples {
            *table.entry(limb >> shift).or_default() += if *bit { 1 } else { -1 };
        }
        Self::Table(table, shift)
    }
}

#[test]
fn one_ciphertext_tells_no_more_than_the_bound() {
    let root = root();
    let mut numbers = Numbers(1_000);
    for bytes in [8, 4, 2] {
        for subject in Subject::all(&root, &CONTEXT, bytes) {
            if bytes != 8 && !matches!(subject, Subject::Number(_)) {
                continue;
            }
            let values: Vec<u64> = (0..VALUES).map(|_| numbers.next()).collect();
            let all: Vec<Vec<u32>> = values
                .iter()
                .zip(0..)
                .map(|(value, epoch)| {
                    let context = Context { epoch, ..CONTEXT };
                    let fresh = subject.derived_again(&root, &context);
                    limbs(&subject, &fresh.encrypt(&fresh.encoded(*value)))
                })
                .collect();
            for place in [0, 1] {
                let top = bytes * 8 - 1 - place;
                let accuracy = best_accuracy(&all, |value| (values[value] >> top) & 1 == 1);
                let sigma = 0.5 / (VALUES as f64 / 2.0).sqrt();
                let allowed = 0.5 + bound(&subject) / 2.0 + 4.0 * sigma;
                println!(
                    "{}, {bytes} bytes, bit {place}: best predictor right in {:.3} %, bound {:.3} % + 4 sigma = {:.3} %",
                    subject.name(),
                    accuracy * 100.0,
                    50.0 + bound(&subject) * 50.0,
                    allowed * 100.0
                );
                assert!(accuracy <= allowed);
                // A predictor that is wrong too often is one that is right too often.
                assert!(accuracy >= 1.0 - allowed);
            }
        }
    }
}

/// How often the best predictor over any single limb is right: chosen on one half, counted on the other.
fn best_accuracy(all: &[Vec<u32>], bit: impl Fn(usize) -> bool) -> f64 {
    let mut best = (0.0, 0.0);
    for limb in 0..all[0].len() {
        let samples: Vec<(u32, bool)> = all
            .iter()
            .enumerate()
            .map(|(value, limbs)| (limbs[limb], bit(value)))
            .collect();
        let (training, test) = samples.split_at(samples.len() / 2);
        let (fit, choose) = training.split_at(training.len() / 2);
        let widest = training.iter().map(|(limb, _)| *limb).max().unwrap();
        let mut predictors = vec![Predictor::threshold(fit)];
        for cells in [4, 8, 12] {
            let shift = (32 - widest.leading_zeros()).saturating_sub(cells);
            predictors.push(Predictor::table(fit, shift));
        }
        for predictor in predictors {
            // Chosen by values that it has not learnt from, or the largest table would always win.
            let gained = predictor.right(choose);
            if gained > best.0 {
                best = (gained, predictor.right(test));
            }
        }
    }
    best.1
}

/// The counter-check: where a limb does tell its bit, the predictors find it.
#[test]
fn predictors_find_a_leak() {
    let mut numbers = Numbers(7);
    let (mut all, mut bits) = (Vec::new(), Vec::new());
    for _ in 0..VALUES {
        let bit = numbers.next() % 2;
        // An offset of 0..=30 under a bit leaks 1/31.
        all.push(vec![(numbers.next() % 31 + bit) as u32]);
        bits.push(bit == 1);
    }
    let accuracy = best_accuracy(&all, |value| bits[value]);
    let expected = 0.5 + 0.5 / 31.0;
    assert!((accuracy - expected).abs() < 0.01, "{accuracy}");
}
