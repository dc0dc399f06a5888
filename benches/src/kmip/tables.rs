//! The tables, and the goal.

use serde_json::{Value, json};

use super::{Task, Who, rounds::rounds};
use crate::{measure::Effort, table::aligned};

/// What Get over one connection to the stub has to reach of each floor's rate.
const GET_RATE_MIN: f64 = 0.95;

/// One task on one server.
pub(super) struct Table {
    pub(super) server: &'static str,
    pub(super) is_stub: bool,
    pub(super) task: Task,
    pub(super) rows: Vec<Row>,
}

/// One candidate.
pub(super) struct Row {
    pub(super) who: Who,
    /// Median rate.
    pub(super) a_second: f64,
    /// Median processor time of the client's process, in microseconds for each that is counted.
    pub(super) processor_us: f64,
    /// Median of the rounds' ratios to the floors' rates.
    pub(super) of_floor_tokio: Option<f64>,
    pub(super) of_floor_blocking: Option<f64>,
}

/// Whether a goal was reached.
struct Outcome {
    server: &'static str,
    floor: Who,
    reached: f64,
}

impl Table {
    pub(super) fn markdown(&self) -> String {
        let unit = self.task.unit();
        let header = [
            self.task.title().to_owned(),
            format!("{unit}s a second"),
            "of the floor over tokio".to_owned(),
            "of the blocking floor".to_owned(),
            format!("processor µs a {unit}"),
        ];
        let rows = self.rows.iter().map(|row| {
            let ratio =
                |ratio: Option<f64>| ratio.map_or("–".into(), |ratio| format!("{ratio:.2}"));
            [
                row.who.title().to_owned(),
                format!("{:.0}", row.a_second),
                ratio(row.of_floor_tokio),
                ratio(row.of_floor_blocking),
                format!("{:.0}", row.processor_us),
            ]
        });
        let rows: Vec<_> = std::iter::once(header).chain(rows).map(Vec::from).collect();
        aligned(&rows)
    }

    fn outcomes(&self) -> Vec<Outcome> {
        let ours = self.rows.iter().find(|row| row.who == Who::Ours);
        let Some(ours) = ours.filter(|_| self.is_stub && self.task == Task::Get) else {
            return Vec::new();
        };
        let floors = [
            (Who::FloorTokio, ours.of_floor_tokio),
            (Who::FloorBlocking, ours.of_floor_blocking),
        ];
        let outcome = |(floor, reached): (Who, Option<f64>)| {
            Some(Outcome {
                server: self.server,
                floor,
                reached: reached?,
            })
        };
        floors.into_iter().filter_map(outcome).collect()
    }

    fn json(&self) -> Value {
        let rows = self.rows.iter().map(|row| {
            json!({
                "client": row.who.title(),
                "a_second": row.a_second,
                "processor_us": row.processor_us,
                "of_floor_tokio": row.of_floor_tokio,
                "of_floor_blocking": row.of_floor_blocking,
            })
        });
        json!({
            "server": self.server,
            "task": self.task.title(),
            "unit": self.task.unit(),
            "clients": rows.collect::<Vec<_>>(),
        })
    }
}

impl Outcome {
    fn met(&self) -> bool {
        self.reached >= GET_RATE_MIN
    }

    fn row(&self) -> Vec<String> {
        vec![
            format!("Get over one connection to {}", self.server),
            self.floor.title().to_owned(),
            format!("{:.2} of its rate", self.reached),
            format!("≥ {GET_RATE_MIN:.2}"),
            if self.met() { "met" } else { "**not met**" }.to_owned(),
        ]
    }

    fn json(&self) -> Value {
        json!({
            "server": self.server,
            "floor": self.floor.title(),
            "rate": self.reached,
            "rate_min": GET_RATE_MIN,
            "met": self.met(),
        })
    }
}

/// The goals, then a table for each server and task.
pub(super) fn markdown(effort: Effort, tables: &[Table]) -> String {
    let header = ["goal", "beside", "reached", "wanted", ""].map(str::to_owned);
    let outcomes = tables.iter().flat_map(Table::outcomes);
    let rows: Vec<_> = std::iter::once(header.into())
        .chain(outcomes.map(|outcome| outcome.row()))
        .collect();
    let mut parts = vec![
        format!("Medians of {} rounds.", rounds(effort)),
        aligned(&rows),
    ];
    let mut server = "";
    for table in tables {
        if server != table.server {
            server = table.server;
            parts.push(format!("## Calling {server}"));
        }
        parts.push(table.markdown());
    }
    parts.join("\n\n")
}

pub(super) fn json(tables: &[Table]) -> Value {
    let goals: Vec<_> = tables.iter().flat_map(Table::outcomes).collect();
    json!({
        "tables": tables.iter().map(Table::json).collect::<Vec<_>>(),
        "goals": goals.iter().map(Outcome::json).collect::<Vec<_>>(),
    })
}
