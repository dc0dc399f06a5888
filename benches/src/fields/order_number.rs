//! `order` in columns of numbers, beside order-preserving encryption by others.

use std::hint::black_box;

use fieldgate_core::field::{
    Scheme,
    order::{OrderColumn, OrderNumberCipher},
};

use super::{BATCH, Group, ours};
use crate::measure::Candidate;

const CLLW: &str = "cllw-ore, order-preserving";

pub(super) fn group() -> Group {
    let key = || cllw_ore::Key::from([7; 32]);
    let (short, long) = (key(), key());
    let mut double = ours(OrderColumn::Double);
    double.push(Candidate::peer(CLLW, move || {
        black_box(short.encrypt_ope(black_box(0x0123_u16)).is_ok());
    }));
    let mut integer = ours(OrderColumn::Integer64);
    integer.push(Candidate::peer(CLLW, move || {
        black_box(long.encrypt_ope(black_box(0x0123_4567_u32)).is_ok());
    }));
    Group {
        title: "order, columns of numbers",
        note: "Ours is one number: 2 bytes in a double, 4 in an integer of 64 bits. The peer's is 17 and 33 bytes.",
        goals: &[],
        columns: vec![
            (OrderColumn::Double.value_bytes(), double),
            (OrderColumn::Integer64.value_bytes(), integer),
        ],
    }
}

fn ours(column: OrderColumn) -> Vec<Candidate> {
    let admitted = ours::admitted(Scheme::Order);
    let cipher = OrderNumberCipher::derive(&ours::root(), &ours::CONTEXT, admitted, column);
    let cipher = ours::kept(cipher.expect("the context is well formed"));
    let value = vec![0x23; column.value_bytes()];
    let number = cipher
        .encrypt_number(&value)
        .expect("it is as long as it must be");
    let values = vec![0x23; column.value_bytes() * BATCH];
    let mut numbers = [0; BATCH];
    let mut opened = value.clone();
    vec![
        Candidate::ours("encrypt", move || {
            black_box(cipher.encrypt_number(black_box(&value)).is_ok());
        })
        .beside(CLLW),
        Candidate::batch("encrypt, batch of 64", BATCH, move || {
            black_box(
                cipher
                    .encrypt_numbers(black_box(&values), &mut numbers)
                    .is_ok(),
            );
        })
        .beside(CLLW),
        Candidate::ours("decrypt", move || {
            black_box(
                cipher
                    .decrypt_number(black_box(number), &mut opened)
                    .is_ok(),
            );
        }),
    ]
}
