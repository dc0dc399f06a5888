//! Pauses that grow with each failure, and that chance makes unequal: many clients must not come back at the same time.

use std::time::Duration;

use tokio::time::Instant;

/// As good as never.
const FAR: Duration = Duration::from_hours(30 * 365 * 24);

/// So long after `from`; [`Duration::MAX`] is a way to say never.
pub(crate) fn later(from: Instant, by: Duration) -> Instant {
    from.checked_add(by).unwrap_or_else(|| from + FAR)
}

/// How long the pauses are.
pub(crate) struct Backoff {
    /// After the first failure.
    pub(crate) first: Duration,
    /// However many there were.
    pub(crate) max: Duration,
}

impl Backoff {
    /// The pause after so many failures: twice as long after each, of which chance takes up to a half.
    pub(crate) fn pause(&self, failures: u32) -> Duration {
        let doublings = failures.saturating_sub(1).min(u32::BITS - 1);
        let whole = self.first.saturating_mul(1 << doublings).min(self.max);
        // Without chance the whole is waited for.
        let share = getrandom::u32().unwrap_or(u32::MAX);
        whole / 2 + (whole / 2).mul_f64(f64::from(share) / f64::from(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::time::Duration;

    use super::Backoff;

    #[test]
    fn pauses_double_up_to_their_limit_and_differ() {
        let backoff = Backoff {
            first: Duration::from_millis(100),
            max: Duration::from_secs(1),
        };
        for (failures, whole_ms) in [
            (0, 100),
            (1, 100),
            (2, 200),
            (4, 800),
            (5, 1000),
            (u32::MAX, 1000),
        ] {
            let whole = Duration::from_millis(whole_ms);
            let pauses: HashSet<_> = (0..20).map(|_| backoff.pause(failures)).collect();
            assert!(
                pauses
                    .iter()
                    .all(|pause| (whole / 2..=whole).contains(pause)),
                "{pauses:?}"
            );
            assert!(pauses.len() > 10, "{pauses:?}");
        }
    }
}
