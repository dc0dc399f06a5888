//! AES Key Wrap with a key of 256 bits: KW (RFC 3394) and, with padding, KWP (RFC 5649).

use aes::{Aes256, Aes256Enc};
use fieldgate_core::cipher::key_wrap::{KeyWrap, UnwrapError, WrapError, wrapped_bytes};

use crate::{
    guard::guard_and_scrub,
    memory::{Input, Output, Place, apart},
    status::fg_status,
};

/// Bytes of a wrapping key.
pub const FG_WRAPPING_KEY_BYTES: usize = 32;

/// Wraps a key by KW, and says how long the wrapped key is: 8 bytes longer. KW takes 16, 24, 32 … bytes.
///
/// FG_STATUS_NO_ROOM: `wrapped_bytes` says how many bytes are needed. On any other error it is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_wrap(
    wrapping_key: *const u8,
    wrapping_key_bytes: usize,
    key: *const u8,
    key_bytes: usize,
    wrapped: *mut u8,
    wrapped_bytes_max: usize,
    wrapped_bytes: *mut usize,
) -> fg_status {
    let output = (wrapped, wrapped_bytes_max, wrapped_bytes);
    // SAFETY: the crate's contract, which this function hands on.
    guard_and_scrub(|| unsafe {
        wrap(
            wrapping_key,
            wrapping_key_bytes,
            key,
            key_bytes,
            output,
            KeyWrap::wrap,
        )
    })
}

/// Wraps a key by KWP, which takes any length from 1 byte on. As fg_key_wrap otherwise.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_wrap_padded(
    wrapping_key: *const u8,
    wrapping_key_bytes: usize,
    key: *const u8,
    key_bytes: usize,
    wrapped: *mut u8,
    wrapped_bytes_max: usize,
    wrapped_bytes: *mut usize,
) -> fg_status {
    let output = (wrapped, wrapped_bytes_max, wrapped_bytes);
    // SAFETY: the crate's contract, which this function hands on.
    guard_and_scrub(|| unsafe {
        wrap(
            wrapping_key,
            wrapping_key_bytes,
            key,
            key_bytes,
            output,
            KeyWrap::wrap_padded,
        )
    })
}

/// Unwraps a key that was wrapped by KW, and says how long it is: 8 bytes shorter.
///
/// FG_STATUS_CANT_OPEN when it wasn't wrapped in this mode under this wrapping key, with no more said. FG_STATUS_NO_ROOM: `key_bytes`
/// says how many bytes are enough. On any other error it is 0, and nothing of the key is in the output.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_unwrap(
    wrapping_key: *const u8,
    wrapping_key_bytes: usize,
    wrapped: *const u8,
    wrapped_bytes: usize,
    key: *mut u8,
    key_bytes_max: usize,
    key_bytes: *mut usize,
) -> fg_status {
    let output = (key, key_bytes_max, key_bytes);
    // SAFETY: the crate's contract, which this function hands on.
    guard_and_scrub(|| unsafe {
        unwrap(
            wrapping_key,
            wrapping_key_bytes,
            wrapped,
            wrapped_bytes,
            output,
            KeyWrap::unwrap,
        )
    })
}

/// Unwraps a key that was wrapped by KWP. The padding is written, too: the output has room for 8 bytes less than the wrapped key. As
/// fg_key_unwrap otherwise.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_unwrap_padded(
    wrapping_key: *const u8,
    wrapping_key_bytes: usize,
    wrapped: *const u8,
    wrapped_bytes: usize,
    key: *mut u8,
    key_bytes_max: usize,
    key_bytes: *mut usize,
) -> fg_status {
    let output = (key, key_bytes_max, key_bytes);
    // SAFETY: the crate's contract, which this function hands on.
    guard_and_scrub(|| unsafe {
        unwrap(
            wrapping_key,
            wrapping_key_bytes,
            wrapped,
            wrapped_bytes,
            output,
            KeyWrap::unwrap_padded,
        )
    })
}

/// Where a result goes, how long it can be, and where its length goes.
type ResultPlace = (*mut u8, usize, *mut usize);

/// Wrapping or unwrapping in one of the two modes.
type Mode<C, E> = for<'o> fn(&KeyWrap<C>, &[u8], &'o mut [u8]) -> Result<&'o mut [u8], E>;

/// # Safety
/// The crate's contract holds for all pointers.
unsafe fn wrap(
    wrapping_key: *const u8,
    wrapping_key_bytes: usize,
    key: *const u8,
    key_bytes: usize,
    output: ResultPlace,
    wrap: Mode<Aes256Enc, WrapError>,
) -> Result<(), fg_status> {
    let wrapping_key = Input::of(wrapping_key, wrapping_key_bytes)?;
    let key = Input::of(key, key_bytes)?;
    let length = Place::of(output.2)?;
    let output = Output::of(output.0, output.1)?;
    apart(&[wrapping_key.span, key.span], &[output.span, length.span])?;
    // SAFETY: checked above, and apart.
    let (wrapping_key, key, output, length) =
        unsafe { (wrapping_key.get(), key.get(), output.get(), length.get()) };
    length.write(0);
    let wrapping = KeyWrap::from_slice(wrapping_key).map_err(|_| fg_status::BadLength)?;
    match wrap(&wrapping, key, output) {
        Ok(wrapped) => {
            length.write(wrapped.len());
            Ok(())
        }
        Err(WrapError::NoRoom) => {
            length.write(wrapped_bytes(key.len()));
            Err(fg_status::NoRoom)
        }
        Err(_) => Err(fg_status::BadLength),
    }
}

/// # Safety
/// The crate's contract holds for all pointers.
unsafe fn unwrap(
    wrapping_key: *const u8,
    wrapping_key_bytes: usize,
    wrapped: *const u8,
    wrapped_bytes: usize,
    output: ResultPlace,
    unwrap: Mode<Aes256, UnwrapError>,
) -> Result<(), fg_status> {
    let wrapping_key = Input::of(wrapping_key, wrapping_key_bytes)?;
    let wrapped = Input::of(wrapped, wrapped_bytes)?;
    let length = Place::of(output.2)?;
    let output = Output::of(output.0, output.1)?;
    apart(
        &[wrapping_key.span, wrapped.span],
        &[output.span, length.span],
    )?;
    // SAFETY: checked above, and apart.
    let (wrapping_key, wrapped, output, length) = unsafe {
        (
            wrapping_key.get(),
            wrapped.get(),
            output.get(),
            length.get(),
        )
    };
    length.write(0);
    let wrapping = KeyWrap::from_slice(wrapping_key).map_err(|_| fg_status::BadLength)?;
    match unwrap(&wrapping, wrapped, output) {
        Ok(key) => {
            length.write(key.len());
            Ok(())
        }
        Err(UnwrapError::NoRoom) => {
            length.write(wrapped.len().saturating_sub(8));
            Err(fg_status::NoRoom)
        }
        Err(UnwrapError::Length) => Err(fg_status::BadLength),
        Err(_) => Err(fg_status::CantOpen),
    }
}
