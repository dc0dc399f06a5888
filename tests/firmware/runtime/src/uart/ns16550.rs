//! The NS16550A UART, on QEMU's RISC-V `virt`: registers are single bytes.

use core::ptr;

const BASE: usize = 0x1000_0000;
const DATA: usize = BASE;
const FIFO_CONTROL: usize = BASE + 2;
const LINE_STATUS: usize = BASE + 5;

const FIFO_ENABLE: u8 = 1;
const LINE_STATUS_RX_READY: u8 = 1;
const LINE_STATUS_TX_EMPTY: u8 = 1 << 5;

pub(super) fn enable() {
    store(FIFO_CONTROL, FIFO_ENABLE);
}

pub(super) fn receive() -> Option<u8> {
    (load(LINE_STATUS) & LINE_STATUS_RX_READY != 0).then(|| load(DATA))
}

pub(super) fn send(byte: u8) -> Option<()> {
    (load(LINE_STATUS) & LINE_STATUS_TX_EMPTY != 0).then(|| store(DATA, byte))
}

fn load(address: usize) -> u8 {
    // SAFETY: the constants above name registers of the board's serial port, and nothing else is mapped there.
    unsafe { ptr::read_volatile(address as *const u8) }
}

fn store(address: usize, value: u8) {
    // SAFETY: as above.
    unsafe { ptr::write_volatile(address as *mut u8, value) }
}
