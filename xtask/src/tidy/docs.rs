//! Docs that can rot: files without an opening line, and paths that are gone.

use std::fs;
use std::process::Command;

use fieldgate_tests::workspace;

use crate::command::read;
use crate::fault::Fault;

/// The documents whose paths are looked up.
const DOCUMENTS: [&str; 4] = [
    "README.md",
    "ARCHITECTURE.md",
    "SECURITY.md",
    "docs/c-interface.md",
];
/// What a name ends with when it is a file's.
const FILE_ENDINGS: [&str; 9] = [
    ".c", ".h", ".rs", ".toml", ".md", ".py", ".svg", ".json", ".lock",
];

/// Every Rust file opens with a line that says what it is for.
pub(crate) fn check_openings() -> Result<(), Fault> {
    let files = listed("*.rs")?;
    let mut findings = Vec::new();
    for path in files.lines() {
        // A file that is deleted but not yet committed is no finding.
        let Ok(text) = fs::read_to_string(workspace::root().join(path)) else {
            continue;
        };
        if !text.starts_with("//! ") {
            findings.push(format!("{path} doesn't open with a line of `//!`"));
        }
    }
    println!(
        "openings of {} Rust files: {}",
        files.lines().count(),
        if findings.is_empty() {
            "all there"
        } else {
            "look"
        }
    );
    if findings.is_empty() {
        Ok(())
    } else {
        Err(Fault::Untidy {
            check: "openings",
            findings,
        })
    }
}

/// Every path of the project that a document names exists: in backticks, or at the start of a map's line.
pub(crate) fn check_paths() -> Result<(), Fault> {
    let files = listed("*")?;
    let mut findings = Vec::new();
    let mut looked_up = 0;
    for document in DOCUMENTS {
        let Ok(text) = fs::read_to_string(workspace::root().join(document)) else {
            continue;
        };
        for path in paths(&text) {
            looked_up += 1;
            if !exists(&files, path) {
                findings.push(format!("{document} names `{path}`, which doesn't exist"));
            }
        }
    }
    println!("paths in documents: {looked_up} looked up");
    if findings.is_empty() {
        Ok(())
    } else {
        Err(Fault::Untidy {
            check: "paths in documents",
            findings,
        })
    }
}

/// The files that git knows, one a line.
fn listed(pattern: &str) -> Result<String, Fault> {
    read(
        Command::new("git")
            .args(["ls-files", pattern])
            .current_dir(workspace::root()),
    )
}

/// Whether a file has this path, or ends with it, or is below it.
fn exists(files: &str, path: &str) -> bool {
    let whole = format!("/{path}");
    files.lines().map(|file| format!("/{file}")).any(|file| {
        let below = if path.ends_with('/') {
            file.contains(&whole)
        } else {
            file.contains(&format!("{whole}/"))
        };
        below || file.ends_with(&whole)
    })
}

/// What looks like a path of the project.
fn paths(text: &str) -> Vec<&str> {
    let mut fenced = false;
    let mut paths = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            // A map: `core/   what it is`.
            paths.extend(
                line.split_whitespace()
                    .next()
                    .filter(|word| word.ends_with('/') && is_path(word)),
            );
        } else {
            paths.extend(
                line.split('`')
                    .skip(1)
                    .step_by(2)
                    .filter(|word| is_path(word)),
            );
        }
    }
    paths
}

fn is_path(word: &str) -> bool {
    let plain = word
        .chars()
        .all(|char| char.is_ascii_alphanumeric() || "._-/".contains(char));
    let first = word.split('/').next().unwrap_or_default();
    let folder = word.ends_with('/') || workspace::root().join(first).is_dir();
    let file = FILE_ENDINGS.iter().any(|ending| word.ends_with(ending));
    // What a run makes isn't there in a fresh checkout.
    let made = [".work", "target", ""].contains(&first);
    plain && !made && word.contains('/') && (folder || file)
}

#[cfg(test)]
mod tests {
    use super::{exists, paths};

    #[test]
    fn only_paths_of_the_project_are_taken() {
        let text = "See `core/src/lib.rs`, `xtask/`, `/etc/hosts`, `.work/demo`, `a b`, `GET /v1`, `gone/file.rs`,\n\
                    ```\ncore/   what it is\n`tests/src/lib.rs`\n```\n`cargo xtask tidy` and `application/json`.";
        assert_eq!(
            paths(text),
            ["core/src/lib.rs", "xtask/", "gone/file.rs", "core/"]
        );
    }

    #[test]
    fn a_path_may_be_named_by_its_end() {
        let files = "core/src/field/text.rs\nREADME.md\n";
        for there in [
            "core/src/field/text.rs",
            "field/text.rs",
            "core/src",
            "field/",
            "README.md",
        ] {
            assert!(exists(files, there), "{there}");
        }
        for gone in ["ield/text.rs", "core/sr", "text/", "core/src/field/text"] {
            assert!(!exists(files, gone), "{gone}");
        }
    }
}
