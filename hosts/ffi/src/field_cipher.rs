//! Field ciphers: schemes `random` and `equal`.

use core::ffi::c_void;

use fieldgate_core::field::{
    FieldCipher, OpenError, PLAINTEXT_BYTES_MAX, Payload, RandomFailed, RootKey, SealError,
    frame::Frame,
};

use crate::{
    context::{ContextInput, fg_context},
    frame::fg_frame,
    guard::{guard, guard_and_scrub},
    memory::{Input, Output, Place, apart},
    root_key::{fg_key_id, fg_root_key},
    scheme::admit,
    status::fg_status,
    storage::{Handle, Storage},
};

/// Longest plaintext of a field, in bytes.
pub const FG_PLAINTEXT_BYTES_MAX: usize = 1048575;
const _: () = assert!(FG_PLAINTEXT_BYTES_MAX == PLAINTEXT_BYTES_MAX);

/// Bytes of a nonce of scheme `random`.
pub const FG_NONCE_BYTES: usize = 12;

/// Words of 8 bytes in the storage of a field cipher.
#[cfg(target_pointer_width = "64")]
pub const FG_FIELD_CIPHER_WORDS: usize = 272;
/// Words of 8 bytes in the storage of a field cipher.
#[cfg(target_pointer_width = "32")]
pub const FG_FIELD_CIPHER_WORDS: usize = 144;

/// Storage for the cipher of one field: zeros before its first use.
#[repr(C)]
pub struct fg_field_cipher {
    /// Private to the library.
    words: [u64; FG_FIELD_CIPHER_WORDS],
}

impl Storage for fg_field_cipher {
    type Object = FieldCipher;
    const KIND: u64 = 0x6667_6669_6c64_0002;
}

/// The caller's source of random bytes: fills all of `output` with bytes fit for keys, and returns 0. Anything else fails.
///
/// Nothing is sealed when it fails, nor when it left `output` all zeros, as a source does that forgets to write.
pub type fg_random = Option<
    unsafe extern "C" fn(random_context: *mut c_void, output: *mut u8, output_bytes: usize) -> i32,
>;

/// Derives the cipher of a field, for FG_SCHEME_RANDOM or FG_SCHEME_EQUAL.
///
/// `domain_values` is how many values the field may take, or FG_DOMAIN_UNSTATED: FG_STATUS_TINY_DOMAIN when they are too few
/// for the scheme.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_field_cipher_init(
    cipher: *mut fg_field_cipher,
    key: *const fg_root_key,
    context: *const fg_context,
    scheme: u8,
    domain_values: u64,
) -> fg_status {
    guard_and_scrub(|| {
        let cipher = Handle::of(cipher)?;
        let key = Handle::of(key)?;
        apart(&[key.span], &[cipher.span])?;
        // SAFETY: checked above, and apart.
        unsafe { derive(&cipher, key.get()?, context, scheme, domain_values) }
    })
}

/// Derives a field's cipher from any root key into storage.
///
/// # Safety
/// The crate's contract holds for the storage and the context.
pub(crate) unsafe fn derive(
    cipher: &Handle<fg_field_cipher>,
    key: &RootKey,
    context: *const fg_context,
    scheme: u8,
    domain_values: u64,
) -> Result<(), fg_status> {
    let admitted = admit(scheme, domain_values)?;
    // SAFETY: checked by `ContextInput::of` and `Handle::of`, and the names are apart from the storage.
    unsafe {
        let context = ContextInput::of(context)?;
        apart(&context.spans(), &[cipher.span])?;
        cipher.check_empty()?;
        cipher.put(FieldCipher::derive(key, &context.get()?, admitted)?)
    }
}

/// Wipes the cipher and leaves the storage as zeros, ready for another.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_field_cipher_wipe(cipher: *mut fg_field_cipher) -> fg_status {
    guard(|| {
        let cipher = Handle::of(cipher)?;
        // SAFETY: checked above; nothing else is used here.
        unsafe { cipher.wipe() }
    })
}

