//! Terms: a value that matches is never missed, and one that only looks as if it did is told apart.

use std::collections::BTreeSet;

use fieldgate_core::field::token::{GRAM_BYTES_MAX, GRAM_BYTES_MIN, WORD_BYTES_MAX};
use fieldgate_text::{
    fold::{Diacritics, Folded},
    grams,
    term::{TERM_BYTES_MAX, TERM_INPUTS_MAX, Term, TermError},
    words,
};
use proptest::prelude::*;

const KEEP: Diacritics = Diacritics::Keep;

type Make = fn(&str, Diacritics) -> Result<Term, TermError>;

fn error(make: Make, text: &str) -> Option<TermError> {
    make(text, KEEP).err()
}

#[test]
fn a_term_that_finds_nothing_is_refused() {
    let long = "a".repeat(TERM_BYTES_MAX + 1);
    for make in [Term::words as Make, Term::prefix, Term::substring] {
        assert_eq!(error(make, &long), Some(TermError::TooLong));
        assert_eq!(error(make, &long[1..]), None);
    }
    assert_eq!(error(Term::words, ""), Some(TermError::NoWord));
    assert_eq!(error(Term::words, " …🎬 "), Some(TermError::NoWord));
    assert_eq!(error(Term::prefix, ""), Some(TermError::NoWord));
    assert_eq!(
        error(Term::prefix, "two words"),
        Some(TermError::SeveralWords)
    );
    assert_eq!(error(Term::prefix, "ab"), Some(TermError::TooShort));
    assert_eq!(error(Term::prefix, "東京タ"), Some(TermError::SeveralWords));
    assert_eq!(error(Term::substring, ""), Some(TermError::TooShort));
    assert_eq!(error(Term::substring, " ab "), Some(TermError::TooShort));
    assert_eq!(
        error(Term::substring, "éé\u{ad}"),
        Some(TermError::TooShort)
    );
}

#[test]
fn inputs_are_what_values_have() {
    let inputs = |term: Result<Term, TermError>| {
        term.unwrap()
            .inputs()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(inputs(Term::words("Cléo CLÉO de", KEEP)), ["cléo", "de"]);
    assert_eq!(inputs(Term::prefix(" Gle ", KEEP)), ["gle"]);
    assert_eq!(inputs(Term::prefix("abcdefghij", KEEP)), ["abcdefgh"]);
    assert_eq!(
        inputs(Term::substring("banana", KEEP)),
        ["ban", "ana", "nan"]
    );
    assert_eq!(inputs(Term::substring("A b", KEEP)), ["a b"]);
    assert_eq!(inputs(Term::substring("aaaaaaa", KEEP)), ["aaa"]);
    let many: String = ('a'..='z')
        .chain('0'..='9')
        .chain('à'..='ÿ')
        .chain('А'..='Я')
        .collect();
    assert_eq!(inputs(Term::substring(&many, KEEP)).len(), TERM_INPUTS_MAX);
}

#[test]
fn candidates_are_checked() {
    let matches = |make: Make, term: &str, value: &str| {
        make(term, Diacritics::Remove).unwrap().matches(value)
    };
    assert!(matches(Term::substring, "BANANA", "Chiquita banana!"));
    assert!(!matches(Term::substring, "banana", "ananas ban"));
    assert!(matches(Term::substring, "a b", "A\n\tb"));
    assert!(matches(Term::prefix, "gleaner", "The Gleaners and I"));
    assert!(!matches(Term::prefix, "leaners", "The Gleaners and I"));
    assert!(matches(Term::prefix, "abcdefghij", "x abcdefghijk"));
    assert!(!matches(Term::prefix, "abcdefghij", "abcdefghX"));
    assert!(matches(Term::words, "agnes VARDA", "Varda, Agnès"));
    assert!(!matches(Term::words, "agnes varda", "Agnès Vard"));
    let (b, c) = (
        "a".repeat(WORD_BYTES_MAX) + "b",
        "a".repeat(WORD_BYTES_MAX) + "c",
    );
    assert!(matches(Term::words, &b, &b));
    assert!(!matches(Term::words, &b, &c));
    assert!(!matches(Term::words, "any", ""));
}

/// Text with what folding, splitting and cutting have to do with.
const TEXT: &str = "([a-cA-C ]{1,6}|[ßİςΣﬁ３𝔄é-]|e\u{301}|[\u{300}-\u{303}]|👨\u{200d}👩|東京|タワー|\u{10400}|['’.,_]|\\PC){0,20}";

fn sets(value: &Folded) -> [BTreeSet<&str>; 3] {
    [
        words::words(value).collect(),
        grams::prefixes(value).collect(),
        grams::trigrams(value).collect(),
    ]
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in TEXT, remove: bool) {
        let diacritics = if remove { Diacritics::Remove } else { KEEP };
        let once = Folded::new(&text, diacritics);
        let twice = Folded::new(once.as_str(), diacritics);
        prop_assert_eq!(once.as_str(), twice.as_str());
    }

    #[test]
    fn every_input_is_one_that_core_takes(text in TEXT) {
        let folded = Folded::new(&text, KEEP);
        let [words, prefixes, trigrams] = sets(&folded);
        prop_assert!(words.iter().all(|word| (1..=WORD_BYTES_MAX).contains(&word.len())));
        for gram in prefixes.iter().chain(&trigrams) {
            prop_assert!((GRAM_BYTES_MIN..=GRAM_BYTES_MAX).contains(&gram.len()));
        }
        prop_assert!(prefixes.iter().all(|gram| (3..=8).contains(&gram.chars().count())));
        prop_assert!(trigrams.iter().all(|gram| gram.chars().count() == 3));
        let characters = folded.as_str().chars().count();
        prop_assert_eq!(grams::trigrams(&folded).count(), characters.saturating_sub(2));
    }

    #[test]
    fn a_value_that_matches_has_all_inputs(value in TEXT, term in TEXT) {
        let folded = Folded::new(&value, KEEP);
        for (make, set) in [Term::words as Make, Term::prefix, Term::substring].into_iter().zip(sets(&folded)) {
            if let Ok(term) = make(&term, KEEP) && term.matches(&value) {
                prop_assert!(term.inputs().iter().all(|input| set.contains(input)));
            }
        }
    }

    #[test]
    fn what_a_value_is_made_of_finds_it(value in TEXT, at: prop::sample::Index, length in 3..12_usize) {
        let folded = Folded::new(&value, KEEP);
        let [words, prefixes, trigrams] = sets(&folded);
        for word in &words {
            // Not every word is one word when it stands alone: its neighbours can be what held it together.
            if let Ok(term) = Term::words(word, KEEP) && term.inputs() == [*word] {
                prop_assert!(term.matches(&value));
            }
        }
        let characters: Vec<char> = folded.as_str().chars().collect();
        if characters.len() >= length {
            let start = at.index(characters.len() - length + 1);
            let part: String = characters[start..start + length].iter().collect();
            if let Ok(term) = Term::substring(&part, KEEP) && part.contains(term.inputs()[0]) {
                prop_assert!(term.matches(&value));
                prop_assert!(term.inputs().iter().all(|input| trigrams.contains(input)));
            }
        }
        for prefix in &prefixes {
            if let Ok(term) = Term::prefix(prefix, KEEP) && term.inputs() == [*prefix] {
                prop_assert!(term.matches(&value));
            }
        }
    }
}
