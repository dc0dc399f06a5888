//! The builds that are measured: one for any processor, one for those of the last ten years.

use std::path::PathBuf;
use std::time::Instant;

use fieldgate_tests::workspace;

use crate::command::{cargo, open};
use crate::fault::Fault;

/// A way to build what is measured.
pub(super) struct Build {
    pub(super) name: &'static str,
    pub(super) flags: &'static str,
    /// Below the project, so that neither build undoes the other.
    dir: &'static str,
    runs_here: fn() -> bool,
}

/// For any processor.
pub(super) const PORTABLE: Build = Build {
    name: "portable",
    flags: "",
    dir: "target/bench",
    runs_here: || true,
};

pub(super) const BUILDS: [Build; 2] = [
    PORTABLE,
    Build {
        name: "x86-64-v3",
        flags: "-C target-cpu=x86-64-v3 -C target-feature=+aes,+pclmulqdq",
        dir: "target/bench-v3",
        runs_here: runs_v3,
    },
];

impl Build {
    /// Whether this processor can run it; says so when not.
    pub(super) fn runs_here(&self) -> bool {
        let runs = (self.runs_here)();
        if !runs {
            println!(
                "\n{}: skipped; this processor doesn't have all that this build takes for granted",
                self.name
            );
        }
        runs
    }

    /// Where its files are.
    pub(super) fn dir(&self) -> PathBuf {
        workspace::root().join(self.dir)
    }

    /// Builds ours and the peers', as the product is built, and gives the program.
    pub(super) fn with_peers(&self) -> Result<PathBuf, Fault> {
        println!("\n{}: building (minutes the first time)", self.name);
        self.program("release", &["--no-default-features", "--features", "peers"])
    }

    /// Builds the KMIP client and its peers, as the product is built, and gives the program.
    pub(super) fn with_kmip(&self) -> Result<PathBuf, Fault> {
        println!("\n{}: building (minutes the first time)", self.name);
        self.program("release", &["--no-default-features", "--features", "kmip"])
    }

    /// Builds ours alone, so that a count of instructions depends on little else, and gives the program.
    pub(super) fn for_counting(&self) -> Result<PathBuf, Fault> {
        println!("\n{}: building", self.name);
        self.program("counted", &["--no-default-features"])
    }

    fn program(&self, profile: &str, features: &[&str]) -> Result<PathBuf, Fault> {
        let start = Instant::now();
        let mut command = cargo(&["build", "--locked", "--profile", profile]);
        command
            .args(features)
            .args(["--manifest-path", "benches/Cargo.toml", "--target-dir"])
            .arg(self.dir)
            .env("RUSTFLAGS", self.flags);
        open(&mut command)?;
        println!("{}: built in {} s", self.name, start.elapsed().as_secs());
        let program = format!("fieldgate-benches{}", std::env::consts::EXE_SUFFIX);
        Ok(self.dir().join(profile).join(program))
    }
}

#[cfg(target_arch = "x86_64")]
fn runs_v3() -> bool {
    use std::arch::is_x86_feature_detected as has;
    has!("avx2")
        && has!("bmi1")
        && has!("bmi2")
        && has!("fma")
        && has!("f16c")
        && has!("lzcnt")
        && has!("movbe")
        && has!("aes")
        && has!("pclmulqdq")
}

#[cfg(not(target_arch = "x86_64"))]
fn runs_v3() -> bool {
    false
}
