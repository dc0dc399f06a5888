//! What a firmware without Rust of its own does on a panic: stop.
//!
//! Core has none and a build's symbol list shows whether a dependency kept one. If one ran all the same, going on with
//! what it left would be worse than standing still until the watchdog comes.

use core::{hint::spin_loop, panic::PanicInfo};

#[panic_handler]
fn stop(_: &PanicInfo<'_>) -> ! {
    loop {
        spin_loop();
    }
}
