//! What the process denies others before it holds any key.

use std::io;

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

use crate::outcome::Outcome;

/// A debug build stays readable for other processes of its user while this is set, for tests that search its memory.
const READABLE: &str = "FIELDGATE_DANGER_READABLE_MEMORY";

/// No core dumps, which would put keys on a disk, and no other process of the same user may read this one's memory.
///
/// The limit alone is not enough: Linux ignores it where dumps are piped to a program.
pub(crate) fn apply() -> Outcome {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let failed = |error: io::Error| format!("cannot switch core dumps off: {error}");
    setrlimit(Resource::Core, none).map_err(|error| failed(error.into()))?;
    if !(cfg!(debug_assertions) && std::env::var_os(READABLE).is_some()) {
        set_dumpable_behavior(DumpableBehavior::NotDumpable)
            .map_err(|error| failed(error.into()))?;
    }
    Ok(())
}
