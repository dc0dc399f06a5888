//! Letters and their numerals, without an index or a branch that depends on which letter it is.

use super::FormatSetupError;

/// Fewest letters of an own alphabet.
pub const ALPHABET_LETTERS_MIN: usize = 2;
/// Most letters of an own alphabet.
pub const ALPHABET_LETTERS_MAX: usize = 128;

/// The enciphered characters of a format.
#[expect(
    clippy::large_enum_variant,
    reason = "there is no heap to put the letters on"
)]
pub(super) enum Alphabet {
    /// 0–9.
    Digits,
    /// 0–9 and a–z, radix 36; A–Z are read as a–z.
    LettersAndDigits,
    /// The caller's.
    Own(Letters),
}

impl Alphabet {
    pub(super) const fn radix(&self) -> u32 {
        match self {
            Self::Digits => 10,
            Self::LettersAndDigits => 36,
            Self::Own(letters) => letters.count as u32,
        }
    }

    /// Bytes of each letter in UTF-8.
    pub(super) const fn width_bytes(&self) -> usize {
        match self {
            Self::Digits | Self::LettersAndDigits => 1,
            Self::Own(letters) => letters.width_bytes,
        }
    }

    /// The numeral of a letter, or one not below the radix for any other character.
    pub(super) fn numeral(&self, letter: char) -> u32 {
        match self {
            Self::Digits => digit(letter),
            Self::LettersAndDigits => letter_or_digit(letter),
            Self::Own(letters) => letters.numeral(letter),
        }
    }

    /// Writes the letter of a numeral below the radix in UTF-8 into `place`, which is as long as it.
    pub(super) fn write(&self, numeral: u16, place: &mut [u8]) {
        let numeral = u32::from(numeral);
        let code = match self {
            Self::Digits => numeral + u32::from(b'0'),
            // 'a' is 39 after what would be the tenth digit.
            Self::LettersAndDigits => numeral + u32::from(b'0') + (39 & !below(numeral, 10)),
            Self::Own(letters) => letters.code(numeral),
        };
        write_utf8(code, place);
    }
}

/// The numeral of a digit, or one from 10 on.
pub(super) const fn digit(letter: char) -> u32 {
    (letter as u32).wrapping_sub(b'0' as u32)
}

/// The numeral of a letter or digit, or one from 36 on.
pub(super) const fn letter_or_digit(letter: char) -> u32 {
    let digit = digit(letter);
    // The one bit in which ASCII's cases differ. No other character becomes a letter by it.
    let letter = (letter as u32 | 0x20).wrapping_sub(b'a' as u32);
    let (is_digit, is_letter) = (below(digit, 10), below(letter, 26));
    digit & is_digit | letter.wrapping_add(10) & is_letter | !(is_digit | is_letter)
}

/// All ones when `a` is below `b`, and zero otherwise.
const fn below(a: u32, b: u32) -> u32 {
    ((a as u64).wrapping_sub(b as u64) >> 32) as u32
}

/// All ones when the two are equal, and zero otherwise.
const fn same(a: u32, b: u32) -> u32 {
    below(a ^ b, 1)
}

/// An own alphabet.
pub(super) struct Letters {
    codes: [u32; ALPHABET_LETTERS_MAX],
    count: usize,
    width_bytes: usize,
}

impl Letters {
    /// Checks an alphabet, which is public.
    pub(super) fn new(alphabet: &str) -> Result<Self, FormatSetupError> {
        let mut letters = Self {
            codes: [0; ALPHABET_LETTERS_MAX],
            count: 0,
            width_bytes: alphabet.chars().next().map_or(1, char::len_utf8),
        };
        for (at, letter) in alphabet.chars().enumerate() {
            if letter.len_utf8() != letters.width_bytes {
                return Err(FormatSetupError::LetterWidth { at });
            }
            if letters.codes().any(|code| code == u32::from(letter)) {
                return Err(FormatSetupError::LetterTwice { at });
            }
            *letters
                .codes
                .get_mut(at)
                .ok_or(FormatSetupError::AlphabetTooLarge)? = u32::from(letter);
            letters.count += 1;
        }
        if letters.count < ALPHABET_LETTERS_MIN {
            return Err(FormatSetupError::AlphabetTooSmall);
        }
        Ok(letters)
    }

    fn codes(&self) -> impl Iterator<Item = u32> {
        self.codes.iter().copied().take(self.count)
    }

    /// Looks at every letter, wherever the right one is.
    fn numeral(&self, letter: char) -> u32 {
        (0_u32..)
            .zip(self.codes())
            .fold(u32::MAX, |found, (numeral, code)| {
                let here = same(code, u32::from(letter));
                found & !here | numeral & here
            })
    }

    fn code(&self, numeral: u32) -> u32 {
        (0_u32..).zip(self.codes()).fold(0, |found, (index, code)| {
            found | code & same(index, numeral)
        })
    }
}

/// UTF-8 (RFC 3629 section 3) of a code point that takes as many bytes as `place` has.
fn write_utf8(code: u32, place: &mut [u8]) {
    let continuation = |shift: u32| 0x80 | (code >> shift) as u8 & 0x3f;
    match place {
        [a] => *a = code as u8,
        [a, b] => {
            *a = 0xc0 | (code >> 6) as u8;
            *b = continuation(0);
        }
        [a, b, c] => {
            *a = 0xe0 | (code >> 12) as u8;
            *b = continuation(6);
            *c = continuation(0);
        }
        [a, b, c, d] => {
            *a = 0xf0 | (code >> 18) as u8;
            *b = continuation(12);
            *c = continuation(6);
            *d = continuation(0);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Alphabet, Letters, letter_or_digit, write_utf8};

    #[test]
    fn letters_and_digits_are_those_of_radix_36_and_no_other_character() {
        for letter in '\0'..='\u{ffff}' {
            let numeral = letter_or_digit(letter);
            assert_eq!(
                (numeral < 36).then_some(numeral),
                letter.to_digit(36),
                "{letter:?}"
            );
        }
        for numeral in 0..36 {
            let mut place = [0];
            Alphabet::LettersAndDigits.write(numeral, &mut place);
            assert_eq!(
                Some(char::from(place[0])),
                char::from_digit(numeral.into(), 36)
            );
        }
    }

    #[test]
    fn own_letters_have_their_places_as_numerals() {
        let text = "абвгдежзийклмнопрстуфхцчшщъыьэюя";
        let letters = Letters::new(text).unwrap();
        for (numeral, letter) in (0..).zip(text.chars()) {
            assert_eq!(letters.numeral(letter), numeral);
            assert_eq!(letters.code(numeral), u32::from(letter));
        }
        assert_eq!(letters.numeral('a'), u32::MAX);
        assert_eq!(letters.numeral('\0'), u32::MAX);
    }

    #[test]
    fn utf8_is_that_of_the_library() {
        for letter in [
            '\0',
            'z',
            '\u{80}',
            '\u{7ff}',
            '\u{800}',
            '\u{ffff}',
            '😀',
            char::MAX,
        ] {
            let (mut expected, mut place) = ([0; 4], [0; 4]);
            let expected = letter.encode_utf8(&mut expected).as_bytes();
            write_utf8(u32::from(letter), &mut place[..expected.len()]);
            assert_eq!(&place[..expected.len()], expected);
        }
    }
}
