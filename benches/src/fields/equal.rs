//! `equal` beside misuse-resistant encryption by others.

use fieldgate_core::field::Payload;

use super::{
    Group, SIZES, ours,
    peers::{self, GCM_SIV},
};
use crate::table::Goal;

const GOALS: [Goal; 1] = [Goal {
    ours: ours::SEAL,
    peer: GCM_SIV,
    ratio_max: 0.8,
    bytes: &[16, 64],
}];

pub(super) fn group() -> Group {
    let cipher = ours::cipher(Payload::Equal);
    let column = |bytes| {
        let mut candidates = ours::candidates(cipher, bytes, GCM_SIV, None);
        candidates.extend(peers::equal(bytes));
        (bytes, candidates)
    };
    Group {
        title: "equal",
        note: "Ours is AES-256-SIV, framed; GCM-SIV takes a nonce and is not deterministic by itself.",
        goals: &GOALS,
        columns: SIZES.map(column).into(),
    }
}
