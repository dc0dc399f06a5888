//! Interleaved measuring.

use std::time::{Duration, Instant};

/// How long a round takes: short, so that most rounds pass undisturbed on a machine that is shared.
const ROUND: Duration = Duration::from_micros(60);
/// Calls by which the length of a round is found.
const TRIAL_CALLS: u32 = 64;

/// How much is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    Full,
    Quick,
}

impl Effort {
    /// Rounds of each candidate; odd, so that there is one in the middle.
    pub(crate) const fn rounds(self) -> usize {
        match self {
            Self::Full => 1001,
            Self::Quick => 151,
        }
    }

    /// The same for the reader of a report.
    pub(crate) fn text(self) -> String {
        let (rounds, us) = (self.rounds(), ROUND.as_micros());
        format!("Medians of {rounds} rounds of about {us} µs.")
    }
}

/// Whose an operation is.
#[derive(Clone, Copy)]
pub(crate) enum Side {
    /// Ours, and the peer that it is shown beside.
    Ours {
        beside: Option<&'static str>,
    },
    Peer,
}

/// Something to be measured beside others.
pub(crate) struct Candidate {
    pub(crate) name: &'static str,
    pub(crate) side: Side,
    /// Values that a call works on; figures are for one of them.
    pub(crate) values: u32,
    pub(crate) call: Box<dyn FnMut()>,
}

impl Candidate {
    pub(crate) fn ours(name: &'static str, call: impl FnMut() + 'static) -> Self {
        Self {
            name,
            side: Side::Ours { beside: None },
            values: 1,
            call: Box::new(call),
        }
    }

    /// Ours, over so many values a call.
    pub(crate) fn batch(name: &'static str, values: usize, call: impl FnMut() + 'static) -> Self {
        Self {
            values: u32::try_from(values).unwrap_or(u32::MAX),
            ..Self::ours(name, call)
        }
    }

    #[cfg_attr(
        not(feature = "peers"),
        expect(dead_code, reason = "nobody else is there")
    )]
    pub(crate) fn peer(name: &'static str, call: impl FnMut() + 'static) -> Self {
        Self {
            side: Side::Peer,
            ..Self::ours(name, call)
        }
    }

    /// The same with a peer that does what it does.
    pub(crate) fn beside(self, peer: &'static str) -> Self {
        Self {
            side: Side::Ours { beside: Some(peer) },
            ..self
        }
    }

    pub(crate) const fn is_ours(&self) -> bool {
        matches!(self.side, Side::Ours { .. })
    }
}

/// What a candidate took.
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) side: Side,
    /// Median nanoseconds a value.
    pub(crate) ns: f64,
}

/// Measures the candidates in turns.
pub(crate) fn medians(candidates: Vec<Candidate>, effort: Effort) -> Vec<Figure> {
    let rounds = effort.rounds();
    let mut running: Vec<_> = candidates
        .into_iter()
        .map(|mut candidate| {
            let trial = time(&mut candidate.call, TRIAL_CALLS) / f64::from(TRIAL_CALLS);
            let calls = (ROUND.as_nanos() as f64 / trial.max(1.0)).clamp(1.0, 100_000.0) as u32;
            (candidate, calls, Vec::with_capacity(rounds))
        })
        .collect();
    for _ in 0..rounds {
        for (candidate, calls, times) in &mut running {
            let values = f64::from(*calls) * f64::from(candidate.values);
            times.push(time(&mut candidate.call, *calls) / values);
        }
    }
    let figure = |(candidate, _, mut times): (Candidate, u32, Vec<f64>)| {
        times.sort_by(f64::total_cmp);
        Figure {
            name: candidate.name,
            side: candidate.side,
            ns: times[times.len() / 2],
        }
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
