//! The last line: no panic crosses into C, and no key stays on the stack.

use zeroize::Zeroize;

use crate::status::fg_status;

/// How far down the stack is overwritten where keys were made: about as far as making them goes, so that it takes no more
/// stack than they do.
const SCRUBBED_BYTES: usize = if cfg!(target_pointer_width = "64") {
    16 * 1024
} else {
    3 * 1024
};

/// Runs the body of an interface function and gives its status.
///
/// Core doesn't panic on any input. Where the standard library is there, a panic would be caught all the same; where it
/// isn't, panics end in the firmware's panic handler.
pub(crate) fn guard(body: impl FnOnce() -> Result<(), fg_status>) -> fg_status {
    #[cfg(feature = "std")]
    let outcome = std::panic::catch_unwind(core::panic::AssertUnwindSafe(body))
        .unwrap_or(Err(fg_status::Internal));
    #[cfg(not(feature = "std"))]
    let outcome = body();
    match outcome {
        Ok(()) => fg_status::Ok,
        Err(status) => status,
    }
}

/// As [`guard`], for bodies that make or unwrap keys: secrets are wiped where they are dropped, but the compiler may have moved
/// them through other places of the stack on the way to the caller's storage. Those are overwritten.
pub(crate) fn guard_and_scrub(body: impl FnOnce() -> Result<(), fg_status>) -> fg_status {
    let status = below(body);
    scrub_stack();
    status
}

/// A frame of its own, so that all of the body's are where `scrub_stack` has its.
#[inline(never)]
fn below(body: impl FnOnce() -> Result<(), fg_status>) -> fg_status {
    guard(body)
}

#[inline(never)]
fn scrub_stack() {
    let mut below = [0_u8; SCRUBBED_BYTES];
    below.zeroize();
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::guard;
    use crate::status::fg_status;

    #[test]
    fn a_panic_becomes_a_status() {
        assert_eq!(guard(|| panic!("for the test")), fg_status::Internal);
        assert_eq!(guard(|| Err(fg_status::NoRoom)), fg_status::NoRoom);
        assert_eq!(guard(|| Ok(())), fg_status::Ok);
    }
}
