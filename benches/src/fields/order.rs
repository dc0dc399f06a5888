//! Order over 64-bit integers, by others.

use std::hint::black_box;

use ore_rs::{OreScheme, scheme::bit2_w6::OreAes128Bit6};
use vitaminc_ore::{Int, OrderTarget, Physical, order};
use vitaminc_protected::Protected;

use crate::{
    measure::{Candidate, medians},
    table::Table,
};

pub(super) fn table() -> Table {
    let key = cllw_ore::Key::from([7; 32]);
    let ore = OreAes128Bit6::init(Protected::new([7; 16])).expect("16 bytes are a key");
    let value = order(OrderTarget::U64, None, Physical::Int(Int::U64(25))).expect("it is a u64");
    let figures = medians(vec![
        Candidate::new("cllw-ore u64, order-preserving", || {
            black_box(key.encrypt_ope(black_box(25_u64)).is_ok());
        }),
        Candidate::new("cllw-ore u64, order-revealing", || {
            black_box(key.encrypt(black_box(25_u64)).is_ok());
        }),
        Candidate::new("ore-rs u64, order-revealing", || {
            black_box(ore.encrypt_plaintext(black_box(&value)).is_ok());
        }),
    ]);
    Table {
        title: "order",
        goals: &[],
        columns: vec![(8, figures)],
    }
}
