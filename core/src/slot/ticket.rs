//! The right to fill a slot.

use super::SlotId;
use crate::time::Instant;

/// The right to fill a slot, once. It is void when the slot was wiped since, or the clock went back.
#[must_use = "a fetch that is neither completed nor failed blocks the slot"]
#[derive(Debug)]
pub struct FetchTicket {
    pub(super) slot: SlotId,
    pub(super) generation: u64,
    pub(super) began: Instant,
    /// Random bits that spread the next prefetch, or the back-off.
    pub(super) jitter: u32,
}

impl FetchTicket {
    /// The slot to fill.
    #[must_use]
    pub const fn slot(&self) -> SlotId {
        self.slot
    }
}

/// How a fetch failed: it decides whether grace may begin.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum FetchFailure {
    /// No answer of the server: it is gone, or the network to it is.
    Unreachable,
    /// The server answered, and the answer isn't this key: it is revoked, destroyed, not permitted, another one.
    Refused,
}
