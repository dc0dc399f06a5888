//! Root keys.

use fieldgate_core::{field::RootKey, secret::Secret};

use crate::{
    guard::{guard, guard_and_scrub},
    memory::{Input, Place, apart},
    status::fg_status,
    storage::{Handle, Storage},
};

/// Bytes of a root key.
pub const FG_ROOT_KEY_BYTES: usize = 32;

/// Words of 8 bytes in the storage of a root key.
#[cfg(target_pointer_width = "64")]
pub const FG_ROOT_KEY_WORDS: usize = 136;
/// Words of 8 bytes in the storage of a root key.
#[cfg(target_pointer_width = "32")]
pub const FG_ROOT_KEY_WORDS: usize = 72;

/// Storage for a root key: zeros before its first use.
///
/// A root key seals nothing itself; the keys of fields are derived from it.
#[repr(C)]
pub struct fg_root_key {
    /// Private to the library.
    words: [u64; FG_ROOT_KEY_WORDS],
}

impl Storage for fg_root_key {
    type Object = RootKey;
    const KIND: u64 = 0x6667_726f_6f74_0001;
}

/// The public id of a key: four bytes that stand in every value sealed under it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct fg_key_id {
    /// The id.
    pub bytes: [u8; 4],
}

/// Expands a root key from its 32 bytes. The caller wipes its own copy.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_root_key_init(
    key: *mut fg_root_key,
    secret: *const u8,
    secret_bytes: usize,
) -> fg_status {
    guard_and_scrub(|| {
        let key = Handle::of(key)?;
        let secret = Input::of(secret, secret_bytes)?;
        apart(&[secret.span], &[key.span])?;
        // SAFETY: checked above, and apart.
        let bytes = unsafe {
            key.check_empty()?;
            secret.get()
        };
        let secret = Secret::copied_from(bytes).ok_or(fg_status::BadLength)?;
        // SAFETY: as above.
        unsafe { key.put(RootKey::new(&secret)) }
    })
}

/// The key's public id.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_root_key_id(key: *const fg_root_key, id: *mut fg_key_id) -> fg_status {
    guard(|| {
        let key = Handle::of(key)?;
        let id = Place::of(id)?;
        apart(&[key.span], &[id.span])?;
        // SAFETY: checked above, and apart.
        let (key, id) = unsafe { (key.get()?, id.get()) };
        id.write(fg_key_id { bytes: key.id().0 });
        Ok(())
    })
}

/// Wipes the key and leaves the storage as zeros, ready for another.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_root_key_wipe(key: *mut fg_root_key) -> fg_status {
    guard(|| {
        let key = Handle::of(key)?;
        // SAFETY: checked above; nothing else is used here.
        unsafe { key.wipe() }
    })
}
