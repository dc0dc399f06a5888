//! Installs what tests and demo need into `.work`. Each step leaves a stamp, so a second run does nothing.

mod cbindgen;
mod data;
pub(crate) mod emulators;
pub(crate) mod python;
mod stamp;
pub(crate) mod system;
pub(crate) mod targets;

use std::fs;

use fieldgate_tests::workspace;

use crate::fault::Fault;

/// Sets up all of it.
pub(crate) fn run() -> Result<(), Fault> {
    let work = workspace::work_dir();
    fs::create_dir_all(&work).map_err(Fault::io(format!("create {}", work.display())))?;
    c_tools()?;
    python::install()?;
    data::install()
}

/// What makes the C header: only for those who change the C interface, and for `tidy`.
pub(crate) fn header_tool() -> Result<(), Fault> {
    let work = workspace::work_dir();
    fs::create_dir_all(&work).map_err(Fault::io(format!("create {}", work.display())))?;
    cbindgen::install()
}

/// The C interface's tests compile for C and C++, and look for errors of memory.
fn c_tools() -> Result<(), Fault> {
    system::require("gcc", &["--version"], &["gcc", "libc6-dev"])?;
    system::require("g++", &["--version"], &["g++"])?;
    system::require("valgrind", &["--version"], &["valgrind"])
}
