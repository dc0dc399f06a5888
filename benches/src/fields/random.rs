//! `random`, framed and committed, beside AES-256-GCM without either.

use aws_lc_rs::aead::AES_256_GCM;
use fieldgate_core::field::Payload;

use super::{SIZES, ours, peers};
use crate::{
    measure::medians,
    table::{Goal, Table},
};

const RING: &str = "ring AES-256-GCM seal";

const GOALS: [Goal; 4] = [
    Goal {
        ours: "seal",
        peer: RING,
        ratio_max: 0.7,
        bytes: &[16, 64],
    },
    Goal {
        ours: "seal",
        peer: RING,
        ratio_max: 1.0,
        bytes: &[256],
    },
    Goal {
        ours: "seal",
        peer: RING,
        ratio_max: 1.1,
        bytes: &[4096],
    },
    Goal {
        ours: "seal, batch of 64",
        peer: RING,
        ratio_max: 0.4,
        bytes: &[16, 64],
    },
];

pub(super) fn table() -> Table {
    let cipher = ours::cipher(Payload::Random);
    let column = |bytes| {
        let mut candidates = ours::candidates(&cipher, bytes);
        candidates.extend(peers::ring(bytes));
        candidates.push(peers::aws_lc(
            "aws-lc-rs AES-256-GCM seal",
            &AES_256_GCM,
            bytes,
        ));
        candidates.push(peers::aes_gcm(bytes));
        (bytes, medians(candidates))
    };
    Table {
        title: "random",
        goals: &GOALS,
        columns: SIZES.map(column).into(),
    }
}
