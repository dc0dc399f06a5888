//! Semihosting: calls to the debugger, here QEMU (Arm's "Semihosting for AArch32 and AArch64"; RISC-V uses the same calls).

use core::arch::asm;
use core::ffi::CStr;

const SYS_OPEN: usize = 0x01;
const SYS_WRITEC: usize = 0x03;
const SYS_WRITE: usize = 0x05;
const SYS_GET_CMDLINE: usize = 0x15;
const SYS_EXIT_EXTENDED: usize = 0x20;
/// Mode "wb" of SYS_OPEN.
const MODE_WRITE_BINARY: usize = 5;
const ADP_STOPPED_APPLICATION_EXIT: usize = 0x20026;

/// Digits of the largest number.
const DIGITS_MAX: usize = 20;
/// Longest command line, in bytes, with its zero byte.
pub const COMMAND_LINE_BYTES_MAX: usize = 128;

/// Writes text to the host.
pub fn write(text: &str) {
    for byte in text.bytes() {
        // SAFETY: SYS_WRITEC reads the one byte that the pointer names.
        unsafe { call(SYS_WRITEC, &raw const byte as usize) };
    }
}

/// Writes a decimal number.
pub fn write_number(number: usize) {
    let mut digits = [0; DIGITS_MAX];
    let mut rest = number;
    let mut length = 0;
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
        length += 1;
        if rest == 0 {
            break;
        }
    }
    for digit in digits.iter().skip(DIGITS_MAX - length) {
        // SAFETY: as above.
        unsafe { call(SYS_WRITEC, &raw const *digit as usize) };
    }
}

/// A file on the host, open for writing.
pub struct HostFile(usize);

/// Creates a file in QEMU's folder.
pub fn create(name: &CStr) -> Option<HostFile> {
    let block = [
        name.as_ptr() as usize,
        MODE_WRITE_BINARY,
        name.to_bytes().len(),
    ];
    // SAFETY: the block has the three fields that SYS_OPEN reads, and the name ends with a zero byte.
    let handle = unsafe { call(SYS_OPEN, block.as_ptr() as usize) };
    (handle != usize::MAX).then_some(HostFile(handle))
}

impl HostFile {
    /// Appends bytes. The host's disk may be full; a log is not worth stopping for.
    pub fn write(&mut self, bytes: &[u8]) {
        let block = [self.0, bytes.as_ptr() as usize, bytes.len()];
        // SAFETY: the block has the three fields that SYS_WRITE reads, and the bytes are as many as it says.
        unsafe { call(SYS_WRITE, block.as_ptr() as usize) };
    }
}

/// The arguments that QEMU was given, separated by spaces.
pub fn command_line(buffer: &mut [u8; COMMAND_LINE_BYTES_MAX]) -> &str {
    let mut block = [buffer.as_mut_ptr() as usize, buffer.len()];
    // SAFETY: the block has the two fields that SYS_GET_CMDLINE reads and writes, and the buffer is as long as it says.
    let result = unsafe { call(SYS_GET_CMDLINE, block.as_mut_ptr() as usize) };
    let length = if result == 0 { block[1] } else { 0 };
    let bytes = buffer.get(..length).unwrap_or_default();
    core::str::from_utf8(bytes).unwrap_or_default()
}

/// Ends QEMU with this exit code.
pub fn exit(code: usize) -> ! {
    let block = [ADP_STOPPED_APPLICATION_EXIT, code];
    // SAFETY: the block has the two fields that SYS_EXIT_EXTENDED reads.
    unsafe { call(SYS_EXIT_EXTENDED, block.as_ptr() as usize) };
    loop {
        core::hint::spin_loop();
    }
}

/// # Safety
/// The argument has to be what the operation reads, usually the address of its parameter block.
unsafe fn call(operation: usize, argument: usize) -> usize {
    let mut result = operation;
    #[cfg(target_arch = "arm")]
    // SAFETY: the breakpoint that Arm reserves for semihosting; QEMU changes r0 and the memory that the caller vouches for.
    unsafe {
        asm!("bkpt 0xab", inout("r0") result, in("r1") argument, options(nostack));
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: as above, with `hlt` and x0.
    unsafe {
        asm!("hlt #0xf000", inout("x0") result, in("x1") argument, options(nostack));
    }
    #[cfg(target_arch = "riscv32")]
    // SAFETY: as above; the three instructions have to be uncompressed and within one page.
    unsafe {
        asm!(
            ".balign 16", ".option push", ".option norvc",
            "slli x0, x0, 0x1f", "ebreak", "srai x0, x0, 7",
            ".option pop",
            inout("a0") result, in("a1") argument, options(nostack)
        );
    }
    core::hint::black_box(&mut result);
    result
}
