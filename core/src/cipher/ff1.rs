//! FF1, format-preserving encryption (NIST SP 800-38G revision 1): a keyed permutation of the strings of a given length
//! over a given alphabet.
//!
//! A string is a slice of numerals below the radix. Key, numerals and tweaked state are secret and are neither branched on,
//! nor indexed by, nor divided: reductions multiply by reciprocals and correct under a mask. Radix, length and tweak
//! length are public. Processors whose 32-bit multiplication ends early for small operands (Cortex-M3) are not covered.
//!
//! # Limits
//! FF1 is a permutation, not authenticated encryption: every string decrypts to some string, equal strings under one tweak
//! encrypt equally, and on small domains the ten rounds can be told from a random permutation (Durak and Vaudenay, CRYPTO
//! 2017; Hoang, Tessaro and Trieu, CRYPTO 2018; Beyne, CRYPTO 2021, on FF3-1 and FEA). The standard's answer, enforced
//! here, is [`DOMAIN_SIZE_MIN`].
//!
//! ```
//! use fieldgate_core::cipher::{Aes256, ff1::{Domain, Ff1}};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let ff1 = Ff1::<Aes256>::new(&[7; 32].into());
//! let sixteen_digits = ff1.permutation(&Domain::new(10, 16)?, b"")?;
//! let mut digits = [4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
//! sixteen_digits.encrypt(&mut digits)?;
//! assert!(digits.iter().all(|digit| *digit < 10));
//! sixteen_digits.decrypt(&mut digits)?;
//! assert_eq!(digits[..3], [4, 1, 1]);
//! # Ok(())
//! # }
//! ```

mod divisor;
mod domain;
mod half;
mod narrow;
mod rounds;
mod wide;

use core::fmt;

use zeroize::ZeroizeOnDrop;

pub use domain::{DOMAIN_SIZE_MIN, Domain, HALF_BITS_MAX, NUMERALS_MAX, RADIX_MAX, RADIX_MIN};

use self::{
    domain::Moduli,
    half::Half,
    narrow::Narrow,
    rounds::{Direction, Prf},
    wide::Wide,
};
use super::{BlockCipher128, Key, WrongKeyLength};

/// Longest tweak, in bytes.
pub const TWEAK_BYTES_MAX: usize = 256;
/// Values that a batch takes through the rounds together: a full group of the block cipher's widest path.
pub const GROUP_VALUES: usize = 64;

/// FF1 can't be run. Nothing was changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum Ff1Error {
    /// The radix is not from [`RADIX_MIN`] to [`RADIX_MAX`].
    Radix = 1,
    /// There are fewer than [`DOMAIN_SIZE_MIN`] strings of this radix and length.
    DomainTooSmall = 2,
    /// Half of a string takes more than [`HALF_BITS_MAX`] bits.
    DomainTooLarge = 3,
    /// The tweak is longer than [`TWEAK_BYTES_MAX`].
    TweakTooLong = 4,
    /// The string doesn't have the domain's length; of a batch: the strings together don't have a multiple of it.
    Length = 5,
    /// A numeral is not below the radix.
    Numeral = 6,
}

impl fmt::Display for Ff1Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Radix => write!(f, "the radix is not from {RADIX_MIN} to {RADIX_MAX}"),
            Self::DomainTooSmall => {
                write!(f, "fewer than {DOMAIN_SIZE_MIN} values have this format")
            }
            Self::DomainTooLarge => f.write_str("the value is too long for its alphabet"),
            Self::TweakTooLong => write!(f, "the tweak is longer than {TWEAK_BYTES_MAX} bytes"),
            Self::Length => f.write_str("the value doesn't have the domain's length"),
            Self::Numeral => f.write_str("a numeral is not below the radix"),
        }
    }
}

impl core::error::Error for Ff1Error {}

/// An FF1 key. Wiped when dropped, by the cipher's own drop.
pub struct Ff1<C: BlockCipher128> {
    cipher: C,
}

impl<C: BlockCipher128> Ff1<C> {
    /// Expands `key`.
    ///
    /// # Errors
    /// [`WrongKeyLength`] when it is not as long as the cipher's keys.
    pub fn from_slice(key: &[u8]) -> Result<Self, WrongKeyLength> {
        <&Key<C>>::try_from(key)
            .map(Self::new)
            .map_err(|_| WrongKeyLength)
    }

    /// Expands `key`.
    #[must_use]
    pub fn new(key: &Key<C>) -> Self {
        Self {
            cipher: C::new(key),
        }
    }

    /// The permutation of `domain` under `tweak`: what is the same for all its values is computed here, once.
    ///
    /// # Errors
    /// [`Ff1Error::TweakTooLong`].
    pub fn permutation(
        &self,
        domain: &Domain,
        tweak: &[u8],
    ) -> Result<Permutation<'_, C>, Ff1Error> {
        if tweak.len() > TWEAK_BYTES_MAX {
            return Err(Ff1Error::TweakTooLong);
        }
        Ok(Permutation {
            prf: Prf::new(&self.cipher, domain, tweak),
            domain: *domain,
        })
    }
}

impl<C: BlockCipher128 + ZeroizeOnDrop> ZeroizeOnDrop for Ff1<C> {}

