//! The text form of sealed values: `fg1.`, base64url, `.`

use core::ffi::c_char;

use fieldgate_core::field::text;

use crate::{
    guard::guard,
    memory::{Input, Output, Place, apart},
    status::fg_status,
};

/// Writes the text form of a sealed value, without a zero byte at its end, and says how long it is.
///
/// FG_STATUS_NO_ROOM: `text_bytes` says how many bytes are needed. On any other error it is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_text_encode(
    sealed: *const u8,
    sealed_bytes: usize,
    text: *mut c_char,
    text_bytes_max: usize,
    text_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let sealed = Input::of(sealed, sealed_bytes)?;
        let output = Output::of(text.cast(), text_bytes_max)?;
        let length = Place::of(text_bytes)?;
        apart(&[sealed.span], &[output.span, length.span])?;
        // SAFETY: checked above, and apart.
        let (sealed, output, length) = unsafe { (sealed.get(), output.get(), length.get()) };
        length.write(0);
        // Longer texts than memory has are refused before their length is computed.
        if sealed.len() > isize::MAX as usize / 2 {
            return Err(fg_status::BadLength);
        }
        let needed = text::text_bytes(sealed.len());
        length.write(needed);
        text::encode(sealed, output)?;
        Ok(())
    })
}

/// Reads a whole text form, and says how long the sealed value is in its raw form.
///
/// There is one text form for each sealed value: another spelling is FG_STATUS_NOT_TEXT. A raw form is never longer than its
/// text form. FG_STATUS_NO_ROOM: `sealed_bytes` says how many bytes are surely enough. On any other error it is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_text_decode(
    text: *const c_char,
    text_bytes: usize,
    sealed: *mut u8,
    sealed_bytes_max: usize,
    sealed_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let input = Input::of(text.cast::<u8>(), text_bytes)?;
        let output = Output::of(sealed, sealed_bytes_max)?;
        let length = Place::of(sealed_bytes)?;
        apart(&[input.span], &[output.span, length.span])?;
        // SAFETY: checked above, and apart.
        let (input, output, length) = unsafe { (input.get(), output.get(), length.get()) };
        length.write(0);
        match text::decode(input, output) {
            Ok(raw) => length.write(raw.len()),
            Err(text::TextError::NoRoom) => {
                length.write(text::raw_bytes_max(input.len()));
                return Err(fg_status::NoRoom);
            }
            Err(error) => return Err(error.into()),
        };
        Ok(())
    })
}
