//! C programs over the C interface: its static library, built, and programs compiled with it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::{SupportError, workspace};

/// Nothing that these find is let through.
const WARNINGS: [&str; 5] = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"];
/// What the Rust standard library takes from the system.
const SYSTEM_LIBRARIES: [&str; 3] = ["-lpthread", "-ldl", "-lm"];

/// How a program is compiled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Build {
    /// As C11.
    C,
    /// As C11, with AddressSanitizer and UndefinedBehaviorSanitizer.
    Sanitized,
    /// As C++: the header is for both.
    Cxx,
}

impl Build {
    const fn compiler(self) -> &'static [&'static str] {
        match self {
            Self::C => &["gcc", "-std=c11"],
            Self::Sanitized => &[
                "gcc",
                "-std=c11",
                "-fsanitize=address,undefined",
                "-fno-sanitize-recover=all",
                "-fno-omit-frame-pointer",
            ],
            Self::Cxx => &["g++", "-x", "c++"],
        }
    }
}

/// The C interface, built for this machine.
#[derive(Debug)]
pub struct CInterface {
    library: PathBuf,
}

impl CInterface {
    /// Builds the static library, or finds it built.
    ///
    /// # Errors
    /// [`SupportError`] when cargo fails.
    pub fn build() -> Result<Self, SupportError> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let messages = run(Command::new(cargo).current_dir(workspace::root()).args([
            "build",
            "--package",
            "fieldgate-ffi",
            "--lib",
            "--message-format",
            "json",
        ]))?;
        let library = messages
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter(|message| message["target"]["name"] == "fieldgate_ffi")
            .flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default())
            .filter_map(|name| name.as_str().map(PathBuf::from))
            .find(|path| path.extension().is_some_and(|ending| ending == "a"));
        let library = library.ok_or_else(|| SupportError::Missing {
            what: "the static library of the C interface",
            path: workspace::root().join("target"),
            advice: "its crate type has to be staticlib",
        })?;
        Ok(Self { library })
    }

    /// Compiles a program of `hosts/ffi`, with all warnings as errors, into `dir`, and gives where it is.
    ///
    /// # Errors
    /// [`SupportError::Answer`] with what the compiler says.
    pub fn compile(&self, source: &str, build: Build, dir: &Path) -> Result<PathBuf, SupportError> {
        let program = dir.join(format!("{}-{build:?}", source.replace(['/', '.'], "-")));
        let sources = workspace::root().join("hosts/ffi");
        let [compiler, arguments @ ..] = build.compiler() else {
            return Ok(program);
        };
        run(Command::new(compiler)
            .args(arguments)
            .args(WARNINGS)
            .args(["-g", "-O1", "-I"])
            .arg(sources.join("include"))
            .arg("-o")
            .arg(&program)
            .arg(sources.join(source))
            .args(["-x", "none"])
            .arg(&self.library)
            .args(SYSTEM_LIBRARIES))?;
        Ok(program)
    }
}

/// The command that runs a program under valgrind's memcheck, which fails on any error and any leak.
pub fn under_valgrind(program: &Path) -> Command {
    let mut command = Command::new("valgrind");
    command
        .args(["--quiet", "--leak-check=full", "--error-exitcode=9"])
        .arg(program);
    command
}

/// Runs a command to its end, and gives what it writes.
///
/// # Errors
/// [`SupportError::Answer`], with all that it wrote, when it fails.
pub fn run(command: &mut Command) -> Result<String, SupportError> {
    let name = format!("{command:?}");
    let output = command
        .output()
        .map_err(SupportError::io(format!("start {name}")))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    Err(SupportError::Answer {
        from: name,
        found: format!("{}\n{said}{errors}", output.status),
        expected: "success",
    })
}
