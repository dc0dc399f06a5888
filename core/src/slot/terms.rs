//! What the key server says of a key's time.

use crate::time::Instant;

/// The terms that came with a fetched key. They bound every key, also one of [`KeyExpiry::Never`](super::KeyExpiry).
///
/// ```
/// use fieldgate_core::slot::Terms;
///
/// let none = Terms::default(); // the slot's own policy alone
/// let leased = Terms { lease_ms: Some(3_600_000), ..none };
/// assert_eq!(leased.deactivates, None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Terms {
    /// The lease that Obtain Lease gave (KMIP 1.4 section 4.14), in milliseconds. It counts from the beginning of the fetch.
    pub lease_ms: Option<u64>,
    /// The key's Deactivation Date (KMIP 1.4 section 3.27), which the caller converts to its monotonic clock. What it
    /// rounds, it rounds to earlier.
    pub deactivates: Option<Instant>,
}
