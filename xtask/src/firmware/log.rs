//! The defmt log of an image: written by it in numbers, decoded here on the host.

use super::controls::expect_no_build;
use super::image::{ALL, Image, folder, output_dir};
use super::machine::{Machine, Run};
use super::target::Target;
use crate::command::{cargo, read};
use crate::fault::Fault;

/// Where the image writes, in QEMU's folder.
const FILE: &str = "defmt.bin";
/// What the decoded log has to be. The key's id is that of the key in the image.
const EXPECTED: [&str; 5] = [
    "info key KeyId([",
    "info scheme Equal",
    "warn open: NotAuthentic",
    "info slot Fresh",
    "info wiped Expired",
];
/// The key that is at hand where the log is written.
const KEY: &[u8] = b"a key that must not be logged...";
/// So many bytes of it in a row would not be chance.
const KEY_PART_BYTES: usize = 4;

/// Runs an image that logs, decodes the log, and looks for the key in it; and sees that a type with a secret would be found.
pub(crate) fn check(target: &Target, machine: &Machine) -> Result<(), Fault> {
    let file = output_dir()?.join(FILE);
    let _ = std::fs::remove_file(&file);
    let image = Image::build(target, &[ALL, &["defmt"]].concat())?;
    let run = Run {
        name: "defmt",
        ..Run::default()
    };
    machine.run(target, &image, &run)?.expect_success()?;
    let mut decode = cargo(&["run", "--quiet", "--locked"]);
    decode
        .args(["--package", "fieldgate-firmware-decode", "--"])
        .arg(&image.path)
        .arg(&file)
        .current_dir(folder());
    let text = read(&mut decode)?;
    let lines: Vec<&str> = text.lines().collect();
    let as_expected = lines.len() == EXPECTED.len()
        && lines
            .iter()
            .zip(EXPECTED)
            .all(|(line, expected)| line.starts_with(expected));
    if !as_expected {
        return Err(Fault::Unmet(format!(
            "the image's log is not as expected:\n{text}"
        )));
    }
    let bytes = std::fs::read(&file).map_err(Fault::io(format!("read {}", file.display())))?;
    if KEY
        .windows(KEY_PART_BYTES)
        .any(|part| bytes.windows(KEY_PART_BYTES).any(|window| window == part))
    {
        return Err(Fault::Unmet(
            "the image's log holds bytes of a key".to_owned(),
        ));
    }
    println!(
        "  defmt: {} lines decoded, {} bytes on the line, no key in them",
        lines.len(),
        bytes.len()
    );
    expect_no_build(target, &[ALL, &["_format"]].concat())?;
    println!("  control: a type that can be logged doesn't pass for one with a secret");
    Ok(())
}
