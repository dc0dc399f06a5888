//! Arm's CMSDK APB UART (Cortex-M System Design Kit, section 4.3), on the MPS2 boards.

use super::{load, store};

#[cfg(board = "mps2_an386")]
const BASE: usize = 0x4000_4000;
/// UART 0 in Secure state.
#[cfg(board = "mps2_an505")]
const BASE: usize = 0x5020_0000;

const DATA: usize = BASE;
const STATE: usize = BASE + 0x4;
const CTRL: usize = BASE + 0x8;
const BAUDDIV: usize = BASE + 0x10;

const STATE_TX_FULL: u32 = 1;
const STATE_RX_FULL: u32 = 2;
const CTRL_TX_RX_ENABLE: u32 = 3;
/// The least that the device takes.
const BAUDDIV_LEAST: u32 = 16;

pub(super) fn enable() {
    store(BAUDDIV, BAUDDIV_LEAST);
    store(CTRL, CTRL_TX_RX_ENABLE);
}

pub(super) fn receive() -> Option<u8> {
    (load(STATE) & STATE_RX_FULL != 0).then(|| load(DATA) as u8)
}

pub(super) fn send(byte: u8) -> Option<()> {
    (load(STATE) & STATE_TX_FULL == 0).then(|| store(DATA, u32::from(byte)))
}
