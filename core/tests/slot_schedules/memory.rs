//! The bytes of a table where they lie, read through the operating system, so that no safe code has to promise anything.

/// The memory of `size_of::<T>()` bytes at an address, or nothing where the system has no such way.
#[cfg(target_os = "linux")]
pub(crate) fn bytes_of<T>(place: &mut T) -> Vec<u8> {
    // The optimiser must believe that someone looks.
    let place: *const T = std::hint::black_box(place);
    bytes_at(place.addr(), size_of::<T>())
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn bytes_of<T>(_: &mut T) -> Vec<u8> {
    Vec::new()
}

#[cfg(target_os = "linux")]
fn bytes_at(address: usize, length: usize) -> Vec<u8> {
    use std::{cell::RefCell, fs::File, os::unix::fs::FileExt};
    thread_local! {
        static MEMORY: RefCell<File> = RefCell::new(File::open("/proc/self/mem").unwrap());
    }
    let mut bytes = vec![0; length];
    MEMORY
        .with_borrow(|memory| memory.read_exact_at(&mut bytes, address as u64))
        .unwrap();
    bytes
}

/// Whether eight bytes in a row, from any place on, are of a key that is `word` four times.
pub(crate) fn contains(memory: &[u8], word: u64) -> bool {
    // Wherever they begin in the key, they are a rotation of the word.
    let rotations = [0, 8, 16, 24, 32, 40, 48, 56].map(|bits| word.rotate_left(bits));
    memory
        .windows(8)
        .any(|window| rotations.contains(&u64::from_le_bytes(window.try_into().unwrap())))
}

#[cfg(target_os = "linux")]
pub(crate) fn after_drop_there_is_nothing() {
    use fieldgate_core::{
        secret::Secret,
        slot::{KeyExpiry, KeySlots, Terms},
        time::Instant,
    };
    const WORDS: [u64; 3] = [
        0xA1B2_C3D4_E5F6_0718,
        0x1122_3344_5566_7788,
        0x55AA_66BB_77CC_88DD,
    ];
    // The table is filled in its place, and the place stays when the table in it is dropped.
    let mut place = Box::new(Some(KeySlots::<5>::new()));
    for word in WORDS {
        let slots = place.as_mut().as_mut().unwrap();
        let id = slots.add(KeyExpiry::Never).unwrap();
        let ticket = slots.begin_fetch(id, Instant(0), 0).unwrap();
        let mut key = Secret::<32>::zeroed();
        for bytes in key.expose_mut().chunks_exact_mut(8) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        slots
            .complete(ticket, &key, Terms::default(), Instant(0))
            .unwrap();
    }
    let held = bytes_of(&mut *place);
    assert!(
        WORDS.iter().all(|word| contains(&held, *word)),
        "the test sees keys"
    );
    *place = None;
    let dropped = bytes_of(&mut *place);
    assert_eq!(held.len(), dropped.len());
    assert!(!WORDS.iter().any(|word| contains(&dropped, *word)));
}
