//! Strings that come from C.

use core::ffi::c_char;

use crate::{
    memory::{Input, Span},
    status::fg_status,
};

/// Text of the caller's, in UTF-8, with its length: no zero byte ends it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct fg_string {
    /// The text.
    pub text: *const c_char,
    /// Its length.
    pub length_bytes: usize,
}

/// A string whose pointer was checked.
pub(crate) struct StringInput {
    bytes: Input,
    pub(crate) span: Span,
}

impl StringInput {
    pub(crate) fn of(string: fg_string) -> Result<Self, fg_status> {
        let bytes = Input::of(string.text.cast::<u8>(), string.length_bytes)?;
        let span = bytes.span;
        Ok(Self { bytes, span })
    }

    /// # Safety
    /// The crate's contract holds for the text; and nothing that is written while `'a` lasts overlaps it.
    pub(crate) unsafe fn get<'a>(&self) -> Result<&'a str, fg_status> {
        // SAFETY: this function's contract.
        let bytes = unsafe { self.bytes.get() };
        core::str::from_utf8(bytes).map_err(|_| fg_status::NotUtf8)
    }
}
