//! `equal` beside misuse-resistant encryption by others.

use aws_lc_rs::aead::AES_256_GCM_SIV;
use fieldgate_core::field::Payload;

use super::{SIZES, ours, peers};
use crate::{
    measure::medians,
    table::{Goal, Table},
};

const GCM_SIV: &str = "aws-lc-rs AES-256-GCM-SIV seal";

const GOALS: [Goal; 1] = [Goal {
    ours: "seal",
    peer: GCM_SIV,
    ratio_max: 0.8,
    bytes: &[16, 64],
}];

pub(super) fn table() -> Table {
    let cipher = ours::cipher(Payload::Equal);
    let column = |bytes| {
        let mut candidates = ours::candidates(&cipher, bytes);
        candidates.push(peers::aws_lc(GCM_SIV, &AES_256_GCM_SIV, bytes));
        candidates.push(peers::aes_siv(bytes));
        (bytes, medians(candidates))
    };
    Table {
        title: "equal",
        goals: &GOALS,
        columns: SIZES.map(column).into(),
    }
}
