//! An image: built with some features, then read as an ELF file.

use std::path::{Path, PathBuf};

use fieldgate_tests::workspace;

use super::target::Target;
use crate::command::{cargo, quiet};
use crate::fault::Fault;

/// A built image.
#[derive(Debug)]
pub(crate) struct Image {
    /// The ELF file.
    pub(crate) path: PathBuf,
}

impl Image {
    /// Builds the image with exactly these features; none means the default ones.
    pub(crate) fn build(target: &Target, features: &[&str]) -> Result<Self, Fault> {
        let folder = folder();
        let mut command = cargo(&[
            "build",
            "--release",
            "--locked",
            "--package",
            "fieldgate-firmware-image",
        ]);
        command
            .args(["--target", target.triple])
            .current_dir(&folder);
        if !features.is_empty() {
            command
                .arg("--no-default-features")
                .args(["--features", &features.join(",")]);
        }
        quiet(
            &format!("build {} {}", target.triple, features.join("+")),
            &mut command,
            "the same by hand: cd tests/firmware && cargo build --release --target TRIPLE",
        )?;
        let built = folder
            .join("target")
            .join(target.triple)
            .join("release/fieldgate-firmware-image");
        // The next build writes to the same place.
        let name = if features.is_empty() {
            "default".to_owned()
        } else {
            features.join("+")
        };
        let path = output_dir()?.join(format!("{}-{name}.elf", target.triple));
        std::fs::copy(&built, &path).map_err(Fault::io(format!("copy {}", built.display())))?;
        Ok(Self { path })
    }
}

/// The images' workspace.
pub(crate) fn folder() -> PathBuf {
    workspace::root().join("tests/firmware")
}

/// Where images and logs go.
pub(crate) fn output_dir() -> Result<PathBuf, Fault> {
    let dir = workspace::work_dir().join("firmware");
    create(&dir)?;
    Ok(dir)
}

fn create(dir: &Path) -> Result<(), Fault> {
    std::fs::create_dir_all(dir).map_err(Fault::io(format!("create {}", dir.display())))
}
