//! AES Key Wrap: KW (RFC 3394, NIST SP 800-38F section 6.2) and KWP, with padding (RFC 5649, SP 800-38F section 6.3).
//!
//! Deterministic authenticated encryption of keys under a key. KW takes whole 8-byte semiblocks, KWP any length from one
//! byte on. Equal keys under one wrapping key give equal wrapped keys, and the wrapped length tells the key's (KWP: up to
//! seven bytes). Unwrapping decides in one comparison at the end; a failure says no more than that it failed.
//!
//! ```
//! use fieldgate_core::cipher::key_wrap::{KeyWrap, wrapped_bytes};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let wrapping = KeyWrap::<aes::Aes256>::new(&[7; 32].into());
//! let mut wrapped = [0; wrapped_bytes(32)];
//! let wrapped = wrapping.wrap(&[1; 32], &mut wrapped)?;
//! let mut key = [0; 32];
//! assert_eq!(wrapping.unwrap(wrapped, &mut key)?, [1; 32]);
//! # Ok(())
//! # }
//! ```

use core::fmt;

use aes::cipher::{Block as CipherBlock, BlockCipherDecrypt};
use subtle::{Choice, ConstantTimeEq, ConstantTimeGreater};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{BlockCipher128, Key, WrongKeyLength};

/// Bytes of a semiblock: the unit of both modes.
pub const SEMIBLOCK_BYTES: usize = 8;
/// Longest key that is wrapped, in bytes: room for a private RSA key of 16,384 bits, far below the modes' own limits.
pub const KEY_BYTES_MAX: usize = 16 * 1024;
/// Shortest key that KW takes, in bytes (RFC 3394 section 2.2: at least two semiblocks).
pub const KW_KEY_BYTES_MIN: usize = 2 * SEMIBLOCK_BYTES;

/// The initial value of KW (RFC 3394 section 2.2.3.1).
const KW_INITIAL_VALUE: u64 = 0xa6a6_a6a6_a6a6_a6a6;
/// The first half of KWP's; the second is the key's length in bytes (RFC 5649 section 3).
const KWP_INITIAL_VALUE: u32 = 0xa659_59a6;
/// Passes over the semiblocks.
const PASSES: u64 = 6;

/// Bytes of the wrapped form of a key: one semiblock more than the key, which KWP pads to whole semiblocks first.
#[must_use]
pub const fn wrapped_bytes(key_bytes: usize) -> usize {
    key_bytes
        .div_ceil(SEMIBLOCK_BYTES)
        .saturating_add(1)
        .saturating_mul(SEMIBLOCK_BYTES)
}

/// A key can't be wrapped. The output was not written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum WrapError {
    /// The mode doesn't wrap a key of this length: KW takes 16, 24, 32 … bytes, KWP 1, 2, 3 …, both up to
    /// [`KEY_BYTES_MAX`].
    Length = 1,
    /// The output is shorter than [`wrapped_bytes`].
    NoRoom = 2,
}

impl fmt::Display for WrapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "a key of this length can't be wrapped",
            Self::NoRoom => "the output buffer is too short",
        })
    }
}

impl core::error::Error for WrapError {}

/// A key can't be unwrapped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum UnwrapError {
    /// The key was not wrapped in this mode under this wrapping key, or was changed. No more is said; the output is wiped.
    NotAuthentic = 1,
    /// No wrapped key of this mode has this length. The output was not written.
    Length = 2,
    /// The output is more than one semiblock shorter than the wrapped key. It was not written.
    NoRoom = 3,
}

impl fmt::Display for UnwrapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAuthentic => "the wrapped key can't be unwrapped",
            Self::Length => "no wrapped key has this length",
            Self::NoRoom => "the output buffer is too short",
        })
    }
}

impl core::error::Error for UnwrapError {}

/// A wrapping key (KEK). Wiped when dropped, by the cipher's own drop.
///
/// With a cipher of the forward direction only, such as [`aes::Aes256Enc`], it can wrap but not unwrap.
pub struct KeyWrap<C: BlockCipher128> {
    cipher: C,
}

impl<C: BlockCipher128> KeyWrap<C> {
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

