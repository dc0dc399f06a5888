//! `cargo xtask header`: the C header, made from the Rust that it describes.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use fieldgate_tests::workspace;

use crate::command::read;
use crate::fault::Fault;
use crate::setup;

/// Writes the header.
pub(crate) fn run() -> Result<(), Fault> {
    let text = generated()?;
    let path = path();
    fs::write(&path, text).map_err(Fault::io(format!("write {}", path.display())))?;
    println!("{}", path.display());
    Ok(())
}

/// Fails when the committed header isn't what cbindgen makes of the sources.
pub(crate) fn check() -> Result<(), Fault> {
    let generated = generated()?;
    let same = fs::read_to_string(path()).is_ok_and(|text| text == generated);
    println!("C header: {}", if same { "as generated" } else { "look" });
    if same {
        return Ok(());
    }
    Err(Fault::Untidy {
        check: "C header",
        findings: vec![
            "hosts/ffi/include/fieldgate.h isn't what `cargo xtask header` makes".into(),
        ],
    })
}

fn path() -> PathBuf {
    workspace::root().join("hosts/ffi/include/fieldgate.h")
}

fn generated() -> Result<String, Fault> {
    setup::header_tool()?;
    let mut cbindgen = Command::new(workspace::work_dir().join("tools/bin/cbindgen"));
    cbindgen
        .args([
            "--quiet",
            "--config",
            "cbindgen.toml",
            "--crate",
            "fieldgate-ffi",
        ])
        .current_dir(workspace::root().join("hosts/ffi"));
    read(&mut cbindgen)
}
