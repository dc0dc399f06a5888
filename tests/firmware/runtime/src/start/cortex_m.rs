//! Cortex-M: the vector table, and instructions that all of ARMv6-M, ARMv7E-M and ARMv8-M have.

use core::arch::global_asm;

// Every exception but reset is a fault: no interrupt is enabled.
global_asm!(
    ".section .init, \"ax\"",
    ".balign 128",
    ".word _stack_top",
    ".word _start",
    ".rept 14",
    ".word _fault",
    ".endr",
);

// The floating-point unit is off after reset: CPACR, full access to CP10 and CP11 (ARMv7-M section B3.2.20).
#[cfg(target_abi = "eabihf")]
global_asm!(
    ".section .text._enable_fpu, \"ax\"",
    ".thumb_func",
    "_enable_fpu:",
    "ldr r0, =0xe000ed88",
    "ldr r1, [r0]",
    "orr r1, r1, #(0xf << 20)",
    "str r1, [r0]",
    "dsb",
    "isb",
    "bx lr",
    ".pool",
);
#[cfg(not(target_abi = "eabihf"))]
global_asm!(
    ".section .text._enable_fpu, \"ax\"",
    ".thumb_func",
    "_enable_fpu:",
    "bx lr",
);

global_asm!(
    ".section .text._start, \"ax\"",
    ".global _start",
    ".thumb_func",
    "_start:",
    "bl _enable_fpu",
    "ldr r0, =_data_start",
    "ldr r1, =_data_end",
    "ldr r2, =_data_load",
    "1: cmp r0, r1",
    "bhs 2f",
    "ldr r3, [r2]",
    "str r3, [r0]",
    "adds r0, r0, #4",
    "adds r2, r2, #4",
    "b 1b",
    "2: ldr r0, =_bss_start",
    "ldr r1, =_bss_end",
    "movs r2, #0",
    "3: cmp r0, r1",
    "bhs 4f",
    "str r2, [r0]",
    "adds r0, r0, #4",
    "b 3b",
    "4: bl fieldgate_main",
    ".thumb_func",
    "_fault:",
    "bl fieldgate_fault",
    ".pool",
);
