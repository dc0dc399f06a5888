//! The project's folders, and what `cargo xtask test` puts there.

use std::path::{Path, PathBuf};

use crate::SupportError;

/// The folder of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}

/// What setup builds and the demo writes: never committed.
pub fn work_dir() -> PathBuf {
    root().join(".work")
}

/// Scripts that drive the peers through their own Python clients.
pub fn python_scripts() -> PathBuf {
    root().join("tests/python")
}

/// The 3,201 films of vega-datasets.
///
/// # Errors
/// [`SupportError::Missing`] when setup hasn't run.
pub fn movies_json() -> Result<PathBuf, SupportError> {
    let path = work_dir().join("data/movies.json");
    if path.is_file() {
        return Ok(path);
    }
    Err(SupportError::Missing {
        what: "the film data set",
        path,
        advice: "run `cargo xtask setup`, or `cargo xtask test`",
    })
}
