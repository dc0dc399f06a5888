//! From reset to `fieldgate_main`, one file an architecture.

#[cfg(target_arch = "aarch64")]
mod aarch64;
#[cfg(target_arch = "arm")]
mod cortex_m;
#[cfg(target_arch = "riscv32")]
mod riscv32;

/// Faults and unexpected interrupts end the image with exit code 102.
#[unsafe(no_mangle)]
extern "C" fn fieldgate_fault() -> ! {
    crate::semihosting::write("fault\n");
    crate::semihosting::exit(102)
}
