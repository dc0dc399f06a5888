//! Interleaved measuring.

use std::time::{Duration, Instant};

/// Rounds of each candidate.
const ROUNDS: usize = 401;
/// How long a round takes: short, so that most rounds pass undisturbed on a machine that is shared.
const ROUND: Duration = Duration::from_micros(60);
/// Calls by which the length of a round is found.
const TRIAL_CALLS: u32 = 64;

/// Something to be measured beside others.
pub(crate) struct Candidate<'a> {
    pub(crate) name: String,
    /// Values that a call works on; figures are for one of them.
    pub(crate) values: u32,
    pub(crate) call: Box<dyn FnMut() + 'a>,
}

impl<'a> Candidate<'a> {
    pub(crate) fn new(name: impl Into<String>, call: impl FnMut() + 'a) -> Self {
        Self::batch(name, 1, call)
    }

    pub(crate) fn batch(name: impl Into<String>, values: usize, call: impl FnMut() + 'a) -> Self {
        Self {
            name: name.into(),
            values: u32::try_from(values).unwrap_or(u32::MAX),
            call: Box::new(call),
        }
    }
}

/// A candidate's name, and its median nanoseconds a value.
pub(crate) type Figure = (String, f64);

/// Measures the candidates in turns.
pub(crate) fn medians(candidates: Vec<Candidate<'_>>) -> Vec<Figure> {
    let mut running: Vec<_> = candidates
        .into_iter()
        .map(|mut candidate| {
            let trial = time(&mut candidate.call, TRIAL_CALLS) / f64::from(TRIAL_CALLS);
            let calls = (ROUND.as_nanos() as f64 / trial.max(1.0)).clamp(1.0, 100_000.0) as u32;
            (candidate, calls, Vec::with_capacity(ROUNDS))
        })
        .collect();
    for _ in 0..ROUNDS {
        for (candidate, calls, times) in &mut running {
            let values = f64::from(*calls) * f64::from(candidate.values);
            times.push(time(&mut candidate.call, *calls) / values);
        }
    }
    let figure = |(candidate, _, mut times): (Candidate<'_>, u32, Vec<f64>)| {
        times.sort_by(f64::total_cmp);
        (candidate.name, times[times.len() / 2])
    };
    running.into_iter().map(figure).collect()
}

/// Nanoseconds of so many calls.
fn time(call: &mut dyn FnMut(), calls: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        call();
    }
    start.elapsed().as_nanos() as f64
}
