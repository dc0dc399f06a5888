//! The software root: a random root secret, sealed on disk under a pass phrase with Argon2id.

use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use base64ct::{Base64UrlUnpadded, Encoding};
use fieldgate_core::{
    cipher::{Aes256, cmac::CmacKey, committing::CommittingGcm, kdf},
    secret::Secret,
};
use serde::{Deserialize, Serialize};

use crate::{
    Binding, FileError, PassPhrase, RootError, RootOfTrust, WRAPPED_BYTES, scrub_stack,
    sealed_file::{read_limited, write_new},
};

/// Memory of Argon2id in KiB, passes and lanes: the second recommended option of RFC 9106 section 4.
const ARGON2_MEMORY_KIB: u32 = 64 * 1024;
const ARGON2_PASSES: u32 = 3;
const ARGON2_LANES: u32 = 4;
/// The most that a root file may ask for, so that a changed file can't exhaust the machine.
const ARGON2_MEMORY_KIB_MAX: u32 = 1024 * 1024;
const ARGON2_PASSES_MAX: u32 = 16;
const SALT_BYTES: usize = 16;
const FILE_BYTES_MAX: u64 = 4096;

/// The root file, version 1. It holds no secret in the clear.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileV1 {
    version: u32,
    kdf: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    sealed_root: String,
}

/// A root secret held in this process's memory. Wiped when dropped.
pub struct SoftwareRoot {
    wrapping: Box<CommittingGcm<Aes256>>,
    id: String,
}

impl SoftwareRoot {
    /// Makes a new root and writes its file, which must not exist yet.
    ///
    /// # Errors
    /// When the file exists or can't be written, or there are no random bytes.
    pub fn create(path: &Path, pass_phrase: &PassPhrase) -> Result<Self, FileError> {
        let created = create(path, pass_phrase);
        scrub_stack();
        created
    }

    /// Reads a root file and unseals it. Takes about as long as Argon2id over 64 MiB does: a tenth of a second.
    ///
    /// # Errors
    /// [`FileError::PassPhrase`] when the pass phrase is wrong; others when the file is missing, changed or unreadable.
    pub fn open(path: &Path, pass_phrase: &PassPhrase) -> Result<Self, FileError> {
        let opened = open(path, pass_phrase);
        scrub_stack();
        opened
    }

    fn expand(root: &Secret<32>) -> Self {
        let mac = CmacKey::<Aes256>::new(root.expose().into());
        let mut id = [0; 4];
        kdf::derive(&mac, b"fieldgate/1 root id", &[], &mut id);
        let mut wrapping = Secret::<32>::zeroed();
        kdf::derive(
            &mac,
            b"fieldgate/1 root wrapping",
            &[],
            wrapping.expose_mut(),
        );
        Self {
            wrapping: Box::new(CommittingGcm::new(wrapping.expose().into())),
            id: format!("software-{:08x}", u32::from_be_bytes(id)),
        }
    }
}

// The work of its namesake, in a frame below it, which is scrubbed afterwards. So is that of `open`.
#[inline(never)]
fn create(path: &Path, pass_phrase: &PassPhrase) -> Result<SoftwareRoot, FileError> {
    let mut root = Secret::<32>::zeroed();
    getrandom::fill(root.expose_mut()).map_err(RootError::Random)?;
    let mut salt = [0; SALT_BYTES];
    getrandom::fill(&mut salt).map_err(RootError::Random)?;
    let params = Params::new(ARGON2_MEMORY_KIB, ARGON2_PASSES, ARGON2_LANES, Some(32))
        .map_err(|_| FileError::damaged(path))?;
    let gcm = stretch(path, pass_phrase, &salt, params)?;
    let sealed = seal_key(&gcm, FILE_PURPOSE, &root)?;
    let file = FileV1 {
        version: 1,
        kdf: "argon2id".to_owned(),
        memory_kib: ARGON2_MEMORY_KIB,
        passes: ARGON2_PASSES,
        lanes: ARGON2_LANES,
        salt: Base64UrlUnpadded::encode_string(&salt),
        sealed_root: Base64UrlUnpadded::encode_string(&sealed),
    };
    let text = serde_json::to_string_pretty(&file).map_err(|_| FileError::damaged(path))?;
    write_new(path, text.as_bytes())?;
    Ok(SoftwareRoot::expand(&root))
}

