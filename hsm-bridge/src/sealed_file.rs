//! Files that hold sealed secrets: written once, whole or not at all, readable by their owner only; and pass phrases.

use std::{
    fs::{File, OpenOptions},
    io::{ErrorKind, Read, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use rustix::fs::OFlags;
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

/// Reads a pass phrase from a file: its first line, without its line end.
///
/// # Errors
/// As [`read_private`], and when the phrase is too short.
pub fn read_pass_phrase(path: &Path) -> Result<PassPhrase, FileError> {
    let text = read_private(path, PASS_PHRASE_BYTES_MAX)?;
    let line = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    PassPhrase::new(line.to_vec()).ok_or_else(|| FileError::ShortPassPhrase {
        path: path.to_owned(),
        least: PASS_PHRASE_BYTES_MIN,
    })
}

/// Reads a file of at most `bytes_max` bytes that holds a secret.
///
/// # Errors
/// When the file is missing, not a regular file, too long, or readable by others than its owner.
pub fn read_private(path: &Path, bytes_max: u64) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let io = |source| FileError::Io {
        doing: "read",
        path: path.to_owned(),
        source,
    };
    // Opened once: what is looked at is what is read, though somebody exchange the file meanwhile.
    let file = open(path).map_err(io)?;
    let metadata = file.metadata().map_err(io)?;
    if !metadata.is_file() {
        return Err(FileError::NotAFile {
            path: path.to_owned(),
        });
    }
    let mode = metadata.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(FileError::TooOpen {
            path: path.to_owned(),
            mode: mode & 0o777,
        });
    }
    read_all(&file, path, bytes_max).map(Zeroizing::new)
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
    let file = open(path).map_err(|source| FileError::Io {
        doing: "read",
        path: path.to_owned(),
        source,
    })?;
    read_all(&file, path, bytes_max)
}

/// Opens a file to read; of a pipe that nobody writes to, it doesn't wait for a writer.
fn open(path: &Path) -> std::io::Result<File> {
    let flags = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or(0);
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

fn read_all(file: &File, path: &Path, bytes_max: u64) -> Result<Vec<u8>, FileError> {
    // One allocation that is large enough, so that a pass phrase is not left behind by a growing buffer.
    let mut content = Vec::with_capacity(usize::try_from(bytes_max).unwrap_or(0) + 2);
    file.take(bytes_max + 1)
        .read_to_end(&mut content)
        .map_err(|source| FileError::Io {
            doing: "read",
            path: path.to_owned(),
            source,
        })?;
    if content.len() as u64 > bytes_max {
        return Err(FileError::TooLong {
            path: path.to_owned(),
            bytes_max,
        });
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
    /// The file is longer than fieldgate writes one.
    #[error("{} is longer than {bytes_max} bytes: is it the right file?", path.display())]
    TooLong {
        /// Which file.
        path: PathBuf,
        /// The most it may have.
        bytes_max: u64,
    },
    /// It is a folder, a pipe or a device.
    #[error("{} is not a regular file", path.display())]
    NotAFile {
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
    /// Others can read the pass phrase or key.
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

#[cfg(test)]
mod tests {
    use super::{FileError, PASS_PHRASE_BYTES_MAX, read_limited, read_pass_phrase};
    use std::{
        fs::{self, Permissions},
        os::unix::fs::PermissionsExt,
        path::Path,
    };

    fn write(path: &Path, content: &[u8], mode: u32) {
        fs::write(path, content).unwrap();
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_pass_phrase_is_the_first_line_without_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pass-phrase");
        for end in ["", "\n", "\r\n", "\nwhat follows\n", "\r\nwhat follows"] {
            write(
                &path,
                format!("correct horse battery{end}").as_bytes(),
                0o600,
            );
            let phrase = read_pass_phrase(&path).unwrap();
            assert_eq!(phrase.expose(), b"correct horse battery", "{end:?}");
        }
    }

    #[test]
    fn a_pass_phrase_that_is_none_or_not_private_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pass-phrase");
        let refused = || read_pass_phrase(&path).map(|_| ()).unwrap_err();
        assert!(matches!(refused(), FileError::Io { .. }));
        for mode in [0o640, 0o604, 0o620, 0o601] {
            write(&path, b"correct horse battery", mode);
            assert!(
                matches!(refused(), FileError::TooOpen { mode: shown, .. } if shown == mode),
                "{mode:o}"
            );
        }
        for short in ["", "\n", "eleven char\r\n"] {
            write(&path, short.as_bytes(), 0o600);
            assert!(
                matches!(refused(), FileError::ShortPassPhrase { .. }),
                "{short:?}"
            );
        }
        let long = vec![b'x'; usize::try_from(PASS_PHRASE_BYTES_MAX).unwrap() + 1];
        write(&path, &long, 0o600);
        assert!(matches!(refused(), FileError::TooLong { .. }));
        assert_eq!(
            read_limited(&path, PASS_PHRASE_BYTES_MAX + 1).unwrap(),
            long
        );
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert!(matches!(refused(), FileError::NotAFile { .. }));
    }

    /// To open a pipe that nobody writes to would take for ever.
    #[test]
    fn a_pipe_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pass-phrase");
        let made = std::process::Command::new("mkfifo")
            .args(["-m", "600"])
            .arg(&path)
            .status();
        assert!(made.unwrap().success());
        let refused = read_pass_phrase(&path).map(|_| ()).unwrap_err();
        assert!(matches!(refused, FileError::NotAFile { .. }));
    }
}
