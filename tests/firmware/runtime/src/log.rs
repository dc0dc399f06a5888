//! Where defmt's frames go: the file `defmt.bin` in QEMU's folder, through semihosting.

use core::cell::UnsafeCell;

use crate::semihosting::{HostFile, create};

/// One processor and no interrupts: nothing else runs while a frame is written.
struct State(UnsafeCell<(defmt::Encoder, Option<HostFile>)>);

// SAFETY: the images have one processor and enable no interrupt.
unsafe impl Sync for State {}

static STATE: State = State(UnsafeCell::new((defmt::Encoder::new(), None)));

#[defmt::global_logger]
struct Logger;

/// Hands encoder and file to `work`.
fn with_state(work: impl FnOnce(&mut defmt::Encoder, &mut HostFile)) {
    // SAFETY: as above; defmt calls the functions below one after the other, and none of them logs.
    let (encoder, file) = unsafe { &mut *STATE.0.get() };
    if file.is_none() {
        *file = create(c"defmt.bin");
    }
    if let Some(file) = file {
        work(encoder, file);
    }
}

// SAFETY: nothing interrupts a frame, so that acquire and release need no lock.
unsafe impl defmt::Logger for Logger {
    fn acquire() {
        with_state(|encoder, file| encoder.start_frame(|bytes| file.write(bytes)));
    }

    unsafe fn flush() {}

    unsafe fn release() {
        with_state(|encoder, file| encoder.end_frame(|bytes| file.write(bytes)));
    }

    unsafe fn write(bytes: &[u8]) {
        with_state(|encoder, file| encoder.write(bytes, |bytes| file.write(bytes)));
    }
}
