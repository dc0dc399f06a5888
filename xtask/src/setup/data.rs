//! The film data set: `data/movies.json` of npm's vega-datasets, BSD-3-Clause.

use std::fs;
use std::process::Command;

use fieldgate_tests::workspace;

use super::{stamp, system};
use crate::command::quiet;
use crate::fault::Fault;

const PACKAGE: &str = "vega-datasets@3.2.1";
const MEMBER: &str = "package/data/movies.json";

/// Puts `movies.json` into `.work/data`.
pub(crate) fn install() -> Result<(), Fault> {
    let dir = workspace::work_dir().join("data");
    let product = dir.join("movies.json");
    stamp::once("film data", &[PACKAGE], &product, || {
        system::require("npm", &["--version"], &["npm"])?;
        let unpacked = dir.join("unpacked");
        fs::create_dir_all(&unpacked)
            .map_err(Fault::io(format!("create {}", unpacked.display())))?;
        let mut pack = Command::new("npm");
        pack.args(["pack", "--silent", PACKAGE, "--pack-destination"])
            .arg(&dir)
            .current_dir(&dir);
        quiet(
            "npm pack",
            &mut pack,
            "is the network there? npm's own settings name the registry",
        )?;
        let archive = dir.join("vega-datasets-3.2.1.tgz");
        let mut tar = Command::new("tar");
        tar.arg("-xzf")
            .arg(&archive)
            .arg("-C")
            .arg(&unpacked)
            .arg(MEMBER);
        quiet(
            "unpack film data",
            &mut tar,
            "delete .work/data and try again",
        )?;
        fs::rename(unpacked.join(MEMBER), &product)
            .map_err(Fault::io(format!("write {}", product.display())))?;
        fs::remove_dir_all(&unpacked)
            .map_err(Fault::io(format!("remove {}", unpacked.display())))?;
        fs::remove_file(&archive).map_err(Fault::io(format!("remove {}", archive.display())))
    })
}
