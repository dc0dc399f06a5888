//! The time of one key: when it ends and why, whether there is grace, when to refetch.

use super::{KeyExpiry, Policy, Terms, WipeCause, policy::share};
use crate::time::Instant;

type End = (Instant, WipeCause);

/// The time of a held key. All of it is fixed when the key arrives, but for what a failed refetch changes.
#[derive(Clone, Copy)]
pub(super) struct Lifetime {
    /// The least of minutes, lease and Deactivation Date.
    end: Option<End>,
    /// When grace ends, if there could be any: later than `end`, and no later than lease and Deactivation Date.
    grace: Option<End>,
    /// When a refetch is due.
    refetch: Option<Instant>,
    /// Whether the last refetch found the server unreachable.
    unreachable: bool,
}

impl Lifetime {
    pub(super) fn new(policy: &Policy, terms: Terms, began: Instant, jitter: u32) -> Self {
        let minutes = match policy.expiry {
            KeyExpiry::Never => None,
            KeyExpiry::After(minutes) => Some((began.plus_ms(minutes.as_ms()), WipeCause::Expired)),
        };
        let lease = terms
            .lease_ms
            .map(|ms| (began.plus_ms(ms), WipeCause::LeaseOver));
        let deactivation = terms.deactivates.map(|at| (at, WipeCause::Deactivated));
        let bound = earlier(lease, deactivation);
        let end = earlier(minutes, bound);
        let grace = end.and_then(|(until, _)| {
            let grace = (until.plus_ms(policy.grace_ms), WipeCause::GraceOver);
            earlier(bound, Some(grace)).filter(|(grace_end, _)| until < *grace_end)
        });
        let refetch = end.zip(policy.prefetch).map(|((until, _), prefetch)| {
            let lead = prefetch
                .lead_ms
                .saturating_add(share(prefetch.jitter_ms, jitter));
            let time_to_live = until.0.saturating_sub(began.0);
            Instant(until.0.saturating_sub(lead.min(time_to_live / 2)))
        });
        Self {
            end,
            grace,
            refetch,
            unreachable: false,
        }
    }

    /// When the key is wiped, and why, as far as is known now.
    pub(super) fn death(&self) -> Option<End> {
        self.grace.filter(|_| self.unreachable).or(self.end)
    }

    /// Why the key is over at `now`, if it is.
    pub(super) fn over(&self, now: Instant) -> Option<WipeCause> {
        self.death()
            .filter(|(death, _)| *death <= now)
            .map(|(_, why)| why)
    }

    /// When the key stops to be fresh.
    pub(super) fn until(&self) -> Option<Instant> {
        self.end.map(|(until, _)| until)
    }

    /// When a refetch is due, if one is before the end.
    pub(super) const fn refetch(&self) -> Option<Instant> {
        self.refetch
    }

    pub(super) const fn skip_refetch(&mut self) {
        self.refetch = None;
    }

    /// A refetch failed. Grace is for servers that are gone, not for those that refuse.
    pub(super) const fn refetch_failed(&mut self, unreachable: bool) {
        self.unreachable = unreachable;
    }
}

fn earlier(one: Option<End>, other: Option<End>) -> Option<End> {
    match (one, other) {
        (Some(a), Some(b)) => Some(if b.0 < a.0 { b } else { a }),
        (one, other) => one.or(other),
    }
}
