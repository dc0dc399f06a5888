//! Figures beside peers, and calls for a counter of instructions. Started by `cargo xtask bench`.
//!
//! Wall-clock figures inform; they gate nothing, because machines are shared and noisy. A figure is the median of many
//! short rounds, with ours and the peers' in turns; the ratio is what counts. Instruction counts gate.

mod fields;
mod instructions;
mod measure;
mod table;

use std::{path::PathBuf, process::ExitCode};

use measure::Effort;

const USAGE: &str = "usage: cargo xtask bench --help";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let (effort, out) = match arguments[..] {
        ["instructions"] => {
            instructions::run();
            return ExitCode::SUCCESS;
        }
        ["fields", out] => (Effort::Full, PathBuf::from(out)),
        ["fields", "--quick", out] => (Effort::Quick, PathBuf::from(out)),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    let tables = fields::run(effort, |table| println!("{}\n", table.markdown()));
    let markdown = tables.iter().map(table::Table::markdown);
    let markdown: Vec<_> = std::iter::once(effort.text()).chain(markdown).collect();
    let json: Vec<_> = tables.iter().map(table::Table::json).collect();
    for (name, text) in [
        ("figures.md", markdown.join("\n\n")),
        ("figures.json", serde_json::Value::from(json).to_string()),
    ] {
        let file = out.join(name);
        if let Err(error) = std::fs::write(&file, text) {
            eprintln!("error: can't write {}: {error}", file.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
