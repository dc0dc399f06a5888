//! The UART of the nRF51 series (nRF51 Series Reference Manual, chapter 29).

use super::{load, store};

const BASE: usize = 0x4000_2000;
const TASKS_STARTRX: usize = BASE;
const TASKS_STARTTX: usize = BASE + 0x8;
const EVENTS_RXDRDY: usize = BASE + 0x108;
const EVENTS_TXDRDY: usize = BASE + 0x11c;
const ENABLE: usize = BASE + 0x500;
const RXD: usize = BASE + 0x518;
const TXD: usize = BASE + 0x51c;

const ENABLED: u32 = 4;
/// How often the end of a byte is looked for.
const POLLS_MAX: u32 = 1_000_000;

pub(super) fn enable() {
    store(ENABLE, ENABLED);
    store(TASKS_STARTTX, 1);
    store(TASKS_STARTRX, 1);
}

pub(super) fn receive() -> Option<u8> {
    if load(EVENTS_RXDRDY) == 0 {
        return None;
    }
    store(EVENTS_RXDRDY, 0);
    Some(load(RXD) as u8)
}

pub(super) fn send(byte: u8) -> Option<()> {
    store(EVENTS_TXDRDY, 0);
    store(TXD, u32::from(byte));
    (0..POLLS_MAX).find_map(|_| (load(EVENTS_TXDRDY) != 0).then_some(()))
}
