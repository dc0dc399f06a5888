//! `cargo xtask firmware`: core as firmware, on five targets in QEMU.
//!
//! | module | what |
//! |---|---|
//! | [`target`] | the targets and the machines that stand for them |
//! | [`image`], [`elf`] | builds an image; reads its ELF file |
//! | [`c_image`] | the image in C, which links the static library |
//! | [`machine`] | runs an image in QEMU, with a deadline |
//! | [`server`] | a real KMIP server at the other end of the serial port |
//! | [`count`] | instructions of each case |
//! | [`panics`] | which panics are reachable |
//! | [`log`] | the images' defmt log |
//! | [`controls`] | images that have to fail |
//! | [`budget`] | the committed table |

mod budget;
mod c_image;
mod controls;
mod count;
mod elf;
mod image;
mod log;
mod machine;
mod panics;
mod server;
mod target;

use std::time::Instant;

use clap::Args;

use crate::fault::Fault;
use crate::setup::{self, emulators};
use budget::{Budget, CaseBudget, ImageBudget, TargetBudget};
use count::Plugin;
use elf::Elf;
use image::{ALL, Image, LIFE, PARTS};
use machine::{Machine, Outcome, Run};
use server::{Server, StrictServer};
use target::{TARGETS, Target};

/// The target that is measured in parts, and that the controls run on.
const DETAILED: &str = "thumbv7em-none-eabihf";

/// The case of the image of [`LIFE`]; it depends on the server, so that its instructions aren't counted.
const LIFE_CASE: &str = "kmip life";

/// What is built and run.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only this target, such as thumbv7em-none-eabihf
    #[arg(long, value_name = "TRIPLE")]
    target: Option<String>,
    /// Write the figures into tests/firmware/BUDGET.toml instead of holding them against it
    #[arg(long)]
    update: bool,
}

/// Everything that the targets share.
struct Bench {
    machine: Machine,
    server: Server,
    plugin: Plugin,
}

/// Runs all of it.
pub(crate) fn run(options: &Options) -> Result<(), Fault> {
    let start = Instant::now();
    let targets = chosen(options)?;
    let triples: Vec<&str> = targets.iter().map(|target| target.triple).collect();
    setup::targets::install(&triples)?;
    setup::python::install()?;
    let mut bench = Bench {
        machine: Machine::new(emulators::install()?)?,
        server: Server::start()?,
        plugin: Plugin::build()?,
    };
    let mut measured = Budget::default();
    for target in targets {
        let budget = bench.target(target)?;
        measured.targets.insert(target.triple.to_owned(), budget);
        if target.triple == DETAILED {
            let budget = bench.c_image(target)?;
            let name = format!("{}, in C", target.triple);
            measured.targets.insert(name, budget);
            log::check(target, &bench.machine)?;
            controls::run(target, &bench.machine)?;
        }
    }
    measured.print();
    let seconds = start.elapsed().as_secs();
    if options.update {
        return measured.update();
    }
    hold(&measured)?;
    println!("firmware: all of it held, in {seconds} s");
    Ok(())
}

impl Bench {
    /// One target: build, run with the exchange, count, look for panics, measure.
    fn target(&mut self, target: &Target) -> Result<TargetBudget, Fault> {
        println!("{} ({})", target.triple, target.shown);
        Image::lint(target)?;
        let image = Image::build(target, ALL)?;
        let mut budget = self.measure(target, &image)?;
        let located = Image::build(target, &[ALL, &["_locate"]].concat())?;
        expect_no_panics(panics::findings(target, &image, &located)?)?;
        if target.triple == DETAILED {
            for (name, features) in PARTS {
                let part = Image::build(target, features)?;
                budget.images.insert(name.to_owned(), sizes(&part)?);
            }
            self.life(target, &mut budget)?;
        }
        Ok(budget)
    }

