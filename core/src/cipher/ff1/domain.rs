//! The strings of one length over one alphabet: everything about them that is public.

use core::num::NonZeroUsize;

use super::{Ff1Error, divisor::Divisor, half::Half, narrow, wide};

/// Smallest radix.
pub const RADIX_MIN: u32 = 2;
/// Largest radix (SP 800-38G section 5.1).
pub const RADIX_MAX: u32 = 1 << 16;
/// Fewest strings of a domain: radix^length is no less (SP 800-38G revision 1 section 5.1).
pub const DOMAIN_SIZE_MIN: u64 = 1_000_000;
/// Half of a string, the longer one if they differ, is below two to the power of this.
pub const HALF_BITS_MAX: usize = wide::BITS_MAX;
/// Longest string, in numerals: of radix 2. Of radix 10 it is 114, of 36 it is 74, of 62 it is 64.
pub const NUMERALS_MAX: usize = 2 * (HALF_BITS_MAX - 1);

/// Largest product of numerals' radices that is divided at once.
const CHUNK_MAX: u32 = 1 << 16;

/// The strings of `len` numerals below `radix`, and the constants to compute with them.
#[derive(Clone, Copy)]
pub struct Domain {
    radix: Divisor,
    /// Not zero, so that no division by it and no cut into pieces of it can panic.
    len: NonZeroUsize,
    /// b of SP 800-38G algorithm 7: bytes of the longer half as an integer.
    half_bytes: usize,
    /// As many numerals as are taken off or put on together, and radix to that power.
    chunk_len: NonZeroUsize,
    chunk: Divisor,
    /// Numerals of the left and the right half that come before whole chunks.
    heads: [usize; 2],
    pub(super) moduli: Moduli,
}

/// radix^u, for even rounds, and radix^v, for odd ones.
#[derive(Clone, Copy)]
pub(super) enum Moduli {
    Narrow([narrow::Modulus; 2]),
    Wide([wide::Modulus; 2]),
}

impl Domain {
    /// Checks radix and length and computes the domain's constants. All of it is public.
    ///
    /// # Errors
    /// [`Ff1Error::Radix`], [`Ff1Error::DomainTooSmall`], [`Ff1Error::DomainTooLarge`].
    pub fn new(radix: u32, len: usize) -> Result<Self, Ff1Error> {
        if !(RADIX_MIN..=RADIX_MAX).contains(&radix) {
            return Err(Ff1Error::Radix);
        }
        if len > NUMERALS_MAX {
            return Err(Ff1Error::DomainTooLarge);
        }
        let size = (0..len).try_fold(1_u64, |size, _| {
            let size = size * u64::from(radix);
            if size < DOMAIN_SIZE_MIN {
                Ok(size)
            } else {
                Err(size)
            }
        });
        let (Err(_), Some(strings_len)) = (size, NonZeroUsize::new(len)) else {
            return Err(Ff1Error::DomainTooSmall);
        };
        let left_len = len / 2;
        let left = power(radix, left_len).ok_or(Ff1Error::DomainTooLarge)?;
        let right = power(radix, len - left_len).ok_or(Ff1Error::DomainTooLarge)?;
        // b = ⌈⌈v · log2(radix)⌉ / 8⌉: the bits of the largest half.
        let half_bytes = wide::bit_length(&less_one(right)).div_ceil(8);
        let moduli = match (left, right) {
            ([left, 0, 0, 0, 0, 0], [right, 0, 0, 0, 0, 0]) => {
                Moduli::Narrow([left, right].map(narrow::Modulus::new))
            }
            // d = 4 · ⌈b / 4⌉ + 4 bytes.
            (left, right) => Moduli::Wide(
                [left, right].map(|value| wide::Modulus::new(value, half_bytes.div_ceil(4) + 1)),
            ),
        };
        let (chunk_len, chunk) = chunk(radix);
        Ok(Self {
            radix: Divisor::new(radix),
            len: strings_len,
            half_bytes,
            chunk_len,
            chunk: Divisor::new(chunk),
            heads: [left_len % chunk_len, (len - left_len) % chunk_len],
            moduli,
        })
    }

    /// How many numerals there are to choose from.
    #[must_use]
    pub const fn radix(&self) -> u32 {
        self.radix.value()
    }

    /// Numerals of a string.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a domain is never empty")]
    pub const fn len(&self) -> usize {
        self.len.get()
    }

    /// The same, known not to be zero.
    pub(super) const fn nonzero_len(&self) -> NonZeroUsize {
        self.len
    }

    /// u of SP 800-38G algorithm 7: numerals of the left half.
    pub(super) const fn left_len(&self) -> usize {
        self.len.get() / 2
    }

    pub(super) const fn half_bytes(&self) -> usize {
        self.half_bytes
    }

    /// Whether y takes more than one block.
    pub(super) const fn y_is_long(&self) -> bool {
        self.half_bytes > 12
    }

    /// NUM_radix (SP 800-38G algorithm 1) into `half`, which is zero.
    pub(super) fn integer<H: Half>(&self, numerals: &[u16], half: &mut H) {
        let [left, right] = self.heads;
        let head = if numerals.len() == self.left_len() {
            left
        } else {
            right
        };
        let (head, rest) = numerals.split_at(head.min(numerals.len()));
        for chunk in core::iter::once(head).chain(rest.chunks(self.chunk_len.get())) {
            let value = chunk.iter().fold(0_u32, |value, numeral| {
                value
                    .wrapping_mul(self.radix.value())
                    .wrapping_add(u32::from(*numeral))
            });
            half.multiply_add(self.chunk.value(), value);
        }
    }

    /// STR_radix (SP 800-38G algorithm 3) of `half`, which is used up.
    pub(super) fn numerals<H: Half>(&self, half: &mut H, numerals: &mut [u16]) {
        for chunk in numerals.rchunks_mut(self.chunk_len.get()) {
            let mut rest = half.divide(&self.chunk);
            for numeral in chunk.iter_mut().rev() {
                let (quotient, remainder) = self.radix.divide(u64::from(rest));
                *numeral = remainder as u16;
                rest = quotient;
            }
        }
    }
}

/// radix^exponent, when it is below 2¹⁹².
fn power(radix: u32, exponent: usize) -> Option<[u32; wide::LIMBS]> {
    let mut value = [1, 0, 0, 0, 0, 0];
    for _ in 0..exponent {
        let mut carry = 0_u64;
        for limb in &mut value {
            carry += u64::from(*limb) * u64::from(radix);
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry != 0 {
            return None;
        }
    }
    Some(value)
}

fn less_one(mut value: [u32; wide::LIMBS]) -> [u32; wide::LIMBS] {
    for limb in &mut value {
        let borrows = *limb == 0;
        *limb = limb.wrapping_sub(1);
        if !borrows {
            break;
        }
    }
    value
}

/// The most numerals whose integer is below [`CHUNK_MAX`], or one, and radix to that power.
fn chunk(radix: u32) -> (NonZeroUsize, u32) {
    let (mut len, mut value) = (NonZeroUsize::MIN, radix);
    // At most 15 times, for radix 2.
    while let Some(next) = value.checked_mul(radix).filter(|next| *next <= CHUNK_MAX) {
        value = next;
        len = len.saturating_add(1);
    }
    (len, value)
}
