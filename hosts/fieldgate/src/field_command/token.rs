//! `fieldgate field token`.

use std::error::Error;

use clap::Args;
use fieldgate_core::field::{
    FieldType, Scheme,
    leakage::Admitted,
    token::{TokenCipher, TokenKind},
};
use fieldgate_hsm_bridge::scrub_stack;
use fieldgate_text::term::{Term, TermError};

use super::{
    composer::token_kind,
    key::Key,
    options::{TokenOptions, scheme_parser},
    output::print,
    place::Place,
    plan::{Search, check_type},
    sealer::token_setup,
    typed,
};
use crate::outcome::Outcome;

pub(super) const EXAMPLES: &str = "\
Examples:
  fieldgate field token --trial-key --scheme words --language fr 'cléo'
  fieldgate field token --trial-key --scheme prefix var
  fieldgate field token --trial-key --scheme substring 'nès v'
  fieldgate field token --trial-key --scheme blind 'Agnes Varda'

A value matches a term when it has all of the term's tokens. With prefix and substring, and for words of more than 64
bytes, it may have them and not match: open it and compare.

Ends with 0, with 1 when a term can't be searched for, and with 2 for a mistake in the command.";

const SEARCHED: &[Scheme] = &[
    Scheme::Words,
    Scheme::Prefix,
    Scheme::Substring,
    Scheme::Blind,
];

#[derive(Args)]
pub(crate) struct Arguments {
    /// How the values are sealed that are searched.
    #[arg(long, value_name = "SCHEME", value_parser = scheme_parser(SEARCHED))]
    scheme: Scheme,
    /// What to search for: words, the beginning of a word, a part of a text, or a whole value for blind.
    #[arg(value_name = "TERM", required = true)]
    terms: Vec<String>,
    #[command(flatten)]
    key: Key,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    tokens: TokenOptions,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let (scheme, kind) = (arguments.scheme, arguments.place.kind()?);
    check_type(scheme, kind)?;
    arguments.tokens.check(&[scheme])?;
    let search = arguments.tokens.search();
    let token_kind = match scheme {
        Scheme::Blind => TokenKind::Blind(arguments.tokens.blind_bits()?),
        scheme => token_kind(scheme, search),
    };
    let cipher = derive(arguments, kind, token_kind);
    scrub_stack();
    let cipher = cipher?;
    // All of them, before anything is printed.
    let mut lines = String::new();
    for (number, term) in (1..).zip(&arguments.terms) {
        let tokens = tokens(scheme, kind, &cipher, term, search)
            .map_err(|error| format!("term {number}: {error}"))?;
        for token in tokens {
            lines.push_str(&token);
            lines.push('\n');
        }
    }
    print(&lines)
}

#[inline(never)]
fn derive(
    arguments: &Arguments,
    kind: FieldType,
    token_kind: TokenKind<'_>,
) -> Result<TokenCipher, Box<dyn Error>> {
    let root = arguments.key.root()?;
    let field = arguments.place.fields(&[]);
    let context = arguments.place.context(field[0], kind);
    // What is searched was admitted when it was sealed.
    let admitted = Admitted::danger_tiny_domain(arguments.scheme);
    TokenCipher::derive(&root, &context, admitted, token_kind).map_err(token_setup)
}

fn tokens(
    scheme: Scheme,
    kind: FieldType,
    cipher: &TokenCipher,
    term: &str,
    search: Search<'_>,
) -> Result<Vec<String>, String> {
    let token = |input: &[u8]| match cipher.token(input) {
        Ok(token) => Ok(token.to_string()),
        Err(error) => Err(error.to_string()),
    };
    let asked = match scheme {
        Scheme::Blind => return Ok(vec![token(typed::parse(kind, term)?.bytes())?]),
        Scheme::Prefix => Term::prefix(term, search.diacritics),
        Scheme::Substring => Term::substring(term, search.diacritics),
        _ => Term::words(term, search.diacritics),
    };
    let asked = asked.map_err(|error| match error {
        TermError::NoWord => format!("{error}; --scheme substring searches for any characters"),
        TermError::SeveralWords => {
            format!("{error}; give each as a term of its own, or use --scheme words")
        }
        error => format!("{error}; give another term"),
    })?;
    asked
        .inputs()
        .into_iter()
        .map(|input| token(input.as_bytes()))
        .collect()
}
