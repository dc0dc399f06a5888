//! No panics: which panic functions an image holds, and from which source files they can be reached.
//!
//! Two looks, because each sees what the other can't. The symbols of the image itself say which panic functions were
//! linked. An image with feature `_locate` prints where a panic came from, so that the linker keeps the names of the
//! source files of every reachable panic.

use super::elf::Elf;
use super::image::Image;
use super::target::Target;
use crate::fault::Fault;

/// Parts of the mangled names of panic functions. A name's last part ends with its hash, `17h…`.
const PANIC_SYMBOLS: [&str; 8] = [
    "9panicking",
    "_fail17h",
    "_fail_rt",
    "unwrap_failed",
    "expect_failed",
    "panic_bounds_check",
    "panic_const",
    "panic_fmt",
];

/// A panic function that may be linked, or a source file that may reach one, and why.
struct Allowed {
    /// Part of its name.
    part: &'static str,
    /// On targets that begin so.
    targets: &'static str,
    /// Why it is allowed: for whoever reads this list.
    #[expect(dead_code, reason = "documentation beside the entry")]
    reason: &'static str,
}

/// Which of these functions, of all that Rust has. Who may reach them, the next list says.
const ALLOWED_SYMBOLS: [Allowed; 4] = [
    Allowed {
        part: "18panic_bounds_check",
        targets: "",
        reason: "aes, soft backend: indices that are constants, behind a function that isn't inlined",
    },
    Allowed {
        part: "9panic_fmt",
        targets: "",
        reason: "what the others end in",
    },
    Allowed {
        part: "16slice_index_fail",
        targets: "",
        reason: "aes, soft backend: ranges of round keys, whose bounds are constants",
    },
    Allowed {
        part: "4core9panicking5panic",
        targets: "aarch64",
        reason: "cipher: an assertion that fewer blocks are left than a group has, after whole groups were taken off",
    },
];
const ALLOWED_SOURCES: [Allowed; 2] = [
    Allowed {
        part: "/aes-0.9.4/src/",
        targets: "",
        reason: "as above",
    },
    Allowed {
        part: "/cipher-0.5.2/src/block/backends.rs",
        targets: "aarch64",
        reason: "as above",
    },
];

/// What an image has that it may not have, by its symbols and its source files: one line each.
pub(crate) fn findings(
    target: &Target,
    image: &Image,
    located: &Image,
) -> Result<Vec<String>, Fault> {
    let mut findings = symbols(target, image)?;
    for source in sources(&Elf::read(&located.path)?.constants()?) {
        if !is_allowed(&ALLOWED_SOURCES, target, &source) {
            findings.push(format!("a panic in {source}"));
        }
    }
    Ok(findings)
}

/// The same by its symbols alone.
pub(crate) fn symbols(target: &Target, image: &Image) -> Result<Vec<String>, Fault> {
    let symbols = Elf::read(&image.path)?.symbols()?;
    Ok(symbols
        .into_iter()
        .filter(|symbol| PANIC_SYMBOLS.iter().any(|part| symbol.contains(part)))
        .filter(|symbol| !is_allowed(&ALLOWED_SYMBOLS, target, symbol))
        .map(|symbol| format!("symbol {symbol}"))
        .collect())
}

/// The source files of reachable panics.
pub(crate) fn sources(constants: &[u8]) -> Vec<String> {
    let mut sources = Vec::new();
    for run in constants.split(|byte| !(b' '..=b'~').contains(byte)) {
        let text = String::from_utf8_lossy(run);
        // Several names may stand in a row, without anything between them.
        for part in text.split_inclusive(".rs") {
            if part.ends_with(".rs") {
                let start = part.rfind(char::is_whitespace).map_or(0, |at| at + 1);
                sources.push(part[start..].to_owned());
            }
        }
    }
    sources.sort();
    sources.dedup();
    sources
}

fn is_allowed(list: &[Allowed], target: &Target, name: &str) -> bool {
    list.iter()
        .any(|allowed| target.triple.starts_with(allowed.targets) && name.contains(allowed.part))
}

#[cfg(test)]
mod tests {
    use super::sources;

    #[test]
    fn file_names_are_found_among_other_constants() {
        let constants = b"\0\x01a text src/a.rs/home/x/aes-0.9.4/src/b.rs\xff\x07core/c.rs";
        assert_eq!(
            sources(constants),
            ["/home/x/aes-0.9.4/src/b.rs", "core/c.rs", "src/a.rs"]
        );
    }
}