#[inline(never)]
fn open(path: &Path, pass_phrase: &PassPhrase) -> Result<SoftwareRoot, FileError> {
    let text = read_limited(path, FILE_BYTES_MAX)?;
    let file: FileV1 = serde_json::from_slice(&text).map_err(|_| FileError::damaged(path))?;
    if file.version != 1 || file.kdf != "argon2id" {
        return Err(FileError::damaged(path));
    }
    if file.memory_kib > ARGON2_MEMORY_KIB_MAX || file.passes > ARGON2_PASSES_MAX {
        return Err(FileError::damaged(path));
    }
    let decode =
        |text: &str| Base64UrlUnpadded::decode_vec(text).map_err(|_| FileError::damaged(path));
    let params = Params::new(file.memory_kib, file.passes, file.lanes, Some(32))
        .map_err(|_| FileError::damaged(path))?;
    let gcm = stretch(path, pass_phrase, &decode(&file.salt)?, params)?;
    let mut root = Secret::zeroed();
    open_key(&gcm, FILE_PURPOSE, &decode(&file.sealed_root)?, &mut root).map_err(|_| {
        FileError::PassPhrase {
            path: path.to_owned(),
        }
    })?;
    Ok(SoftwareRoot::expand(&root))
}

impl RootOfTrust for SoftwareRoot {
    fn id(&self) -> String {
        self.id.clone()
    }

    fn wrap(
        &self,
        key: &Secret<32>,
        binding: Binding<'_>,
    ) -> Result<[u8; WRAPPED_BYTES], RootError> {
        seal_key(&self.wrapping, &framed(binding)?, key)
    }

    fn unwrap(
        &self,
        wrapped: &[u8],
        binding: Binding<'_>,
        key: &mut Secret<32>,
    ) -> Result<(), RootError> {
        open_key(&self.wrapping, &framed(binding)?, wrapped, key)
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), RootError> {
        getrandom::fill(bytes).map_err(RootError::Random)
    }
}

const FILE_PURPOSE: &[u8] = b"fieldgate/1 root file";

/// The key that the pass phrase stands for, expanded.
fn stretch(
    path: &Path,
    pass_phrase: &PassPhrase,
    salt: &[u8],
    params: Params,
) -> Result<CommittingGcm<Aes256>, FileError> {
    let mut key = Secret::<32>::zeroed();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pass_phrase.expose(), salt, key.expose_mut())
        .map_err(|_| FileError::damaged(path))?;
    Ok(CommittingGcm::new(key.expose().into()))
}

fn seal_key(
    gcm: &CommittingGcm<Aes256>,
    associated: &[u8],
    key: &Secret<32>,
) -> Result<[u8; WRAPPED_BYTES], RootError> {
    let mut nonce = [0; 12];
    getrandom::fill(&mut nonce).map_err(RootError::Random)?;
    let mut wrapped = [0; WRAPPED_BYTES];
    gcm.seal(&nonce, associated, key.expose(), &mut wrapped)
        .map_err(|_| RootError::NameTooLong)?;
    Ok(wrapped)
}

fn open_key(
    gcm: &CommittingGcm<Aes256>,
    associated: &[u8],
    wrapped: &[u8],
    key: &mut Secret<32>,
) -> Result<(), RootError> {
    gcm.open(associated, wrapped, key.expose_mut())
        .map_err(|_| RootError::NotWrappedHere)
}

