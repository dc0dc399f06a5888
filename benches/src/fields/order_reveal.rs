//! `order-reveal` over 64-bit integers, beside order-revealing encryption by others.

use std::hint::black_box;

use fieldgate_core::field::{
    Scheme,
    order::{OrderRevealCipher, compare},
};
use ore_rs::{OreScheme, scheme::bit2_w6::OreAes128Bit6};
use vitaminc_ore::{Int, OrderTarget, Physical, order};
use vitaminc_protected::Protected;

use super::{BATCH, Group, ours};
use crate::measure::Candidate;

const CLLW_ENCRYPT: &str = "cllw-ore encrypt";
const CLLW_COMPARE: &str = "cllw-ore compare";
/// Bytes of a value.
const BYTES: usize = 8;
/// Bytes of a ciphertext: 2 bits a bit.
const CIPHERTEXT_BYTES: usize = 16;

/// What is encrypted, and what it is compared with: they differ in their last bits.
const VALUES: [u64; 2] = [0x0123_4567_89ab_cdef, 0x0123_4567_89ab_cdec];

pub(super) fn group() -> Group {
    let mut candidates = ours();
    candidates.extend(cllw());
    candidates.extend(ore());
    Group {
        title: "order-reveal, u64",
        note: "Compared are two values that differ in their last bits. Ciphertexts: ours 16 bytes, cllw-ore's 64.",
        goals: &[],
        columns: vec![(BYTES, candidates)],
    }
}

fn ours() -> Vec<Candidate> {
    let admitted = ours::admitted(Scheme::OrderReveal);
    let cipher = OrderRevealCipher::derive(&ours::root(), &ours::CONTEXT, admitted, BYTES);
    let cipher = ours::kept(cipher.expect("8 bytes are a value"));
    let value = VALUES[0].to_be_bytes();
    let values = [value; BATCH];
    let [left, right] = VALUES.map(|value| {
        let mut ciphertext = [0; CIPHERTEXT_BYTES];
        cipher
            .encrypt(&value.to_be_bytes(), &mut ciphertext)
            .expect("there is room");
        ciphertext
    });
    let mut output = [0; CIPHERTEXT_BYTES];
    let mut outputs = [0; BATCH * CIPHERTEXT_BYTES];
    let mut opened = [0; BYTES];
    vec![
        Candidate::ours("encrypt", move || {
            black_box(cipher.encrypt(black_box(&value), &mut output).is_ok());
        })
        .beside(CLLW_ENCRYPT),
        Candidate::batch("encrypt, batch of 64", BATCH, move || {
            let values = black_box(&values).as_flattened();
            black_box(cipher.encrypt_batch(values, &mut outputs).is_ok());
        })
        .beside(CLLW_ENCRYPT),
        Candidate::ours("decrypt", move || {
            black_box(cipher.decrypt(black_box(&left), &mut opened).is_ok());
        }),
        Candidate::ours("compare", move || {
            black_box(compare(black_box(&left), black_box(&right)).is_ok());
        })
        .beside(CLLW_COMPARE),
    ]
}

fn cllw() -> [Candidate; 2] {
    let key = cllw_ore::Key::from([7; 32]);
    let [left, right] = VALUES.map(|value| key.encrypt(value).expect("any u64 can be"));
    [
        Candidate::peer(CLLW_ENCRYPT, move || {
            black_box(key.encrypt(black_box(VALUES[0])).is_ok());
        }),
        Candidate::peer(CLLW_COMPARE, move || {
            black_box(black_box(&left).cmp(black_box(&right)));
        }),
    ]
}

fn ore() -> [Candidate; 2] {
    let ore = OreAes128Bit6::init(Protected::new([7; 16])).expect("16 bytes are a key");
    let [value, other] = VALUES.map(|value| {
        order(OrderTarget::U64, None, Physical::Int(Int::U64(value))).expect("it is a u64")
    });
    let encrypt = |value| ore.encrypt_plaintext(value).expect("any u64 can be");
    let (left, right) = (encrypt(&value), encrypt(&other));
    [
        Candidate::peer("ore-rs compare", move || {
            let (left, right) = (black_box(left.as_bytes()), black_box(right.as_bytes()));
            black_box(OreAes128Bit6::compare_raw_slices(left, right));
        }),
        Candidate::peer("ore-rs encrypt", move || {
            black_box(ore.encrypt_plaintext(black_box(&value)).is_ok());
        }),
    ]
}
