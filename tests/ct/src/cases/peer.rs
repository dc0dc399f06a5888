//! A peer under the same harness, for comparison: FF1 over big integers, as the crate `fpe` does it.

use aes::Aes256;
use fpe::ff1::{FF1, FlexibleNumeralString};

use super::Case;
use crate::memcheck::secret;

pub(super) const CASES: &[Case] = &[("fpe 0.7: FF1, 16 digits", sixteen_digits)];

fn sixteen_digits() {
    let mut key = [7; 32];
    secret(&mut key);
    let mut digits: [u8; 16] = core::array::from_fn(|index| (index % 10) as u8);
    secret(&mut digits);
    let digits: Vec<u16> = digits.iter().copied().map(u16::from).collect();
    let cipher = FF1::<Aes256>::new(&key, 10).expect("a radix that it takes");
    let sealed = cipher
        .encrypt(b"tweak", &FlexibleNumeralString::from(digits))
        .expect("digits");
    let opened = cipher.decrypt(b"tweak", &sealed).expect("digits");
    std::hint::black_box(Vec::<u16>::from(opened));
}
