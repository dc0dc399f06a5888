//! The board's first serial port as a blocking `embedded-io` port.

#[cfg_attr(board = "microbit", path = "uart/nrf51.rs")]
#[cfg_attr(
    any(board = "mps2_an386", board = "mps2_an505"),
    path = "uart/cmsdk.rs"
)]
#[cfg_attr(board = "virt_riscv32", path = "uart/ns16550.rs")]
#[cfg_attr(board = "virt_aarch64", path = "uart/pl011.rs")]
mod device;

use core::fmt;
#[cfg(not(target_arch = "riscv32"))]
use core::ptr;

use embedded_io::{ErrorKind, ErrorType, Read, Write};

/// How often a register is looked at before a wait is given up: many seconds in QEMU.
const POLLS_MAX: u32 = 30_000_000;

/// The serial port, from [`Uart::open`].
pub struct Uart(());

/// The other side sent or took nothing for too long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Silent;

impl fmt::Display for Silent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the other side of the serial line is silent")
    }
}

impl core::error::Error for Silent {}

impl embedded_io::Error for Silent {
    fn kind(&self) -> ErrorKind {
        ErrorKind::TimedOut
    }
}

impl Uart {
    /// Switches the port on. The image calls it once.
    pub fn open() -> Self {
        device::enable();
        Self(())
    }
}

impl ErrorType for Uart {
    type Error = Silent;
}

impl Read for Uart {
    fn read(&mut self, space: &mut [u8]) -> Result<usize, Silent> {
        let Some((first, rest)) = space.split_first_mut() else {
            return Ok(0);
        };
        *first = (0..POLLS_MAX)
            .find_map(|_| device::receive())
            .ok_or(Silent)?;
        let mut count = 1;
        for byte in rest {
            let Some(received) = device::receive() else {
                break;
            };
            *byte = received;
            count += 1;
        }
        Ok(count)
    }
}

impl Write for Uart {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Silent> {
        let Some(first) = bytes.first() else {
            return Ok(0);
        };
        (0..POLLS_MAX)
            .find_map(|_| device::send(*first))
            .ok_or(Silent)?;
        Ok(1)
    }

    fn flush(&mut self) -> Result<(), Silent> {
        Ok(())
    }
}

/// Reads a device's register, of 32 bits but on the NS16550A.
#[cfg(not(target_arch = "riscv32"))]
fn load(address: usize) -> u32 {
    // SAFETY: the devices here name registers of the board's serial port, and nothing else is mapped there.
    unsafe { ptr::read_volatile(address as *const u32) }
}

/// Writes a device's register.
#[cfg(not(target_arch = "riscv32"))]
fn store(address: usize, value: u32) {
    // SAFETY: as above.
    unsafe { ptr::write_volatile(address as *mut u32, value) }
}
