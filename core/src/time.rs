//! Monotonic time as callers pass it: core has no clock.

use core::{fmt, num::NonZeroU32};

/// A moment on the caller's monotonic clock, in milliseconds since an origin of the caller's choice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Instant(pub u64);

impl Instant {
    /// This moment plus `milliseconds`, saturating at the end of time.
    #[must_use]
    pub const fn plus_ms(self, milliseconds: u64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }
}

/// A whole number of minutes, at least one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Minutes(NonZeroU32);

impl Minutes {
    /// `None` for zero.
    #[must_use]
    pub const fn new(minutes: u32) -> Option<Self> {
        match NonZeroU32::new(minutes) {
            Some(minutes) => Some(Self(minutes)),
            None => None,
        }
    }

    /// The number of minutes.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// The same span in milliseconds.
    #[must_use]
    pub const fn as_ms(self) -> u64 {
        self.0.get() as u64 * 60_000
    }
}

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} min", self.0)
    }
}
