//! What a sealed value tells without a key.

use fieldgate_core::field::frame::Frame;

use crate::{
    guard::guard,
    memory::{Input, Place, apart},
    root_key::fg_key_id,
    status::fg_status,
};

/// What stands before a sealed value.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct fg_frame {
    /// How it is sealed: FG_SCHEME_RANDOM or FG_SCHEME_EQUAL.
    pub scheme: u8,
    /// A hint at the field: compare with that of fg_field_cipher_frame. Only the right field's cipher opens.
    pub field_tag: u8,
    /// The root key that the field's key was derived from.
    pub key_id: fg_key_id,
    /// Bytes of the plaintext.
    pub plaintext_bytes: usize,
}

/// Takes a sealed value (in its raw form) apart, without a key: nothing of what it says is authenticated.
///
/// FG_STATUS_NOT_SEALED when it is cut, of another version, or something else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_frame_inspect(
    sealed: *const u8,
    sealed_bytes: usize,
    frame: *mut fg_frame,
) -> fg_status {
    guard(|| {
        let sealed = Input::of(sealed, sealed_bytes)?;
        let place = Place::of(frame)?;
        apart(&[sealed.span], &[place.span])?;
        // SAFETY: checked above, and apart.
        let (sealed, place) = unsafe { (sealed.get(), place.get()) };
        let frame = Frame::parse(sealed)?;
        place.write(fg_frame {
            scheme: frame.header.payload as u8,
            field_tag: frame.header.tag,
            key_id: fg_key_id {
                bytes: frame.header.key.0,
            },
            plaintext_bytes: frame.plaintext_bytes(),
        });
        Ok(())
    })
}