/// What stands before each value that this cipher seals; `plaintext_bytes` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_field_cipher_frame(
    cipher: *const fg_field_cipher,
    frame: *mut fg_frame,
) -> fg_status {
    guard(|| {
        let cipher = Handle::of(cipher)?;
        let frame = Place::of(frame)?;
        apart(&[cipher.span], &[frame.span])?;
        // SAFETY: checked above, and apart.
        let (cipher, frame) = unsafe { (cipher.get()?, frame.get()) };
        let header = cipher.header();
        frame.write(fg_frame {
            scheme: header.payload as u8,
            field_tag: header.tag,
            key_id: fg_key_id {
                bytes: header.key.0,
            },
            plaintext_bytes: 0,
        });
        Ok(())
    })
}

/// Bytes of the raw sealed form of a plaintext of so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_field_cipher_sealed_bytes(
    cipher: *const fg_field_cipher,
    plaintext_bytes: usize,
    sealed_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let cipher = Handle::of(cipher)?;
        let sealed_bytes = Place::of(sealed_bytes)?;
        apart(&[cipher.span], &[sealed_bytes.span])?;
        // SAFETY: checked above, and apart.
        let (cipher, sealed_bytes) = unsafe { (cipher.get()?, sealed_bytes.get()) };
        sealed_bytes.write(0);
        if plaintext_bytes > PLAINTEXT_BYTES_MAX {
            return Err(fg_status::PlaintextTooLong);
        }
        sealed_bytes.write(cipher.sealed_bytes(plaintext_bytes));
        Ok(())
    })
}

/// Seals a plaintext into its raw form, and says how long that is.
///
/// `random` is asked once for a nonce when the scheme is `random`, and not at all for `equal`; it gets `random_context`.
/// FG_STATUS_NO_ROOM: `sealed_bytes` says how many bytes are needed. On any other error it is 0. On any error the output
/// holds nothing of the plaintext.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_field_cipher_seal(
    cipher: *const fg_field_cipher,
    plaintext: *const u8,
    plaintext_bytes: usize,
    random: fg_random,
    random_context: *mut c_void,
    sealed: *mut u8,
    sealed_bytes_max: usize,
    sealed_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let random = random.ok_or(fg_status::NullPointer)?;
        let fill = |nonce: &mut [u8; FG_NONCE_BYTES]| {
            // SAFETY: the nonce is as long as it is said to be; the rest is the callback's contract.
            let failed = unsafe { random(random_context, nonce.as_mut_ptr(), nonce.len()) };
            if failed == 0 && *nonce != [0; FG_NONCE_BYTES] {
                Ok(())
            } else {
                Err(RandomFailed)
            }
        };
        let values = SealValues::of(
            cipher,
            (plaintext, plaintext_bytes),
            (sealed, sealed_bytes_max, sealed_bytes),
        )?;
        // SAFETY: the crate's contract, which this function hands on.
        unsafe { values.seal(fill) }
    })
}

/// The same with a nonce of the caller's, of FG_NONCE_BYTES bytes, for callers that draw their random bytes before.
///
/// Two values under one nonce and key tell their difference, and let others forge: each nonce is drawn at random and used
/// once. A nonce of zeros is refused. `equal` takes none: null and 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_field_cipher_seal_with_nonce(
    cipher: *const fg_field_cipher,
    plaintext: *const u8,
    plaintext_bytes: usize,
    nonce: *const u8,
    nonce_bytes: usize,
    sealed: *mut u8,
    sealed_bytes_max: usize,
    sealed_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let nonce = Input::of(nonce, nonce_bytes)?;
        let values = SealValues::of(
            cipher,
            (plaintext, plaintext_bytes),
            (sealed, sealed_bytes_max, sealed_bytes),
        )?;
        apart(&[nonce.span], &[values.sealed.span, values.length.span])?;
        // SAFETY: checked above, and apart; the rest is the crate's contract, which this function hands on.
        unsafe {
            let drawn = match (values.cipher.get()?.header().payload, nonce.get()) {
                (Payload::Random, nonce) => {
                    *<&[u8; FG_NONCE_BYTES]>::try_from(nonce).map_err(|_| fg_status::BadLength)?
                }
                (_, []) => [0; FG_NONCE_BYTES],
                _ => return Err(fg_status::BadLength),
            };
            values.seal(|nonce| {
                *nonce = drawn;
                if drawn == [0; FG_NONCE_BYTES] {
                    return Err(RandomFailed);
                }
                Ok(())
            })
        }
    })
}

