//! Finds divisions in the assembly that the compiler writes: instructions of x86-64, Arm and RISC-V, and calls of the
//! functions that divide where a processor can't.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::PathBuf;

use crate::fault::Fault;

/// What the names of functions that divide begin with: compiler-builtins' and Arm's run-time ABI's (section 4.3).
const HELPERS: [&str; 10] = [
    "__div",
    "__udiv",
    "__mod",
    "__umod",
    "__aeabi_idiv",
    "__aeabi_uidiv",
    "__aeabi_ldiv",
    "__aeabi_uldiv",
    "__aeabi_fdiv",
    "__aeabi_ddiv",
];

/// A division in machine code.
#[derive(Debug)]
pub(crate) struct Division {
    pub(crate) function: String,
    /// Where its source stands; an inlined function's own file.
    pub(crate) file: String,
    pub(crate) line: usize,
}

impl fmt::Display for Division {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            function,
            file,
            line,
        } = self;
        write!(f, "in {function}, from {file}:{line}")
    }
}

/// All divisions in these files.
pub(crate) fn divisions(files: &[PathBuf]) -> Result<Vec<Division>, Fault> {
    let mut found = Vec::new();
    for file in files {
        let text =
            fs::read_to_string(file).map_err(Fault::io(format!("read {}", file.display())))?;
        search(&text, &mut found);
    }
    Ok(found)
}

fn search(text: &str, found: &mut Vec<Division>) {
    let mut files: BTreeMap<&str, String> = BTreeMap::new();
    let (mut function, mut at) = ("", ("", ""));
    for line in text.lines() {
        if let Some(label) = label(line) {
            (function, at) = (label, ("", ""));
            continue;
        }
        let line = line.trim_start();
        let mut words = line.split_whitespace();
        match words.next() {
            Some(".file") => {
                if let Some(number) = words.next() {
                    files.insert(number, path(line));
                }
            }
            Some(".loc") => {
                at = (
                    words.next().unwrap_or_default(),
                    words.next().unwrap_or_default(),
                );
            }
            Some(first) if !first.starts_with('.') && (divides(first) || words.any(is_helper)) => {
                found.push(Division {
                    function: demangled(function),
                    file: files.get(at.0).cloned().unwrap_or_default(),
                    line: at.1.parse().unwrap_or(0),
                });
            }
            _ => {}
        }
    }
}

/// A label of a function: not one inside it.
fn label(line: &str) -> Option<&str> {
    let name = line
        .split(':')
        .next()
        .filter(|name| name.len() < line.len())?;
    let is_name = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_$.".contains(&byte));
    (is_name && !name.is_empty() && !name.starts_with(".L")).then_some(name)
}

/// `div`, `idivq`, `udiv`, `sdiv`, `divu`, `remw`, `vdivsd`, `fdiv` …
fn divides(mnemonic: &str) -> bool {
    let rest = mnemonic
        .strip_prefix(['i', 'u', 's', 'f', 'v'])
        .unwrap_or(mnemonic);
    rest.starts_with("div") || rest.starts_with("rem")
}

fn is_helper(operand: &str) -> bool {
    let name = operand.trim_start_matches(['*', '"', '(']);
    HELPERS.iter().any(|helper| name.starts_with(helper))
}

/// The path of `.file 3 "folder" "name"`, where the folder may be missing.
fn path(line: &str) -> String {
    let mut quoted = line.split('"').skip(1).step_by(2);
    match (quoted.next(), quoted.next()) {
        (Some(folder), Some(name)) => format!("{folder}/{name}"),
        (Some(name), None) => name.to_owned(),
        _ => String::new(),
    }
}

/// The path of a mangled name, without its hash: the length of each part stands before it.
fn demangled(symbol: &str) -> String {
    let Some(mut rest) = symbol.strip_prefix("_ZN") else {
        return symbol.to_owned();
    };
    let mut parts = Vec::new();
    while let Some(digits) = rest
        .find(|c: char| !c.is_ascii_digit())
        .filter(|digits| *digits > 0)
    {
        let length = rest[..digits].parse::<usize>().unwrap_or(0);
        let Some(part) = rest.get(digits..digits + length) else {
            break;
        };
        parts.push(
            part.replace("$LT$", "<")
                .replace("$GT$", ">")
                .replace("$u20$", " ")
                .replace("$C$", ",")
                .replace("..", "::"),
        );
        rest = &rest[digits + length..];
    }
    parts.pop_if(|part| part.len() == 17 && part.starts_with('h'));
    parts.join("::")
}

#[cfg(test)]
mod tests {
    use super::search;

    #[test]
    fn instructions_and_calls_are_found_with_their_source() {
        let text = "\t.file\t7 \"/src\" \"a.rs\"\n_ZN4core5field4open17h0123456789abcdefE:\n.LBB0_1:\n\t.loc\t7 12 5\n\
            \tdivq\t%rcx\n\tbl\t__aeabi_uldivmod\n\tcallq\t*__umodti3@GOTPCREL(%rip)\n\trev\tr0, r0\n\tmovq\t%rax, %rdx\n";
        let mut found = Vec::new();
        search(text, &mut found);
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, ["in core::field::open, from /src/a.rs:12"; 3]);
    }
}
