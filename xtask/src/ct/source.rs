//! Lines of the project's source.

use std::fs;

use fieldgate_tests::workspace;

/// The text of a line, counted from 1; empty where there is none.
pub(crate) fn line(file: &str, line: usize) -> String {
    let text = read(file);
    let line = line
        .checked_sub(1)
        .and_then(|index| text.lines().nth(index));
    line.unwrap_or_default().trim().to_owned()
}

/// The name of the function that a line stands in: the last one that begins before it.
pub(crate) fn function(file: &str, line: usize) -> Option<String> {
    let text = read(file);
    let lines: Vec<&str> = text.lines().take(line).collect();
    let begin = lines.iter().rev().find_map(|line| {
        let (before, after) = line.split_once("fn ")?;
        // A method's or a module's own: not a closure's bound, nor prose.
        let is_start = before
            .trim()
            .split(' ')
            .all(|word| matches!(word, "" | "pub" | "const") || word.starts_with("pub("));
        is_start.then_some(after)
    })?;
    Some(begin.split(['(', '<']).next()?.to_owned())
}

/// Whether a file has this text.
pub(crate) fn has(file: &str, text: &str) -> bool {
    read(file).contains(text)
}

fn read(file: &str) -> String {
    // A path from the root on stays what it is.
    fs::read_to_string(workspace::root().join(file)).unwrap_or_default()
}
