//! `order` in columns of numbers, beside order-preserving encryption by others.

use std::hint::black_box;

use fieldgate_core::field::{
    Scheme,
    order::{OrderColumn, OrderNumberCipher},
};

use super::{
    BATCH, Group, ours,
    peers::{self, CLLW},
};
use crate::measure::Candidate;

pub(super) fn group() -> Group {
    let column = |column: OrderColumn| {
        let mut candidates = ours(column);
        candidates.extend(peers::order_number(column.value_bytes()));
        (column.value_bytes(), candidates)
    };
    Group {
        title: "order, columns of numbers",
        note: "Ours is one number: 2 bytes in a double, 4 in an integer of 64 bits. The peer's is 17 and 33 bytes.",
        goals: &[],
        columns: [OrderColumn::Double, OrderColumn::Integer64]
            .map(column)
            .into(),
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
