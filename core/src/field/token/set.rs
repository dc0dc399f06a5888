//! The distinct tokens of one value: sorted, padded, written as text.

use heapless::Vec;
use zeroize::Zeroizing;

use super::{NotAToken, TOKEN_BITS, TOKEN_TEXT_BYTES, Token, TokenCipher, TokenError};
use crate::cipher::{Aes256, cmac::CmacKey};

/// Most tokens of one value.
pub const TOKENS_MAX: usize = 1024;
/// Greatest multiple that tokens are padded to.
pub const PAD_TO_MAX: u8 = 128;
/// Longest salt of a set's dummies.
pub const SALT_BYTES_MAX: usize = 16;

/// What became of a token that was inserted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Inserted {
    /// It is new.
    New,
    /// It was in the set.
    Known,
}

/// The distinct tokens of a value, at most `N`, in their order.
///
/// Order and number of the words they come from can't be seen in it; the number of distinct ones only up to the padding.
pub struct TokenSet<const N: usize> {
    tokens: Vec<Token, N>,
    padded: bool,
}

impl<const N: usize> TokenSet<N> {
    /// Bytes of the text of a full set.
    pub const TEXT_BYTES_MAX: usize = text_bytes(N);

    /// A set without a token.
    #[must_use]
    pub const fn new() -> Self {
        const {
            assert!(
                N >= 1 && N <= TOKENS_MAX,
                "a set holds 1 to TOKENS_MAX tokens"
            );
        }
        Self {
            tokens: Vec::new(),
            padded: false,
        }
    }

    /// The tokens, sorted.
    #[must_use]
    pub fn as_slice(&self) -> &[Token] {
        &self.tokens
    }

    /// Inserts a token.
    ///
    /// # Errors
    /// [`TokenError::SetFull`] when it is new and there are `N`; [`TokenError::Padded`].
    pub fn insert(&mut self, token: Token) -> Result<Inserted, TokenError> {
        if self.padded {
            return Err(TokenError::Padded);
        }
        self.place(token)
    }

    /// Inserts the tokens of many words or grams, computed together.
    ///
    /// # Errors
    /// As [`TokenCipher::token`], before anything is inserted; [`TokenError::SetFull`], when there is no room for all:
    /// some are in then, and the set is of no use for a search, which would miss the others.
    /// [`TokenError::NoSet`], [`TokenError::Padded`].
    pub fn insert_all(&mut self, cipher: &TokenCipher, inputs: &[&[u8]]) -> Result<(), TokenError> {
        if cipher.dummies.is_none() {
            return Err(TokenError::NoSet);
        }
        if self.padded {
            return Err(TokenError::Padded);
        }
        inputs.iter().try_for_each(|input| cipher.check(input))?;
        cipher.each(inputs, |token| self.place(token).map(|_| ()))
    }

    /// Adds dummies until the number of tokens is a multiple of `pad_to`. 1 adds none; else a set without a token gets
    /// `pad_to` of them.
    ///
    /// The dummies are a pseudo-random function of `salt` and the tokens, under a key of their own. Beside a `random`
    /// payload the salt is 16 fresh random bytes: then, in one version of a value, a dummy looks like a token that no
    /// other value has. Beside an `equal` payload it is empty, so that equal values have equal sets: then they share their
    /// dummies too, all sets without a token have the same ones, and a dummy that such values share looks like a token.
    /// What dummies don't hide, the [module](super#what-it-leaks) says. They are never removed; no search asks for them.
    ///
    /// # Errors
    /// [`TokenError::SaltTooLong`] beyond [`SALT_BYTES_MAX`]; [`TokenError::PadTo`] when `pad_to` is 0 or more than [`PAD_TO_MAX`]; [`TokenError::SetFull`] when `N` is too
    /// small; [`TokenError::Padded`], [`TokenError::NoSet`]. Nothing is added then.
    pub fn pad(&mut self, cipher: &TokenCipher, pad_to: u8, salt: &[u8]) -> Result<(), TokenError> {
        let key = cipher.dummies.as_ref().ok_or(TokenError::NoSet)?;
        let salt = framed(salt)?;
        if self.padded {
            return Err(TokenError::Padded);
        }
        let target = padded_tokens(self.tokens.len(), pad_to)?;
        if target > N {
            return Err(TokenError::SetFull);
        }
        if target > self.tokens.len() {
            let seed = self.seed(key, &salt);
            // Two dummies, or a dummy and a token, may be equal: then the next one serves.
            for counter in 0..=u16::MAX {
                if self.tokens.len() >= target {
                    break;
                }
                self.place(dummy(key, &seed, counter))?;
            }
        }
        self.padded = true;
        Ok(())
    }

