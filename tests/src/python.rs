//! The project's own Python, with the peers' packages.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::SupportError;
use crate::workspace;

/// The virtual environment that `cargo xtask test` makes.
#[derive(Debug, Clone)]
pub struct Python {
    bin: PathBuf,
}

impl Python {
    /// Finds the environment.
    ///
    /// # Errors
    /// [`SupportError::Missing`] when setup hasn't run.
    pub fn find() -> Result<Self, SupportError> {
        let bin = workspace::work_dir().join("python/bin");
        if bin.join("python").exists() {
            return Ok(Self { bin });
        }
        Err(SupportError::Missing {
            what: "the Python environment of the tests",
            path: bin,
            advice: "run `cargo xtask setup`, or `cargo xtask test`, which sets it up first",
        })
    }

    /// A command for one of the environment's programs, such as `pykmip-server`.
    pub fn program(&self, name: &str) -> Command {
        Command::new(self.bin.join(name))
    }

    /// A command for one of the scripts in `tests/python`.
    pub fn script(&self, name: &str) -> Command {
        self.script_at(&workspace::python_scripts().join(name))
    }

    /// A command for a script anywhere.
    pub fn script_at(&self, path: &Path) -> Command {
        let mut command = self.program("python");
        command.arg("-B").arg(path).env("PYTHONWARNINGS", "ignore");
        command
    }

    /// Runs a script of `tests/python` to its end and gives its standard output.
    ///
    /// # Errors
    /// [`SupportError::Io`], and [`SupportError::Answer`] when it fails, with what it said.
    pub fn run(&self, script: &str, arguments: &[&str]) -> Result<String, SupportError> {
        let output = self
            .script(script)
            .args(arguments)
            .output()
            .map_err(SupportError::io(format!("run {script}")))?;
        if !output.status.success() {
            return Err(SupportError::Answer {
                from: script.to_owned(),
                expected: "success",
                found: format!(
                    "{}: {}",
                    output.status,
                    String::from_utf8_lossy(&output.stderr)
                ),
            });
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}
