//! `random`, framed and committed, beside AES-256-GCM without either.

use fieldgate_core::field::Payload;

use super::{
    Group, SIZES, ours,
    peers::{self, RING_OPEN, RING_SEAL},
};
use crate::table::Goal;

const GOALS: [Goal; 4] = [
    Goal {
        ours: ours::SEAL,
        peer: RING_SEAL,
        ratio_max: 0.7,
        bytes: &[16, 64],
    },
    Goal {
        ours: ours::SEAL,
        peer: RING_SEAL,
        ratio_max: 1.0,
        bytes: &[256],
    },
    Goal {
        ours: ours::SEAL,
        peer: RING_SEAL,
        ratio_max: 1.1,
        bytes: &[4096],
    },
    Goal {
        ours: ours::SEAL_MANY,
        peer: RING_SEAL,
        ratio_max: 0.4,
        bytes: &[16, 64],
    },
];

pub(super) fn group() -> Group {
    let cipher = ours::cipher(Payload::Random);
    let column = |bytes| {
        let mut candidates = ours::candidates(cipher, bytes, RING_SEAL, Some(RING_OPEN));
        candidates.extend(peers::random(bytes));
        (bytes, candidates)
    };
    Group {
        title: "random",
        note: "Ours is framed and commits to its key; the peers' are neither. Peers work in place; ring's opening has a copy in it.",
        goals: &GOALS,
        columns: SIZES.map(column).into(),
    }
}
