//! `cargo xtask bench instructions`: how many instructions each operation takes, beside the committed table.
//!
//! The benches call each operation a fixed number of times in a function of its own; valgrind's callgrind counts what runs
//! below it and writes a file each time it is left. The counts don't depend on load, clock or frequency. valgrind hides
//! AVX-512 and VAES from programs, so the counts are those of processors without them. The build has no optimisation across
//! crates, other than the product's: with it, a change anywhere shifts what is inlined everywhere, by up to 10 %.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use clap::Args;
use fieldgate_tests::workspace;

use super::build::{BUILDS, Build};
use crate::command::{read, works};
use crate::fault::Fault;

/// The committed table.
const TABLE: &str = "benches/INSTRUCTIONS.md";
/// How much more than in the table an operation may take, in thousandths.
const GROWTH_PER_MILLE_MAX: u64 = 30;
/// The function below which is counted, in `benches/src/instructions.rs`.
const COUNTED: &str = "counted_operation";

/// How instructions are counted.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Write the table instead of comparing with it
    #[arg(long)]
    update: bool,
}

/// Instructions a value, by operation and build.
type Counts = BTreeMap<String, Vec<u64>>;

pub(super) fn run(options: &Options) -> Result<(), Fault> {
    if !cfg!(all(target_arch = "x86_64", target_os = "linux")) {
        return Err(Fault::Unmet(
            "the committed counts are those of x86-64 on Linux; on this machine there is nothing to compare with".into(),
        ));
    }
    if !works("valgrind", &["--version"]) {
        return Err(Fault::Unmet(
            "valgrind is needed, and isn't installed".into(),
        ));
    }
    // Without either, another path is taken, and the counts would say nothing about a change.
    if BUILDS.iter().any(|build| !build.runs_here()) {
        return Err(Fault::Unmet("the table has both builds".into()));
    }
    let mut order = Vec::new();
    let mut counts = Counts::new();
    for build in &BUILDS {
        for (name, count) in count(build)? {
            if !order.contains(&name) {
                order.push(name.clone());
            }
            counts.entry(name).or_default().push(count);
        }
    }
    let file = workspace::root().join(TABLE);
    if options.update {
        let text = table(&order, &counts)?;
        fs::write(&file, text).map_err(Fault::io(format!("write {TABLE}")))?;
        println!("wrote {TABLE}: {} operations", counts.len());
        return Ok(());
    }
    let text = fs::read_to_string(&file).map_err(Fault::io(format!("read {TABLE}")))?;
    compare(&parse(&text), &counts)
}

/// Counts in one build, in the order of the operations.
fn count(build: &Build) -> Result<Vec<(String, u64)>, Fault> {
    let program = build.for_counting()?;
    let dir = build.dir().join("callgrind");
    // What an earlier run left would be taken for this one's.
    if dir.exists() {
        fs::remove_dir_all(&dir).map_err(Fault::io(format!("remove {}", dir.display())))?;
    }
    fs::create_dir_all(&dir).map_err(Fault::io(format!("create {}", dir.display())))?;
    println!("{}: counting", build.name);
    let path = std::env::var_os("PATH").unwrap_or_default();
    // Nothing of the environment goes along: it lies on the stack, and shifts how copies are aligned.
    let names = read(
        Command::new("valgrind")
            .env_clear()
            .env("PATH", path)
            .args(["--tool=callgrind", "--quiet", "--compress-strings=no"])
            .arg(format!("--dump-after=*{COUNTED}*"))
            .arg(format!(
                "--callgrind-out-file={}",
                dir.join("out").display()
            ))
            .arg(program)
            .arg("instructions"),
    )?;
    let lines = names.lines().enumerate();
    lines
        .map(|(index, line)| one(&dir, index + 1, line))
        .collect()
}

/// The count of the operation that a line names, "VALUES NAME", from the dump of that number.
fn one(dir: &Path, number: usize, line: &str) -> Result<(String, u64), Fault> {
    let file = dir.join(format!("out.{number}"));
    let dump = fs::read_to_string(&file).map_err(Fault::io(format!("read {}", file.display())))?;
    let values = line.split_once(' ');
    let values = values.and_then(|(values, name)| Some((values.parse::<u64>().ok()?, name)));
    match (counted(&dump), values) {
        (Some(total), Some((values @ 1.., name))) => Ok((name.to_owned(), total.div_ceil(values))),
        _ => Err(Fault::Unmet(format!(
            "callgrind counted nothing of {line:?}"
        ))),
    }
}

/// Instructions below the function, in a dump: the name of what was called stands in a line, the number of calls in the
/// next, and a place and the cost of the calls, with all that they called, in the one after that.
fn counted(dump: &str) -> Option<u64> {
    let mut lines = dump.lines();
    lines.find(|line| line.starts_with("cfn=") && line.contains(COUNTED))?;
    let (_, cost) = lines.nth(1)?.rsplit_once(' ')?;
    cost.parse().ok()
}

