//! Local keys: a folder with one file a key, which holds the key wrapped and what is known about it.

use std::{
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use base64ct::{Base64UrlUnpadded, Encoding};
use fieldgate_core::{field::RootKey, id::KeyId, secret::Secret};
use fieldgate_hsm_bridge::{
    Binding, FileError, RootError, RootOfTrust, read_limited, scrub_stack, write_new,
};
use serde::{Deserialize, Serialize};

use crate::{KeyName, UnfitName};

const PURPOSE: &str = "local key";
const FILE_BYTES_MAX: u64 = 4096;

/// A key file, version 1. It holds no key in the clear.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileV1 {
    version: u32,
    name: String,
    algorithm: String,
    length_bits: u32,
    key_id: String,
    created_unix_s: u64,
    root: String,
    wrapped: String,
}

/// The folder of local keys, under a root of trust.
pub struct LocalKeys {
    folder: PathBuf,
    root: Box<dyn RootOfTrust>,
}

/// A local key can't be made or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LocalKeyError {
    /// The name can't be the name of a key.
    #[error(transparent)]
    Name(#[from] UnfitName),
    /// There is no such key.
    #[error("there is no local key {name:?} in {}; make it with: fieldgate key create {name} --local", folder.display())]
    Missing {
        /// The name.
        name: String,
        /// Where it was looked for.
        folder: PathBuf,
    },
    /// The key was wrapped by another root.
    #[error("local key {name:?} was wrapped by root of trust {theirs}, but this one is {ours}")]
    OtherRoot {
        /// The name of the key.
        name: String,
        /// The root that wrapped it.
        theirs: String,
        /// The root in use.
        ours: String,
    },
    /// The file can't be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The root of trust refused.
    #[error("local key {name:?} can't be wrapped or unwrapped")]
    Root {
        /// The name of the key.
        name: String,
        /// Why not.
        source: RootError,
    },
}

impl LocalKeys {
    /// The keys of `folder`, wrapped by `root`.
    #[must_use]
    pub fn new(folder: PathBuf, root: Box<dyn RootOfTrust>) -> Self {
        Self { folder, root }
    }

    /// Makes a new random key and stores it wrapped. Returns its id.
    ///
    /// # Errors
    /// When the name is taken or unfit, there are no random bytes, or the file can't be written.
    pub fn create(&self, name: &str) -> Result<KeyId, LocalKeyError> {
        let created = self.create_below(name);
        scrub_stack();
        created
    }

    /// Reads and unwraps a key, and checks that it is the one whose id the file names.
    ///
    /// The key is on the heap, so that handing it on doesn't copy its bytes; nothing of it stays on the stack.
    ///
    /// # Errors
    /// See [`LocalKeyError`].
    pub fn load(&self, name: &str) -> Result<Box<Secret<32>>, LocalKeyError> {
        let loaded = self.load_below(name);
        scrub_stack();
        loaded
    }

