//! `cargo xtask fuzz`: the fuzz targets of tests/fuzz, each for some seconds, from the committed corpus.
//!
//! libFuzzer is built from source by its crate, and coverage comes from flags that the stable compiler takes: nothing is
//! installed.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use clap::Args;
use fieldgate_tests::workspace;

use crate::command::{cargo, open};
use crate::fault::Fault;

/// What instruments the build: libFuzzer's counters, comparisons, and the table of places.
const COVERAGE: &str = "-Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares \
    -Ccodegen-units=1 -Clink-dead-code --cfg fuzzing";
const HOST: &str = "x86_64-unknown-linux-gnu";
/// Longest input.
const INPUT_BYTES_MAX: usize = 4096;
/// Longest time of one input.
const INPUT_SECONDS_MAX: usize = 10;
/// Most memory of one target.
const MEMORY_MIB_MAX: usize = 2048;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How long each target runs
    #[arg(long, value_name = "N", default_value_t = 600, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// How many targets run at a time
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=32))]
    side_by_side: u8,
    /// Only this target; may be given several times
    #[arg(long, value_name = "NAME")]
    target: Vec<String>,
    /// Afterwards, put what reached new code into the committed corpus, and drop what no longer adds any
    #[arg(long)]
    update_corpus: bool,
}

/// How a target's run ended.
struct Report {
    target: String,
    executions: u64,
    per_second: u64,
    inputs: usize,
    findings: Vec<PathBuf>,
    failed: bool,
    log: PathBuf,
}

/// Builds and runs the targets.
pub(crate) fn run(options: &Options) -> Result<(), Fault> {
    let home = workspace::root().join("tests/fuzz");
    let targets = chosen(&home, &options.target)?;
    let binaries = workspace::root().join("target/fuzz");
    open(
        cargo(&[
            "build",
            "--release",
            "--locked",
            "--target",
            HOST,
            "--quiet",
            "--target-dir",
        ])
        .arg(&binaries)
        .current_dir(&home)
        .env("RUSTFLAGS", COVERAGE),
    )?;
    let binaries = binaries.join(HOST).join("release");
    println!(
        "{} targets, {} s each, {} side by side: about {} s",
        targets.len(),
        options.seconds,
        options.side_by_side,
        targets.len().div_ceil(usize::from(options.side_by_side)) * options.seconds as usize
    );

    let waiting = Mutex::new(VecDeque::from(targets));
    let take = || {
        waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front()
    };
    let work = || {
        let mut reports = Vec::new();
        while let Some(target) = take() {
            let report = fuzz(&home, &binaries, &target, options)?;
            println!("  {}: {} executions", report.target, report.executions);
            reports.push(report);
        }
        Ok::<_, Fault>(reports)
    };
    let mut reports = Vec::new();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..options.side_by_side)
            .map(|_| scope.spawn(work))
            .collect();
        for worker in workers {
            match worker.join() {
                Ok(done) => reports.extend(done?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok::<_, Fault>(())
    })?;
    reports.sort_by(|one, other| one.target.cmp(&other.target));
    show(&reports)
}

/// The names in the manifest, or those that were asked for.
fn chosen(home: &Path, wanted: &[String]) -> Result<Vec<String>, Fault> {
    let dir = home.join("targets");
    let fault = || format!("read {}", dir.display());
    let mut all = Vec::new();
    for entry in fs::read_dir(&dir).map_err(Fault::io(fault()))? {
        let path = entry.map_err(Fault::io(fault()))?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            all.extend(
                path.file_stem()
                    .map(|name| name.to_string_lossy().into_owned()),
            );
        }
    }
    all.sort();
    if let Some(unknown) = wanted.iter().find(|name| !all.contains(name)) {
        let all = all.join(", ");
        return Err(Fault::Unmet(format!(
            "there is no fuzz target {unknown}; there are: {all}"
        )));
    }
    all.retain(|name| wanted.is_empty() || wanted.contains(name));
    Ok(all)
}

