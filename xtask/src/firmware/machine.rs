//! QEMU: runs an image with a deadline, and reads what it says.

use std::path::{Path, PathBuf};
use std::time::Duration;

use fieldgate_tests::process::{Running, Signal};

use super::image::{Image, output_dir};
use super::target::Target;
use crate::fault::Fault;
use crate::setup::emulators::Emulators;

/// How long a run may take; they take about a second.
const RUN_SECONDS_MAX: u64 = 60;

/// QEMU, ready to run images.
pub(crate) struct Machine {
    emulators: Emulators,
    dir: PathBuf,
}

/// How an image is run.
#[derive(Debug, Default)]
pub(crate) struct Run<'a> {
    /// What the run is for: names its log.
    pub(crate) name: &'a str,
    /// Words that the image is given.
    pub(crate) arguments: &'a [&'a str],
    /// A Unix socket that the serial port is connected to.
    pub(crate) line: Option<&'a Path>,
    /// A plugin with its arguments.
    pub(crate) plugin: Option<String>,
}

/// One case, as the image reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CaseReport {
    /// Its name.
    pub(crate) name: String,
    /// Whether all was as it should be.
    pub(crate) ok: bool,
    /// How deep the stack went below the caller, in bytes.
    pub(crate) stack_bytes: u64,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// What ran.
    pub(crate) cases: Vec<CaseReport>,
    /// The image's exit code; none when QEMU was ended by a signal.
    pub(crate) code: Option<i32>,
    log: PathBuf,
}

impl Outcome {
    /// Fails unless every case is ok and the image said so.
    pub(crate) fn expect_success(&self) -> Result<(), Fault> {
        let wrong: Vec<&str> = self
            .cases
            .iter()
            .filter(|case| !case.ok)
            .map(|case| case.name.as_str())
            .collect();
        if self.code == Some(0) && wrong.is_empty() && !self.cases.is_empty() {
            return Ok(());
        }
        let tail = std::fs::read_to_string(&self.log).unwrap_or_default();
        Err(Fault::Unmet(format!(
            "the image failed (exit code {:?}, wrong: {wrong:?}); the log {} is:\n{tail}",
            self.code,
            self.log.display()
        )))
    }
}

impl Machine {
    /// QEMU from these emulators.
    pub(crate) fn new(emulators: Emulators) -> Result<Self, Fault> {
        Ok(Self {
            emulators,
            dir: output_dir()?,
        })
    }

    /// Where QEMU and the C compiler are.
    pub(crate) fn emulators(&self) -> &Emulators {
        &self.emulators
    }

    /// Runs an image to its end.
    pub(crate) fn run(
        &self,
        target: &Target,
        image: &Image,
        run: &Run<'_>,
    ) -> Result<Outcome, Fault> {
        let log = self.dir.join(format!("{}-{}.log", target.triple, run.name));
        let _ = std::fs::remove_file(&log);
        let mut command = self.emulators.command(target.emulator);
        command
            .current_dir(&self.dir)
            .args(target.machine)
            .args(["-display", "none", "-monitor", "none"])
            .args(["-chardev", "stdio,id=host"])
            .arg("-semihosting-config")
            .arg(semihosting(run.arguments));
        match run.line {
            Some(socket) => {
                command
                    .arg("-chardev")
                    .arg(format!("socket,id=line,path={}", socket.display()))
                    .args(["-serial", "chardev:line"]);
            }
            None => {
                command.args(["-serial", "null"]);
            }
        }
        if let Some(plugin) = &run.plugin {
            command.args(["-plugin", plugin]);
        }
        command.arg("-kernel").arg(&image.path);
        let mut running = Running::start("QEMU", &command, &log, Signal::KILL)?;
        let status = running.wait_for_end(Duration::from_secs(RUN_SECONDS_MAX))?;
        Ok(Outcome {
            cases: running.log().lines().filter_map(parse).collect(),
            code: status.code(),
            log,
        })
    }
}

fn semihosting(arguments: &[&str]) -> String {
    arguments.iter().fold(
        "enable=on,target=native,chardev=host,arg=image".to_owned(),
        |text, argument| text + ",arg=" + argument,
    )
}

/// `case NAME ok stack BYTES`; the name may have spaces.
fn parse(line: &str) -> Option<CaseReport> {
    let (rest, stack_bytes) = line.strip_prefix("case ")?.rsplit_once(" stack ")?;
    let (name, verdict) = rest.rsplit_once(' ')?;
    Some(CaseReport {
        name: name.to_owned(),
        ok: verdict == "ok",
        stack_bytes: stack_bytes.trim().parse().ok()?,
    })
}
