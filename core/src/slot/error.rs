//! What a slot can't do.

use core::fmt;

use crate::time::Instant;

/// A slot can't do what was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum SlotError {
    /// All slots of the table are taken.
    Full = 1,
    /// The table has no such slot.
    NoSuchSlot = 2,
    /// The key is being fetched already; wait for that fetch.
    Fetching = 3,
    /// The slot holds a key that has not expired.
    Held = 4,
    /// The slot was wiped, or the clock went back, since the fetch began: the answer is no longer wanted and was not stored.
    Superseded = 5,
    /// The key's time was over when it arrived; it was not stored.
    Over = 6,
    /// Fetches failed; the next may begin at `until`.
    BackingOff {
        /// When the next fetch may begin.
        until: Instant,
    } = 7,
    /// The slot is write-locked: it can't be filled until the table is reset by `wipe_all`.
    WriteLocked = 8,
}

impl SlotError {
    /// The error's number, which never changes.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Full => 1,
            Self::NoSuchSlot => 2,
            Self::Fetching => 3,
            Self::Held => 4,
            Self::Superseded => 5,
            Self::Over => 6,
            Self::BackingOff { .. } => 7,
            Self::WriteLocked => 8,
        }
    }
}

impl fmt::Display for SlotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full => "all key slots are taken",
            Self::NoSuchSlot => "no such key slot",
            Self::Fetching => "the key is being fetched already",
            Self::Held => "the key is held already",
            Self::Superseded => "the key arrived after it was no longer wanted",
            Self::Over => "the key's lease, Deactivation Date or expiry had passed when it arrived",
            Self::BackingOff { .. } => "the key's last fetch failed; it is too early for the next",
            Self::WriteLocked => "the key slot is write-locked",
        })
    }
}

impl core::error::Error for SlotError {}
