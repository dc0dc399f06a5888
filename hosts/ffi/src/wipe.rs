//! Overwriting the caller's own secrets.

use zeroize::Zeroize;

use crate::{guard::guard, memory::Output, status::fg_status};

/// Overwrites bytes with zeros in a way that no compiler leaves out: for keys and plaintexts that the caller holds.
///
/// The bytes have been written to before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_wipe(bytes: *mut u8, length_bytes: usize) -> fg_status {
    guard(|| {
        let bytes = Output::of(bytes, length_bytes)?;
        // SAFETY: checked above; nothing else is used here.
        unsafe { bytes.get() }.zeroize();
        Ok(())
    })
}