/// The binding as associated data: each part after its length, so that no two bindings are alike.
fn framed(binding: Binding<'_>) -> Result<Vec<u8>, RootError> {
    let mut framed = Vec::new();
    for part in [binding.purpose, binding.name] {
        framed.push(u8::try_from(part.len()).map_err(|_| RootError::NameTooLong)?);
        framed.extend_from_slice(part.as_bytes());
    }
    Ok(framed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::own_memory::{mask, occurrences};

    const BINDING: Binding<'static> = Binding {
        purpose: "local key",
        name: "films",
    };

    #[test]
    fn a_root_opens_again_and_unwraps_what_it_wrapped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("root.json");
        let phrase = PassPhrase::new(b"correct horse battery".to_vec()).unwrap();
        let key = Secret::copied_from(&[0xC3; 32]).unwrap();
        let root = SoftwareRoot::create(&path, &phrase).unwrap();
        let mut wrapped = root.wrap(&key, BINDING).unwrap();
        assert!(matches!(
            SoftwareRoot::create(&path, &phrase),
            Err(FileError::Exists { .. })
        ));

        let again = SoftwareRoot::open(&path, &phrase).unwrap();
        assert_eq!(again.id(), root.id());
        let mut unwrapped = Secret::zeroed();
        again.unwrap(&wrapped, BINDING, &mut unwrapped).unwrap();
        assert!(unwrapped.ct_eq(&key));
        let other = Binding {
            name: "people",
            ..BINDING
        };
        assert!(matches!(
            again.unwrap(&wrapped, other, &mut unwrapped),
            Err(RootError::NotWrappedHere)
        ));
        wrapped[40] ^= 1;
        assert!(matches!(
            again.unwrap(&wrapped, BINDING, &mut unwrapped),
            Err(RootError::NotWrappedHere)
        ));

        let wrong = PassPhrase::new(b"incorrect horse".to_vec()).unwrap();
        assert!(matches!(
            SoftwareRoot::open(&path, &wrong),
            Err(FileError::PassPhrase { .. })
        ));
    }

    #[test]
    fn a_changed_or_greedy_root_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("root.json");
        let phrase = PassPhrase::new(b"correct horse battery".to_vec()).unwrap();
        SoftwareRoot::create(&path, &phrase).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        for (from, to) in [
            ("\"version\": 1", "\"version\": 2"),
            ("\"memory_kib\": 65536", "\"memory_kib\": 4294967295"),
            ("\"memory_kib\": 65536", "\"memory_kib\": 1048577"),
            ("\"passes\": 3", "\"passes\": 17"),
            ("argon2id", "argon2d"),
            ("{", "["),
        ] {
            std::fs::write(&path, text.replace(from, to)).unwrap();
            assert!(
                matches!(
                    SoftwareRoot::open(&path, &phrase),
                    Err(FileError::Damaged { .. })
                ),
                "{to}"
            );
        }
        std::fs::write(&path, vec![b' '; 5000]).unwrap();
        assert!(SoftwareRoot::open(&path, &phrase).is_err());
    }

    /// The root secret of a file, and the key that seals it.
    #[inline(never)]
    fn secrets(path: &Path, phrase: &PassPhrase) -> [Box<Secret<32>>; 2] {
        let file: FileV1 = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let decode = |text: &str| Base64UrlUnpadded::decode_vec(text).unwrap();
        let params = Params::new(file.memory_kib, file.passes, file.lanes, Some(32)).unwrap();
        let mut key = Box::new(Secret::<32>::zeroed());
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(phrase.expose(), &decode(&file.salt), key.expose_mut())
            .unwrap();
        let gcm = CommittingGcm::new(key.expose().into());
        let mut root = Box::new(Secret::zeroed());
        open_key(&gcm, FILE_PURPOSE, &decode(&file.sealed_root), &mut root).unwrap();
        [root, key]
    }

    #[test]
    fn no_half_of_the_root_secret_stays_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("root.json");
        let phrase = PassPhrase::new(b"correct horse battery".to_vec()).unwrap();
        let created = SoftwareRoot::create(&path, &phrase).unwrap();
        let held = secrets(&path, &phrase);
        scrub_stack();
        let masked = held.each_ref().map(|secret| mask(secret.expose()));
        let found = || masked.map(|masked| occurrences(&masked));
        assert_eq!(found(), [2, 2], "both halves of what the test holds");
        drop(held);
        let opened = SoftwareRoot::open(&path, &phrase).unwrap();
        assert_eq!(found(), [0, 0], "nothing, while the root is in use");
        drop((created, opened));
    }
}
