//! A token, and its form as text.

use core::fmt;

/// Bits of a token.
pub const TOKEN_BITS: u8 = 80;
/// Bytes of a token.
pub const TOKEN_BYTES: usize = 10;
/// Bytes of a token as text.
pub const TOKEN_TEXT_BYTES: usize = 26;

/// Digits that are computed together: the most that 32 bits hold.
const CHUNK_DIGITS: usize = 9;
/// 10⁹.
const CHUNK: u64 = 1_000_000_000;

/// A search token: a number below 2⁸⁰. It is public.
///
/// Tokens order as numbers, as their bytes and as their texts, which is the same.
// Words of 32 bits: small to keep and quick to compare on every processor.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Token {
    high: u16,
    middle: u32,
    low: u32,
}

/// A token as text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TokenText([u8; TOKEN_TEXT_BYTES]);

/// The text is not the text form of a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct NotAToken;

impl fmt::Display for NotAToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a search token: x and 25 digits that make a number below 2^80")
    }
}

impl core::error::Error for NotAToken {}

impl Token {
    /// The first `bits` bits of a CMAC (SP 800-38B section 6.2: MSB), as a number.
    pub(super) fn from_tag(tag: &[u8; 16], bits: u8) -> Self {
        let &[a, b, c, d, e, f, g, h, i, j, ..] = tag;
        let token = Self::from_bytes([a, b, c, d, e, f, g, h, i, j]);
        if bits >= TOKEN_BITS {
            return token;
        }
        let bits = u128::from_be_bytes(*tag) >> (128 - u32::from(bits));
        Self {
            high: (bits >> 64) as u16,
            middle: (bits >> 32) as u32,
            low: bits as u32,
        }
    }

    /// A token of its bytes, most significant first.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; TOKEN_BYTES]) -> Self {
        let [a, b, c, d, e, f, g, h, i, j] = bytes;
        Self {
            high: u16::from_be_bytes([a, b]),
            middle: u32::from_be_bytes([c, d, e, f]),
            low: u32::from_be_bytes([g, h, i, j]),
        }
    }

    /// The bytes, most significant first.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; TOKEN_BYTES] {
        let [a, b] = self.high.to_be_bytes();
        let [c, d, e, f] = self.middle.to_be_bytes();
        let [g, h, i, j] = self.low.to_be_bytes();
        [a, b, c, d, e, f, g, h, i, j]
    }

    /// The number, when it fits: that of a blind token of up to 64 bits always does.
    #[must_use]
    pub const fn to_u64(self) -> Option<u64> {
        if self.high == 0 {
            Some((self.middle as u64) << 32 | self.low as u64)
        } else {
            None
        }
    }

    /// The token as text: `x` and 25 decimal digits.
    ///
    /// Full-text indexes take it for one word and leave it as it is: stemmers (all 36 of Snowball 3 were tried) and
    /// PostgreSQL's configurations know no endings of digits, where they shorten or split base64, base32 and hex.
    #[must_use]
    pub fn to_text(self) -> TokenText {
        let mut text = [b'x'; TOKEN_TEXT_BYTES];
        let [_, digits @ ..] = &mut text;
        // Schoolbook division by 10⁹ in limbs of 32 bits: no division is wider than 64.
        let mut limbs = [self.high.into(), self.middle, self.low];
        for digits in digits.rchunks_mut(CHUNK_DIGITS) {
            let mut rest = 0;
            for limb in &mut limbs {
                let dividend = rest << 32 | u64::from(*limb);
                // Less than 2³², as the rest before was less than the divisor.
                *limb = (dividend / CHUNK) as u32;
                rest = dividend % CHUNK;
            }
            let mut rest = rest as u32;
            for digit in digits.iter_mut().rev() {
                *digit = b'0' + (rest % 10) as u8;
                rest /= 10;
            }
        }
        TokenText(text)
    }

    /// Reads a token's text.
    ///
    /// # Errors
    /// [`NotAToken`] for anything but what [`to_text`](Self::to_text) writes.
    pub fn parse(text: &str) -> Result<Self, NotAToken> {
        Self::parse_bytes(text.as_bytes())
    }

    pub(super) fn parse_bytes(text: &[u8]) -> Result<Self, NotAToken> {
        let (&[x, ref digits @ ..], []) = text
            .split_first_chunk::<TOKEN_TEXT_BYTES>()
            .ok_or(NotAToken)?
        else {
            return Err(NotAToken);
        };
        if x != b'x' {
            return Err(NotAToken);
        }
        let mut limbs = [0_u32; 3];
        // The first chunk is the short one: 25 is 7 and twice 9. 10²⁵ is less than 2⁹⁶, so no carry is lost.
        let (first, others) = digits.split_at(digits.len() % CHUNK_DIGITS);
        for digits in core::iter::once(first).chain(others.chunks(CHUNK_DIGITS)) {
            let mut carry = u64::from(number(digits)?);
            for limb in limbs.iter_mut().rev() {
                carry += u64::from(*limb) * CHUNK;
                *limb = carry as u32;
                carry >>= 32;
            }
        }
        let [high, middle, low] = limbs;
        let high = u16::try_from(high).map_err(|_| NotAToken)?;
        Ok(Self { high, middle, low })
    }
}

/// The number of up to [`CHUNK_DIGITS`] digits.
fn number(digits: &[u8]) -> Result<u32, NotAToken> {
    digits.iter().try_fold(0, |number, digit| match digit {
        b'0'..=b'9' => Ok(number * 10 + u32::from(digit - b'0')),
        _ => Err(NotAToken),
    })
}

impl TokenText {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Never anything else than ASCII, so never the default.
        core::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Its bytes, which are ASCII.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; TOKEN_TEXT_BYTES] {
        &self.0
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.to_text().as_str())
    }
}

impl fmt::Debug for TokenText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for TokenText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{NotAToken, TOKEN_BITS, Token};

    #[test]
    fn a_token_is_the_first_bits_of_a_tag() {
        let tag = core::array::from_fn(|i| 0xf0 | i as u8);
        let token = Token::from_tag(&tag, TOKEN_BITS);
        assert_eq!(token.to_bytes(), tag[..10]);
        for bits in 8..TOKEN_BITS {
            let cut = Token::from_tag(&tag, bits).to_bytes();
            let number = u128::from_be_bytes(tag) >> (128 - u32::from(bits));
            assert_eq!(cut, number.to_be_bytes()[6..], "{bits}");
        }
    }

    #[test]
    fn the_text_ends_where_the_number_does() {
        let greatest = Token::from_bytes([0xff; 10]);
        assert_eq!(greatest.to_text().as_str(), "x1208925819614629174706175");
        assert_eq!(Token::parse("x1208925819614629174706175"), Ok(greatest));
        assert_eq!(Token::parse("x1208925819614629174706176"), Err(NotAToken));
        assert_eq!(Token::parse("x9999999999999999999999999"), Err(NotAToken));
        assert_eq!(
            Token::default().to_text().as_str(),
            "x0000000000000000000000000"
        );
    }
}
