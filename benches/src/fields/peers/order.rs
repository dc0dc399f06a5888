//! Order-preserving and order-revealing encryption by others.

use std::hint::black_box;

use ore_rs::{OreScheme, scheme::bit2_w6::OreAes128Bit6};
use vitaminc_ore::{Int, OrderTarget, Physical, order as physical};
use vitaminc_protected::Protected;

use super::{CLLW, CLLW_COMPARE, CLLW_ENCRYPT};
use crate::measure::Candidate;

pub(in crate::fields) fn order() -> Vec<Candidate> {
    order_number(8)
}

/// Unsigned integers of so many bytes.
pub(in crate::fields) fn order_number(bytes: usize) -> Vec<Candidate> {
    let key = cllw_ore::Key::from([7; 32]);
    let candidate = match bytes {
        2 => Candidate::peer(CLLW, move || {
            black_box(key.encrypt_ope(black_box(0x0123_u16)).is_ok());
        }),
        4 => Candidate::peer(CLLW, move || {
            black_box(key.encrypt_ope(black_box(0x0123_4567_u32)).is_ok());
        }),
        _ => Candidate::peer(CLLW, move || {
            black_box(
                key.encrypt_ope(black_box(0x0123_4567_89ab_cdef_u64))
                    .is_ok(),
            );
        }),
    };
    vec![candidate]
}

pub(in crate::fields) fn order_text(bytes: usize) -> Vec<Candidate> {
    let key = cllw_ore::Key::from([7; 32]);
    let text = "a".repeat(bytes);
    vec![Candidate::peer(CLLW, move || {
        black_box(key.encrypt_ope(black_box(text.as_str())).is_ok());
    })]
}

/// Encrypting the first value, and comparing both.
pub(in crate::fields) fn order_reveal(values: [u64; 2]) -> Vec<Candidate> {
    cllw(values).into_iter().chain(ore(values)).collect()
}

fn cllw(values: [u64; 2]) -> [Candidate; 2] {
    let key = cllw_ore::Key::from([7; 32]);
    let [left, right] = values.map(|value| key.encrypt(value).expect("any u64 can be"));
    [
        Candidate::peer(CLLW_ENCRYPT, move || {
            black_box(key.encrypt(black_box(values[0])).is_ok());
        }),
        Candidate::peer(CLLW_COMPARE, move || {
            black_box(black_box(&left).cmp(black_box(&right)));
        }),
    ]
}

fn ore(values: [u64; 2]) -> [Candidate; 2] {
    let ore = OreAes128Bit6::init(Protected::new([7; 16])).expect("16 bytes are a key");
    let [value, other] = values.map(|value| {
        physical(OrderTarget::U64, None, Physical::Int(Int::U64(value))).expect("it is a u64")
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
