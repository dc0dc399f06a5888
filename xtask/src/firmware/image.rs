//! An image: built with some features, then read as an ELF file.

use std::path::{Path, PathBuf};

use fieldgate_tests::workspace;

use super::target::Target;
use crate::command::{cargo, quiet};
use crate::fault::Fault;

/// What is in the image that runs.
pub(crate) const ALL: &[&str] = &["all"];
/// The KMIP exchange and nothing else of core.
pub(crate) const LIFE: &[&str] = &["kmip-life"];
/// What is measured apart: a name and features. What an image takes without core is in each, and alone in the first.
pub(crate) const PARTS: [(&str, &[&str]); 12] = [
    ("nothing", &[]),
    ("modes", &["modes"]),
    ("random", &["random"]),
    ("equal", &["equal"]),
    ("blind", &["blind"]),
    ("words", &["words"]),
    ("order", &["order"]),
    ("order-reveal", &["order-reveal"]),
    ("format", &["format"]),
    ("schemes", SCHEMES),
    ("slots", &["slots"]),
    ("kmip", &["kmip"]),
];
const SCHEMES: &[&str] = &[
    "random",
    "equal",
    "blind",
    "words",
    "prefix",
    "substring",
    "order",
    "order-reveal",
    "format",
];

/// A built image.
#[derive(Debug)]
pub(crate) struct Image {
    /// The ELF file.
    pub(crate) path: PathBuf,
}

impl Image {
    /// Lints the image, with all that is in it, and its runtime.
    pub(crate) fn lint(target: &Target) -> Result<(), Fault> {
        let mut command = cargo(&["clippy", "--locked", "--target", target.triple]);
        command
            .args(["--package", "fieldgate-firmware-runtime"])
            .args(["--package", "fieldgate-firmware-image"])
            .args([
                "--features",
                "fieldgate-firmware-image/all,fieldgate-firmware-image/kmip-life",
            ])
            .args(["--", "-D", "warnings"])
            .current_dir(folder());
        quiet(
            &format!("lint {}", target.triple),
            &mut command,
            "the same by hand: cd tests/firmware && cargo clippy --target TRIPLE",
        )
    }

    /// Builds the image with exactly these features.
    pub(crate) fn build(target: &Target, features: &[&str]) -> Result<Self, Fault> {
        let folder = folder();
        let mut command = cargo(&["build", "--release", "--locked"]);
        command
            .args(["--package", "fieldgate-firmware-image"])
            .args(["--target", target.triple, "--no-default-features"])
            .args(["--features", &features.join(",")])
            // Without it defmt leaves all but errors out.
            .env("DEFMT_LOG", "info")
            .current_dir(&folder);
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
        let path = output_dir()?.join(format!("{}-{}.elf", target.triple, features.join("+")));
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
