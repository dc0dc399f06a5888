//! Remembers that a step was done, and with what.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::time::Instant;

use fieldgate_tests::workspace;

use crate::fault::Fault;

/// Runs `step` unless it has been done with these inputs and left `product` in place.
pub(crate) fn once(
    name: &str,
    inputs: &[&str],
    product: &Path,
    step: impl FnOnce() -> Result<(), Fault>,
) -> Result<(), Fault> {
    let stamp = workspace::work_dir().join(format!("{}.stamp", name.replace(' ', "-")));
    let mut hasher = DefaultHasher::new();
    inputs.hash(&mut hasher);
    let wanted = format!("{:016x}", hasher.finish());
    if product.exists() && fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    let _ = fs::remove_file(&stamp);
    println!("setup: {name} …");
    let start = Instant::now();
    step()?;
    fs::write(&stamp, wanted).map_err(Fault::io(format!("write {}", stamp.display())))?;
    println!("setup: {name}: done in {} s", start.elapsed().as_secs());
    Ok(())
}
