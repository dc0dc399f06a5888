//! Deliberate leaks: each must be reported, so that the check is known to be able to fail.

use std::hint::black_box;

use super::Case;
use crate::memcheck::secret;

pub(super) const CASES: &[Case] = &[
    ("branch on a bit of the key", branch),
    ("table indexed by a plaintext byte", table),
    ("comparison that ends early", comparison),
    ("loop as long as a secret says", length),
];

fn secret_bytes() -> [u8; 16] {
    let mut bytes = *b"sixteen byte key";
    secret(&mut bytes);
    bytes
}

// The arms are calls, which no compiler turns into a conditional move: that would be constant time.
#[inline(never)]
fn one() {
    black_box(1);
}

#[inline(never)]
fn other() {
    black_box(2);
}

fn branch() {
    if secret_bytes()[0] & 1 == 1 {
        one();
    } else {
        other();
    }
}

fn table() {
    let table: [u8; 256] = core::array::from_fn(|index| (index as u8).wrapping_mul(7));
    let table = black_box(&table);
    for byte in secret_bytes() {
        black_box(table[usize::from(byte)]);
    }
}

fn comparison() {
    let found = secret_bytes()
        .iter()
        .zip(black_box(b"sixteen byte tag"))
        .position(|(one, other)| one != other);
    black_box(found);
}

fn length() {
    for turn in 0..secret_bytes()[15] {
        black_box(turn);
    }
}