fn table(order: &[String], counts: &Counts) -> Result<String, Fault> {
    let rustc = read(Command::new("rustc").arg("--version"))?;
    let mut text = format!(
        "# Instructions a value\n\n\
         Written by `cargo xtask bench instructions --update`, with {}; compared by `cargo xtask bench instructions`, which fails\n\
         when an operation takes over {} % more. valgrind counts, and hides AVX-512 and VAES: these are the counts of processors\n\
         with AES-NI and CLMUL only. Instructions aren't time: `benches/FIELDS.md` has that.\n\n| operation |",
        rustc.trim(),
        GROWTH_PER_MILLE_MAX / 10,
    );
    for build in &BUILDS {
        text += &format!(" {} |", build.name);
    }
    text += "\n|---|";
    text += &"---|".repeat(BUILDS.len());
    for name in order {
        text += &format!("\n| {name} |");
        for count in counts.get(name).into_iter().flatten() {
            text += &format!(" {count} |");
        }
    }
    Ok(text + "\n")
}

/// The counts in a table: the lines that have nothing but numbers after the name.
fn parse(text: &str) -> Counts {
    let rows = text.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ");
        let name = cells.next()?.to_owned();
        let numbers: Option<Vec<u64>> = cells.map(|cell| cell.parse().ok()).collect();
        Some((name, numbers?)).filter(|(_, numbers)| !numbers.is_empty())
    });
    rows.collect()
}

/// What grew too much, what isn't in the table, and what isn't measured any more.
fn compare(before: &Counts, now: &Counts) -> Result<(), Fault> {
    let mut findings = Vec::new();
    let mut shrunk = 0;
    for (name, counts) in now {
        let Some(before) = before
            .get(name)
            .filter(|before| before.len() == counts.len())
        else {
            findings.push(format!("{name} isn't in {TABLE}; --update writes it"));
            continue;
        };
        for ((build, before), count) in BUILDS.iter().zip(before).zip(counts) {
            let (limit, floor) = (1000 + GROWTH_PER_MILLE_MAX, 1000 - GROWTH_PER_MILLE_MAX);
            if count * 1000 > before * limit {
                let build = build.name;
                findings.push(format!(
                    "{name}, {build}: {before} instructions before, {count} now"
                ));
            } else if count * 1000 < before * floor {
                shrunk += 1;
            }
        }
    }
    let gone = before.keys().filter(|name| !now.contains_key(*name));
    findings.extend(gone.map(|name| format!("{name} is in {TABLE}, and not measured any more")));
    if !findings.is_empty() {
        return Err(Fault::Untidy {
            check: "instructions",
            findings,
        });
    }
    let percent = GROWTH_PER_MILLE_MAX / 10;
    println!(
        "instructions of {} operations: none grew by over {percent} %",
        now.len()
    );
    if shrunk > 0 {
        println!("{shrunk} counts shrank by over {percent} %; --update holds on to that");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    //! Reading the table, and what counts as growth.

    use super::{Counts, compare, counted, parse};

    const TEXT: &str = "# Title\n\n| operation | portable | x86-64-v3 |\n|---|---|---|\n| random, 16 B: seal | 1000 | 900 |\n";

    fn counts(portable: u64, v3: u64) -> Counts {
        [("random, 16 B: seal".to_owned(), vec![portable, v3])].into()
    }

    #[test]
    fn header_and_rule_are_no_rows() {
        assert_eq!(parse(TEXT), counts(1000, 900));
    }

    #[test]
    fn growth_fails_beyond_3_percent_in_either_build() {
        let before = parse(TEXT);
        assert!(compare(&before, &counts(1030, 927)).is_ok());
        assert!(compare(&before, &counts(1031, 900)).is_err());
        assert!(compare(&before, &counts(1000, 928)).is_err());
        assert!(compare(&before, &counts(500, 500)).is_ok());
    }

    #[test]
    fn operations_that_came_or_went_fail() {
        let before = parse(TEXT);
        assert!(compare(&before, &Counts::new()).is_err());
        assert!(compare(&Counts::new(), &before).is_err());
    }

    #[test]
    fn the_cost_in_a_dump_is_that_of_the_function() {
        let dump = "events: Ir\n\nfn=run\n16 5\ncfn=other\ncalls=3 7\n16 40\n\
            cfn=fieldgate_benches::instructions::counted_operation\ncalls=1 32\n+2 10803\n";
        assert_eq!(counted(dump), Some(10803));
        assert_eq!(counted("events: Ir\n"), None);
    }
}
