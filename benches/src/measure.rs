//! Interleaved measuring.

use std::time::Instant;

/// Rounds of each operation.
const ROUNDS: usize = 101;
/// Calls a round.
const OPERATIONS: u32 = 2_000;

/// Median nanoseconds of one call of each operation, measured in turns.
pub(crate) fn medians_ns(operations: &mut [&mut dyn FnMut()]) -> Vec<f64> {
    let mut rounds = vec![Vec::with_capacity(ROUNDS); operations.len()];
    for _ in 0..ROUNDS {
        for (operation, times) in operations.iter_mut().zip(&mut rounds) {
            let start = Instant::now();
            for _ in 0..OPERATIONS {
                operation();
            }
            times.push(start.elapsed().as_nanos() as f64 / f64::from(OPERATIONS));
        }
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    rounds.into_iter().map(median).collect()
}
