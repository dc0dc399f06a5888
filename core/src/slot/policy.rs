//! How a slot's key is kept: set when the slot is taken, and never changed.

use crate::time::Minutes;

/// First wait after a failed fetch, unless told otherwise.
pub const BACK_OFF_FIRST_MS: u64 = 1_000;
/// Longest wait after failed fetches, unless told otherwise.
pub const BACK_OFF_MAX_MS: u64 = 60_000;

/// How long a key stays in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum KeyExpiry {
    /// Until the process ends or reloads, or the server's own terms end it.
    Never,
    /// So many minutes from the beginning of its fetch.
    After(Minutes),
}

/// When a key that expires is refetched ahead of its deadline, so that no use waits for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Prefetch {
    /// How long before the deadline, in milliseconds, at the latest.
    pub lead_ms: u64,
    /// Up to so many milliseconds earlier still, by the fetch's random bits: so that the keys of many gateways aren't
    /// fetched in the same moment.
    ///
    /// Lead and jitter together are at most half the key's time to live, however they are set: a short lease doesn't make a
    /// storm of fetches.
    pub jitter_ms: u64,
}

/// How long to wait after failed fetches: twice as long after each, up to a maximum.
///
/// The wait is between half and the whole of that, by the fetch's random bits, so that gateways which lost the same server
/// don't come back in the same moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct BackOff {
    /// After the first failure, in milliseconds. 0 is no back-off.
    pub first_ms: u64,
    /// At most, in milliseconds.
    pub max_ms: u64,
}

impl BackOff {
    /// The wait after `failures` failed fetches in a row, which are at least one.
    pub(super) fn wait_ms(self, failures: u32, jitter: u32) -> u64 {
        let doublings = 1u64
            .checked_shl(failures.saturating_sub(1))
            .unwrap_or(u64::MAX);
        let whole = self.first_ms.saturating_mul(doublings).min(self.max_ms);
        let half = whole / 2;
        (whole - half).saturating_add(share(half, jitter))
    }
}

impl Default for BackOff {
    fn default() -> Self {
        Self {
            first_ms: BACK_OFF_FIRST_MS,
            max_ms: BACK_OFF_MAX_MS,
        }
    }
}

/// How a slot's key is kept.
///
/// ```
/// use fieldgate_core::slot::{KeyExpiry, Policy, Prefetch};
/// use fieldgate_core::time::Minutes;
///
/// # fn main() -> Result<(), &'static str> {
/// let hour = KeyExpiry::After(Minutes::new(60).ok_or("at least one")?);
/// let policy = Policy {
///     prefetch: Some(Prefetch { lead_ms: 30_000, jitter_ms: 15_000 }),
///     ..Policy::from(hour)
/// };
/// assert_eq!(policy.grace_ms, 0); // no grace unless it is asked for
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Policy {
    /// How long the key stays.
    pub expiry: KeyExpiry,
    /// Whether it is refetched ahead of its deadline. Off unless set.
    pub prefetch: Option<Prefetch>,
    /// For how many milliseconds after its deadline it may be used when a refetch before that deadline found the server
    /// unreachable. 0, which is the default, is never. It is cut short by the server's lease and the Deactivation Date.
    pub grace_ms: u64,
    /// How long to wait after failed fetches.
    pub back_off: BackOff,
}

impl From<KeyExpiry> for Policy {
    /// No prefetch, no grace, the usual back-off.
    fn from(expiry: KeyExpiry) -> Self {
        Self {
            expiry,
            prefetch: None,
            grace_ms: 0,
            back_off: BackOff::default(),
        }
    }
}

/// The part of `whole` that 32 random bits choose: from 0 to less than `whole`, or 0.
pub(super) fn share(whole: u64, jitter: u32) -> u64 {
    // Less than `whole`, since jitter is less than 2^32: it fits.
    let part = (u128::from(whole) * u128::from(jitter)) >> 32;
    u64::try_from(part).unwrap_or(whole)
}

#[cfg(test)]
mod tests {
    use super::{BackOff, share};

    #[test]
    fn waits_double_up_to_the_maximum_and_are_never_less_than_half() {
        let back_off = BackOff {
            first_ms: 1_000,
            max_ms: 60_000,
        };
        let whole = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000];
        for (failures, whole) in (1..).zip(whole) {
            assert_eq!(back_off.wait_ms(failures, 0), whole / 2);
            assert_eq!(back_off.wait_ms(failures, u32::MAX), whole - 1);
        }
        assert_eq!(back_off.wait_ms(u32::MAX, 0), 30_000);
        let endless = BackOff {
            first_ms: u64::MAX,
            max_ms: u64::MAX,
        };
        assert!(endless.wait_ms(u32::MAX, u32::MAX) >= u64::MAX / 2);
        let none = BackOff {
            first_ms: 0,
            max_ms: 60_000,
        };
        assert_eq!(none.wait_ms(9, u32::MAX), 0);
    }

    #[test]
    fn a_share_is_part_of_the_whole() {
        assert_eq!(share(0, u32::MAX), 0);
        assert_eq!(share(100, 0), 0);
        assert_eq!(share(100, 1 << 31), 50);
        assert!(share(u64::MAX, u32::MAX) < u64::MAX);
    }
}