    /// Wraps `key` by KW into the front of `output` and returns that part.
    ///
    /// # Errors
    /// See [`WrapError`].
    pub fn wrap<'o>(&self, key: &[u8], output: &'o mut [u8]) -> Result<&'o mut [u8], WrapError> {
        if key.len() < KW_KEY_BYTES_MIN || !key.len().is_multiple_of(SEMIBLOCK_BYTES) {
            return Err(WrapError::Length);
        }
        self.wrap_under(KW_INITIAL_VALUE, key, output)
    }

    /// Wraps `key` by KWP into the front of `output` and returns that part.
    ///
    /// # Errors
    /// See [`WrapError`].
    pub fn wrap_padded<'o>(
        &self,
        key: &[u8],
        output: &'o mut [u8],
    ) -> Result<&'o mut [u8], WrapError> {
        if key.is_empty() {
            return Err(WrapError::Length);
        }
        let length = u32::try_from(key.len()).map_err(|_| WrapError::Length)?;
        let initial = u64::from(KWP_INITIAL_VALUE) << 32 | u64::from(length);
        self.wrap_under(initial, key, output)
    }

    fn wrap_under<'o>(
        &self,
        initial: u64,
        key: &[u8],
        output: &'o mut [u8],
    ) -> Result<&'o mut [u8], WrapError> {
        if key.len() > KEY_BYTES_MAX {
            return Err(WrapError::Length);
        }
        let output = output
            .get_mut(..wrapped_bytes(key.len()))
            .ok_or(WrapError::NoRoom)?;
        let (first, semiblocks) = output
            .split_first_chunk_mut::<SEMIBLOCK_BYTES>()
            .ok_or(WrapError::NoRoom)?;
        for (to, from) in semiblocks
            .iter_mut()
            .zip(key.iter().copied().chain(core::iter::repeat(0)))
        {
            *to = from;
        }
        let (semiblocks, _) = semiblocks.as_chunks_mut::<SEMIBLOCK_BYTES>();
        let mut block = Zeroizing::new([0; 16]);
        if let [only] = semiblocks {
            // RFC 5649 section 4.1: a padded key of one semiblock is one block of the cipher.
            join(&mut block, initial, only);
            self.cipher.encrypt(&mut block);
            (*first, *only) = split(&block);
            return Ok(output);
        }
        let mut chain = initial.to_be_bytes();
        let mut step = 0_u64;
        for _ in 0..PASSES {
            for semiblock in semiblocks.iter_mut() {
                step += 1;
                join(&mut block, u64::from_be_bytes(chain), semiblock);
                self.cipher.encrypt(&mut block);
                (chain, *semiblock) = split(&block);
                chain = (u64::from_be_bytes(chain) ^ step).to_be_bytes();
            }
        }
        *first = chain;
        Ok(output)
    }
}

