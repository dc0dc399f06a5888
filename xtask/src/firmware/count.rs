//! Instruction counts: QEMU with a plugin of ours that counts between two marks of the image.

use std::path::PathBuf;
use std::process::Command;

use super::elf::Elf;
use super::image::{Image, folder, output_dir};
use super::machine::{Machine, Run};
use super::target::Target;
use crate::command::quiet;
use crate::fault::Fault;

const BEGIN: &str = "fieldgate_count_begin";
const END: &str = "fieldgate_count_end";

/// The plugin, built.
pub(crate) struct Plugin {
    path: PathBuf,
}

impl Plugin {
    /// Builds it with the host's C compiler.
    pub(crate) fn build() -> Result<Self, Fault> {
        let path = output_dir()?.join("count.so");
        let mut compile = Command::new("cc");
        compile
            .args([
                "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o",
            ])
            .arg(&path)
            .arg(folder().join("plugin/count.c"));
        quiet("build QEMU plugin", &mut compile, "a C compiler is needed")?;
        Ok(Self { path })
    }

    /// Runs the image twice, and gives the instructions of each case, less those of the first, which does nothing. The two
    /// runs have to agree.
    pub(crate) fn count(
        &self,
        machine: &Machine,
        target: &Target,
        image: &Image,
    ) -> Result<Vec<u64>, Fault> {
        let first = self.run(machine, target, image)?;
        let second = self.run(machine, target, image)?;
        if first != second {
            return Err(Fault::Unmet(format!(
                "two runs on {} gave different instruction counts: {first:?} and {second:?}",
                target.triple
            )));
        }
        let nothing = first.first().copied().unwrap_or_default();
        Ok(first.iter().map(|count| count - nothing).collect())
    }

    fn run(&self, machine: &Machine, target: &Target, image: &Image) -> Result<Vec<u64>, Fault> {
        let elf = Elf::read(&image.path)?;
        let (begin, end) = (elf.address(BEGIN)?, elf.address(END)?);
        let out = output_dir()?.join(format!("{}-count.txt", target.triple));
        let plugin = format!(
            "{},begin={begin:x},end={end:x},out={}",
            self.path.display(),
            out.display()
        );
        let run = Run {
            name: "count",
            plugin: Some(plugin),
            ..Run::default()
        };
        let outcome = machine.run(target, image, &run)?;
        outcome.expect_success()?;
        let text =
            std::fs::read_to_string(&out).map_err(Fault::io(format!("read {}", out.display())))?;
        let counts: Vec<u64> = text.lines().filter_map(|line| line.parse().ok()).collect();
        if counts.len() != outcome.cases.len() {
            return Err(Fault::Unmet(format!(
                "{} cases ran on {}, but {} were counted",
                outcome.cases.len(),
                target.triple,
                counts.len()
            )));
        }
        Ok(counts)
    }
}
