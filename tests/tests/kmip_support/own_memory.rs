//! Searches the memory of this process for a key that it may know only masked: a search that held the key would find itself.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;

/// What the key is masked with.
const MASK: u8 = 0xa5;

/// Half a key: it is searched for by halves, so that a partial copy is found, too.
const HALF_BYTES: usize = 16;

/// How much is read at once.
const CHUNK_BYTES: usize = 1 << 20;

/// The key in a form that the search doesn't find.
pub(crate) fn mask(key: &[u8; 32]) -> [u8; 32] {
    let mut masked = [MASK; 32];
    for (masked, byte) in masked.iter_mut().zip(key) {
        *masked ^= byte;
    }
    masked
}

/// How often either half of the key occurs in the writable memory of this process: heap, stacks, statics.
pub(crate) fn occurrences(masked: &[u8; 32]) -> usize {
    let memory = File::open("/proc/self/mem").unwrap();
    let mut chunk = vec![0; CHUNK_BYTES];
    // To read the buffer into itself would multiply what lies in front of it.
    let buffer = chunk.as_ptr().addr() as u64;
    let buffer = buffer..buffer + CHUNK_BYTES as u64;
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let (mut count, mut searched_bytes) = (0, 0);
    for (start, end) in maps.lines().filter_map(writable) {
        let mut at = start;
        while at < end {
            if buffer.contains(&at) {
                at = buffer.end;
                continue;
            }
            let end = if at < buffer.start {
                end.min(buffer.start)
            } else {
                end
            };
            let wanted = usize::try_from(end - at).unwrap().min(CHUNK_BYTES);
            let Ok(got @ 1..) = memory.read_at(&mut chunk[..wanted], at) else {
                break;
            };
            count += halves_in(&chunk[..got], masked);
            chunk.fill(0);
            searched_bytes += got;
            at += got as u64;
            // Neighbours overlap, so that a half across the cut is seen.
            if at < end {
                at -= HALF_BYTES as u64 - 1;
            }
        }
    }
    assert!(searched_bytes > CHUNK_BYTES, "memory could be read");
    count
}

fn halves_in(bytes: &[u8], masked: &[u8; 32]) -> usize {
    let is_half = |window: &[u8]| {
        masked.chunks(HALF_BYTES).any(|half| {
            window
                .iter()
                .zip(half)
                .all(|(byte, masked)| byte ^ MASK == *masked)
        })
    };
    bytes
        .windows(HALF_BYTES)
        .filter(|window| is_half(window))
        .count()
}

/// The range of a line of `/proc/self/maps`, if it can be read and written.
fn writable(line: &str) -> Option<(u64, u64)> {
    let (range, rest) = line.split_once(' ')?;
    let (start, end) = range.split_once('-')?;
    let address = |text| u64::from_str_radix(text, 16).ok();
    rest.starts_with("rw")
        .then_some((address(start)?, address(end)?))
}