impl<C: BlockCipher128 + BlockCipherDecrypt> KeyWrap<C> {
    /// Unwraps `wrapped` by KW into the front of `output` and returns that part: the key.
    ///
    /// # Errors
    /// See [`UnwrapError`].
    pub fn unwrap<'o>(
        &self,
        wrapped: &[u8],
        output: &'o mut [u8],
    ) -> Result<&'o mut [u8], UnwrapError> {
        let key = check_lengths(wrapped, KW_KEY_BYTES_MIN, output)?;
        let initial = Zeroizing::new(self.unwrap_semiblocks(wrapped, key)?);
        authentic(initial.ct_eq(&KW_INITIAL_VALUE), key)?;
        Ok(key)
    }

    /// Unwraps `wrapped` by KWP into the front of `output` and returns that part: the key, without its padding.
    ///
    /// The padding is written too, so `output` has room for `wrapped.len() - 8` bytes.
    ///
    /// # Errors
    /// See [`UnwrapError`].
    pub fn unwrap_padded<'o>(
        &self,
        wrapped: &[u8],
        output: &'o mut [u8],
    ) -> Result<&'o mut [u8], UnwrapError> {
        let padded = check_lengths(wrapped, SEMIBLOCK_BYTES, output)?;
        let initial = Zeroizing::new(self.unwrap_semiblocks(wrapped, padded)?);
        let key_bytes = (*initial & u64::from(u32::MAX)) as u32;
        // RFC 5649 section 3: the constant, the length's range, and zeros as padding, all checked before any is judged.
        let mut right = ((*initial >> 32) as u32).ct_eq(&KWP_INITIAL_VALUE);
        let padded_bytes = padded.len() as u32;
        right &= !key_bytes.ct_gt(&padded_bytes);
        right &= key_bytes.ct_gt(&padded_bytes.saturating_sub(SEMIBLOCK_BYTES as u32));
        let last = padded.len().saturating_sub(SEMIBLOCK_BYTES);
        for (position, byte) in (0_u32..).zip(padded.iter()).skip(last) {
            right &= key_bytes.ct_gt(&position) | byte.ct_eq(&0);
        }
        authentic(right, padded)?;
        // Authentic, so the length may be known now; the range was checked.
        padded
            .get_mut(..key_bytes as usize)
            .ok_or(UnwrapError::NotAuthentic)
    }

    /// The inverse of the wrapping rounds: writes the semiblocks, and gives the initial value that must be right.
    fn unwrap_semiblocks(&self, wrapped: &[u8], output: &mut [u8]) -> Result<u64, UnwrapError> {
        let (first, rest) = wrapped
            .split_first_chunk::<SEMIBLOCK_BYTES>()
            .ok_or(UnwrapError::Length)?;
        // So it is (`check_lengths`); the compiler sees here that nothing panics.
        if rest.len() != output.len() {
            return Err(UnwrapError::Length);
        }
        output.copy_from_slice(rest);
        let (semiblocks, _) = output.as_chunks_mut::<SEMIBLOCK_BYTES>();
        let mut block = Zeroizing::new([0; 16]);
        if let [only] = semiblocks {
            join(&mut block, u64::from_be_bytes(*first), only);
            self.decrypt(&mut block);
            let initial;
            (initial, *only) = split(&block);
            return Ok(u64::from_be_bytes(initial));
        }
        let mut chain = *first;
        let mut step = PASSES * semiblocks.len() as u64;
        for _ in 0..PASSES {
            for semiblock in semiblocks.iter_mut().rev() {
                join(&mut block, u64::from_be_bytes(chain) ^ step, semiblock);
                self.decrypt(&mut block);
                (chain, *semiblock) = split(&block);
                step -= 1;
            }
        }
        Ok(u64::from_be_bytes(chain))
    }

    fn decrypt(&self, block: &mut [u8; 16]) {
        self.cipher
            .decrypt_block(<&mut CipherBlock<C>>::from(block));
    }
}

impl<C: BlockCipher128 + ZeroizeOnDrop> ZeroizeOnDrop for KeyWrap<C> {}

/// The part of `output` for the (padded) key in `wrapped`, when both lengths are possible.
fn check_lengths<'o>(
    wrapped: &[u8],
    key_bytes_min: usize,
    output: &'o mut [u8],
) -> Result<&'o mut [u8], UnwrapError> {
    let key_bytes = wrapped
        .len()
        .checked_sub(SEMIBLOCK_BYTES)
        .filter(|bytes| (key_bytes_min..=KEY_BYTES_MAX).contains(bytes))
        .filter(|bytes| bytes.is_multiple_of(SEMIBLOCK_BYTES))
        .ok_or(UnwrapError::Length)?;
    output.get_mut(..key_bytes).ok_or(UnwrapError::NoRoom)
}

/// Lets `key` pass when it is right, and wipes it otherwise.
fn authentic(right: Choice, key: &mut [u8]) -> Result<(), UnwrapError> {
    if bool::from(right) {
        return Ok(());
    }
    key.zeroize();
    Err(UnwrapError::NotAuthentic)
}

fn join(block: &mut [u8; 16], first: u64, second: &[u8; 8]) {
    let (front, back) = block.split_at_mut(8);
    front.copy_from_slice(&first.to_be_bytes());
    back.copy_from_slice(second);
}

fn split(block: &[u8; 16]) -> ([u8; 8], [u8; 8]) {
    let block = u128::from_be_bytes(*block);
    (
        ((block >> 64) as u64).to_be_bytes(),
        (block as u64).to_be_bytes(),
    )
}

#[cfg(test)]
mod tests {
    use aes::Aes256;

