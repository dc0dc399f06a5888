//! The control of the search for divisions: what divides by, or takes the rest of, a secret on purpose. `cargo xtask ct`
//! compiles this file for each processor, and each of these functions must be found.
#![no_std]

/// One instruction, or a call where the processor has none.
#[inline(never)]
pub fn control_32(dividend: u32, secret: u32) -> u32 {
    dividend.checked_div(secret).unwrap_or(0)
}

/// A call on processors of 32 bits.
#[inline(never)]
pub fn control_64(dividend: u64, secret: u64) -> u64 {
    dividend.checked_rem(secret).unwrap_or(0)
}

/// A call on processors of 64 bits; a long loop elsewhere.
#[inline(never)]
pub fn control_128(dividend: u128, secret: u128) -> u128 {
    dividend.checked_rem(secret).unwrap_or(0)
}

/// By a constant: wide ones are calls on processors of 32 bits, and only there.
#[inline(never)]
pub fn control_constant(secret: u64) -> u64 {
    secret % 10
}
