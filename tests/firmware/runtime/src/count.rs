//! Two marks between which the host counts instructions: it looks their symbols up in the image.

use core::arch::asm;

/// The count begins.
#[inline(never)]
#[unsafe(no_mangle)]
pub extern "C" fn fieldgate_count_begin() {
    // SAFETY: an instruction without effect; it keeps the function from being merged with the other one.
    unsafe { asm!("nop", options(nomem, nostack)) }
}

/// The count ends.
#[inline(never)]
#[unsafe(no_mangle)]
pub extern "C" fn fieldgate_count_end() {
    // SAFETY: as above.
    unsafe { asm!("nop", "nop", options(nomem, nostack)) }
}
