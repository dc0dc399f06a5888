//! Any text folded, split and cut into grams: no panic, folding is final, inputs are of the lengths that tokens take, and
//! a value matches the terms made of its own words.
#![no_main]

use fieldgate_core::field::token::{GRAM_BYTES_MAX, GRAM_BYTES_MIN, WORD_BYTES_MAX};
use fieldgate_text::{
    fold::{Diacritics, Folded},
    grams,
    term::Term,
    words,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for diacritics in [Diacritics::Keep, Diacritics::Remove] {
        let folded = Folded::new(text, diacritics);
        assert_eq!(
            Folded::new(folded.as_str(), diacritics).as_str(),
            folded.as_str()
        );
        for word in words::words(&folded) {
            assert!((1..=WORD_BYTES_MAX).contains(&word.len()));
        }
        for gram in grams::prefixes(&folded).chain(grams::trigrams(&folded)) {
            assert!(
                (GRAM_BYTES_MIN..=GRAM_BYTES_MAX).contains(&gram.len()),
                "{gram:?}"
            );
        }
        if let Ok(term) = Term::words(text, diacritics) {
            let stored: Vec<_> = words::words(&folded).collect();
            assert!(term.inputs().iter().all(|input| stored.contains(input)));
            assert!(term.matches(text));
        }
        if let Ok(term) = Term::substring(text, diacritics) {
            let stored: Vec<_> = grams::trigrams(&folded).collect();
            assert!(term.inputs().iter().all(|input| stored.contains(input)));
            assert!(term.matches(text));
        }
    }
});
