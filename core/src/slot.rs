//! Keys in memory: a fixed table of slots, each with a key that expires and is wiped.
//!
//! ```text
//! Empty → Fetching → Fresh(until) → [StaleGrace(until)] → Expired (wiped) → Fetching → …
//! ```
//!
//! The caller's monotonic clock drives it, and nothing else does: there is no timer inside. A key lives from the moment its
//! fetch *began*, so that a slow answer of the key server never lengthens its life, until the least of three: the minutes of
//! its [`KeyExpiry`], the server's lease, its Deactivation Date. A clock that goes back wipes the keys that expire and voids
//! the fetches under way, rather than prolong anything; a clock that jumps ahead expires early; a clock that wraps goes back.
//!
//! What else there is:
//!
//! - **Refetch.** [`KeySlots::begin_refetch`] fetches while the old key stays usable until its own deadline; the new one
//!   replaces it at once, and a failed refetch leaves it. [`Prefetch`] says when that is due, spread by jitter.
//! - **Grace**, off unless set: a key whose server was unreachable when it was refetched may be used a while longer, never
//!   past its lease or Deactivation Date, and not once the server answers that it doesn't give the key.
//! - **Back-off.** After failed fetches [`KeySlots::begin_fetch`] refuses for a time that doubles.
//! - **Locks**, as those of the key vault in Caliptra's silicon root of trust: a write lock keeps a slot from being filled, a
//!   use lock keeps its key from being handed out. Locks stay through expiry and [`KeySlots::wipe`], until
//!   [`KeySlots::wipe_all`]. No lock keeps a key alive or from being wiped.
//!
//! A key's bytes are in the table only between [`KeySlots::complete`] and the wipe, and a table that is dropped is wiped in
//! its full capacity. A table that is *moved* leaves a copy behind, as all values do: fill it in its final place.
//!
//! ```
//! use fieldgate_core::{
//!     secret::Secret,
//!     slot::{KeyExpiry, KeySlots, Terms, WipeCause},
//!     time::{Instant, Minutes},
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut slots = KeySlots::<4>::new();
//! let minute = Minutes::new(1).ok_or("at least one minute")?;
//! let slot = slots.add(KeyExpiry::After(minute))?;
//!
//! let random = 0x9E37_79B9; // 32 random bits a fetch, which spread what follows it
//! let ticket = slots.begin_fetch(slot, Instant(0), random)?; // others that want the key wait now
//! let key = Secret::copied_from(&[7; 32]).ok_or("32 bytes")?;
//! slots.complete(ticket, &key, Terms::default(), Instant(20))?;
//! assert!(slots.key(slot, Instant(59_999)).is_some());
//! assert_eq!(slots.next_deadline(), Some(Instant(60_000)));
//! assert!(slots.key(slot, Instant(60_000)).is_none()); // even before anyone called `expire`
//!
//! let wiped = slots.expire(Instant(60_000)); // now the bytes are gone
//! assert_eq!((wiped[0].slot, wiped[0].why), (slot, WipeCause::Expired));
//! # Ok(())
//! # }
//! ```

mod cell;
mod error;
mod lifetime;
mod policy;
mod state;
mod table;
mod terms;
mod ticket;
mod wiped;

pub use error::SlotError;
pub use policy::{BACK_OFF_FIRST_MS, BACK_OFF_MAX_MS, BackOff, KeyExpiry, Policy, Prefetch};
pub use state::{FetchState, Locks, SlotState};
pub use table::KeySlots;
pub use terms::Terms;
pub use ticket::{FetchFailure, FetchTicket};
pub use wiped::{WipeCause, Wiped};

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
