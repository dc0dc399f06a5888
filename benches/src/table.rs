//! The tables: Markdown for people, JSON for what draws or compares.

use serde_json::{Map, Value, json};

use crate::measure::{Figure, Side};

/// A goal below this ratio reads better the other way round: so many times as fast.
const FAST_RATIO: f64 = 0.1;

/// What must be reached: ours at most so many times as long as the peer's.
#[derive(Clone, Copy)]
pub(crate) struct Goal {
    pub(crate) ours: &'static str,
    pub(crate) peer: &'static str,
    pub(crate) ratio_max: f64,
    /// Sizes that it is for.
    pub(crate) bytes: &'static [usize],
}

/// One group of figures: candidates by sizes.
pub(crate) struct Table {
    pub(crate) title: &'static str,
    pub(crate) note: &'static str,
    pub(crate) goals: &'static [Goal],
    /// For each size in bytes the figures, in one order.
    pub(crate) columns: Vec<(usize, Vec<Figure>)>,
}

impl Table {
    /// The figures, and the goals with their outcomes.
    pub(crate) fn markdown(&self) -> String {
        let mut parts = vec![format!("### {}", self.title)];
        if !self.note.is_empty() {
            parts.push(self.note.to_owned());
        }
        let mut header = vec!["ns a value (times a peer's)".to_owned()];
        header.extend(self.columns.iter().map(|(bytes, _)| format!("{bytes} B")));
        header.push("peer".to_owned());
        let mut rows = vec![header];
        let first = self.columns.first().map_or(&[][..], |(_, figures)| figures);
        for (index, Figure { name, side, .. }) in first.iter().enumerate() {
            let peer = match side {
                Side::Ours { beside } => beside.unwrap_or("–"),
                Side::Peer => "",
            };
            let mut row = vec![(*name).to_owned()];
            row.extend(self.columns.iter().map(|(_, figures)| cell(figures, index)));
            row.push(peer.to_owned());
            rows.push(row);
        }
        parts.push(aligned(&rows));
        let outcomes = self.outcomes();
        if !outcomes.is_empty() {
            let header = ["goal", "size", "reached", "wanted", ""].map(str::to_owned);
            let rows = outcomes.iter().map(Outcome::row);
            let rows: Vec<_> = std::iter::once(header.into()).chain(rows).collect();
            parts.push(aligned(&rows));
        }
        parts.join("\n\n")
    }

    pub(crate) fn json(&self) -> Value {
        let column = |(bytes, figures): &(usize, Vec<Figure>)| {
            let figures = figures.iter();
            let figures: Map<_, _> = figures
                .map(|figure| (figure.name.to_owned(), json!(figure.ns)))
                .collect();
            json!({ "bytes": bytes, "ns_a_value": figures })
        };
        let columns: Vec<_> = self.columns.iter().map(column).collect();
        let goals: Vec<_> = self.outcomes().iter().map(Outcome::json).collect();
        json!({ "title": self.title, "columns": columns, "goals": goals })
    }

    fn outcomes(&self) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        for goal in self.goals {
            for (bytes, figures) in &self.columns {
                if goal.bytes.contains(bytes)
                    && let (Some(ours), Some(peer)) =
                        (ns(figures, goal.ours), ns(figures, goal.peer))
                {
                    outcomes.push(Outcome {
                        goal: *goal,
                        bytes: *bytes,
                        ratio: ours / peer,
                    });
                }
            }
        }
        outcomes
    }
}

struct Outcome {
    goal: Goal,
    bytes: usize,
    ratio: f64,
}

impl Outcome {
    fn met(&self) -> bool {
        self.ratio <= self.goal.ratio_max
    }

    fn row(&self) -> Vec<String> {
        let (ratio, ratio_max) = (self.ratio, self.goal.ratio_max);
        let (reached, wanted) = if ratio_max < FAST_RATIO {
            let (times, times_min) = (1.0 / ratio, 1.0 / ratio_max);
            (format!("{times:.1}× as fast"), format!("≥ {times_min:.0}×"))
        } else {
            (
                format!("{ratio:.2}× the time"),
                format!("≤ {ratio_max:.2}×"),
            )
        };
        vec![
            format!("{} / {}", self.goal.ours, self.goal.peer),
            format!("{} B", self.bytes),
            reached,
            wanted,
            if self.met() { "met" } else { "**not met**" }.to_owned(),
        ]
    }

    fn json(&self) -> Value {
        json!({
            "ours": self.goal.ours,
            "peer": self.goal.peer,
            "bytes": self.bytes,
            "ratio": self.ratio,
            "ratio_max": self.goal.ratio_max,
            "met": self.met(),
        })
    }
}

fn ns(figures: &[Figure], name: &str) -> Option<f64> {
    let figure = figures.iter().find(|figure| figure.name == name)?;
    Some(figure.ns)
}

/// Nanoseconds, and how many times those of the peer they are.
fn cell(figures: &[Figure], index: usize) -> String {
    let Some(Figure { side, ns: own, .. }) = figures.get(index) else {
        return String::new();
    };
    let peer = match side {
        Side::Ours { beside: Some(peer) } => ns(figures, peer),
        Side::Ours { beside: None } | Side::Peer => None,
    };
    match peer.map(|peer| own / peer) {
        Some(ratio) if ratio < FAST_RATIO => format!("{own:.1} ({ratio:.3})"),
        Some(ratio) => format!("{own:.1} ({ratio:.2})"),
        None => format!("{own:.1}"),
    }
}

/// A table whose columns can be read without rendering it, too; the first row is the header.
pub(crate) fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<_> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths);
        cells.fold("|".to_owned(), |line, (cell, width)| {
            line + &format!(" {cell:<width$} |")
        })
    };
    let rule = widths.iter().fold("|".to_owned(), |rule, width| {
        rule + &"-".repeat(width + 2) + "|"
    });
    let mut lines: Vec<_> = rows.iter().map(line).collect();
    lines.insert(1.min(lines.len()), rule);
    lines.join("\n")
}
