//! The AES input for the digits that follow a prefix of a value.

use crate::cipher::halves;

/// The first half of every input block of one cipher.
///
/// | byte | holds |
/// |---|---|
/// | 0 | number of the scheme: 7 `order`, 8 `order-reveal` |
/// | 1 | number of the parameter set |
/// | 2 | d, the bits of a digit |
/// | 3 | w, the bits of a limb |
/// | 4 | bytes of a value |
/// | 5 | i, the digits of the prefix |
/// | 6, 7 | 0 |
/// | 8..16 | the prefix: the value's first i digits, then zero bits |
#[derive(Clone, Copy)]
pub(super) struct PrefixInput(u64);

impl PrefixInput {
    pub(super) const fn new(
        scheme: u8,
        parameters: u8,
        digit_bits: u8,
        limb_bits: u8,
        value_bytes: u8,
    ) -> Self {
        Self(u64::from_be_bytes([
            scheme,
            parameters,
            digit_bits,
            limb_bits,
            value_bytes,
            0,
            0,
            0,
        ]))
    }

    /// The block for the prefix of `digits` digits, `bits` bits, of a value whose first bit is the highest.
    /// There are fewer than 64 bits.
    #[inline(always)]
    pub(super) fn block(self, digits: u8, bits: u32, value: u64) -> [u8; 16] {
        let header = self.0 | (u64::from(digits) << 16);
        let prefix = value & !u64::MAX.wrapping_shr(bits);
        halves(header.to_be(), prefix.to_be()).into()
    }
}
