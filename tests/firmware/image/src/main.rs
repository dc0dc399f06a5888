//! The image that `cargo xtask firmware` runs: every case of [`cases::ALL`], then, if asked for, the KMIP exchange.
//!
//! For each case one line goes to the host, `case NAME ok|WRONG stack BYTES`; the exit code is 0 when all are ok. The
//! argument `exchange` adds the exchange over the serial port.
#![no_std]
#![no_main]

mod cases;
#[cfg(feature = "kmip")]
mod exchange;

use fieldgate_firmware_runtime::{count, semihosting, stack};

/// Where the start-up code ends.
#[unsafe(no_mangle)]
extern "C" fn fieldgate_main() -> ! {
    let mut command_line = [0; semihosting::COMMAND_LINE_BYTES_MAX];
    let arguments = semihosting::command_line(&mut command_line);
    let mut wrong = 0;
    for case in cases::ALL {
        wrong += measured(case.name, case.run);
    }
    #[cfg(feature = "kmip")]
    if arguments.split(' ').any(|argument| argument == "exchange") {
        wrong += measured("kmip exchange", exchange::run);
    }
    #[cfg(not(feature = "kmip"))]
    let _ = arguments;
    semihosting::write(if wrong == 0 { "all ok\n" } else { "WRONG\n" });
    semihosting::exit(usize::from(wrong != 0))
}

/// Runs a case, says how it went, and gives how many failed: 0 or 1.
#[inline(never)]
fn measured(name: &str, run: fn() -> Result<(), cases::Wrong>) -> usize {
    let painted = stack::paint();
    count::fieldgate_count_begin();
    let outcome = run();
    count::fieldgate_count_end();
    let used_bytes = painted.used_bytes();
    semihosting::write("case ");
    semihosting::write(name);
    semihosting::write(match outcome {
        Ok(()) => " ok stack ",
        Err(cases::Wrong) => " WRONG stack ",
    });
    semihosting::write_number(used_bytes);
    semihosting::write("\n");
    usize::from(outcome.is_err())
}
