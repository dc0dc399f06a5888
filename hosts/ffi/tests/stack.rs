//! A root key that C hands in is in the caller's storage afterwards, and not on the stack below.
#![cfg(target_os = "linux")]

use std::{fs, os::unix::fs::FileExt as _, thread};

use fieldgate_ffi::{
    root_key::{FG_ROOT_KEY_BYTES, FG_ROOT_KEY_WORDS, fg_root_key_init, fg_root_key_wipe},
    status::fg_status,
};

/// How far below this function is looked: further than any function of the interface goes.
const LOOKED_AT_BYTES: usize = 64 * 1024;

/// How often the first half of `secret` is in the stack below the caller.
#[inline(never)]
fn occurrences_below(secret: &[u8]) -> usize {
    let here = 0_u8;
    let end = (&raw const here).addr();
    let memory = fs::File::open("/proc/self/mem").unwrap();
    let mut below = vec![0; LOOKED_AT_BYTES];
    memory
        .read_exact_at(&mut below, (end - LOOKED_AT_BYTES) as u64)
        .unwrap();
    let half = &secret[..16];
    below.windows(16).filter(|window| *window == half).count()
}

/// Deep enough that looking doesn't overwrite it.
#[inline(never)]
fn leave_a_copy(secret: &[u8]) -> u8 {
    let mut frame = [0; 8 * 1024];
    frame[..FG_ROOT_KEY_BYTES].copy_from_slice(secret);
    std::hint::black_box(&mut frame)[3]
}

#[test]
fn a_root_key_is_not_left_on_the_stack() {
    // A stack of its own, of which no other function has used the lower part.
    let looked = thread::Builder::new().stack_size(1 << 20).spawn(|| {
        let secret: Vec<u8> = (100..132).collect();
        leave_a_copy(&secret);
        let control = occurrences_below(&secret);
        leave_a_copy(&[0; FG_ROOT_KEY_BYTES]);
        assert_eq!(occurrences_below(&secret), 0);

        let mut storage = Box::new([0_u64; FG_ROOT_KEY_WORDS]);
        let place = storage.as_mut_ptr().cast();
        // SAFETY: the storage is zeros, aligned and long enough, and the secret as long as it is said to be.
        let status = unsafe { fg_root_key_init(place, secret.as_ptr(), secret.len()) };
        assert_eq!(status, fg_status::Ok);
        let left = occurrences_below(&secret);
        // SAFETY: as above.
        assert_eq!(unsafe { fg_root_key_wipe(place) }, fg_status::Ok);
        assert_eq!(*storage, [0; FG_ROOT_KEY_WORDS]);
        (control, left)
    });
    let (control, left) = looked.unwrap().join().unwrap();
    assert!(control > 0, "a copy would be found");
    assert_eq!(left, 0);
}
