//! Wiping what work on secrets left on the stack.

use zeroize::Zeroize;

/// How far down the stack is overwritten: several times what our own work on a key takes.
const SCRUBBED_BYTES: usize = 64 * 1024;

/// Overwrites 64 KiB of the stack below the caller, on the caller's thread.
///
/// Secrets are wiped where they are dropped, but the compiler may have moved them through other places of the stack on the
/// way, and libraries may not wipe theirs. So the work is done in a function that is `#[inline(never)]`, which hands back
/// secrets only on the heap, and this is called right after it, from the same function:
///
/// ```
/// use fieldgate_core::secret::Secret;
/// use fieldgate_hsm_bridge::scrub_stack;
///
/// #[inline(never)]
/// fn work() -> Box<Secret<32>> {
///     let mut key = Box::new(Secret::zeroed());
///     key.expose_mut()[0] = 7;
///     key
/// }
///
/// let key = work();
/// scrub_stack();
/// # drop(key);
/// ```
///
/// It doesn't reach the frames of the caller and above, stack deeper than 64 KiB, nor registers. The thread needs 64 KiB of
/// free stack.
#[inline(never)]
pub fn scrub_stack() {
    let mut below = [0_u8; SCRUBBED_BYTES];
    below.zeroize();
}
