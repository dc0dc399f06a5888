//! Format-preserving encryption of 16 digits, by others.

use std::hint::black_box;

use aes::Aes256;
use fpe::ff1::{FF1, FlexibleNumeralString};

use crate::{
    measure::{Candidate, medians},
    table::Table,
};

pub(super) fn table() -> Table {
    let ff1 = FF1::<Aes256>::new(&[7; 32], 10).expect("10 is a radix");
    let digits = FlexibleNumeralString::from(vec![4_u16; 16]);
    let figures = medians(vec![Candidate::new("fpe FF1, 16 digits", || {
        black_box(ff1.encrypt(&[], black_box(&digits)).is_ok());
    })]);
    Table {
        title: "format",
        goals: &[],
        columns: vec![(16, figures)],
    }
}
