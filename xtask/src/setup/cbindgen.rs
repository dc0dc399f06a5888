//! cbindgen, which makes the C header: a build tool under MPL-2.0 that isn't linked into anything.

use fieldgate_tests::workspace;

use super::stamp;
use crate::command::{cargo, quiet};
use crate::fault::Fault;

const VERSION: &str = "0.29.2";

/// Builds cbindgen into `.work/tools`.
pub(crate) fn install() -> Result<(), Fault> {
    let tools = workspace::work_dir().join("tools");
    let program = tools.join("bin/cbindgen");
    stamp::once("cbindgen", &[VERSION], &program, || {
        let mut install = cargo(&["install", "--locked", "--version", VERSION, "cbindgen"]);
        install
            .args(["--quiet", "--force", "--root"])
            .arg(&tools)
            .env_remove("CARGO_TARGET_DIR");
        quiet("cbindgen", &mut install, "is the network there?")
    })
}
