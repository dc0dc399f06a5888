//! Files that hold sealed secrets: written once, whole or not at all, readable by their owner only; and pass phrases.

use std::{
    fs::File,
    io::{ErrorKind, Read, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use crate::RootError;

/// Shortest pass phrase, in bytes.
const PASS_PHRASE_BYTES_MIN: usize = 12;
/// Longest pass phrase, in bytes.
const PASS_PHRASE_BYTES_MAX: u64 = 1024;

/// A pass phrase. Wiped when dropped, never printed.
pub struct PassPhrase(Zeroizing<Vec<u8>>);

impl PassPhrase {
    /// Takes a pass phrase of at least 12 bytes; `None` when it is shorter.
    #[must_use]
    pub fn new(phrase: Vec<u8>) -> Option<Self> {
        let phrase = Zeroizing::new(phrase);
        (phrase.len() >= PASS_PHRASE_BYTES_MIN).then_some(Self(phrase))
    }

    pub(crate) fn expose(&self) -> &[u8] {
        &self.0
    }
}

/// Reads a pass phrase from a file: its first line.
///
/// # Errors
/// When the file is missing, too long, readable by others than its owner, or the phrase is too short.
pub fn read_pass_phrase(path: &Path) -> Result<PassPhrase, FileError> {
    let io = |source| FileError::Io {
        doing: "read",
        path: path.to_owned(),
        source,
    };
    let mode = std::fs::metadata(path).map_err(io)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(FileError::TooOpen {
            path: path.to_owned(),
            mode: mode & 0o777,
        });
    }
    let text = Zeroizing::new(read_limited(path, PASS_PHRASE_BYTES_MAX)?);
    let line = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
    PassPhrase::new(line.to_vec()).ok_or_else(|| FileError::ShortPassPhrase {
        path: path.to_owned(),
        least: PASS_PHRASE_BYTES_MIN,
    })
}

/// Writes a file that doesn't exist yet, mode 0600: after a crash it is there whole or not at all.
///
/// # Errors
/// [`FileError::Exists`] when it is there already; nothing is changed then.
pub fn write_new(path: &Path, content: &[u8]) -> Result<(), FileError> {
    let io = |source| FileError::Io {
        doing: "write",
        path: path.to_owned(),
        source,
    };
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
    file.write_all(content).map_err(io)?;
    file.as_file().sync_all().map_err(io)?;
    file.persist_noclobber(path)
        .map_err(|error| match error.error.kind() {
            ErrorKind::AlreadyExists => FileError::Exists {
                path: path.to_owned(),
            },
            _ => io(error.error),
        })?;
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(io)
}

/// Reads a file of at most `bytes_max` bytes.
///
/// # Errors
/// When it is missing, unreadable, or longer.
pub fn read_limited(path: &Path, bytes_max: u64) -> Result<Vec<u8>, FileError> {
    let io = |source| FileError::Io {
        doing: "read",
        path: path.to_owned(),
        source,
    };
    // One allocation that is large enough, so that a pass phrase is not left behind by a growing buffer.
    let mut content = Vec::with_capacity(usize::try_from(bytes_max).unwrap_or(0) + 1);
    File::open(path)
        .map_err(io)?
        .take(bytes_max + 1)
        .read_to_end(&mut content)
        .map_err(io)?;
    if content.len() as u64 > bytes_max {
        return Err(FileError::damaged(path));
    }
    Ok(content)
}

/// A file of the root of trust, or of a key under it, can't be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The operating system refused.
    #[error("cannot {doing} {}", path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The file is there already and is not overwritten.
    #[error("{} exists already; it is not overwritten", path.display())]
    Exists {
        /// Which file.
        path: PathBuf,
    },
    /// The content is not what fieldgate wrote.
    #[error("{} is damaged, or not a file of this version of fieldgate; restore it from a backup", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
    },
    /// The pass phrase doesn't unseal the file.
    #[error("the pass phrase does not open {}", path.display())]
    PassPhrase {
        /// Which file.
        path: PathBuf,
    },
    /// The pass phrase is too short.
    #[error("the pass phrase in {} is too short: at least {least} bytes in the first line", path.display())]
    ShortPassPhrase {
        /// Which file.
        path: PathBuf,
        /// The least length.
        least: usize,
    },
    /// Others can read the pass phrase.
    #[error("{} can be read by others than its owner (mode {mode:o}); run chmod 600 on it", path.display())]
    TooOpen {
        /// Which file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The root of trust failed.
    #[error("the root of trust failed")]
    Root(#[from] RootError),
}

impl FileError {
    /// The content of `path` is not what fieldgate wrote.
    #[must_use]
    pub fn damaged(path: &Path) -> Self {
        Self::Damaged {
            path: path.to_owned(),
        }
    }
}
