//! Ctrl-C: ends what this program started, then the program.

use std::process::exit;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use fieldgate_tests::process::end_all;
use tokio::signal::unix::{SignalKind, signal};

/// 128 and the number of SIGINT, as shells have it.
const EXIT_CODE_INTERRUPTED: i32 = 130;

/// Whether Ctrl-C is the way to end now, and no failure.
static EXPECTED: AtomicBool = AtomicBool::new(false);

/// From here on Ctrl-C and SIGTERM end this program in order.
pub(crate) fn listen() {
    thread::spawn(|| {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
        else {
            return;
        };
        runtime.block_on(async {
            let (Ok(mut interrupt), Ok(mut terminate)) = (
                signal(SignalKind::interrupt()),
                signal(SignalKind::terminate()),
            ) else {
                return;
            };
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            end_all();
            exit(if EXPECTED.load(Ordering::Relaxed) {
                0
            } else {
                EXIT_CODE_INTERRUPTED
            });
        });
    });
}

/// Waits for Ctrl-C, which then is no failure.
pub(crate) fn wait() -> ! {
    EXPECTED.store(true, Ordering::Relaxed);
    loop {
        thread::park();
    }
}
