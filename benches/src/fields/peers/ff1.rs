//! FF1 by others.

use std::hint::black_box;

use aes::Aes256;
use fpe::ff1::{FF1, FlexibleNumeralString};

use super::{FPE, FPE_LETTERS};
use crate::measure::Candidate;

pub(in crate::fields) fn format(length: usize) -> Vec<Candidate> {
    vec![fpe(FPE, 10, length), fpe(FPE_LETTERS, 36, length)]
}

fn fpe(name: &'static str, radix: u32, length: usize) -> Candidate {
    let ff1 = FF1::<Aes256>::new(&[7; 32], radix).expect("it is a radix");
    let numerals = FlexibleNumeralString::from(vec![4_u16; length]);
    Candidate::peer(name, move || {
        black_box(ff1.encrypt(&[], black_box(&numerals)).is_ok());
    })
}
