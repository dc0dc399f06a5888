//! Where core divides, and only what is public is divided: lengths, radices, tokens. Whoever adds a place says why.

use super::assembly::Division;
use super::source;

/// A place that may divide, and why.
pub(crate) struct Public {
    /// The end of the source file's path.
    file: &'static str,
    place: Place,
    why: &'static str,
}

enum Place {
    /// A line, found by its text, so that it may move.
    Line(&'static str),
    /// Whatever of that file was compiled into a function whose name contains this.
    Function(&'static str),
}

/// `div_ceil`, `is_multiple_of`, `next_multiple_of` and their like: which of them isn't told, so the functions are named.
const METHODS: &str = "library/core/src/num/uint_macros.rs";

/// All of them.
pub(crate) const PLACES: &[Public] = &[
    within(
        "",
        "library/core/src/slice/iter.rs",
        "the length of a slice, by that of its chunks",
    ),
    within(
        "iter::adapters::zip::",
        METHODS,
        "the length of a slice, by that of its chunks",
    ),
    within(
        "base64ct::encoding::",
        "src/encoding.rs",
        "the length of a text in base64",
    ),
    within("field::text::", METHODS, "the length of a text form"),
    within(
        "field::composed::",
        METHODS,
        "the length of a text form, and of its tokens",
    ),
    within("field::growth::", METHODS, "the length of a sealed value"),
    within(
        "token::set::padded_tokens",
        METHODS,
        "how many tokens a set is padded to",
    ),
    within(
        "order::cipher::OrderCipher::encrypt",
        METHODS,
        "bytes of a value, a batch, and their limbs",
    ),
    within(
        "order::reveal::OrderRevealCipher::encrypt",
        METHODS,
        "bytes of a value, a batch, and their limbs",
    ),
    within(
        "field::order::",
        "library/core/src/slice/mod.rs",
        "the length of a batch, by that of its values",
    ),
    within(
        "order::limbs::encrypt_batch",
        METHODS,
        "the length of a batch, by that of its values",
    ),
    within(
        "order::limbs::encrypt_batch",
        "library/core/src/iter/adapters/zip.rs",
        "the length of a batch, by that of its values",
    ),
    within("ff1::Permutation", METHODS, "how many strings a batch has"),
    within(
        "ff1::domain::Domain::new",
        "ff1/domain.rs",
        "the lengths of a string and of its chunks",
    ),
    within(
        "ff1::domain::Domain::new",
        "library/core/src/num/nonzero.rs",
        "the lengths of a string and of its chunks",
    ),
    line(
        "ff1/divisor.rs",
        "reciprocal: u64::MAX / if value < 2 { 2 } else { value as u64 } + 1,",
        "powers of the radix",
    ),
    line(
        "ff1/narrow.rs",
        "reciprocal: u64::MAX / value,",
        "powers of the radix",
    ),
    line(
        "order/limbs.rs",
        "let used = encoded.len() / value_bytes * BLOCKS;",
        "the length of a batch, by that of its values",
    ),
    line(
        "order/cipher.rs",
        "let output = (encoded.len() / bytes)",
        "the length of a batch, by that of its values",
    ),
    line(
        "order/reveal.rs",
        "let output = (encoded.len() / value_bytes)",
        "the length of a batch, by that of its values",
    ),
    line(
        "token/form.rs",
        "*limb = (dividend / CHUNK) as u32;",
        "a token, which stands in clear",
    ),
    line(
        "token/form.rs",
        "rest /= 10;",
        "a token, which stands in clear",
    ),
];

const fn within(function: &'static str, file: &'static str, why: &'static str) -> Public {
    Public {
        file,
        place: Place::Function(function),
        why,
    }
}

const fn line(file: &'static str, text: &'static str, why: &'static str) -> Public {
    Public {
        file,
        place: Place::Line(text),
        why,
    }
}

impl Public {
    /// Which place explains the division, if one does.
    pub(crate) fn index(division: &Division) -> Option<usize> {
        PLACES.iter().position(|public| public.explains(division))
    }

    fn explains(&self, division: &Division) -> bool {
        division.file.ends_with(self.file)
            && match self.place {
                Place::Line(text) => source::line(&division.file, division.line) == text,
                Place::Function(name) => division.function.contains(name),
            }
    }

    /// How it is shown.
    pub(crate) fn text(&self) -> String {
        let Self { file, why, .. } = self;
        match self.place {
            Place::Line(text) => format!("{file}: {text}\n    {why}"),
            Place::Function("") => format!("{file}\n    {why}"),
            Place::Function(name) => format!("{file}, in {name}\n    {why}"),
        }
    }
}