    // The work of `create`, in a frame below it, which is scrubbed afterwards. So is that of `load_below`.
    #[inline(never)]
    fn create_below(&self, name: &str) -> Result<KeyId, LocalKeyError> {
        let path = self.path(name)?;
        let root_error = |source| LocalKeyError::Root {
            name: name.to_owned(),
            source,
        };
        let mut key = Box::new(Secret::<32>::zeroed());
        self.root.random(key.expose_mut()).map_err(root_error)?;
        let wrapped = self.root.wrap(&key, binding(name)).map_err(root_error)?;
        let id = RootKey::new(&key).id();
        let file = FileV1 {
            version: 1,
            name: name.to_owned(),
            algorithm: "AES".to_owned(),
            length_bits: 256,
            key_id: id.to_string(),
            created_unix_s: SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_secs()),
            root: self.root.id(),
            wrapped: Base64UrlUnpadded::encode_string(&wrapped),
        };
        let text = serde_json::to_string_pretty(&file).map_err(|_| FileError::damaged(&path))?;
        write_new(&path, text.as_bytes())?;
        Ok(id)
    }

    #[inline(never)]
    fn load_below(&self, name: &str) -> Result<Box<Secret<32>>, LocalKeyError> {
        let path = self.path(name)?;
        let file = self.read(name, &path)?;
        if file.root != self.root.id() {
            return Err(LocalKeyError::OtherRoot {
                name: name.to_owned(),
                theirs: file.root,
                ours: self.root.id(),
            });
        }
        let wrapped =
            Base64UrlUnpadded::decode_vec(&file.wrapped).map_err(|_| FileError::damaged(&path))?;
        let mut key = Box::new(Secret::zeroed());
        self.root
            .unwrap(&wrapped, binding(name), &mut key)
            .map_err(|source| LocalKeyError::Root {
                name: name.to_owned(),
                source,
            })?;
        if RootKey::new(&key).id().to_string() != file.key_id {
            return Err(FileError::damaged(&path).into());
        }
        Ok(key)
    }

    fn read(&self, name: &str, path: &Path) -> Result<FileV1, LocalKeyError> {
        let text = read_limited(path, FILE_BYTES_MAX).map_err(|error| match error {
            FileError::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
                LocalKeyError::Missing {
                    name: name.to_owned(),
                    folder: self.folder.clone(),
                }
            }
            other => other.into(),
        })?;
        let file: FileV1 = serde_json::from_slice(&text).map_err(|_| FileError::damaged(path))?;
        let known = file.version == 1 && file.algorithm == "AES" && file.length_bits == 256;
        if !known || file.name != name {
            return Err(FileError::damaged(path).into());
        }
        Ok(file)
    }

    fn path(&self, name: &str) -> Result<PathBuf, LocalKeyError> {
        let name = KeyName::new(name)?;
        Ok(self.folder.join(format!("{name}.key.json")))
    }
}

fn binding(name: &str) -> Binding<'_> {
    Binding {
        purpose: PURPOSE,
        name,
    }
}

#[cfg(test)]
mod tests {
    use super::{LocalKeyError, LocalKeys};
    use fieldgate_hsm_bridge::{FileError, PassPhrase, SoftwareRoot};
    use std::{fs, path::Path};

    fn keys(folder: &Path) -> LocalKeys {
        let phrase = PassPhrase::new(b"correct horse battery".to_vec()).unwrap();
        let path = folder.join("root.json");
        let root = SoftwareRoot::open(&path, &phrase)
            .or_else(|_| SoftwareRoot::create(&path, &phrase))
            .unwrap();
        LocalKeys::new(folder.to_owned(), Box::new(root))
    }

    #[test]
    fn a_key_is_stored_wrapped_and_loads_again() {
        let folder = tempfile::tempdir().unwrap();
        let id = keys(folder.path()).create("films").unwrap();
        let key = keys(folder.path()).load("films").unwrap();
        assert_eq!(fieldgate_core::field::RootKey::new(&key).id(), id);
        for entry in fs::read_dir(folder.path()).unwrap() {
            let content = fs::read(entry.unwrap().path()).unwrap();
            assert!(
                !content
                    .windows(16)
                    .any(|window| key.expose().starts_with(window))
            );
        }
    }

    #[test]
    fn swapped_missing_foreign_and_ill_named_keys_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let keys = keys(folder.path());
        keys.create("films").unwrap();
        keys.create("people").unwrap();
        assert!(matches!(
            keys.create("films"),
            Err(LocalKeyError::File(FileError::Exists { .. }))
        ));
        assert!(matches!(
            keys.load("series"),
            Err(LocalKeyError::Missing { .. })
        ));
        for name in ["", "../films", ".films", "a/b", "a b", &"x".repeat(65)] {
            assert!(
                matches!(keys.load(name), Err(LocalKeyError::Name { .. })),
                "{name}"
            );
        }
        let path = |name: &str| folder.path().join(format!("{name}.key.json"));
        let people = fs::read_to_string(path("people")).unwrap();
        fs::write(path("films"), people.replace("\"people\"", "\"films\"")).unwrap();
        assert!(matches!(
            keys.load("films"),
            Err(LocalKeyError::Root { .. })
        ));

        let elsewhere = tempfile::tempdir().unwrap();
        let others = super::tests::keys(elsewhere.path());
        fs::copy(path("people"), elsewhere.path().join("people.key.json")).unwrap();
        assert!(matches!(
            others.load("people"),
            Err(LocalKeyError::OtherRoot { .. })
        ));
    }
}
