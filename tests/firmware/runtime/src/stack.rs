//! How deep the stack went: what is free is painted, and what was overwritten is looked for afterwards.

use core::arch::asm;
use core::ptr;

const PAINT: u32 = 0x5aa5_c33c;
/// Left unpainted below the stack pointer, in bytes: the painting itself works there.
const MARGIN_BYTES: usize = 256;

unsafe extern "C" {
    static mut _stack_bottom: u32;
}

/// A painted stack.
pub struct Painted {
    stack_pointer: usize,
}

/// Paints the free part of the stack.
#[inline(never)]
pub fn paint() -> Painted {
    let stack_pointer = stack_pointer();
    let mut place = &raw mut _stack_bottom;
    while (place as usize) < stack_pointer - MARGIN_BYTES {
        // SAFETY: between the end of .bss and the stack pointer nothing lives; interrupts are off.
        unsafe {
            ptr::write_volatile(place, PAINT);
            place = place.add(1);
        }
    }
    Painted { stack_pointer }
}

impl Painted {
    /// How many bytes below the stack pointer of the painting were used since; at least the margin.
    #[inline(never)]
    pub fn used_bytes(&self) -> usize {
        let mut place = &raw const _stack_bottom;
        // SAFETY: as in `paint`; only read here, and no further than the stack pointer.
        while (place as usize) < self.stack_pointer && unsafe { ptr::read_volatile(place) } == PAINT
        {
            // SAFETY: as above.
            place = unsafe { place.add(1) };
        }
        self.stack_pointer - place as usize
    }
}

fn stack_pointer() -> usize {
    let value: usize;
    // SAFETY: reads a register.
    unsafe {
        #[cfg(not(target_arch = "riscv32"))]
        asm!("mov {}, sp", out(reg) value, options(nomem, nostack));
        #[cfg(target_arch = "riscv32")]
        asm!("mv {}, sp", out(reg) value, options(nomem, nostack));
    }
    value
}
