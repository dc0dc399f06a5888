//! The little that an image needs to run in QEMU on five targets.
//!
//! | module | what |
//! |---|---|
//! | `start` | from reset to `fieldgate_main`: memory, stack, traps |
//! | [`semihosting`] | text, arguments and the exit code, through QEMU's semihosting |
//! | [`uart`] | the board's serial port as an `embedded-io` port |
//! | [`stack`] | how deep the stack went |
//! | `log` | where defmt's frames go (feature `defmt`) |
//! | [`count`] | where the host counts instructions |
//!
//! All unsafe code of the images is here: memory-mapped registers, start-up, and the semihosting trap.
#![no_std]

#[cfg(target_os = "none")]
pub mod count;
#[cfg(all(target_os = "none", feature = "defmt"))]
mod log;
#[cfg(target_os = "none")]
pub mod semihosting;
#[cfg(target_os = "none")]
pub mod stack;
#[cfg(target_os = "none")]
mod start;
#[cfg(target_os = "none")]
pub mod uart;

/// A panic ends the image with exit code 101. Nothing in core reaches it; see docs/firmware.md.
#[cfg(target_os = "none")]
#[panic_handler]
fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
    if cfg!(feature = "_locate")
        && let Some(location) = info.location()
    {
        semihosting::write(location.file());
        semihosting::write(" ");
        semihosting::write_number(location.line() as usize);
        semihosting::write(" ");
    }
    semihosting::write("panic\n");
    semihosting::exit(101)
}
