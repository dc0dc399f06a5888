//! Talks to valgrind's memcheck, which follows each bit that it is told is undefined through the whole program and
//! reports every branch and every address that depends on one. A secret that is marked so must never be reported.
//!
//! The calls are "client requests": a sequence of instructions that does nothing, and that valgrind recognises
//! (its manual, section 3.1; the numbers are in its headers `valgrind.h` and `memcheck.h`).
#![expect(unsafe_code, reason = "client requests are inline assembly")]

use core::arch::asm;

const RUNNING_ON_VALGRIND: u64 = 0x1001;
const COUNT_ERRORS: u64 = 0x1201;
const MAKE_MEM_UNDEFINED: u64 = 0x4D43_0001;
const MAKE_MEM_DEFINED: u64 = 0x4D43_0002;

/// Whether memcheck is there to answer.
pub(crate) fn is_running() -> bool {
    request(RUNNING_ON_VALGRIND, 0, 0) != 0
}

/// How many reports there were so far, repeated ones too.
pub(crate) fn reports() -> u64 {
    request(COUNT_ERRORS, 0, 0)
}

/// From here on these bytes are secret, and so is what is computed from them.
pub(crate) fn secret(bytes: &mut [u8]) {
    request(
        MAKE_MEM_UNDEFINED,
        bytes.as_mut_ptr() as u64,
        bytes.len() as u64,
    );
}

/// From here on this text is secret; that it is UTF-8 isn't.
pub(crate) fn secret_text(text: &mut str) {
    request(
        MAKE_MEM_UNDEFINED,
        text.as_mut_ptr() as u64,
        text.len() as u64,
    );
}

/// Declares these bytes public: a ciphertext that leaves, or a result that a case compares with what it should be.
pub(crate) fn publish(bytes: &mut [u8]) {
    request(
        MAKE_MEM_DEFINED,
        bytes.as_mut_ptr() as u64,
        bytes.len() as u64,
    );
}

/// Declares a value public: a verdict, or a length. What it points to stays as secret as it was.
pub(crate) fn published<T>(mut value: T) -> T {
    let address = &raw mut value;
    request(MAKE_MEM_DEFINED, address as u64, size_of::<T>() as u64);
    value
}

fn request(number: u64, first: u64, second: u64) -> u64 {
    let block = [number, first, second, 0, 0, 0];
    let mut answer = 0_u64;
    // SAFETY: the rotations add up to 128 bits and so leave rdi as it was, and rbx is exchanged with itself: outside valgrind
    // nothing changes. Under valgrind the answer is put into rdx. The kernel of valgrind reads `block`, which lives across the
    // call, and changes only what it notes about memory, never memory itself; `asm!` without options tells the compiler
    // that any memory may be read and written, so values are in their places before it and read anew after.
    unsafe {
        asm!(
            "rol rdi, 3",
            "rol rdi, 13",
            "rol rdi, 61",
            "rol rdi, 51",
            "xchg rbx, rbx",
            in("rax") block.as_ptr(),
            inout("rdx") answer,
        );
    }
    answer
}
