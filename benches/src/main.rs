//! Figures beside peers, and calls for a counter of instructions. Started by `cargo xtask bench`.
//!
//! Wall-clock figures inform; they gate nothing, because machines are shared and noisy. A figure is the median of many
//! short rounds, with ours and the peers' in turns; the ratio is what counts. Instruction counts gate.

mod fields;
mod instructions;
#[cfg(feature = "kmip")]
mod kmip;
mod measure;
mod messages;
mod table;

use std::{
    error::Error,
    path::{Path, PathBuf},
    process::ExitCode,
};

use measure::Effort;

const USAGE: &str = "usage: cargo xtask bench --help";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments[..] {
        ["instructions"] => {
            instructions::run();
            Ok(())
        }
        ["fields", out] => measure_fields(Effort::Full, Path::new(out)),
        ["fields", "--quick", out] => measure_fields(Effort::Quick, Path::new(out)),
        #[cfg(feature = "kmip")]
        ["kmip", effort, out, pki, port, id, python, script] => {
            measure_kmip(effort, out, [pki, port, id, python, script])
        }
        #[cfg(feature = "kmip")]
        ["kmip-stub", pki] => kmip::stub(Path::new(pki)),
        #[cfg(feature = "kmip")]
        ["kmip-worker", who, port, tls_version, pki, id] => {
            kmip::worker(who, port, tls_version, Path::new(pki), id)
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                eprintln!("  because: {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

fn measure_fields(effort: Effort, out: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
    let tables = fields::run(effort, |table| println!("{}\n", table.markdown()));
    let markdown = tables.iter().map(table::Table::markdown);
    let markdown: Vec<_> = std::iter::once(effort.text()).chain(markdown).collect();
    let json: Vec<_> = tables.iter().map(table::Table::json).collect();
    write(out, "figures", &markdown.join("\n\n"), &json.into())
}

#[cfg(feature = "kmip")]
fn measure_kmip(
    effort: &str,
    out: &str,
    [pki, port, id, python, script]: [&str; 5],
) -> Result<(), kmip::Fault> {
    let effort = match effort {
        "--quick" => Effort::Quick,
        _ => Effort::Full,
    };
    let peers = kmip::Peers {
        pki: pki.into(),
        pykmip_port: port.parse()?,
        pykmip_id: id.to_owned(),
        python: python.into(),
        script: script.into(),
    };
    let (markdown, json) = kmip::run(effort, &peers)?;
    write(Path::new(out), "kmip", &markdown, &json)
}

/// The figures, as `NAME.md` and `NAME.json`.
fn write(
    out: &Path,
    name: &str,
    markdown: &str,
    json: &serde_json::Value,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    for (extension, text) in [("md", markdown.to_owned()), ("json", json.to_string())] {
        let file: PathBuf = out.join(name).with_extension(extension);
        std::fs::write(&file, text)
            .map_err(|error| format!("can't write {}: {error}", file.display()))?;
    }
    Ok(())
}
