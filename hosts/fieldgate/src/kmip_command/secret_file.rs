//! Files that hold a secret: read whole, into a buffer that is wiped.

use std::{fs::File, io::Read, os::unix::fs::PermissionsExt, path::Path};

use zeroize::Zeroizing;

use super::status::refused_here;
use crate::outcome::WithStatus;

/// The permissions of everybody but the owner.
const OTHERS: u32 = 0o077;

/// The whole file. That others than its owner can read it is warned of, on standard error.
///
/// With more than `bytes_max` bytes, the first `bytes_max + 1` of them.
pub(super) fn read(file: &Path, bytes_max: usize) -> Result<Zeroizing<Vec<u8>>, WithStatus> {
    let shown = file.display();
    let cannot = |error| refused_here(format!("cannot read {shown}: {error}"));
    let opened = File::open(file).map_err(cannot)?;
    let metadata = opened.metadata().map_err(cannot)?;
    let mode = metadata.permissions().mode() & 0o777;
    if metadata.is_file() && mode & OTHERS != 0 {
        eprintln!(
            "fieldgate: warning: {shown} can be read by others than its owner (mode {mode:o}); run chmod 600 on it"
        );
    }
    // It doesn't grow, so no copy stays behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(bytes_max + 2));
    let mut limited = opened.take(bytes_max as u64 + 1);
    limited.read_to_end(&mut bytes).map_err(cannot)?;
    Ok(bytes)
}
