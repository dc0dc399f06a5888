//! What can be seen of a slot.

use super::WipeCause;
use crate::time::Instant;

/// What a slot holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum SlotState {
    /// No key yet, or wiped by the caller.
    Empty,
    /// No key, and someone is fetching it.
    Fetching,
    /// A key, until the deadline if there is one.
    Fresh {
        /// When it is wiped, or its grace begins.
        until: Option<Instant>,
    },
    /// A key past its deadline, whose server was unreachable when it was refetched.
    StaleGrace {
        /// When it is wiped.
        until: Instant,
    },
    /// No key: its time is over.
    Expired {
        /// Why it was wiped, or is at the next [`expire`](super::KeySlots::expire).
        why: WipeCause,
    },
}

impl SlotState {
    /// Whether there is a key to use.
    #[must_use]
    pub const fn is_held(self) -> bool {
        matches!(self, Self::Fresh { .. } | Self::StaleGrace { .. })
    }

    /// The names of all states, for metrics.
    pub const NAMES: [&'static str; 5] = ["empty", "fetching", "fresh", "stale_grace", "expired"];

    /// The state's name, one of [`Self::NAMES`].
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Fetching => "fetching",
            Self::Fresh { .. } => "fresh",
            Self::StaleGrace { .. } => "stale_grace",
            Self::Expired { .. } => "expired",
        }
    }
}

/// Whether a slot's key is being fetched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum FetchState {
    /// No fetch under way.
    Idle,
    /// One fetch under way; there is never more than one.
    InFlight,
    /// Fetches failed, and none may begin now.
    BackingOff {
        /// When the next may begin.
        until: Instant,
        /// How many failed since the last that didn't.
        failures: u32,
    },
}

/// The locks of a slot.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Locks {
    /// The slot can't be filled, and its key not be replaced.
    pub write: bool,
    /// The slot's key isn't handed out.
    pub usage: bool,
}
