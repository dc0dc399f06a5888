//! The cases: known answers and behaviour, each a function that says whether all was as it should be.
//!
//! A case is one entry of [`ALL`], with a feature of its own, so that what it takes can be measured apart.

#[cfg(any(feature = "schemes", feature = "kmip"))]
mod fixture;
#[cfg(feature = "format")]
mod format;
#[cfg(feature = "kmip")]
mod kmip;
#[cfg(feature = "modes")]
mod modes;
#[cfg(any(feature = "order", feature = "order-reveal"))]
mod order;
#[cfg(any(feature = "random", feature = "equal"))]
mod payload;
#[cfg(feature = "slots")]
mod slots;
#[cfg(any(
    feature = "blind",
    feature = "words",
    feature = "prefix",
    feature = "substring"
))]
mod tokens;

#[cfg(feature = "kmip")]
pub(crate) use fixture::CONTEXT;

/// Something was not as it should be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Wrong;

/// A case. Its name stands in the table of budgets.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) run: fn() -> Result<(), Wrong>,
}

macro_rules! cases {
    ($($feature:literal: $name:literal => $run:path;)+) => {
        /// All cases, in the order of running. The first shows what the counting itself costs.
        pub(crate) const ALL: &[Case] = &[
            Case { name: "nothing", run: || Ok(()) },
            $(#[cfg(feature = $feature)] Case { name: $name, run: $run },)+
        ];
    };
}

cases! {
    "modes": "cmac" => modes::cmac;
    "modes": "key wrap" => modes::key_wrap;
    "modes": "ff1" => modes::ff1;
    "random": "random" => payload::random;
    "equal": "equal" => payload::equal;
    "blind": "blind" => tokens::blind;
    "words": "words" => tokens::words;
    "prefix": "prefix" => tokens::prefix;
    "substring": "substring" => tokens::substring;
    "order": "order d1w8" => order::d1w8;
    "order": "order d4w16" => order::d4w16;
    "order": "order d8w16" => order::d8w16;
    "order": "order integer64" => order::integer64;
    "order": "order text" => order::text;
    "order-reveal": "order-reveal" => order::reveal;
    "format": "format card" => format::card;
    "format": "format digits" => format::digits;
    "slots": "slots" => slots::expire;
    "kmip": "kmip get" => kmip::get;
}

/// Compares a result with a known answer.
#[cfg(any(feature = "schemes", feature = "kmip"))]
fn expect(found: &[u8], known: &[u8]) -> Result<(), Wrong> {
    if found == known { Ok(()) } else { Err(Wrong) }
}
