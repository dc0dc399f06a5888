//! Chooses the board for the target, and links the image by the board's memory map.

use std::env;
use std::path::Path;

/// Targets and the QEMU machines that stand for them.
const BOARDS: [(&str, &str); 5] = [
    ("thumbv6m-none-eabi", "microbit"),
    ("thumbv7em-none-eabihf", "mps2_an386"),
    ("thumbv8m.main-none-eabi", "mps2_an505"),
    ("riscv32imac-unknown-none-elf", "virt_riscv32"),
    ("aarch64-unknown-none", "virt_aarch64"),
];

fn main() {
    let target = env::var("TARGET").unwrap_or_default();
    let names: Vec<String> = BOARDS
        .iter()
        .map(|(_, board)| format!("\"{board}\""))
        .collect();
    println!(
        "cargo:rustc-check-cfg=cfg(board, values({}))",
        names.join(", ")
    );
    if let Some((_, board)) = BOARDS.iter().find(|(name, _)| *name == target) {
        println!("cargo:rustc-cfg=board=\"{board}\"");
        let manifest = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
        let link = Path::new(&manifest).join("link");
        println!("cargo:rustc-link-search={}", link.display());
        // Read by the image's build script: link arguments don't travel from a library to its users.
        println!("cargo:board={board}");
    }
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=link");
}
