//! Grams: parts of words and of texts.
//!
//! They are counted in characters, Unicode scalar values of the folded text: a letter with a mark that composes is one,
//! with one that doesn't it is two.

use fieldgate_core::field::token::{GRAM_CHARACTERS_MIN, PREFIX_CHARACTERS_MAX};

use crate::{fold::Folded, words::whole_words};

/// The beginnings of 3 to 8 characters of each word of a text, with repetitions. A word of fewer than 3 characters has
/// none and can't be found by a prefix; so it is with Han ideographs, of which each is a word.
pub fn prefixes(text: &Folded) -> impl Iterator<Item = &str> {
    whole_words(text).flat_map(prefixes_of)
}

fn prefixes_of(word: &str) -> impl Iterator<Item = &str> {
    ends(word)
        .take(PREFIX_CHARACTERS_MAX)
        .skip(GRAM_CHARACTERS_MIN - 1)
        .map(|end| &word[..end])
}

/// All 3 adjoining characters of a text, with repetitions. A space is a character like another, so that what spans two
/// words is found too. A text of fewer than 3 characters has none.
pub fn trigrams(text: &Folded) -> impl Iterator<Item = &str> {
    trigrams_of(text.as_str())
}

pub(crate) fn trigrams_of(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.char_indices().map(|(start, _)| start);
    starts
        .zip(ends(text).skip(GRAM_CHARACTERS_MIN - 1))
        .map(|(start, end)| &text[start..end])
}

/// Where each character ends.
fn ends(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().map(|(start, c)| start + c.len_utf8())
}

/// What a search for words that begin with `word` asks for: its first characters, up to 8. `None` when it has fewer than
/// 3 characters.
pub(crate) fn prefix_gram(word: &str) -> Option<&str> {
    prefixes_of(word).last()
}

#[cfg(test)]
mod tests {
    use super::{prefix_gram, prefixes, trigrams};
    use crate::fold::{Diacritics, Folded};

    fn folded(text: &str) -> Folded {
        Folded::new(text, Diacritics::Keep)
    }

    #[test]
    fn prefixes_are_of_words() {
        let of = |text| {
            prefixes(&folded(text))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(of("de Cléo"), ["clé", "cléo"]);
        assert_eq!(
            of("abcdefghij"),
            ["abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh"]
        );
        assert_eq!(
            of("\u{10428}\u{10429}\u{1042a}"),
            ["\u{10428}\u{10429}\u{1042a}"]
        );
        assert_eq!(of("ab 東京 🎬🎬🎬"), [""; 0]);
    }

    #[test]
    fn trigrams_are_of_the_whole_text() {
        let of = |text| {
            trigrams(&folded(text))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(of("A  bÉ"), ["a b", " bé"]);
        assert_eq!(of("東京都内"), ["東京都", "京都内"]);
        assert_eq!(of("🎬a👨\u{200d}👩"), ["🎬a👨", "a👨👩"]);
        assert_eq!(of("aaaa"), ["aaa", "aaa"]);
        assert_eq!(of("ab"), [""; 0]);
        assert_eq!(of(""), [""; 0]);
    }

    #[test]
    fn the_gram_of_a_prefix_has_up_to_eight_characters() {
        assert_eq!(prefix_gram("ab"), None);
        assert_eq!(prefix_gram("abc"), Some("abc"));
        assert_eq!(prefix_gram("abcdefghij"), Some("abcdefgh"));
        assert_eq!(prefix_gram("éé"), None);
    }
}