    use super::{KEY_BYTES_MAX, KeyWrap, UnwrapError, WrapError, wrapped_bytes};

    const ROOM: usize = 80;

    fn wrapping() -> KeyWrap<Aes256> {
        KeyWrap::new(&[9; 32].into())
    }

    #[test]
    fn every_length_comes_back_or_is_refused() {
        let key: [u8; 64] = core::array::from_fn(|i| i as u8 + 1);
        for len in 0..=key.len() {
            let key = &key[..len];
            let (mut wrapped, mut unwrapped) = ([0; ROOM], [0; ROOM]);
            let outcome = wrapping().wrap(key, &mut wrapped);
            if len < 16 || len % 8 != 0 {
                assert_eq!(outcome, Err(WrapError::Length));
            } else {
                let wrapped = outcome.unwrap();
                assert_eq!(wrapped.len(), wrapped_bytes(len));
                assert_eq!(wrapping().unwrap(wrapped, &mut unwrapped).unwrap(), key);
            }
            let outcome = wrapping().wrap_padded(key, &mut wrapped);
            if len == 0 {
                assert_eq!(outcome, Err(WrapError::Length));
            } else {
                let wrapped = outcome.unwrap();
                assert_eq!(wrapped.len(), wrapped_bytes(len));
                assert_eq!(
                    wrapping().unwrap_padded(wrapped, &mut unwrapped).unwrap(),
                    key
                );
            }
        }
    }

    #[test]
    fn a_change_anywhere_is_refused_and_the_output_wiped() {
        for len in [1, 8, 9, 16, 31, 32] {
            let mut wrapped = [0; ROOM];
            let wrapped = wrapping().wrap_padded(&[5; 32][..len], &mut wrapped);
            let wrapped = wrapped.unwrap();
            for bit in 0..wrapped.len() * 8 {
                wrapped[bit / 8] ^= 1 << (bit % 8);
                let mut output = [0xee; ROOM];
                assert_eq!(
                    wrapping().unwrap_padded(wrapped, &mut output),
                    Err(UnwrapError::NotAuthentic)
                );
                let written = wrapped.len() - 8;
                assert!(output[..written].iter().all(|byte| *byte == 0));
                wrapped[bit / 8] ^= 1 << (bit % 8);
            }
        }
    }

    #[test]
    fn one_mode_does_not_unwrap_the_other() {
        let (mut wrapped, mut output) = ([0; 40], [0xee; 32]);
        wrapping().wrap(&[5; 32], &mut wrapped).unwrap();
        let refused = wrapping().unwrap_padded(&wrapped, &mut output);
        assert_eq!(refused, Err(UnwrapError::NotAuthentic));
        wrapping().wrap_padded(&[5; 32], &mut wrapped).unwrap();
        let refused = wrapping().unwrap(&wrapped, &mut output);
        assert_eq!(refused, Err(UnwrapError::NotAuthentic));
        assert_eq!(output, [0; 32]);
    }

    #[test]
    fn lengths_are_checked_before_any_work() {
        let mut output = [0xee; ROOM];
        let wrapping = wrapping();
        let long = [0; KEY_BYTES_MAX + 16];
        assert_eq!(wrapping.wrap(&long, &mut output), Err(WrapError::Length));
        assert_eq!(
            wrapping.wrap_padded(&long, &mut output),
            Err(WrapError::Length)
        );
        assert_eq!(
            wrapping.wrap(&[0; 16], &mut output[..23]),
            Err(WrapError::NoRoom)
        );
        for wrapped in [&long[..0], &[0; 7], &[0; 8], &[0; 16], &[0; 25], &long] {
            let refused = wrapping.unwrap(wrapped, &mut output);
            assert_eq!(refused, Err(UnwrapError::Length));
        }
        for wrapped in [&long[..0], &[0; 7], &[0; 8], &[0; 17], &long[..]] {
            let refused = wrapping.unwrap_padded(wrapped, &mut output);
            assert_eq!(refused, Err(UnwrapError::Length));
        }
        let refused = wrapping.unwrap(&[0; 40], &mut output[..31]);
        assert_eq!(refused, Err(UnwrapError::NoRoom));
        assert_eq!(output, [0xee; ROOM]);
    }
}
