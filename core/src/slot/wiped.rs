//! Which key was wiped, and why.

use core::fmt;

use super::SlotId;

/// A slot whose key was wiped.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Wiped {
    /// The slot.
    pub slot: SlotId,
    /// Why.
    pub why: WipeCause,
}

/// Why a key was wiped.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum WipeCause {
    /// Its minutes were over.
    Expired,
    /// The server's lease was over.
    LeaseOver,
    /// Its Deactivation Date came.
    Deactivated,
    /// The grace after its minutes was over.
    GraceOver,
    /// The clock went back, so that nobody knows how old it is.
    ClockWentBack,
}

impl fmt::Display for WipeCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Expired => "its time was over",
            Self::LeaseOver => "its lease was over",
            Self::Deactivated => "its Deactivation Date came",
            Self::GraceOver => "its grace period was over",
            Self::ClockWentBack => "the clock went back",
        })
    }
}
