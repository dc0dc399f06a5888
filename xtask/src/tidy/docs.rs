//! Docs that can rot: files without an opening line, and paths that are gone.

use std::fs;
use std::path::Path;

use fieldgate_tests::workspace;

use crate::command::read;
use crate::fault::Fault;

/// The documents whose paths are looked up.
const DOCUMENTS: [&str; 3] = ["README.md", "ARCHITECTURE.md", "SECURITY.md"];
/// What a name ends with when it is a file's.
const FILE_ENDINGS: [&str; 7] = [".rs", ".toml", ".md", ".py", ".svg", ".json", ".lock"];

/// Every Rust file opens with a line that says what it is for.
pub(crate) fn check_openings() -> Result<(), Fault> {
    let listed = read(
        std::process::Command::new("git")
            .args(["ls-files", "*.rs"])
            .current_dir(workspace::root()),
    )?;
    let mut findings = Vec::new();
    for path in listed.lines() {
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
        listed.lines().count(),
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

/// Every path of the project that a document names in backticks exists.
pub(crate) fn check_paths() -> Result<(), Fault> {
    let mut findings = Vec::new();
    let mut looked_up = 0;
    for document in DOCUMENTS {
        let Ok(text) = fs::read_to_string(workspace::root().join(document)) else {
            continue;
        };
        for path in paths(&text) {
            looked_up += 1;
            if !workspace::root().join(path).exists() {
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

/// What stands in backticks and looks like a path of the project.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    outside_fences(text)
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .filter(|word| is_path(word))
}

fn outside_fences(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        !inside && !fence
    })
}

fn is_path(word: &str) -> bool {
    let plain = word
        .chars()
        .all(|char| char.is_ascii_alphanumeric() || "._-/".contains(char));
    let first = word.split('/').next().unwrap_or_default();
    let below_ours =
        word.contains('/') && !first.is_empty() && workspace::root().join(first).is_dir();
    let file_of_ours =
        word.contains('/') && FILE_ENDINGS.iter().any(|ending| word.ends_with(ending));
    // What a run makes isn't there in a fresh checkout.
    let made = [".work", "target", "."]
        .map(Path::new)
        .contains(&Path::new(first));
    plain && !made && !word.starts_with('/') && (below_ours || file_of_ours)
}

#[cfg(test)]
mod tests {
    use super::paths;

    #[test]
    fn only_paths_of_the_project_are_taken() {
        let text = "See `core/src/lib.rs`, `xtask/`, `/etc/hosts`, `.work/demo`, `a b`, `GET /v1`, `gone/file.rs`,\n\
                    ```\n`tests/src/lib.rs`\n```\n`cargo xtask tidy` and `application/json`.";
        assert_eq!(
            paths(text).collect::<Vec<_>>(),
            ["core/src/lib.rs", "xtask/", "gone/file.rs"]
        );
    }
}
