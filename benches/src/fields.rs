//! The field schemes beside their peers, one file a group.
//!
//! Keys are resident; nonces are counted, not drawn. The peers of `random` and `equal` have no frame and no key
//! commitment, and 32 bytes of associated data, about what binds a field to its place.

mod equal;
mod format;
mod order;
mod ours;
mod peers;
mod random;
mod tokens;

use crate::table::Table;

/// Sizes of values, in bytes.
const SIZES: [usize; 4] = [16, 64, 256, 4096];
/// Values of a batch.
const BATCH: usize = 64;

/// Measures all groups, and shows each when it is done.
pub(crate) fn run(show: impl Fn(&Table)) -> Vec<Table> {
    let groups = [
        random::table,
        equal::table,
        tokens::table,
        order::table,
        format::table,
    ];
    let measure = |group: fn() -> Table| {
        let table = group();
        show(&table);
        table
    };
    groups.map(measure).into()
}
