//! Keys in memory: a fixed table of slots, each with a key that expires and is wiped.
//!
//! The caller's monotonic clock drives it. A key lives from the moment its fetch *began*, so that a slow answer of the key
//! server never lengthens its life, and a clock that goes back wipes the keys that expire rather than prolong them.
//!
//! ```
//! use fieldgate_core::{
//!     secret::Secret,
//!     slot::{KeyExpiry, KeySlots},
//!     time::{Instant, Minutes},
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut slots = KeySlots::<4>::new();
//! let minute = Minutes::new(1).ok_or("at least one minute")?;
//! let slot = slots.add(KeyExpiry::After(minute))?;
//!
//! let ticket = slots.begin_fetch(slot, Instant(0))?; // others that want the key wait now
//! slots.complete(ticket, &Secret::copied_from(&[7; 32]).ok_or("32 bytes")?, Instant(20))?;
//! assert!(slots.key(slot, Instant(59_999)).is_some());
//! assert_eq!(slots.next_deadline(), Some(Instant(60_000)));
//! assert!(slots.key(slot, Instant(60_000)).is_none()); // even before anyone called `expire`
//! assert_eq!(slots.expire(Instant(60_000)).as_slice(), [slot]); // now the bytes are gone
//! # Ok(())
//! # }
//! ```

mod table;

use core::fmt;

pub use table::KeySlots;

use crate::time::{Instant, Minutes};

/// How long a key stays in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum KeyExpiry {
    /// Until the process ends or reloads.
    Never,
    /// So many minutes from the beginning of its fetch.
    After(Minutes),
}

/// Names a slot of the table that gave it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct SlotId(usize);

impl SlotId {
    /// The slot's place in the table, from 0 in the order of adding.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0
    }
}

/// What a slot holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum SlotState {
    /// No key yet, or wiped.
    Empty,
    /// Someone is fetching it.
    Fetching,
    /// A key, until the deadline if there is one.
    Fresh {
        /// When it is wiped.
        until: Option<Instant>,
    },
}

/// The right to fill a slot, once. It is void when the slot was wiped since.
#[must_use = "a fetch that is neither completed nor failed blocks the slot"]
pub struct FetchTicket {
    slot: SlotId,
    generation: u32,
    began: Instant,
}

impl FetchTicket {
    /// The slot to fill.
    #[must_use]
    pub const fn slot(&self) -> SlotId {
        self.slot
    }
}

/// A slot can't do what was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum SlotError {
    /// All slots of the table are taken.
    Full,
    /// The table has no such slot.
    NoSuchSlot,
    /// The key is being fetched already; wait for that fetch.
    Fetching,
    /// The slot holds a key that has not expired.
    Held,
    /// The slot was wiped, or the key expired, since the fetch began: the answer came too late and was not stored.
    Superseded,
}

impl fmt::Display for SlotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full => "all key slots are taken",
            Self::NoSuchSlot => "no such key slot",
            Self::Fetching => "the key is being fetched already",
            Self::Held => "the key is held already",
            Self::Superseded => "the key arrived after it was no longer wanted",
        })
    }
}

impl core::error::Error for SlotError {}