/// What both ways of sealing take.
struct SealValues {
    cipher: Handle<fg_field_cipher>,
    plaintext: Input,
    sealed: Output,
    length: Place<usize>,
}

impl SealValues {
    fn of(
        cipher: *const fg_field_cipher,
        (plaintext, plaintext_bytes): (*const u8, usize),
        (sealed, sealed_bytes_max, sealed_bytes): (*mut u8, usize, *mut usize),
    ) -> Result<Self, fg_status> {
        let values = Self {
            cipher: Handle::of(cipher)?,
            plaintext: Input::of(plaintext, plaintext_bytes)?,
            sealed: Output::of(sealed, sealed_bytes_max)?,
            length: Place::of(sealed_bytes)?,
        };
        apart(
            &[values.cipher.span, values.plaintext.span],
            &[values.sealed.span, values.length.span],
        )?;
        Ok(values)
    }

    /// # Safety
    /// The crate's contract holds for all pointers.
    unsafe fn seal(
        &self,
        fill: impl FnOnce(&mut [u8; FG_NONCE_BYTES]) -> Result<(), RandomFailed>,
    ) -> Result<(), fg_status> {
        // SAFETY: checked, and apart: `SealValues::of`.
        let (cipher, plaintext, sealed, length) = unsafe {
            (
                self.cipher.get()?,
                self.plaintext.get(),
                self.sealed.get(),
                self.length.get(),
            )
        };
        length.write(0);
        match cipher.seal(plaintext, fill, sealed) {
            Ok(sealed) => length.write(sealed.len()),
            Err(SealError::NoRoom) => {
                length.write(cipher.sealed_bytes(plaintext.len()));
                return Err(fg_status::NoRoom);
            }
            Err(error) => return Err(error.into()),
        };
        Ok(())
    }
}

/// Opens a sealed value in its raw form, and says how long the plaintext is.
///
/// FG_STATUS_CANT_OPEN for whatever this cipher didn't seal, with no more said. FG_STATUS_NO_ROOM: `plaintext_bytes` says how many
/// bytes are needed. On any other error it is 0. On any error the output holds nothing of the plaintext.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_field_cipher_open(
    cipher: *const fg_field_cipher,
    sealed: *const u8,
    sealed_bytes: usize,
    plaintext: *mut u8,
    plaintext_bytes_max: usize,
    plaintext_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let cipher = Handle::of(cipher)?;
        let sealed = Input::of(sealed, sealed_bytes)?;
        let output = Output::of(plaintext, plaintext_bytes_max)?;
        let length = Place::of(plaintext_bytes)?;
        apart(&[cipher.span, sealed.span], &[output.span, length.span])?;
        // SAFETY: checked above, and apart.
        let (cipher, sealed, output, length) =
            unsafe { (cipher.get()?, sealed.get(), output.get(), length.get()) };
        length.write(0);
        let frame = Frame::parse(sealed).map_err(|_| fg_status::CantOpen)?;
        match cipher.open(&frame, output) {
            Ok(plaintext) => length.write(plaintext.len()),
            Err(OpenError::NoRoom) => {
                length.write(frame.plaintext_bytes());
                return Err(fg_status::NoRoom);
            }
            Err(error) => return Err(error.into()),
        };
        Ok(())
    })
}
