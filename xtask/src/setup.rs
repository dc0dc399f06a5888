//! Installs what tests and demo need into `.work`. Each step leaves a stamp, so a second run does nothing.

mod data;
mod python;
mod stamp;
pub(crate) mod system;

use std::fs;

use fieldgate_tests::workspace;

use crate::fault::Fault;

/// Sets up all of it.
pub(crate) fn run() -> Result<(), Fault> {
    let work = workspace::work_dir();
    fs::create_dir_all(&work).map_err(Fault::io(format!("create {}", work.display())))?;
    python::install()?;
    data::install()
}
