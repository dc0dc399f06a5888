//! The report: on what the figures were taken, with what, and the tables of each build.

use std::fs;
use std::process::Command;

use fieldgate_tests::workspace;

use super::fields::Measured;
use crate::command::read;
use crate::fault::Fault;

/// What we measure beside, and the crates that core composes its modes from.
const CRATES: [&str; 9] = [
    "ring",
    "aws-lc-rs",
    "aes-gcm",
    "aes-siv",
    "cllw-ore",
    "ore-rs",
    "fpe",
    "aes",
    "ghash",
];

/// All of it.
pub(super) fn markdown(all: &[Measured], load_before: &str) -> Result<String, Fault> {
    let builds: Vec<_> = all
        .iter()
        .map(|one| match one.build.flags {
            "" => format!("{}: no flags", one.build.name),
            flags => format!("{}: `{flags}`", one.build.name),
        })
        .collect();
    let mut text = format!(
        "# Field schemes beside their peers\n\n\
         Written by `cargo xtask bench fields --update`.\n\n\
         A figure is nanoseconds a value, the median of many short rounds in which all operations of a table took turns.\n\
         The number in brackets is how many times as long as the peer at the end of the line. Ratios carry over to other\n\
         machines, nanoseconds don't; on a loaded machine both scatter. Peers work one value at a time, because they have no\n\
         other way. Keys are resident, nonces are counted, associated data of peers is 32 bytes.\n\n\
         {}| builds | {} |\n| versions | {} |\n",
        circumstances(load_before)?,
        builds.join("; "),
        crate_versions(&CRATES)?,
    );
    for one in all {
        text += &format!("\n## {}\n\n{}\n", one.build.name, one.markdown);
    }
    Ok(text)
}

/// On what, and with what, as the head of a table and its first lines.
pub(super) fn circumstances(load_before: &str) -> Result<String, Fault> {
    let date = read(Command::new("date").args(["-u", "+%Y-%m-%d"]))?;
    let rustc = read(Command::new("rustc").arg("--version"))?;
    Ok(format!(
        "| | |\n|---|---|\n\
         | date | {} |\n| processor | {} |\n| processors at hand | {} |\n\
         | load average, 1, 5 and 15 minutes | {load_before} before, {} after |\n| compiler | {} |\n",
        date.trim(),
        processor(),
        std::thread::available_parallelism()
            .map_or_else(|_| "unknown".to_owned(), |n| n.to_string()),
        load(),
        rustc.trim(),
    ))
}

/// Crates with their versions in the lock file of the benches.
pub(super) fn crate_versions(names: &[&str]) -> Result<String, Fault> {
    let lock = fs::read_to_string(workspace::root().join("benches/Cargo.lock"))
        .map_err(Fault::io("read benches/Cargo.lock"))?;
    let versions: Vec<_> = names.iter().map(|name| versions(&lock, name)).collect();
    Ok(versions.join(", "))
}

/// How many processes wanted to run, in the last 1, 5 and 15 minutes.
pub(super) fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let numbers: Vec<_> = text
        .split(' ')
        .take(3)
        .filter(|part| !part.is_empty())
        .collect();
    if numbers.is_empty() {
        "unknown".to_owned()
    } else {
        numbers.join(" ")
    }
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let value = |name: &str| {
        let mut lines = text.lines();
        lines.find_map(|line| line.split_once(':').filter(|(key, _)| key.trim() == name))
    };
    match (value("model name"), value("cpu family"), value("model")) {
        (Some((_, name)), Some((_, family)), Some((_, model))) => {
            format!(
                "{}, family {}, model {}",
                name.trim(),
                family.trim(),
                model.trim()
            )
        }
        _ => std::env::consts::ARCH.to_owned(),
    }
}

/// A crate with its versions in a lock file; there may be two, where peers don't agree.
fn versions(lock: &str, name: &str) -> String {
    let value = |package: &str, key: &str| {
        let mut lines = package.lines();
        let line = lines.find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
        line.map(|line| line.trim_matches('"').to_owned())
    };
    let packages = lock.split("[[package]]");
    let found: Vec<_> = packages
        .filter(|package| value(package, "name").is_some_and(|found| found == name))
        .filter_map(|package| value(package, "version"))
        .collect();
    format!("{name} {}", found.join(" and "))
}

#[cfg(test)]
mod tests {
    //! Reading the lock file.

    use super::versions;

    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"aes\"\nversion = \"0.8.4\"\n\n\
        [[package]]\nname = \"aes\"\nversion = \"0.9.1\"\n\n[[package]]\nname = \"aes-gcm\"\nversion = \"0.11.1\"\n";

    #[test]
    fn versions_are_those_of_the_very_crate() {
        assert_eq!(versions(LOCK, "aes"), "aes 0.8.4 and 0.9.1");
        assert_eq!(versions(LOCK, "aes-gcm"), "aes-gcm 0.11.1");
    }
}
