//! `cargo xtask bench`: figures, with the release profile, once for any processor and once for this kind.

use std::path::Path;

use fieldgate_tests::workspace;
use serde_json::{Map, Value};

use crate::command::{cargo, open};
use crate::fault::Fault;

/// A way to build what is measured.
struct Build {
    name: &'static str,
    flags: &'static str,
    /// Below `target/`, so that neither build undoes the other.
    dir: &'static str,
    runs_here: fn() -> bool,
}

const BUILDS: [Build; 2] = [
    Build {
        name: "portable",
        flags: "",
        dir: "target/bench",
        runs_here: || true,
    },
    Build {
        name: "x86-64-v3",
        flags: "-C target-cpu=x86-64-v3 -C target-feature=+aes,+pclmulqdq",
        dir: "target/bench-v3",
        runs_here: runs_v3,
    },
];

/// Runs the benches in both builds; without arguments those of the fields. `--json FILE` also writes all figures there.
pub(crate) fn run(rest: &[String]) -> Result<(), Fault> {
    let (group, json) = match rest {
        [] => ("fields", None),
        [group] => (group.as_str(), None),
        [group, option, file] if option == "--json" => (group.as_str(), Some(Path::new(file))),
        _ => {
            return Err(Fault::Unmet(
                "usage: cargo xtask bench [fields [--json FILE]]".into(),
            ));
        }
    };
    let mut figures = Map::new();
    for build in &BUILDS {
        if !(build.runs_here)() {
            println!(
                "\n## {}: skipped, this processor can't run that build",
                build.name
            );
            continue;
        }
        println!("\n## {}", build.name);
        let part = workspace::root().join(build.dir).join("figures.json");
        let manifest = "benches/Cargo.toml";
        let mut command = cargo(&["run", "--release", "--quiet", "--locked"]);
        command
            .args(["--manifest-path", manifest, "--target-dir", build.dir])
            .args(["--", group, "--json"])
            .arg(&part)
            .env("RUSTFLAGS", build.flags);
        open(&mut command)?;
        let text = std::fs::read(&part).map_err(Fault::io(format!("read {}", part.display())))?;
        let value: Value = serde_json::from_slice(&text)?;
        figures.insert(build.name.to_owned(), value);
    }
    if let Some(file) = json {
        std::fs::write(file, Value::from(figures).to_string())
            .map_err(Fault::io(format!("write {}", file.display())))?;
    }
    Ok(())
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
