//! Calls each operation of ours a fixed number of times, for a counter of instructions around [`counted_operation`].
//!
//! The names go to standard output, one a line and in the order of the calls, each with the values that were worked on.

use crate::{
    fields::{self, Group},
    messages,
};

/// Calls of each operation that are counted.
const CALLS: u32 = 16;

pub(crate) fn run() {
    let groups = fields::GROUPS
        .into_iter()
        .chain([messages::group as fn() -> Group]);
    for group in groups {
        let Group { title, columns, .. } = group();
        for (bytes, candidates) in columns {
            for mut candidate in candidates.into_iter().filter(|c| c.is_ours()) {
                // The first call may look at the processor, once.
                (candidate.call)();
                counted_operation(&mut candidate.call, CALLS);
                let values = candidate.values * CALLS;
                println!("{values} {title}, {bytes} B: {}", candidate.name);
            }
        }
    }
}

/// What runs below this is counted; by name, so it must stay a function of its own.
#[inline(never)]
fn counted_operation(call: &mut dyn FnMut(), calls: u32) {
    for _ in 0..calls {
        call();
    }
}
