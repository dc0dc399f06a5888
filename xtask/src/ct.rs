//! `cargo xtask ct`: constant time is run, not claimed.
//!
//! | module | what |
//! |---|---|
//! | [`backend`] | builds the cases with AES and GHASH in hardware, and in software |
//! | [`memcheck`] | runs cases under valgrind and reads what it reports |
//! | [`division`], [`assembly`] | searches the machine code for divisions |
//! | [`lengths`] | where it may divide |
//! | [`public`] | the places that may depend on a secret, because what they act on is public |
//! | [`place`], [`source`] | places, and lines of source |
//! | [`table`] | what is shown |

mod assembly;
mod backend;
mod division;
mod lengths;
mod memcheck;
mod place;
mod public;
mod source;
mod table;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use clap::Args;

use crate::fault::Fault;
use crate::setup::system;
use backend::Backend;
use memcheck::Report;
use public::PLACES;
use table::Table;

/// What `cargo xtask ct` takes.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Run this case only, by the name that the table shows
    #[arg(long, value_name = "NAME")]
    case: Option<String>,
    /// Show where every report comes from, also those of leaks and peers
    #[arg(long)]
    verbose: bool,
}

/// Runs every case under every backend; fails when a case of core is reported, or a deliberate leak isn't.
pub(crate) fn run(options: &Options) -> Result<(), Fault> {
    let begin = Instant::now();
    system::require("valgrind", &["--version"], &["valgrind"])?;
    let mut check = Check::default();
    for backend in Backend::ALL {
        println!("ct: building the cases with AES in {} …", backend.name());
        let program = backend.build()?;
        println!("ct: running them under valgrind …");
        if let Some(case) = &options.case {
            check.group(backend, &program, case, options)?;
        } else {
            for group in ["core", "leak", "peer"] {
                check.group(backend, &program, group, options)?;
            }
        }
    }
    check.show(options);
    if options.case.is_none() {
        println!("\nct: compiling for the search for divisions …");
        check.findings.extend(division::search()?);
    }
    check.conclude()?;
    println!(
        "ct: nothing to report, after {} s",
        begin.elapsed().as_secs()
    );
    Ok(())
}

/// What was seen so far.
#[derive(Default)]
struct Check {
    table: Table,
    reached: BTreeSet<usize>,
    findings: Vec<String>,
}

impl Check {
    /// Runs a group at once. Memcheck counts what looks alike as one, whichever case it came from: so if something was
    /// found, each case runs again alone, to say which.
    fn group(
        &mut self,
        backend: Backend,
        program: &Path,
        group: &str,
        options: &Options,
    ) -> Result<(), Fault> {
        let run = memcheck::run(program, group)?;
        if run.aes != backend.name() {
            return Err(Fault::Unmet(format!(
                "the cases were to run with AES in {}, and ran with AES in {}: has this processor AES-NI?",
                backend.name(),
                run.aes
            )));
        }
        if run.cases.is_empty() {
            return Err(Fault::Unmet(format!(
                "there is no case {group:?}; without --case all run, and their names are shown"
            )));
        }
        if options.verbose {
            run.reports.iter().for_each(|report| println!("{report}"));
        }
        let found: u64 = self
            .not_public(&run.reports)
            .map(|report| report.count)
            .sum();
        let alone = run.cases.len() == 1;
        for case in run.cases {
            let reports = match case.group.as_str() {
                "core" if found == 0 => 0,
                "core" if alone => self.found(backend, &case.name, &run.reports),
                "core" => {
                    let again = memcheck::run(program, &case.name)?;
                    self.found(backend, &case.name, &again.reports)
                }
                _ => case.reports,
            };
            if case.group == "leak" && reports == 0 {
                self.findings.push(format!(
                    "the deliberate leak {:?} is not reported: the check can't be believed",
                    case.name
                ));
            }
            let at_public_places = if case.group == "core" {
                case.reports - reports
            } else {
                0
            };
            self.table
                .add(case.group, case.name, reports, at_public_places);
        }
        Ok(())
    }

    /// Counts the reports of one case, and keeps them.
    fn found(&mut self, backend: Backend, case: &str, reports: &[Report]) -> u64 {
        let found: Vec<&Report> = self.not_public(reports).collect();
        let count = found.iter().map(|report| report.count).sum();
        let texts = found
            .into_iter()
            .map(|report| format!("{case}, AES in {}: {report}", backend.name()));
        let texts: Vec<String> = texts.collect();
        self.findings.extend(texts);
        count
    }

    /// Those that no place of the list explains.
    fn not_public<'r>(
        &mut self,
        reports: &'r [Report],
    ) -> impl Iterator<Item = &'r Report> + use<'r> {
        let (public, found): (Vec<_>, Vec<_>) = reports
            .iter()
            .map(|report| (report, public::index(report)))
            .partition(|(_, index)| index.is_some());
        self.reached
            .extend(public.into_iter().filter_map(|(_, index)| index));
        found.into_iter().map(|(report, _)| report)
    }

    fn show(&mut self, options: &Options) {
        self.table.print(&Backend::ALL.map(Backend::name));
        println!("\nplaces that act on what is public, and may be reported:");
        for (index, (place, why)) in PLACES.iter().enumerate() {
            // What the compiler makes of a place may change with the code around it: it may be a conditional move today.
            if self.reached.contains(&index) {
                println!("  {place}\n    {why}");
            } else if options.case.is_none() && place.exists() {
                println!("  not reported today: {place}\n    {why}");
            } else if options.case.is_none() {
                self.findings.push(format!(
                    "this place is gone; take it out of xtask/src/ct/public.rs: {place}"
                ));
            }
        }
    }

    fn conclude(self) -> Result<(), Fault> {
        if self.findings.is_empty() {
            return Ok(());
        }
        Err(Fault::Untidy {
            check: "constant time",
            findings: self.findings,
        })
    }
}