    /// Writes the tokens' texts, a space between each two, into the front of `output` and returns that part.
    ///
    /// # Errors
    /// [`TokenError::NoRoom`] when `output` is shorter than [`text_bytes`](Self::text_bytes).
    pub fn write<'o>(&self, output: &'o mut [u8]) -> Result<&'o str, TokenError> {
        let output = output
            .get_mut(..self.text_bytes())
            .ok_or(TokenError::NoRoom)?;
        for (place, token) in output
            .chunks_mut(TOKEN_TEXT_BYTES + 1)
            .zip(self.tokens.iter())
        {
            let text = token.to_text();
            for (to, from) in place.iter_mut().zip(text.as_bytes().iter().chain(b" ")) {
                *to = *from;
            }
        }
        core::str::from_utf8(output).map_err(|_| TokenError::NoRoom)
    }

    /// Bytes of the text.
    #[must_use]
    pub fn text_bytes(&self) -> usize {
        text_bytes(self.tokens.len())
    }

    fn place(&mut self, token: Token) -> Result<Inserted, TokenError> {
        let at = self.tokens.partition_point(|held| *held < token);
        if self.tokens.get(at) == Some(&token) {
            return Ok(Inserted::Known);
        }
        self.tokens.push(token).map_err(|_| TokenError::SetFull)?;
        // Makes way: each later token goes one place on.
        let mut carried = token;
        for place in self.tokens.iter_mut().skip(at) {
            core::mem::swap(place, &mut carried);
        }
        Ok(Inserted::New)
    }

    fn seed(&self, key: &CmacKey<Aes256>, salt: &FramedSalt) -> Zeroizing<[u8; 16]> {
        let mut mac = key.start();
        mac.update(salt);
        for token in &self.tokens {
            mac.update(&token.to_bytes());
        }
        Zeroizing::new(mac.finish())
    }
}

impl<const N: usize> Default for TokenSet<N> {
    fn default() -> Self {
        Self::new()
    }
}

/// The length of a salt in one byte, the salt, and zero bytes: always as long.
type FramedSalt = [u8; 1 + SALT_BYTES_MAX];

fn framed(salt: &[u8]) -> Result<FramedSalt, TokenError> {
    let mut framed = [0; 1 + SALT_BYTES_MAX];
    let [length, place @ ..] = &mut framed;
    place
        .get_mut(..salt.len())
        .ok_or(TokenError::SaltTooLong)?
        .copy_from_slice(salt);
    *length = salt.len() as u8;
    Ok(framed)
}

/// The dummy of a number: the CMAC of the first 14 bytes of the seed and the number.
///
/// That is one block, 16 bytes. The seed is the CMAC of the framed salt, 17 bytes, and the tokens, 10 bytes each: longer,
/// so that under this key the input of a dummy is never that of a seed.
fn dummy(key: &CmacKey<Aes256>, seed: &[u8; 16], counter: u16) -> Token {
    const {
        assert!(size_of::<FramedSalt>() > 16);
    }
    let mut block = Zeroizing::new(*seed);
    let [.., high, low] = &mut *block;
    [*high, *low] = counter.to_be_bytes();
    Token::from_tag(&key.tag(&*block), TOKEN_BITS)
}

/// How many tokens a set of `tokens` has after it was padded.
fn padded_tokens(tokens: usize, pad_to: u8) -> Result<usize, TokenError> {
    match pad_to {
        1 => Ok(tokens),
        2..=PAD_TO_MAX => Ok(tokens.max(1).next_multiple_of(usize::from(pad_to))),
        _ => Err(TokenError::PadTo),
    }
}

const fn text_bytes(tokens: usize) -> usize {
    (tokens * (TOKEN_TEXT_BYTES + 1)).saturating_sub(1)
}

/// The tokens in a text that [`TokenSet::write`] wrote, one by one; an error for each that is none.
pub fn tokens_in(text: &str) -> impl Iterator<Item = Result<Token, NotAToken>> {
    let mut chunks = text.as_bytes().chunks(TOKEN_TEXT_BYTES + 1).peekable();
    core::iter::from_fn(move || {
        let chunk = chunks.next()?;
        let token = match chunks.peek() {
            Some(_) => chunk.strip_suffix(b" "),
            None => Some(chunk),
        };
        Some(token.ok_or(NotAToken).and_then(Token::parse_bytes))
    })
}
