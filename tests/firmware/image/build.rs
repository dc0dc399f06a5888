//! Links by the memory map of the board that the runtime chose.

use std::env;

fn main() {
    if let Ok(board) = env::var("DEP_FIELDGATE_FIRMWARE_BOARD") {
        println!("cargo:rustc-link-arg=-T{board}.x");
        println!("cargo:rustc-link-arg=--nmagic");
        if env::var_os("CARGO_FEATURE_DEFMT").is_some() {
            println!("cargo:rustc-link-arg=-Tdefmt.x");
        }
    }
    println!("cargo:rerun-if-changed=build.rs");
}
