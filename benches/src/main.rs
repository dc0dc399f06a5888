//! Wall-clock figures beside peers. They inform; they gate nothing, because machines are shared and noisy.
//!
//! A figure is the median of many short rounds, with ours and the peers' interleaved; the ratio is what counts.

mod fields;
mod measure;
mod table;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask bench fields [--json FILE]";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let json = match arguments[..] {
        ["fields"] => None,
        ["fields", "--json", file] => Some(file),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    let tables = fields::run(|table| println!("{}", table.markdown()));
    if let Some(file) = json {
        let tables: Vec<_> = tables.iter().map(table::Table::json).collect();
        if let Err(error) = std::fs::write(file, serde_json::Value::from(tables).to_string()) {
            eprintln!("error: can't write {file}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
