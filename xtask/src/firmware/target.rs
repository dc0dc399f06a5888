//! The targets, and the QEMU machines that stand for them.

/// A target of the compiler and a machine that runs its code.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target {
    /// As rustc names it.
    pub(crate) triple: &'static str,
    /// QEMU's program.
    pub(crate) emulator: &'static str,
    /// What chooses the machine.
    pub(crate) machine: &'static [&'static str],
    /// The machine, for people.
    pub(crate) shown: &'static str,
}

/// All targets.
pub(crate) const TARGETS: [Target; 5] = [
    Target {
        triple: "thumbv6m-none-eabi",
        emulator: "qemu-system-arm",
        machine: &["-M", "microbit"],
        shown: "Cortex-M0, micro:bit, 16 KiB RAM",
    },
    Target {
        triple: "thumbv7em-none-eabihf",
        emulator: "qemu-system-arm",
        machine: &["-M", "mps2-an386"],
        shown: "Cortex-M4F, MPS2 AN386",
    },
    Target {
        triple: "thumbv8m.main-none-eabi",
        emulator: "qemu-system-arm",
        machine: &["-M", "mps2-an505"],
        shown: "Cortex-M33, MPS2 AN505, Secure",
    },
    Target {
        triple: "riscv32imac-unknown-none-elf",
        emulator: "qemu-system-riscv32",
        machine: &["-M", "virt", "-bios", "none"],
        shown: "RV32IMAC, virt",
    },
    Target {
        triple: "aarch64-unknown-none",
        emulator: "qemu-system-aarch64",
        machine: &["-M", "virt", "-cpu", "cortex-a53", "-nic", "none"],
        shown: "Cortex-A53, virt",
    },
];
