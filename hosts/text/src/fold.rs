//! Folding: texts that a reader takes for the same become the same bytes.
//!
//! In this order:
//!
//! 1. Compatibility decomposition (NFKD, UAX #15) and full case folding (`CaseFolding.txt`, statuses C and F), each
//!    twice, as the Unicode Standard's definition D146 of a compatibility caseless match has it: `ﬁ` is `fi`, `ß` is
//!    `ss`, `ς` is `σ`, `Ａ` and `𝔄` are `a`, `３` is `3`.
//! 2. Characters that are ignorable by default (`DerivedCoreProperties.txt`: soft hyphens, joiners, variation
//!    selectors) go; a typographic apostrophe `’` becomes `'`.
//! 3. With [`Diacritics::Remove`], combining marks of Latin, Greek and Cyrillic go: `é` is `e`, `й` is `и`. Letters that
//!    don't decompose stay (`ø`, `ł`, `đ`), and so do marks of other scripts, which are vowels or other letters.
//! 4. Canonical composition (NFC).
//! 5. White space of any kind and length, and zero width spaces, become one space; none is left at the ends.
//!
//! Nothing is done for one language alone: `İ` becomes `i̇`, with its dot above (or `i`, when marks are removed), and `ı`
//! stays, for Turkish too.
//!
//! Tokens stored before an update of the Unicode tables can miss texts with characters that the update changed.
//! Unicode's stability policies keep assigned characters as they are; only texts with characters that were unassigned
//! then are at stake.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

/// What becomes of accents and other marks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Diacritics {
    /// They count: `é` isn't `e`.
    Keep,
    /// They are ignored, in Latin, Greek and Cyrillic.
    Remove,
}

/// A text that was folded. It has no `Debug`, because it is as secret as the text was.
pub struct Folded(String);

impl Folded {
    /// Folds `text`.
    #[must_use]
    pub fn new(text: &str, diacritics: Diacritics) -> Self {
        let folded = text
            .nfkd()
            .default_case_fold()
            .nfkd()
            .default_case_fold()
            .filter_map(searched)
            .filter(|c| diacritics == Diacritics::Keep || !is_diacritic(*c))
            .nfc();
        let mut output = String::with_capacity(text.len());
        for c in folded {
            if !c.is_whitespace() {
                output.push(c);
            } else if !output.is_empty() && !output.ends_with(' ') {
                output.push(' ');
            }
        }
        if output.ends_with(' ') {
            output.pop();
        }
        Self(output)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The character as it is searched for; `None` when it isn't.
fn searched(c: char) -> Option<char> {
    match c {
        '\u{200b}' => Some(' '),
        '’' => Some('\''),
        c if is_ignorable(c) => None,
        c => Some(c),
    }
}

/// `Default_Ignorable_Code_Point` of Unicode 17's `DerivedCoreProperties.txt`.
const fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}'
            | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Unicode's blocks of combining marks that are of no script of their own.
const fn is_diacritic(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
    )
}

#[cfg(test)]
mod tests {
    use super::{Diacritics, Folded};

    fn keep(text: &str) -> String {
        Folded::new(text, Diacritics::Keep).0
    }

    fn remove(text: &str) -> String {
        Folded::new(text, Diacritics::Remove).0
    }

    #[test]
    fn what_a_reader_takes_for_the_same_is() {
        for (text, folded) in [
            ("", ""),
            ("Straße STRASSE ẞ", "strasse strasse ss"),
            ("ΟΔΥΣΣΕΥΣ Ὀδυσσεύς", "οδυσσευσ ὀδυσσεύσ"),
            ("ﬁn ﬀ ŉ ǆ", "fin ff ʼn dž"),
            ("ＡＢＣ１２３", "abc123"),
            ("𝔄𝕭𝒞 𝟙𝟚", "abc 12"),
            ("\u{10400}", "\u{10428}"), // Deseret, astral, with case
            ("İstanbul ISTANBUL ısı", "i\u{307}stanbul istanbul ısı"),
            ("e\u{301} é É", "é é é"),
            (
                "q\u{307}\u{323} q\u{323}\u{307}",
                "q\u{323}\u{307} q\u{323}\u{307}",
            ),
            ("ᾳ ᾼ αι", "αι αι αι"),
            ("co\u{ad}operate", "cooperate"),
            ("❤\u{fe0f} 👨\u{200d}👩\u{200d}👧", "❤ 👨👩👧"),
            ("don’t don't", "don't don't"),
            (" a \t\r\n\u{a0}\u{3000}b\u{200b}c ", "a b c"),
            ("㎏ ½ ① ㍿", "kg 1⁄2 1 株式会社"),
            ("ｶﾞ 각 각", "ガ 각 각"),
            ("\u{200b}\u{ad}", ""),
        ] {
            assert_eq!(keep(text), folded, "{text}");
        }
    }

    #[test]
    fn diacritics_can_be_ignored() {
        for (text, folded) in [
            ("Agnès VARDA", "agnes varda"),
            ("Ünïcödé İ", "unicode i"),
            ("Ťažký ệ", "tazky e"),
            ("ὈΔΥΣΣΕΎΣ", "οδυσσευσ"),
            ("Йод", "иод"),
            ("Łódź Ø đ", "łodz ø đ"),
            ("が हिन्दी", "が हिन्दी"), // marks that are letters stay
        ] {
            assert_eq!(remove(text), folded, "{text}");
        }
    }

    #[test]
    fn each_character_folds_once_and_for_all() {
        for c in '\0'..=char::MAX {
            let text = format!("a{c}b");
            for diacritics in [Diacritics::Keep, Diacritics::Remove] {
                let once = Folded::new(&text, diacritics).0;
                assert_eq!(
                    Folded::new(&once, diacritics).0,
                    once,
                    "U+{:04X}",
                    u32::from(c)
                );
            }
        }
    }
}
