//! The clock that drives the key slots.

use fieldgate_core::time::Instant;
use rustix::time::{ClockId, clock_gettime};

/// Milliseconds since this clock started, counting the time that the machine slept: a suspended machine must not wake up
/// with a key whose time is over. (`std::time::Instant` leaves that time out on Linux.)
pub(super) struct Clock {
    origin_ms: u64,
}

impl Clock {
    pub(super) fn start() -> Self {
        Self {
            origin_ms: since_boot_ms(),
        }
    }

    pub(super) fn now(&self) -> Instant {
        Instant(since_boot_ms().saturating_sub(self.origin_ms))
    }
}

fn since_boot_ms() -> u64 {
    let time = clock_gettime(ClockId::Boottime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    let milliseconds = u64::try_from(time.tv_nsec / 1_000_000).unwrap_or(0);
    seconds.saturating_mul(1000).saturating_add(milliseconds)
}
