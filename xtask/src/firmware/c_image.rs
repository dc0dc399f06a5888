//! The C image: the static library of hosts/ffi, its generated header, and a C compiler for Arm.

use std::process::Command;

use fieldgate_tests::workspace;

use super::image::{Image, folder, output_dir};
use super::target::Target;
use crate::command::{cargo, quiet};
use crate::fault::Fault;
use crate::setup::emulators::Emulators;

/// What the compiler is told of the processor, a Cortex-M4 with its floating-point unit.
const PROCESSOR: [&str; 4] = [
    "-mcpu=cortex-m4",
    "-mthumb",
    "-mfpu=fpv4-sp-d16",
    "-mfloat-abi=hard",
];
const SOURCES: [&str; 7] = [
    "main.c",
    "board.c",
    "cases.c",
    "tokens.c",
    "order.c",
    "format.c",
    "exchange.c",
];

/// Builds library and image for the target, which is that of [`PROCESSOR`].
pub(crate) fn build(target: &Target, emulators: &Emulators) -> Result<Image, Fault> {
    // With the lock file of firmware, not with that of the product: see tests/firmware/Cargo.toml.
    let mut library = cargo(&["build", "--release", "--locked"]);
    library
        .args(["--package", "fieldgate-firmware-library"])
        .args(["--target", target.triple])
        .current_dir(folder());
    quiet(
        "build C library for firmware",
        &mut library,
        "hosts/ffi is what is built",
    )?;
    let path = output_dir()?.join(format!("{}-c.elf", target.triple));
    quiet(
        "build C image",
        compiler(target, emulators).arg("-o").arg(&path),
        "tests/firmware/c is what is built",
    )?;
    Ok(Image { path })
}

fn compiler(target: &Target, emulators: &Emulators) -> Command {
    let root = workspace::root();
    let mut compiler = emulators.command("arm-none-eabi-gcc");
    compiler
        .args(PROCESSOR)
        .args(["-std=c11", "-Os", "-Wall", "-Wextra", "-Werror"])
        .args(["-ffreestanding", "-nostdlib", "-ffunction-sections"])
        .args(["-Wl,--gc-sections", "-Wl,-z,noexecstack"])
        .arg("-I")
        .arg(root.join("hosts/ffi/include"))
        // The known answers that hosts' C programs are held to, too.
        .arg("-I")
        .arg(root.join("hosts/ffi/tests/c"))
        .arg("-L")
        .arg(folder().join("runtime/link"))
        .args(["-T", "mps2_an386.x"])
        .args(SOURCES.map(|source| folder().join("c").join(source)))
        .arg(
            folder()
                .join("target")
                .join(target.triple)
                .join("release/libfieldgate.a"),
        );
    compiler
}
