//! Searches the memory of a running process, as whoever takes a dump of it would.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;

use aho_corasick::AhoCorasick;

use crate::SupportError;

/// How much is read at once.
const CHUNK_BYTES: usize = 1 << 20;

/// What a search found.
#[derive(Debug)]
pub struct Found {
    /// How often each needle occurs, in the order given.
    pub counts: Vec<usize>,
    /// How much memory was read.
    pub bytes_read: u64,
}

/// How often each needle occurs in the memory of the process.
/// Needs the right to trace the process: root, or its own user where the kernel allows it. Read while the process runs, so a value that
/// moves meanwhile may be missed: repeat a search that must find nothing.
///
/// # Errors
/// [`SupportError::Io`], also without the right to read it.
pub fn count<N: AsRef<[u8]>>(pid: u32, needles: &[N]) -> Result<Found, SupportError> {
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).map_err(SupportError::io(
        format!("list the memory of process {pid}"),
    ))?;
    let memory = File::open(format!("/proc/{pid}/mem")).map_err(SupportError::io(format!(
        "read the memory of process {pid}; run this as root, or with kernel.yama.ptrace_scope = 0"
    )))?;
    let search = AhoCorasick::new(needles).map_err(|error| SupportError::Answer {
        from: "the search".to_owned(),
        expected: "needles it can hold",
        found: error.to_string(),
    })?;
    let mut counts = vec![0; needles.len()];
    let mut bytes_read: u64 = 0;
    for (start, end) in maps.lines().filter_map(readable_range) {
        bytes_read += count_in_range(&memory, start, end, &search, &mut counts);
    }
    if bytes_read == 0 {
        return Err(SupportError::Answer {
            from: format!("/proc/{pid}/mem"),
            expected: "memory",
            found: "nothing readable".to_owned(),
        });
    }
    Ok(Found { counts, bytes_read })
}

/// The highest amount of memory the process ever held, in KiB.
///
/// # Errors
/// [`SupportError::Io`], [`SupportError::Answer`].
pub fn peak_kib(pid: u32) -> Result<u64, SupportError> {
    let path = format!("/proc/{pid}/status");
    let status = fs::read_to_string(&path).map_err(SupportError::io(format!("read {path}")))?;
    status
        .lines()
        .find_map(|line| {
            line.strip_prefix("VmHWM:")?
                .trim()
                .strip_suffix(" kB")?
                .parse()
                .ok()
        })
        .ok_or_else(|| SupportError::Answer {
            from: path,
            expected: "VmHWM",
            found: "no such line".to_owned(),
        })
}

/// The address range of a line of `/proc/PID/maps`, if it can be read.
fn readable_range(line: &str) -> Option<(u64, u64)> {
    let mut words = line.split_ascii_whitespace();
    let (start, end) = words.next()?.split_once('-')?;
    if !words.next()?.starts_with('r') || line.ends_with("[vvar]") || line.ends_with("[vsyscall]") {
        return None;
    }
    Some((
        u64::from_str_radix(start, 16).ok()?,
        u64::from_str_radix(end, 16).ok()?,
    ))
}

/// Counts in one range, chunk by chunk; chunks overlap by the longest needle less one byte, and a hit counts where it ends.
fn count_in_range(
    memory: &File,
    start: u64,
    end: u64,
    search: &AhoCorasick,
    counts: &mut [usize],
) -> u64 {
    let overlap = search.max_pattern_len().saturating_sub(1);
    let mut chunk = vec![0; CHUNK_BYTES + overlap];
    let (mut position, mut kept, mut total) = (start, 0, 0);
    while position < end {
        let wanted = usize::try_from(end - position)
            .unwrap_or(CHUNK_BYTES)
            .min(CHUNK_BYTES);
        // A range may have gone meanwhile, or be one that the kernel doesn't give out.
        let Ok(got @ 1..) = memory.read_at(&mut chunk[kept..kept + wanted], position) else {
            break;
        };
        let seen = &chunk[..kept + got];
        for hit in search
            .find_overlapping_iter(seen)
            .filter(|hit| hit.end() > kept)
        {
            counts[hit.pattern().as_usize()] += 1;
        }
        let keep = overlap.min(seen.len());
        let from = seen.len() - keep;
        chunk.copy_within(from..from + keep, 0);
        kept = keep;
        position += got as u64;
        total += got as u64;
    }
    total
}

#[cfg(test)]
mod tests {
    use super::{count, peak_kib, readable_range};

    #[test]
    fn reads_a_line_of_maps() {
        assert_eq!(
            readable_range("7f00-7fff r--p 00000000 00:00 0"),
            Some((0x7f00, 0x7fff))
        );
        assert_eq!(readable_range("7f00-7fff ---p 00000000 00:00 0"), None);
    }

    #[test]
    fn finds_what_this_process_holds() {
        // Made at run time, so that only the heap has it.
        let held: Vec<u8> = (0..48u8).map(|byte| byte.wrapping_mul(37) ^ 0x5a).collect();
        let found = count(std::process::id(), &[held]).unwrap();
        assert!(found.counts[0] >= 1);
        assert!(peak_kib(std::process::id()).unwrap() > 1000);
    }
}
