//! `cargo xtask firmware`: core as firmware, on five targets in QEMU.
//!
//! | module | what |
//! |---|---|
//! | [`target`] | the targets and the machines that stand for them |
//! | [`image`] | builds an image, and reads its ELF file |
//! | [`machine`] | runs an image in QEMU, with a deadline |

mod image;
mod machine;
mod target;

use std::time::Instant;

use clap::Args;

use crate::fault::Fault;
use crate::setup::emulators;
use image::Image;
use machine::{Machine, Run};
use target::{TARGETS, Target};

/// What is built and run.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only this target, such as thumbv7em-none-eabihf
    #[arg(long, value_name = "TRIPLE")]
    target: Option<String>,
}

/// Runs all of it.
pub(crate) fn run(options: &Options) -> Result<(), Fault> {
    let targets = chosen(options)?;
    target::install(&targets)?;
    let emulators = emulators::install()?;
    let start = Instant::now();
    let machine = Machine::new(emulators)?;
    for target in targets {
        let image = Image::build(target, &[])?;
        let outcome = machine.run(target, &image, &Run::default())?;
        outcome.expect_success()?;
        println!("{}: {} cases", target.triple, outcome.cases.len());
    }
    println!("firmware: done in {} s", start.elapsed().as_secs());
    Ok(())
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
