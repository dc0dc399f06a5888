//! The budget: what images take, committed as a table, and held.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::image::folder;
use crate::fault::Fault;

/// By how much a figure may grow before the table has to be updated, in percent.
const GROWTH_PERCENT_MAX: u64 = 3;
const HEADING: &str = "# What core takes as firmware: sizes in bytes, instructions as QEMU executes them.\n\
                       # Written by `cargo xtask firmware --update`, held by `cargo xtask firmware`.\n\n";

/// All figures, by target.
#[derive(Debug, Default, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct Budget {
    /// By target triple; the C image has a name of its own.
    pub(crate) targets: BTreeMap<String, TargetBudget>,
}

/// One target's figures.
#[derive(Debug, Default, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct TargetBudget {
    /// By image: `all`, or the features that are in it.
    pub(crate) images: BTreeMap<String, ImageBudget>,
    /// By case.
    pub(crate) cases: BTreeMap<String, CaseBudget>,
}

/// What an image takes.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct ImageBudget {
    /// Code, in bytes.
    pub(crate) text: u64,
    /// Constants, in bytes.
    pub(crate) rodata: u64,
    /// Variables, in bytes, without the stack.
    pub(crate) ram: u64,
}

/// What a case takes.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct CaseBudget {
    /// How deep the stack goes, in bytes.
    pub(crate) stack: u64,
    /// Instructions; none where they depend on a peer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) instructions: Option<u64>,
}

/// A figure with its name.
type Figure = (String, u64);

impl Budget {
    /// The committed table.
    pub(crate) fn committed() -> Result<Self, Fault> {
        let path = path();
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => return Err(Fault::io(format!("read {}", path.display()))(error)),
        };
        toml::from_str(&text)
            .map_err(|error| Fault::Unmet(format!("{} can't be read: {error}", path.display())))
    }

    /// Writes the table: these figures, and what is committed for targets that weren't measured.
    pub(crate) fn update(mut self) -> Result<(), Fault> {
        let mut committed = Self::committed()?;
        committed.targets.append(&mut self.targets);
        let text = toml::to_string(&committed)
            .map_err(|error| Fault::Unmet(format!("the budget can't be written: {error}")))?;
        let path = path();
        std::fs::write(&path, format!("{HEADING}{text}"))
            .map_err(Fault::io(format!("write {}", path.display())))?;
        println!("firmware: {} is updated", path.display());
        Ok(())
    }

    /// What has grown too much, or isn't in the table, compared with `committed`: one line each.
    pub(crate) fn excesses(&self, committed: &Self) -> Vec<String> {
        let allowed: BTreeMap<String, u64> = committed.figures().into_iter().collect();
        self.figures()
            .into_iter()
            .filter_map(|(name, found)| match allowed.get(&name) {
                None => Some(format!("{name} is {found}, and not in the table")),
                Some(allowed) if found * 100 > allowed * (100 + GROWTH_PERCENT_MAX) => {
                    Some(format!("{name} is {found}, and was {allowed}"))
                }
                Some(_) => None,
            })
            .collect()
    }

    fn figures(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        for (target, budget) in &self.targets {
            for (image, sizes) in &budget.images {
                let mut add = |what: &str, figure| {
                    figures.push((format!("{target}, image {image}: {what}"), figure));
                };
                add("text", sizes.text);
                add("rodata", sizes.rodata);
                add("RAM", sizes.ram);
            }
            for (case, figure) in &budget.cases {
                figures.push((format!("{target}, {case}: stack"), figure.stack));
                if let Some(instructions) = figure.instructions {
                    figures.push((format!("{target}, {case}: instructions"), instructions));
                }
            }
        }
        figures
    }

    /// Prints the table.
    pub(crate) fn print(&self) {
        for (target, budget) in &self.targets {
            println!("\n{target}");
            println!(
                "  {:<24}{:>10}{:>10}{:>10}",
                "image", "text", "rodata", "RAM"
            );
            for (name, image) in &budget.images {
                println!(
                    "  {name:<24}{:>10}{:>10}{:>10}",
                    image.text, image.rodata, image.ram
                );
            }
            println!("  {:<24}{:>10}{:>14}", "case", "stack", "instructions");
            for (name, case) in &budget.cases {
                let instructions = case
                    .instructions
                    .map_or_else(|| "-".to_owned(), |count| count.to_string());
                println!("  {name:<24}{:>10}{instructions:>14}", case.stack);
            }
        }
        println!();
    }
}

fn path() -> PathBuf {
    folder().join("BUDGET.toml")
}

#[cfg(test)]
mod tests {
    use super::{Budget, CaseBudget, TargetBudget};

    fn budget(case: &str, instructions: u64) -> Budget {
        let figure = CaseBudget {
            stack: 100,
            instructions: Some(instructions),
        };
        let target = TargetBudget {
            cases: [(case.to_owned(), figure)].into(),
            ..TargetBudget::default()
        };
        Budget {
            targets: [("target".to_owned(), target)].into(),
        }
    }

    #[test]
    fn three_percent_more_pass_and_a_little_beyond_does_not() {
        let committed = budget("random", 10_000);
        assert!(budget("random", 10_300).excesses(&committed).is_empty());
        assert!(budget("random", 5_000).excesses(&committed).is_empty());
        assert_eq!(
            budget("random", 10_301).excesses(&committed),
            ["target, random: instructions is 10301, and was 10000"]
        );
    }

    #[test]
    fn what_is_not_in_the_table_fails() {
        assert_eq!(budget("random", 1).excesses(&Budget::default()).len(), 2);
    }
}
