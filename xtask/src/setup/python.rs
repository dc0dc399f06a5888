//! The Python environment with PyKMIP and Kinto.

use std::fs;
use std::process::Command;

use fieldgate_tests::workspace;

use super::{stamp, system};
use crate::command::quiet;
use crate::fault::Fault;

const REQUIREMENTS: &str = include_str!("../../../tests/python/requirements.txt");

/// Makes `.work/python` with exactly the committed versions.
pub(crate) fn install() -> Result<(), Fault> {
    let dir = workspace::work_dir().join("python");
    let python = dir.join("bin/python");
    let place = dir.display().to_string();
    stamp::once("python peers", &[REQUIREMENTS, &place], &python, || {
        system::require(
            "python3",
            &["-c", "import venv, ensurepip"],
            &["python3", "python3-venv"],
        )?;
        if dir.exists() {
            fs::remove_dir_all(&dir).map_err(Fault::io(format!("remove {place}")))?;
        }
        let advice =
            "python3 with its venv module is needed; on Debian: apt-get install python3-venv";
        quiet(
            "python environment",
            Command::new("python3").args(["-m", "venv"]).arg(&dir),
            advice,
        )?;
        let mut pip = Command::new(&python);
        pip.args([
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-deps",
            "--requirement",
        ])
        .arg(workspace::python_scripts().join("requirements.txt"));
        quiet(
            "pip install",
            &mut pip,
            "is the network there? pip's own settings name the package index",
        )
    })
}
