//! Runs other programs: in the open, or with their output kept in a log.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use fieldgate_tests::workspace;

use crate::fault::Fault;

/// Lines of a log that an error repeats.
const LOG_TAIL_LINES: usize = 30;

/// `cargo` itself, as it started this program, in the project's folder.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(workspace::root());
    command
}

/// Runs it with its output on the terminal.
pub(crate) fn open(command: &mut Command) -> Result<(), Fault> {
    let name = display(command);
    println!("$ {name}");
    let status = command
        .status()
        .map_err(|source| start_fault(command, source))?;
    if status.success() {
        Ok(())
    } else {
        Err(Fault::Failed(name))
    }
}

/// Runs it with its output in `.work/logs/STEP.log`, and shows the end of that if it fails.
pub(crate) fn quiet(step: &str, command: &mut Command, advice: &'static str) -> Result<(), Fault> {
    let log = log_path(step)?;
    let output = fs::File::create(&log).map_err(Fault::io(format!("write {}", log.display())))?;
    let errors = output
        .try_clone()
        .map_err(Fault::io(format!("write {}", log.display())))?;
    let status = command
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .status()
        .map_err(|source| start_fault(command, source))?;
    if status.success() {
        return Ok(());
    }
    let bytes = fs::read(&log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    let tail = lines[lines.len().saturating_sub(LOG_TAIL_LINES)..].join("\n");
    Err(Fault::Quiet {
        step: step.to_owned(),
        log,
        tail,
        advice,
    })
}

/// Runs it to its end and gives its standard output; its errors stay on the terminal.
pub(crate) fn read(command: &mut Command) -> Result<String, Fault> {
    let name = display(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| start_fault(command, source))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Fault::Failed(name))
    }
}

/// Whether the program can be started and answers with success.
pub(crate) fn works(program: &str, arguments: &[&str]) -> bool {
    let status = Command::new(program)
        .args(arguments)
        .current_dir(workspace::root())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

fn log_path(step: &str) -> Result<PathBuf, Fault> {
    let dir = workspace::work_dir().join("logs");
    fs::create_dir_all(&dir).map_err(Fault::io(format!("create {}", dir.display())))?;
    Ok(dir.join(format!("{}.log", step.replace(' ', "-"))))
}

fn start_fault(command: &Command, source: std::io::Error) -> Fault {
    Fault::Start {
        program: command.get_program().to_string_lossy().into_owned(),
        advice: "is it installed, and in PATH?",
        source,
    }
}

fn display(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let name = program.rsplit('/').next().unwrap_or_default().to_owned();
    command.get_args().fold(name, |text, argument| {
        text + " " + &argument.to_string_lossy()
    })
}
