//! A local key that was made, loaded and dropped is nowhere in this process: not on the stack of the thread that did the
//! work, not in freed memory, not in a buffer.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

#[path = "../../../tests/tests/kmip_support/own_memory.rs"]
mod own_memory;

use std::sync::mpsc;
use std::thread;

use fieldgate_hsm_bridge::{PassPhrase, SoftwareRoot};
use fieldgate_store::LocalKeys;
use own_memory::{mask, occurrences};

#[test]
fn no_half_of_a_local_key_stays_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let (hand_over, keys) = mpsc::channel();
    let (end, ending) = mpsc::channel::<()>();
    let path = folder.path().to_owned();
    let worker = thread::spawn(move || {
        let phrase = PassPhrase::new(b"correct horse battery".to_vec()).unwrap();
        let root = SoftwareRoot::create(&path.join("root.json"), &phrase).unwrap();
        let local = LocalKeys::new(path, Box::new(root));
        local.create("films").unwrap();
        for _ in 0..3 {
            hand_over.send(local.load("films").unwrap()).unwrap();
        }
        drop(hand_over);
        // Its stack stays as it is while the memory is searched.
        let _ = ending.recv();
    });
    let held: Vec<_> = keys.iter().collect();
    // What this process may know of the key beside itself is masked.
    let masked = mask(held[0].expose());
    assert_eq!(
        occurrences(&masked),
        2 * 3,
        "both halves of three that are held, and nothing else"
    );
    drop(held);
    assert_eq!(occurrences(&masked), 0, "nothing once they are dropped");
    drop(end);
    worker.join().unwrap();
}
