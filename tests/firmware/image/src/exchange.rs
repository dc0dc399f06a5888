//! The KMIP exchange over the serial port, against whatever KMIP server the host has put at its other end.

use crate::cases::Wrong;

/// Creates.
pub(crate) fn run() -> Result<(), Wrong> {
    Ok(())
}
