//! The tables: Markdown for people, JSON for what draws or compares.

use serde_json::{Value, json};

use crate::measure::Figure;

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
    pub(crate) goals: &'static [Goal],
    /// For each size in bytes the figures, in one order.
    pub(crate) columns: Vec<(usize, Vec<Figure>)>,
}

impl Table {
    /// The figures, and the goals with their outcomes.
    pub(crate) fn markdown(&self) -> String {
        let mut text = format!("\n### {}\n\n| ns a value |", self.title);
        for (bytes, _) in &self.columns {
            text += &format!(" {bytes} B |");
        }
        text += "\n|---|";
        text += &"---|".repeat(self.columns.len());
        let names = self.columns.first().map_or(&[][..], |(_, figures)| figures);
        for (index, (name, _)) in names.iter().enumerate() {
            text += &format!("\n| {name} |");
            for (_, figures) in &self.columns {
                text += &format!(" {:.1} |", figures[index].1);
            }
        }
        let outcomes = self.outcomes();
        if !outcomes.is_empty() {
            text += "\n\n| goal | bytes | ratio | goal | |\n|---|---|---|---|---|";
        }
        for outcome in outcomes {
            text += &format!(
                "\n| {} / {} | {} | {:.2} | ≤ {:.2} | {} |",
                outcome.goal.ours,
                outcome.goal.peer,
                outcome.bytes,
                outcome.ratio,
                outcome.goal.ratio_max,
                if outcome.met() { "met" } else { "**not met**" }
            );
        }
        text
    }

    pub(crate) fn json(&self) -> Value {
        let columns: Vec<_> = self
            .columns
            .iter()
            .map(|(bytes, figures)| {
                let figures: serde_json::Map<String, Value> = figures
                    .iter()
                    .map(|(name, ns)| (name.clone(), json!(ns)))
                    .collect();
                json!({ "bytes": bytes, "ns_a_value": figures })
            })
            .collect();
        let goals: Vec<_> = self
            .outcomes()
            .iter()
            .map(|outcome| {
                json!({
                    "ours": outcome.goal.ours,
                    "peer": outcome.goal.peer,
                    "bytes": outcome.bytes,
                    "ratio": outcome.ratio,
                    "ratio_max": outcome.goal.ratio_max,
                    "met": outcome.met(),
                })
            })
            .collect();
        json!({ "title": self.title, "columns": columns, "goals": goals })
    }

    fn outcomes(&self) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        for goal in self.goals {
            for (bytes, figures) in &self.columns {
                let of = |name| figures.iter().find(|figure| figure.0 == name);
                if goal.bytes.contains(bytes)
                    && let (Some((_, ours)), Some((_, peer))) = (of(goal.ours), of(goal.peer))
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
}