fn fuzz(home: &Path, binaries: &Path, target: &str, options: &Options) -> Result<Report, Fault> {
    let work = workspace::work_dir().join("fuzz").join(target);
    let (grown, findings) = (work.join("corpus"), work.join("findings"));
    let committed = home.join("corpus").join(target);
    for dir in [&grown, &findings, &committed] {
        fs::create_dir_all(dir).map_err(Fault::io(format!("create {}", dir.display())))?;
    }
    let before = files(&findings)?;
    let log = work.join("run.log");
    let fuzzer = || {
        let mut command = Command::new(binaries.join(target));
        command
            .arg(format!("-max_len={INPUT_BYTES_MAX}"))
            .arg(format!("-timeout={INPUT_SECONDS_MAX}"))
            .arg(format!("-rss_limit_mb={MEMORY_MIB_MAX}"))
            .arg(format!("-artifact_prefix={}/", findings.display()))
            .current_dir(&work);
        command
    };
    let status = into_log(
        fuzzer()
            .args([
                format!("-max_total_time={}", options.seconds),
                "-print_final_stats=1".into(),
            ])
            .args([&grown, &committed]),
        &log,
    )?;
    let text = fs::read(&log).map_err(Fault::io(format!("read {}", log.display())))?;
    let text = String::from_utf8_lossy(&text);
    let stat = |name: &str| {
        let line = text
            .lines()
            .rev()
            .find_map(|line| line.strip_prefix(&format!("stat::{name}:")));
        line.and_then(|number| number.trim().parse().ok())
            .unwrap_or(0)
    };
    if options.update_corpus && status {
        let fresh = work.join("merged");
        let _ = fs::remove_dir_all(&fresh);
        fs::create_dir_all(&fresh).map_err(Fault::io(format!("create {}", fresh.display())))?;
        let merge_log = work.join("merge.log");
        let merged = into_log(
            fuzzer().arg("-merge=1").args([&fresh, &committed, &grown]),
            &merge_log,
        )?;
        if !merged {
            return Err(Fault::Unmet(format!(
                "merging failed; the log is {}",
                merge_log.display()
            )));
        }
        replace(&fresh, &committed)?;
    }
    let after = files(&findings)?;
    Ok(Report {
        target: target.to_owned(),
        executions: stat("number_of_executed_units"),
        per_second: stat("average_exec_per_sec"),
        inputs: files(&committed)?.len(),
        findings: after
            .into_iter()
            .filter(|path| !before.contains(path))
            .collect(),
        failed: !status,
        log,
    })
}

/// Runs it with all its output in a log; whether it ended well.
fn into_log(command: &mut Command, log: &Path) -> Result<bool, Fault> {
    let action = || format!("write {}", log.display());
    let output = fs::File::create(log).map_err(Fault::io(action()))?;
    let errors = output.try_clone().map_err(Fault::io(action()))?;
    let status = command
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .status();
    status
        .map(|status| status.success())
        .map_err(|source| Fault::Start {
            program: command.get_program().to_string_lossy().into_owned(),
            advice: "it was just built",
            source,
        })
}

/// Exchanges the committed corpus for the merged one.
fn replace(fresh: &Path, committed: &Path) -> Result<(), Fault> {
    for old in files(committed)? {
        fs::remove_file(&old).map_err(Fault::io(format!("remove {}", old.display())))?;
    }
    for new in files(fresh)? {
        let to = committed.join(new.file_name().unwrap_or_default());
        fs::copy(&new, &to).map_err(Fault::io(format!("write {}", to.display())))?;
    }
    Ok(())
}

fn files(dir: &Path) -> Result<Vec<PathBuf>, Fault> {
    let fault = || format!("read {}", dir.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).map_err(Fault::io(fault()))? {
        let path = entry.map_err(Fault::io(fault()))?.path();
        if path.is_file() {
            found.push(path);
        }
    }
    Ok(found)
}

fn show(reports: &[Report]) -> Result<(), Fault> {
    println!("| target | executions | a second | committed inputs | new findings |");
    println!("|---|---|---|---|---|");
    let mut faults = Vec::new();
    for report in reports {
        let Report {
            target,
            executions,
            per_second,
            inputs,
            findings,
            failed,
            log,
        } = report;
        println!(
            "| {target} | {executions} | {per_second} | {inputs} | {} |",
            findings.len()
        );
        for finding in findings {
            faults.push(format!("{target}: {}", finding.display()));
        }
        if *failed && findings.is_empty() {
            faults.push(format!(
                "{target}: ended early; the log is {}",
                log.display()
            ));
        }
        if !*failed && *executions == 0 {
            faults.push(format!(
                "{target}: nothing was executed; the log is {}",
                log.display()
            ));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Fault::Untidy {
            check: "fuzzing found something; run a target on a file to see it again",
            findings: faults,
        })
    }
}