    /// The KMIP exchange alone, with a strict server.
    fn life(&self, target: &Target, budget: &mut TargetBudget) -> Result<(), Fault> {
        let image = Image::build(target, LIFE)?;
        let server = StrictServer::start()?;
        let run = Run {
            name: "life",
            line: Some(server.socket()),
            ..Run::default()
        };
        let outcome = self.machine.run(target, &image, &run)?;
        outcome.expect_success()?;
        server.expect_one_life()?;
        expect_no_panics(panics::symbols(target, &image)?)?;
        println!("  the life of a key with a strict PyKMIP, in an image with nothing else");
        budget
            .images
            .insert("kmip exchange alone".to_owned(), sizes(&image)?);
        for case in outcome.cases.iter().filter(|case| case.name == LIFE_CASE) {
            let figures = CaseBudget {
                stack: case.stack_bytes,
                instructions: None,
            };
            budget.cases.insert(case.name.clone(), figures);
        }
        Ok(())
    }

    /// The same for the image in C, without the parts.
    fn c_image(&mut self, target: &Target) -> Result<TargetBudget, Fault> {
        println!("{}, in C", target.triple);
        let image = c_image::build(target, self.machine.emulators())?;
        let budget = self.measure(target, &image)?;
        expect_no_panics(panics::symbols(target, &image)?)?;
        Ok(budget)
    }

    /// Runs an image with the exchange, and counts.
    fn measure(&mut self, target: &Target, image: &Image) -> Result<TargetBudget, Fault> {
        let outcome = self.run_with_exchange(target, image)?;
        println!(
            "  {} cases ok, with the KMIP exchange with PyKMIP",
            outcome.cases.len()
        );
        let counts = self.plugin.count(&self.machine, target, image)?;
        println!("  {} cases counted twice, the same each time", counts.len());
        let mut budget = TargetBudget::default();
        budget.images.insert("all".to_owned(), sizes(image)?);
        for (index, case) in outcome.cases.iter().enumerate() {
            let figures = CaseBudget {
                stack: case.stack_bytes,
                instructions: counts.get(index).copied(),
            };
            budget.cases.insert(case.name.clone(), figures);
        }
        Ok(budget)
    }

    fn run_with_exchange(&mut self, target: &Target, image: &Image) -> Result<Outcome, Fault> {
        let exchange = format!("exchange={}", server::draw_wrapping_key()?);
        let run = Run {
            name: "run",
            arguments: &[&exchange],
            line: Some(self.server.socket()),
            plugin: None,
        };
        let outcome = self.machine.run(target, image, &run)?;
        outcome.expect_success()?;
        self.server.expect_one_exchange()?;
        Ok(outcome)
    }
}

fn expect_no_panics(findings: Vec<String>) -> Result<(), Fault> {
    if findings.is_empty() {
        println!("  no panic is reachable but those on the list");
        return Ok(());
    }
    Err(Fault::Untidy {
        check: "panics that firmware can reach",
        findings,
    })
}

fn sizes(image: &Image) -> Result<ImageBudget, Fault> {
    let sizes = Elf::read(&image.path)?.sizes()?;
    Ok(ImageBudget {
        text: sizes.text,
        rodata: sizes.rodata,
        ram: sizes.ram,
    })
}

/// Fails on growth, after a control that growth is seen.
fn hold(measured: &Budget) -> Result<(), Fault> {
    let committed = Budget::committed()?;
    controls::budget_sees_growth(measured)?;
    let findings = measured.excesses(&committed);
    if findings.is_empty() {
        return Ok(());
    }
    Err(Fault::Untidy {
        check: "budgets of firmware (if this is as it should be: cargo xtask firmware --update)",
        findings,
    })
}

fn chosen(options: &Options) -> Result<Vec<&'static Target>, Fault> {
    let Some(wanted) = &options.target else {
        return Ok(TARGETS.iter().collect());
    };
    match TARGETS.iter().find(|target| target.triple == wanted) {
        Some(target) => Ok(vec![target]),
        None => Err(Fault::Unmet(format!(
            "there is no firmware target {wanted}; there are: {}",
            TARGETS.map(|target| target.triple).join(", ")
        ))),
    }
}
