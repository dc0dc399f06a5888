//! The commands of docs/guide.md: run as they are written, they give what is written there.

use std::{env, fs, path::Path, process::Command};

use crate::{SupportError, fieldgate, workspace};

const COMMANDS: &str = "```sh\n";
const RESULT: &str = "```text\n";
const END: &str = "```\n";

/// Runs every block of commands in a section, one after another in one folder, which should be empty, and gives how many there are.
///
/// # Errors
/// [`SupportError::Answer`] for one that fails or gives something else, with what it gave; [`SupportError::Io`].
pub fn run_section(title: &str, folder: &Path) -> Result<usize, SupportError> {
    let path = workspace::root().join("docs/guide.md");
    let guide = fs::read_to_string(&path).map_err(SupportError::io("read docs/guide.md"))?;
    let answer = |found: String| SupportError::Answer {
        from: format!("section {title} of docs/guide.md"),
        expected: "commands and what they give",
        found,
    };
    let (_, section) = guide
        .split_once(&format!("\n## {title}\n"))
        .ok_or_else(|| answer("nothing".to_owned()))?;
    let section = section.split("\n## ").next().unwrap_or_default();
    let binary = fieldgate::binary()?;
    let mut path = binary
        .parent()
        .map(|folder| folder.as_os_str().to_owned())
        .unwrap_or_default();
    path.push(":");
    path.push(env::var_os("PATH").unwrap_or_default());

    let mut count = 0;
    for part in section.split(COMMANDS).skip(1) {
        let (commands, rest) = part
            .split_once(END)
            .ok_or_else(|| answer(format!("no end of: {part}")))?;
        let expected = rest
            .split_once(RESULT)
            .and_then(|(_, result)| result.split_once(END))
            .map(|(result, _)| result);
        let output = Command::new("sh")
            .args(["-eu", "-c", commands])
            .current_dir(folder)
            .env("PATH", &path)
            .output()
            .map_err(SupportError::io("run sh"))?;
        let said = String::from_utf8_lossy(&output.stderr);
        let given = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() || Some(given.as_ref()) != expected {
            return Err(answer(format!("{commands}which gave\n{given}{said}")));
        }
        count += 1;
    }
    Ok(count)
}
