//! Arm's PL011 UART (PrimeCell UART Technical Reference Manual, section 3.3), on QEMU's AArch64 `virt`.

use super::{load, store};

const BASE: usize = 0x0900_0000;
const DATA: usize = BASE;
const FLAGS: usize = BASE + 0x18;
const CONTROL: usize = BASE + 0x30;

const FLAGS_RX_EMPTY: u32 = 1 << 4;
const FLAGS_TX_FULL: u32 = 1 << 5;
/// UART, transmitter and receiver on.
const CONTROL_ENABLE: u32 = 1 | 1 << 8 | 1 << 9;

pub(super) fn enable() {
    store(CONTROL, CONTROL_ENABLE);
}

pub(super) fn receive() -> Option<u8> {
    (load(FLAGS) & FLAGS_RX_EMPTY == 0).then(|| load(DATA) as u8)
}

pub(super) fn send(byte: u8) -> Option<()> {
    (load(FLAGS) & FLAGS_TX_FULL == 0).then(|| store(DATA, u32::from(byte)))
}