/// The permutation of one domain under one key and one tweak.
pub struct Permutation<'k, C: BlockCipher128> {
    prf: Prf<'k, C>,
    domain: Domain,
}

impl<C: BlockCipher128> Permutation<'_, C> {
    /// Encrypts a string of numerals in place (SP 800-38G algorithm 7).
    ///
    /// # Errors
    /// [`Ff1Error::Length`], [`Ff1Error::Numeral`].
    pub fn encrypt(&self, numerals: &mut [u16]) -> Result<(), Ff1Error> {
        self.one(numerals, Direction::Encrypt)
    }

    /// Decrypts a string of numerals in place (SP 800-38G algorithm 8). Every string decrypts to some string.
    ///
    /// # Errors
    /// [`Ff1Error::Length`], [`Ff1Error::Numeral`].
    pub fn decrypt(&self, numerals: &mut [u16]) -> Result<(), Ff1Error> {
        self.one(numerals, Direction::Decrypt)
    }

    /// Encrypts many strings in place, one after another in `strings`, each as [`encrypt`](Self::encrypt) does: groups of
    /// [`GROUP_VALUES`] go through the rounds together.
    ///
    /// # Errors
    /// [`Ff1Error::Length`], [`Ff1Error::Numeral`]; no string was changed then.
    pub fn encrypt_batch(&self, strings: &mut [u16]) -> Result<(), Ff1Error> {
        self.many(strings, Direction::Encrypt)
    }

    /// Decrypts many strings in place, as [`encrypt_batch`](Self::encrypt_batch) encrypts them.
    ///
    /// # Errors
    /// [`Ff1Error::Length`], [`Ff1Error::Numeral`]; no string was changed then.
    pub fn decrypt_batch(&self, strings: &mut [u16]) -> Result<(), Ff1Error> {
        self.many(strings, Direction::Decrypt)
    }

    fn one(&self, numerals: &mut [u16], direction: Direction) -> Result<(), Ff1Error> {
        if numerals.len() != self.domain.len() {
            return Err(Ff1Error::Length);
        }
        self.check_numerals(numerals)?;
        self.group::<1>(numerals, direction);
        Ok(())
    }

    fn many(&self, strings: &mut [u16], direction: Direction) -> Result<(), Ff1Error> {
        if !strings
            .len()
            .is_multiple_of(self.domain.nonzero_len().get())
        {
            return Err(Ff1Error::Length);
        }
        self.check_numerals(strings)?;
        for group in strings.chunks_mut((self.domain.len() * GROUP_VALUES).max(1)) {
            self.group::<GROUP_VALUES>(group, direction);
        }
        Ok(())
    }

    /// Looks at all of the numerals, wherever the first wrong one is.
    fn check_numerals(&self, numerals: &[u16]) -> Result<(), Ff1Error> {
        let largest = self.domain.radix() - 1;
        let wrong = numerals.iter().fold(0, |wrong, numeral| {
            wrong | largest.wrapping_sub(u32::from(*numeral))
        });
        // A difference below zero sets the highest bit; no other does.
        if wrong >> 31 == 0 {
            Ok(())
        } else {
            Err(Ff1Error::Numeral)
        }
    }

    fn group<const VALUES: usize>(&self, strings: &mut [u16], direction: Direction) {
        match &self.domain.moduli {
            Moduli::Narrow(moduli) => self.halves::<Narrow, VALUES>(strings, direction, moduli),
            Moduli::Wide(moduli) => self.halves::<Wide, VALUES>(strings, direction, moduli),
        }
    }

    /// Numerals to integers, the rounds, and back. The halves stay integers between the rounds.
    fn halves<H: Half, const VALUES: usize>(
        &self,
        strings: &mut [u16],
        direction: Direction,
        moduli: &[H::Modulus; 2],
    ) {
        let domain = &self.domain;
        let len = domain.nonzero_len().get();
        let mut count = 0;
        let mut halves: [[H; 2]; VALUES] = core::array::from_fn(|_| [H::ZERO, H::ZERO]);
        for ([target, fed], string) in halves.iter_mut().zip(strings.chunks_exact(len)) {
            let (left, right) = string.split_at(len / 2);
            // Decrypting runs the same rounds backwards, from the right half on.
            let (to_target, to_fed) = match direction {
                Direction::Encrypt => (left, right),
                Direction::Decrypt => (right, left),
            };
            domain.integer(to_target, target);
            domain.integer(to_fed, fed);
            count += 1;
        }
        if let Some(halves) = halves.get_mut(..count) {
            self.prf.rounds::<H, VALUES>(halves, direction, moduli);
        }
        for ([target, fed], string) in halves.iter_mut().zip(strings.chunks_exact_mut(len)) {
            let (left, right) = string.split_at_mut(len / 2);
            let (from_target, from_fed) = match direction {
                Direction::Encrypt => (left, right),
                Direction::Decrypt => (right, left),
            };
            domain.numerals(target, from_target);
            domain.numerals(fed, from_fed);
        }
        for half in halves.as_flattened_mut() {
            half.zeroize();
        }
    }
}

#[cfg(test)]
mod tests;
