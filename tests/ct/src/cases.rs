//! The cases, in groups. A case is a name and a function; it marks its secrets, and declares public what is.

mod batch;
mod composed;
mod ff1;
mod field;
mod format;
mod key;
mod leak;
mod order;
mod peer;
mod primitive;
mod token;
mod value;

/// A case: what `cargo xtask ct --case` calls it, and what it runs.
pub(crate) type Case = (&'static str, fn());

/// The groups: `core` must not be reported, each `leak` must be, `peer` is shown.
pub(crate) const GROUPS: &[(&str, &[&[Case]])] = &[
    (
        "core",
        &[
            primitive::CASES,
            field::CASES,
            composed::CASES,
            batch::CASES,
            value::CASES,
            token::CASES,
            order::CASES,
            ff1::CASES,
            key::CASES,
            format::CASES,
        ],
    ),
    ("leak", &[leak::CASES]),
    ("peer", &[peer::CASES]),
];
