//! Runs cases under valgrind's memcheck and reads its XML: it puts one element on a line.

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::Command;

use fieldgate_tests::workspace;

use crate::command::read;
use crate::fault::Fault;

/// Frames of a stack that are kept: enough to reach from the middle of AES to the case.
const FRAMES_MAX: &str = "--num-callers=40";

/// Generic names can fill a screen.
const FUNCTION_CHARACTERS_MAX: usize = 100;

/// What a run gave.
pub(crate) struct Run {
    /// Where AES came from.
    pub(crate) aes: String,
    pub(crate) cases: Vec<Case>,
    pub(crate) reports: Vec<Report>,
}

/// A case and its reports, those at public lines among them.
pub(crate) struct Case {
    pub(crate) group: String,
    pub(crate) name: String,
    pub(crate) reports: u64,
}

/// A place that depends on a secret, and how often it was reached.
#[derive(Default)]
pub(crate) struct Report {
    unique: String,
    what: String,
    pub(crate) count: u64,
    pub(crate) frames: Vec<Frame>,
}

/// A function that was running, inlined ones too; the innermost comes first.
#[derive(Default)]
pub(crate) struct Frame {
    pub(crate) function: String,
    folder: String,
    file: String,
    pub(crate) line: usize,
}

impl Frame {
    /// The source file, from the project's folder on where it is ours.
    pub(crate) fn path(&self) -> String {
        let path = format!("{}/{}", self.folder, self.file);
        let root = format!("{}/", workspace::root().display());
        path.strip_prefix(&root).map(str::to_owned).unwrap_or(path)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} times: {}", self.count, self.what)?;
        for (depth, frame) in self.frames.iter().enumerate() {
            let path = frame.path();
            // Between ours, the standard library's iterators say nothing.
            let is_known = !frame.function.is_empty();
            if is_known && (depth == 0 || !path.starts_with("/rustc/")) {
                let function: String = frame
                    .function
                    .chars()
                    .take(FUNCTION_CHARACTERS_MAX)
                    .collect();
                write!(f, "\n    {function} ({path}:{})", frame.line)?;
            }
            // Above the case is only what starts a program.
            if path.starts_with("tests/ct/") {
                break;
            }
        }
        Ok(())
    }
}

/// Runs a group of cases, or one case, in one process.
pub(crate) fn run(program: &Path, selection: &str) -> Result<Run, Fault> {
    let xml = workspace::work_dir().join("logs/ct.xml");
    let mut command = Command::new("valgrind");
    command
        .args(["--quiet", "--tool=memcheck", "--leak-check=no", "--xml=yes"])
        // Every report counts, however many there were, and comparing is followed bit by bit.
        .args(["--error-limit=no", "--expensive-definedness-checks=yes"])
        .args(["--read-inline-info=yes", FRAMES_MAX])
        .arg(format!("--xml-file={}", xml.display()))
        .arg(program)
        .arg(selection);
    let text = read(&mut command)?;
    let aes = text.lines().find_map(|line| line.strip_prefix("aes\t"));
    let aes = aes.unwrap_or_default().to_owned();
    let cases = text.lines().filter_map(case).collect();
    let text = fs::read_to_string(&xml).map_err(Fault::io(format!("read {}", xml.display())))?;
    Ok(Run {
        aes,
        cases,
        reports: reports(&text),
    })
}

fn case(line: &str) -> Option<Case> {
    let mut columns = line.split('\t');
    Some(Case {
        group: columns.next()?.to_owned(),
        name: columns.next()?.to_owned(),
        reports: columns.next()?.parse().ok()?,
    })
}

fn reports(xml: &str) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    let mut count = 0;
    for line in xml.lines().map(str::trim) {
        if line == "<error>" {
            reports.push(Report::default());
        } else if let Some(unique) = element(line, "unique") {
            // First with the report, then after each count at the end.
            match reports.iter_mut().find(|report| report.unique == unique) {
                Some(report) => report.count = count,
                None => set(&mut reports, |report| report.unique = unique),
            }
        } else if let Some(number) = element(line, "count") {
            count = number.parse().unwrap_or(0);
        } else if let Some(what) = element(line, "what") {
            set(&mut reports, |report| report.what = what);
        } else if line == "<frame>" {
            set(&mut reports, |report| report.frames.push(Frame::default()));
        } else if let Some(function) = element(line, "fn") {
            set_frame(&mut reports, |frame| frame.function = function);
        } else if let Some(folder) = element(line, "dir") {
            set_frame(&mut reports, |frame| frame.folder = folder);
        } else if let Some(file) = element(line, "file") {
            set_frame(&mut reports, |frame| frame.file = file);
        } else if let Some(line) = element(line, "line") {
            set_frame(&mut reports, |frame| frame.line = line.parse().unwrap_or(0));
        }
    }
    reports
}

fn set(reports: &mut [Report], change: impl FnOnce(&mut Report)) {
    if let Some(last) = reports.last_mut() {
        change(last);
    }
}

fn set_frame(reports: &mut [Report], change: impl FnOnce(&mut Frame)) {
    if let Some(frame) = reports
        .last_mut()
        .and_then(|report| report.frames.last_mut())
    {
        change(frame);
    }
}

/// The text of `<name>text</name>`.
fn element(line: &str, name: &str) -> Option<String> {
    let text = line
        .strip_prefix('<')?
        .strip_prefix(name)?
        .strip_prefix('>')?;
    let text = text
        .strip_suffix('>')?
        .strip_suffix(name)?
        .strip_suffix("</")?;
    Some(
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}

#[cfg(test)]
mod tests {
    use super::reports;

    #[test]
    fn reports_have_their_counts_and_frames() {
        let xml = "<error>\n<unique>0x0</unique>\n<what>one</what>\n<stack>\n<frame>\n<fn>eq&lt;T&gt;</fn>\n\
            <dir>/a</dir>\n<file>b.rs</file>\n<line>3</line>\n</frame>\n</stack>\n</error>\n\
            <error>\n<unique>0x1</unique>\n<what>two</what>\n</error>\n<errorcounts>\n\
            <pair>\n<count>5</count>\n<unique>0x1</unique>\n</pair>\n\
            <pair>\n<count>7</count>\n<unique>0x0</unique>\n</pair>\n</errorcounts>";
        let [one, two] = reports(xml).try_into().ok().unwrap();
        assert_eq!((one.count, two.count), (7, 5));
        assert_eq!(one.to_string(), "7 times: one\n    eq<T> (/a/b.rs:3)");
    }
}
