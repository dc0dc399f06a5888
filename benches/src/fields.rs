//! The field schemes beside their peers, one file a group.
//!
//! Keys are resident; nonces are counted, not drawn. The peers of `random` and `equal` have no frame and no key
//! commitment, and 32 bytes of associated data, about what binds a field to its place.

mod equal;
mod format;
mod order;
mod order_number;
mod order_reveal;
mod order_text;
mod ours;
mod peers;
mod random;
mod words;

use crate::{
    measure::{Candidate, Effort, medians},
    table::{Goal, Table},
};

/// Sizes of values, in bytes.
const SIZES: [usize; 4] = [16, 64, 256, 4096];
/// Values of a batch.
const BATCH: usize = 64;

/// Candidates that belong into one table.
pub(crate) struct Group {
    pub(crate) title: &'static str,
    /// What one should know to read the figures.
    pub(crate) note: &'static str,
    pub(crate) goals: &'static [Goal],
    /// For each size of a value in bytes, the same candidates in the same order.
    pub(crate) columns: Vec<(usize, Vec<Candidate>)>,
}

pub(crate) const GROUPS: [fn() -> Group; 8] = [
    random::group,
    equal::group,
    words::group,
    order::group,
    order_number::group,
    order_text::group,
    order_reveal::group,
    format::group,
];

/// Measures all groups, and shows each when it is done.
pub(crate) fn run(effort: Effort, show: impl Fn(&Table)) -> Vec<Table> {
    let measure = |(index, group): (usize, fn() -> Group)| {
        let group = group();
        eprintln!(
            "[{}/{}] {}: {} operations in turns, sizes: {}, rounds: {}",
            index + 1,
            GROUPS.len(),
            group.title,
            group.columns.first().map_or(0, |(_, column)| column.len()),
            group.columns.len(),
            effort.rounds(),
        );
        let columns = group.columns.into_iter();
        let table = Table {
            title: group.title,
            note: group.note,
            goals: group.goals,
            columns: columns
                .map(|(bytes, column)| (bytes, medians(column, effort)))
                .collect(),
        };
        show(&table);
        table
    };
    GROUPS.into_iter().enumerate().map(measure).collect()
}
