//! Negative controls: images and figures that have to fail. A check that lets them pass is no check.

use super::budget::Budget;
use super::image::{ALL, Image};
use super::machine::{Machine, Run};
use super::panics;
use super::target::Target;
use crate::fault::Fault;

/// A wrong known answer makes the image fail; a panic of ours is found.
pub(crate) fn run(target: &Target, machine: &Machine) -> Result<(), Fault> {
    let image = Image::build(target, &[ALL, &["_wrong"]].concat())?;
    let run = Run {
        name: "wrong",
        ..Run::default()
    };
    let outcome = machine.run(target, &image, &run)?;
    let wrong = outcome.cases.iter().filter(|case| !case.ok).count();
    if outcome.expect_success().is_ok() || outcome.code != Some(1) || wrong != 1 {
        return Err(Fault::Unmet(format!(
            "an image with one wrong known answer ended with {:?} and {wrong} wrong cases",
            outcome.code
        )));
    }
    println!("  control: a wrong known answer fails");

    let image = Image::build(target, &[ALL, &["_panic"]].concat())?;
    let located = Image::build(target, &[ALL, &["_panic", "_locate"]].concat())?;
    let findings = panics::findings(target, &image, &located)?;
    let seen = |part: &str| findings.iter().any(|finding| finding.contains(part));
    if !seen("symbol ") || !seen("image/src/") {
        return Err(Fault::Unmet(format!(
            "an image that can panic was not found out; found: {findings:?}"
        )));
    }
    println!("  control: a reachable panic is found, by its symbol and by its source file");
    Ok(())
}

/// Sees that the image doesn't compile with these features.
pub(crate) fn expect_no_build(target: &Target, features: &[&str]) -> Result<(), Fault> {
    match Image::build(target, features) {
        Err(Fault::Quiet { tail, .. }) if tail.contains("type annotations needed") => Ok(()),
        Err(other) => Err(other),
        Ok(_) => Err(Fault::Unmet(format!(
            "an image with {} was built, and should not be",
            features.join(", ")
        ))),
    }
}

/// A table in which everything was a twentieth less has to find all of it too large now.
pub(crate) fn budget_sees_growth(measured: &Budget) -> Result<(), Fault> {
    let mut less = Budget::default();
    for (triple, target) in &measured.targets {
        let smaller = less.targets.entry(triple.clone()).or_default();
        for (name, case) in &target.cases {
            let mut case = *case;
            case.stack -= case.stack / 20;
            case.instructions = case.instructions.map(|count| count - count / 20);
            smaller.cases.insert(name.clone(), case);
        }
        smaller.images.clone_from(&target.images);
    }
    let cases: usize = measured
        .targets
        .values()
        .map(|target| target.cases.len())
        .sum();
    if measured.excesses(&less).len() < cases {
        return Err(Fault::Unmet(
            "the budget didn't see growth by a twentieth".to_owned(),
        ));
    }
    Ok(())
}
