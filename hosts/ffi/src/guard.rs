//! The last line: no panic crosses into C.

use crate::status::fg_status;

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
