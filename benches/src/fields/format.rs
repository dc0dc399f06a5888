//! `format` beside FF1 by others.

use std::hint::black_box;

use fieldgate_core::{
    cipher::{
        self,
        ff1::{Domain, Ff1},
    },
    field::{
        Scheme,
        format::{EmailDomain, Format, FormatCipher},
    },
};

use super::{
    BATCH, Group, ours,
    peers::{self, FPE, FPE_LETTERS},
};
use crate::{measure::Candidate, table::Goal};

const FF1_ONE: &str = "FF1, 16 digits";
const FF1_MANY: &str = "FF1, 16 digits, batch of 64";
/// Digits of a value.
const DIGITS: usize = 16;

const GOALS: [Goal; 2] = [
    Goal {
        ours: FF1_ONE,
        peer: FPE,
        ratio_max: 1.0 / 15.0,
        bytes: &[DIGITS],
    },
    Goal {
        ours: FF1_MANY,
        peer: FPE,
        ratio_max: 1.0 / 60.0,
        bytes: &[DIGITS],
    },
];

pub(super) fn group() -> Group {
    let email = Format::Email {
        domain: EmailDomain::Keep,
    };
    let mut candidates = ff1();
    candidates.extend([
        field("digits", &Format::Digits, "4929113200007654").beside(FPE),
        field("card, 16 digits", &Format::Card, "4111111111111111").beside(FPE),
        field(
            "e-mail, 16 letters before the @",
            &email,
            "agnesvarda1928aa@example.com",
        )
        .beside(FPE_LETTERS),
    ]);
    candidates.extend(peers::format(DIGITS));
    Group {
        title: "format",
        note: "Where nothing else is said, the tweak is prepared anew for each value, as fpe does; a batch shares one.",
        goals: &GOALS,
        columns: vec![(DIGITS, candidates)],
    }
}

/// The permutation without a field around it.
fn ff1() -> Vec<Candidate> {
    let ff1 = ours::kept(Ff1::<cipher::Aes256>::new(&[7; 32].into()));
    let domain = Domain::new(10, DIGITS).expect("it is large enough");
    let one = move || {
        let mut digits = black_box([4; DIGITS]);
        let permutation = ff1.permutation(black_box(&domain), &[]);
        let done = permutation.and_then(|permutation| permutation.encrypt(&mut digits));
        black_box((done.is_ok(), digits));
    };
    let prepared = ff1.permutation(&domain, &[]).expect("the tweak is short");
    let one_prepared = move || {
        let mut digits = black_box([4; DIGITS]);
        black_box((prepared.encrypt(&mut digits).is_ok(), digits));
    };
    let permutation = ff1.permutation(&domain, &[]).expect("the tweak is short");
    let mut strings = [4; DIGITS * BATCH];
    let many = move || {
        black_box(permutation.encrypt_batch(black_box(&mut strings)).is_ok());
    };
    vec![
        Candidate::ours(FF1_ONE, one).beside(FPE),
        Candidate::ours("FF1, 16 digits, tweak prepared", one_prepared).beside(FPE),
        Candidate::batch(FF1_MANY, BATCH, many).beside(FPE),
    ]
}

fn field(name: &'static str, format: &Format<'_>, value: &'static str) -> Candidate {
    let admitted = ours::admitted(Scheme::Format);
    let cipher = FormatCipher::derive(&ours::root(), &ours::CONTEXT, admitted, format)
        .expect("the format is well formed");
    let mut output = vec![0; value.len()];
    cipher
        .encrypt(value, &[], &mut output)
        .expect("the value has the format");
    Candidate::ours(name, move || {
        black_box(cipher.encrypt(black_box(value), &[], &mut output).is_ok());
    })
}
