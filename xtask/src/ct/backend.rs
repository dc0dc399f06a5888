//! The cases' binary, built as it is shipped, with AES and GHASH in hardware or in software.

use std::path::PathBuf;

use crate::command::{cargo, quiet};
use crate::fault::Fault;
use fieldgate_tests::workspace;

/// Where AES and GHASH come from.
#[derive(Clone, Copy)]
pub(crate) enum Backend {
    Hardware,
    Soft,
}

impl Backend {
    pub(crate) const ALL: [Self; 2] = [Self::Hardware, Self::Soft];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Hardware => "hardware",
            Self::Soft => "software",
        }
    }

    /// Builds it with the release profile, and with line numbers, which change no instruction.
    pub(crate) fn build(self) -> Result<PathBuf, Fault> {
        let target = workspace::root().join("target/ct").join(self.name());
        let mut command = cargo(&[
            "build",
            "--release",
            "--package",
            "fieldgate-ct",
            "--target-dir",
        ]);
        command
            .arg(&target)
            .env("CARGO_PROFILE_RELEASE_DEBUG", "line-tables-only");
        if matches!(self, Self::Soft) {
            command.env(
                "RUSTFLAGS",
                r#"--cfg aes_backend="soft" --cfg polyval_backend="soft""#,
            );
        }
        quiet(
            &format!("ct build {}", self.name()),
            &mut command,
            "the cases must build",
        )?;
        Ok(target.join("release/fieldgate-ct"))
    }
}
