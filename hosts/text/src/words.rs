//! Words: where they begin and end.
//!
//! At the word boundaries of UAX #29, without what holds no letter and no digit: spaces, punctuation, symbols, emoji.
//!
//! - Numbers are words, with their separators: `3.14`, `1,000`.
//! - So are letters and digits together, and what `'`, `.`, `_` or `:` joins between letters: `mp3`, `don't`, `example.com`,
//!   `snake_case`. A hyphen separates.
//! - Combining marks belong to the letter before them; astral letters are letters like others.
//! - Han ideographs and Hiragana are words of one character each; Katakana and Hangul run on as words. A search for two
//!   ideographs asks for both, in whichever order; [`Term::matches`](crate::term::Term::matches) doesn't tell the order
//!   either. Substrings do.
//! - Thai, Lao, Khmer and Burmese, whose words only a dictionary knows, fall into single characters with their marks.

use fieldgate_core::field::token::WORD_BYTES_MAX;
use unicode_segmentation::UnicodeSegmentation;

use crate::fold::Folded;

/// The words of a text as inputs of tokens, in the text's order, with repetitions; each cut to the characters that fit
/// into [`WORD_BYTES_MAX`].
pub fn words(text: &Folded) -> impl Iterator<Item = &str> {
    whole_words(text).map(cut)
}

/// The words as they are.
pub(crate) fn whole_words(text: &Folded) -> impl Iterator<Item = &str> {
    text.as_str().unicode_words()
}

pub(crate) fn cut(word: &str) -> &str {
    &word[..word.floor_char_boundary(WORD_BYTES_MAX)]
}

#[cfg(test)]
mod tests {
    use fieldgate_core::field::token::WORD_BYTES_MAX;

    use super::words;
    use crate::fold::{Diacritics, Folded};

    fn of(text: &str) -> Vec<String> {
        words(&Folded::new(text, Diacritics::Keep))
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn words_are_letters_and_digits() {
        for (text, expected) in [
            ("", vec![]),
            (" -- …!? 🎬 👨\u{200d}👩\u{200d}👧 ", vec![]),
            ("Cléo de 5 à 7", vec!["cléo", "de", "5", "à", "7"]),
            ("3.14 1,000 3. 4", vec!["3.14", "1,000", "3", "4"]),
            (
                "don’t e-mail a_b mp3",
                vec!["don't", "e", "mail", "a_b", "mp3"],
            ),
            ("me@example.com", vec!["me", "example.com"]),
            ("東京タワー は", vec!["東", "京", "タワー", "は"]),
            ("서울 타워", vec!["서울", "타워"]),
            (
                "q\u{307}uest 𝔄𝔅 \u{10428}\u{10429}",
                vec!["q\u{307}uest", "ab", "\u{10428}\u{10429}"],
            ),
            ("สวัสดี ກາ", vec!["ส", "วั", "ส", "ดี", "ກ", "າ"]),
            ("film film FILM", vec!["film", "film", "film"]),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }

    #[test]
    fn a_long_word_is_cut_between_characters() {
        assert_eq!(of(&"a".repeat(1000)), ["a".repeat(WORD_BYTES_MAX)]);
        let word = format!("a{}", "é".repeat(100));
        assert_eq!(of(&word), [format!("a{}", "é".repeat(31))]);
        assert_eq!(of(&word)[0].len(), WORD_BYTES_MAX - 1);
    }
}
