//! The image that `cargo xtask firmware` runs: every case of [`cases::ALL`], then, if asked for, the KMIP exchange.
//!
//! For each case one line goes to the host, `case NAME ok|WRONG stack BYTES`; the exit code is 0 when all are ok. The
//! argument `exchange=KEK`, a wrapping key in 64 hexadecimal digits, adds the exchange over the serial port. An image of
//! feature `kmip-life` always speaks to the server at that port.
#![no_std]
#![no_main]

mod cases;
#[cfg(feature = "kmip")]
mod exchange;
#[cfg(feature = "kmip-life")]
mod life;
#[cfg(feature = "defmt")]
mod logging;
#[cfg(any(feature = "kmip", feature = "kmip-life"))]
mod server;

use fieldgate_firmware_runtime::{count, semihosting, stack};

/// Where the start-up code ends.
#[unsafe(no_mangle)]
extern "C" fn fieldgate_main() -> ! {
    let mut wrong = 0;
    for case in cases::ALL {
        wrong += measured(case.name, case.run);
    }
    #[cfg(feature = "kmip")]
    if let Some(kek) = wrapping_key() {
        wrong += measured("kmip exchange", || exchange::run(&kek));
    }
    #[cfg(feature = "kmip-life")]
    {
        wrong += measured("kmip life", life::run);
    }
    #[cfg(feature = "defmt")]
    {
        wrong += measured("defmt", logging::run);
    }
    #[cfg(feature = "_panic")]
    {
        wrong += sentinel(wrong);
    }
    semihosting::write(if wrong == 0 { "all ok\n" } else { "WRONG\n" });
    semihosting::exit(usize::from(wrong != 0))
}

/// Reaches two panics: an index out of bounds, and an `Option` that is none.
#[cfg(feature = "_panic")]
fn sentinel(wrong: usize) -> usize {
    let empty = core::hint::black_box(wrong).checked_sub(core::hint::black_box(0));
    [0; 4][core::hint::black_box(wrong)] + empty.unwrap()
}

/// Runs a case, says how it went, and gives how many failed: 0 or 1.
fn measured(name: &str, run: impl FnOnce() -> Result<(), cases::Wrong>) -> usize {
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

/// The wrapping key that the host drew, if it wants the exchange.
#[cfg(feature = "kmip")]
fn wrapping_key() -> Option<fieldgate_core::secret::Secret<32>> {
    let mut command_line = [0; semihosting::COMMAND_LINE_BYTES_MAX];
    let hex = semihosting::command_line(&mut command_line)
        .as_bytes()
        .split(|byte| *byte == b' ')
        .find_map(|argument| argument.strip_prefix(b"exchange="))?;
    let (pairs, []) = hex.as_chunks::<2>() else {
        return None;
    };
    if pairs.len() != 32 {
        return None;
    }
    fieldgate_core::secret::Secret::try_filled(|secret| {
        for (byte, [high, low]) in secret.iter_mut().zip(pairs) {
            let digit = |digit: u8| char::from(digit).to_digit(16).ok_or(());
            *byte = (digit(*high)? << 4 | digit(*low)?) as u8;
        }
        Ok::<(), ()>(())
    })
    .ok()
}
