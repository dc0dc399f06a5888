//! Certificate, key and password files: read whole into wiped buffers, and watched for changes.

use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::{fs, str};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use zeroize::Zeroizing;

use crate::config::ConfigError;

/// The longest certificate, key or password file that is read.
pub(crate) const FILE_BYTES_MAX: usize = 256 * 1024;

/// The permissions of everybody but the owner.
const OTHERS: u32 = 0o077;

/// What tells that a file isn't the one that was read: each write and each replacement changes one of these.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    device: u64,
    inode: u64,
    bytes: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

/// A file that a part of the configuration came from, as it was just before it was read.
pub(crate) struct Source {
    path: PathBuf,
    stamp: Option<Stamp>,
}

impl Source {
    /// To be taken before the file is read: what changes while it is read shows later.
    pub(crate) fn of(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            stamp: stamp(path),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it can be read again: a pipe, say, gives what it has once.
    pub(crate) const fn is_regular(&self) -> bool {
        self.stamp.is_some()
    }

    /// How it is now, if it isn't what was read. A file that is gone is being replaced.
    pub(crate) fn changed(&self) -> Option<Stamp> {
        stamp(&self.path).filter(|now| Some(*now) != self.stamp)
    }

    /// It was read as it was then.
    pub(crate) const fn was_read(&mut self, stamp: Stamp) {
        self.stamp = Some(stamp);
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    let meta = fs::metadata(path).ok()?;
    meta.is_file().then(|| Stamp {
        device: meta.dev(),
        inode: meta.ino(),
        bytes: meta.size(),
        modified: (meta.mtime(), meta.mtime_nsec()),
        changed: (meta.ctime(), meta.ctime_nsec()),
    })
}

/// The certificates of a PEM file, at least one.
pub(crate) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, ConfigError> {
    let bytes = read(path)?.bytes;
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(&bytes)
        .collect::<Result<_, _>>()
        .map_err(|source| ConfigError::Pem {
            path: path.to_owned(),
            source,
        })?;
    if certificates.is_empty() {
        return Err(ConfigError::NoCertificate {
            path: path.to_owned(),
        });
    }
    Ok(certificates)
}

pub(crate) fn read_private_key(path: &Path) -> Result<PrivateKeyDer<'static>, ConfigError> {
    use rustls::pki_types::pem::Error;
    let PrivateBytes { bytes, mode } = read(path)?;
    let key = PrivateKeyDer::from_pem_slice(&bytes).map_err(|source| match source {
        Error::NoItemsFound => ConfigError::NoPrivateKey {
            path: path.to_owned(),
        },
        source => ConfigError::Pem {
            path: path.to_owned(),
            source,
        },
    })?;
    if mode & OTHERS != 0 {
        tracing::warn!(
            "the private key {} can be read by others than its owner (mode {mode:o}); run chmod 600 on it",
            path.display()
        );
    }
    Ok(key)
}

/// What a file holds, and who may read it: of the same open file.
struct PrivateBytes {
    bytes: Zeroizing<Vec<u8>>,
    mode: u32,
}

/// The whole file, in a buffer that is wiped and doesn't grow: it may hold a key. A pipe is read, too, so the length that
/// the file system tells counts for nothing.
fn read(path: &Path) -> Result<PrivateBytes, ConfigError> {
    let failed = |source| ConfigError::Read {
        path: path.to_owned(),
        source,
    };
    let file = fs::File::open(path).map_err(failed)?;
    let mode = file.metadata().map_err(failed)?.permissions().mode() & 0o777;
    // Room for one byte too many: what is longer shows, and the buffer needs not grow.
    let mut bytes = Zeroizing::new(Vec::with_capacity(FILE_BYTES_MAX + 2));
    let limit = FILE_BYTES_MAX as u64 + 1;
    file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > FILE_BYTES_MAX {
        return Err(ConfigError::TooLong {
            path: path.to_owned(),
        });
    }
    Ok(PrivateBytes { bytes, mode })
}

/// The password of a file, without the line end that editors put there.
pub(crate) fn read_password(path: &Path) -> Result<Zeroizing<String>, ConfigError> {
    let PrivateBytes { bytes, mode } = read(path)?;
    let path = || path.to_owned();
    if mode & OTHERS != 0 {
        return Err(ConfigError::PasswordFileTooOpen { path: path(), mode });
    }
    let text = str::from_utf8(&bytes).map_err(|_| ConfigError::PasswordNotText { path: path() })?;
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.is_empty() {
        return Err(ConfigError::PasswordEmpty { path: path() });
    }
    Ok(Zeroizing::new(text.to_owned()))
}
