//! Responses: how much is missing, and what they say.

use core::{ffi::c_char, mem::MaybeUninit};

use fieldgate_core::{
    kmip::{
        Answer, Failure, Operation, Request, ResultStatus,
        op::{
            Activate, Create, Destroy, DiscoverVersions, Get, GetWrapped, Locate, Register, Revoke,
        },
        response::read_message,
    },
    ttlv,
};

use super::fg_kmip_version;
use crate::{
    guard::guard,
    memory::{Input, Output, Place, apart},
    status::fg_status,
};

/// What a server says about an operation that didn't succeed: all zeros when a function gave no FG_STATUS_KMIP_REFUSED.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct fg_kmip_refusal {
    /// KMIP's Result Status (section 9.1.3.2.28).
    pub result_status: u32,
    /// KMIP's Result Reason (section 9.1.3.2.29); 0 when the server gives none.
    pub result_reason: u32,
    /// The version in the response's header, which may be another than the request's; zeros when there is none.
    pub version: fg_kmip_version,
    /// Where the server's text is in the message. It may hold anything: don't trust it.
    pub text_offset_bytes: usize,
    /// How long that is; 0 when the server gives none.
    pub text_bytes: usize,
}

impl fg_kmip_refusal {
    const NONE: Self = Self {
        result_status: 0,
        result_reason: 0,
        version: fg_kmip_version { major: 0, minor: 0 },
        text_offset_bytes: 0,
        text_bytes: 0,
    };

    fn of(failure: &Failure<'_>, message: &[u8]) -> Self {
        let text = failure.message.unwrap_or_default();
        let offset = text.as_ptr().addr().wrapping_sub(message.as_ptr().addr());
        Self {
            result_status: failure.status.0,
            result_reason: failure.reason.map_or(0, |reason| reason.0),
            version: failure
                .version
                .map_or(Self::NONE.version, |version| fg_kmip_version {
                    major: version.major,
                    minor: version.minor,
                }),
            text_offset_bytes: if text.is_empty() { 0 } else { offset },
            text_bytes: text.len(),
        }
    }
}

/// How many bytes of a response are still to come, of which `received_bytes` are at the start of `message`: 0 when it is
/// whole. Until its header is there, as many as the header lacks; so none of a following message is ever asked for.
///
/// FG_STATUS_NO_ROOM when it will not fit `message_bytes_max`, FG_STATUS_KMIP_NOT_TTLV when it is something else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_kmip_missing_bytes(
    message: *const u8,
    received_bytes: usize,
    message_bytes_max: usize,
    missing_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let message = Input::of(message, received_bytes)?;
        let place = Place::of(missing_bytes)?;
        apart(&[message.span], &[place.span])?;
        // SAFETY: checked above, and apart.
        let (message, place) = unsafe { (message.get(), place.get()) };
        place.write(0);
        let whole = match message.first_chunk() {
            Some(header) => {
                ttlv::message_length_bytes(header).map_err(|_| fg_status::KmipNotTtlv)?
            }
            None => ttlv::HEADER_BYTES,
        };
        if whole > message_bytes_max {
            return Err(fg_status::NoRoom);
        }
        // More than the message has: its reader says so.
        place.write(whole.saturating_sub(message.len()));
        Ok(())
    })
}

/// What all reading functions take.
struct ResponseInput {
    message: Input,
    refusal: Place<fg_kmip_refusal>,
}

impl ResponseInput {
    fn of(
        (message, message_bytes): (*const u8, usize),
        refusal: *mut fg_kmip_refusal,
    ) -> Result<Self, fg_status> {
        Ok(Self {
            message: Input::of(message, message_bytes)?,
            refusal: Place::of(refusal)?,
        })
    }

    /// # Safety
    /// The crate's contract holds, and message and refusal are apart from each other and from what is written.
    unsafe fn read<'a, R: Request>(&self) -> Result<R::Response<'a>, fg_status> {
        // SAFETY: this function's contract.
        let (message, refusal): (&'a [u8], _) = unsafe { (self.message.get(), self.refusal.get()) };
        refusal.write(fg_kmip_refusal::NONE);
        match read_message::<R>(message)? {
            Answer::Success(response) => Ok(response),
            Answer::Failure(failure) => {
                refusal.write(fg_kmip_refusal::of(&failure, message));
                Err(fg_status::KmipRefused)
            }
            // No function here asks for a later answer.
            Answer::Pending { .. } => {
                let pending = Failure::of_status(ResultStatus::OPERATION_PENDING);
                refusal.write(fg_kmip_refusal::of(&pending, message));
                Err(fg_status::KmipRefused)
            }
        }
    }
}

/// An operation whose response is a Unique Identifier.
#[repr(u8)]
pub enum fg_kmip_operation {
    /// Create.
    Create = 0x01,
    /// Register.
    Register = 0x03,
    /// Activate. Some servers send no identifier.
    Activate = 0x12,
    /// Revoke. Some servers send no identifier.
    Revoke = 0x13,
    /// Destroy. Some servers send no identifier.
    Destroy = 0x14,
}

/// Reads the response to an fg_kmip_operation: the key's Unique Identifier, without a zero byte at its end. It has 0 bytes
/// where the server sends none.
///
/// Here and in the functions that follow: FG_STATUS_KMIP_REFUSED when the server refused, for a reason that `refusal` then gives;
/// FG_STATUS_NO_ROOM when the output is too short.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_kmip_read_identifier(
    message: *const u8,
    message_bytes: usize,
    operation: u8,
    identifier: *mut c_char,
    identifier_bytes_max: usize,
    identifier_bytes: *mut usize,
    refusal: *mut fg_kmip_refusal,
) -> fg_status {
    guard(|| {
        let response = ResponseInput::of((message, message_bytes), refusal)?;
        let output = Output::of(identifier.cast(), identifier_bytes_max)?;
        let length = Place::of(identifier_bytes)?;
        apart(
            &[response.message.span],
            &[response.refusal.span, output.span, length.span],
        )?;
        // SAFETY: checked above, and apart.
        let (identifier, output, length) = unsafe {
            let length = length.get();
            length.write(0);
            let identifier = match Operation(u32::from(operation)) {
                Operation::CREATE => Some(response.read::<Create<'_>>()?),
                Operation::REGISTER => Some(response.read::<Register<'_>>()?),
                Operation::ACTIVATE => response.read::<Activate<'_>>()?,
                Operation::REVOKE => response.read::<Revoke<'_>>()?,
                Operation::DESTROY => response.read::<Destroy<'_>>()?,
                _ => return Err(fg_status::BadNumber),
            };
            (identifier.unwrap_or_default(), output.get(), length)
        };
        copy(identifier.as_bytes(), output, length)
    })
}

/// Reads the response to a search: the Unique Identifier of the key at `index` among those found, from 0.
///
/// FG_STATUS_KMIP_MISSING_ITEM when there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_kmip_read_located(
    message: *const u8,
    message_bytes: usize,
    index: u16,
    identifier: *mut c_char,
    identifier_bytes_max: usize,
    identifier_bytes: *mut usize,
    refusal: *mut fg_kmip_refusal,
) -> fg_status {
    guard(|| {
        let response = ResponseInput::of((message, message_bytes), refusal)?;
        let output = Output::of(identifier.cast(), identifier_bytes_max)?;
        let length = Place::of(identifier_bytes)?;
        apart(
            &[response.message.span],
            &[response.refusal.span, output.span, length.span],
        )?;
        // SAFETY: checked above, and apart.
        let (mut found, output, length) = unsafe {
            let length = length.get();
            length.write(0);
            (response.read::<Locate<'_>>()?, output.get(), length)
        };
        let identifier = found.nth(usize::from(index));
        let identifier = identifier.ok_or(fg_status::KmipMissingItem)??;
        copy(identifier.as_bytes(), output, length)
    })
}

/// Reads the response to a Get: the key's bytes, to be wiped after use. FG_STATUS_KMIP_KEY_FORMAT when it isn't an AES key, as far as
/// the server says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_kmip_read_key(
    message: *const u8,
    message_bytes: usize,
    secret: *mut u8,
    secret_bytes_max: usize,
    secret_bytes: *mut usize,
    refusal: *mut fg_kmip_refusal,
) -> fg_status {
    use fieldgate_core::kmip::CryptographicAlgorithm;
    guard(|| {
        let response = ResponseInput::of((message, message_bytes), refusal)?;
        let output = Output::of(secret, secret_bytes_max)?;
        let length = Place::of(secret_bytes)?;
        apart(
            &[response.message.span],
            &[response.refusal.span, output.span, length.span],
        )?;
        // SAFETY: checked above, and apart.
        let (key, output, length) = unsafe {
            let length = length.get();
            length.write(0);
            (response.read::<Get<'_>>()?.key, output.get(), length)
        };
        let algorithm = key.algorithm.unwrap_or(CryptographicAlgorithm::AES);
        let bits = i32::try_from(key.material.len() * 8).map_err(|_| fg_status::KmipKeyFormat)?;
        if algorithm != CryptographicAlgorithm::AES || key.length_bits.unwrap_or(bits) != bits {
            return Err(fg_status::KmipKeyFormat);
        }
        copy(key.material, output, length)
    })
}

/// Reads the response to a Get of a wrapped key: KW of the key, for fg_key_unwrap. FG_STATUS_KMIP_WRAPPING when it came in the clear or
/// wrapped in another way.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_kmip_read_wrapped_key(
    message: *const u8,
    message_bytes: usize,
    wrapped: *mut u8,
    wrapped_bytes_max: usize,
    wrapped_bytes: *mut usize,
    refusal: *mut fg_kmip_refusal,
) -> fg_status {
    guard(|| {
        let response = ResponseInput::of((message, message_bytes), refusal)?;
        let output = Output::of(wrapped, wrapped_bytes_max)?;
        let length = Place::of(wrapped_bytes)?;
        apart(
            &[response.message.span],
            &[response.refusal.span, output.span, length.span],
        )?;
        // SAFETY: checked above, and apart.
        let (key, output, length) = unsafe {
            let length = length.get();
            length.write(0);
            (response.read::<GetWrapped<'_>>()?.key, output.get(), length)
        };
        copy(key.wrapped, output, length)
    })
}

/// Reads the response to a question for versions: the newest that is spoken here and there.
///
/// FG_STATUS_KMIP_MISSING_ITEM when there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_kmip_read_version(
    message: *const u8,
    message_bytes: usize,
    version: *mut fg_kmip_version,
    refusal: *mut fg_kmip_refusal,
) -> fg_status {
    guard(|| {
        let response = ResponseInput::of((message, message_bytes), refusal)?;
        let place = Place::of(version)?;
        apart(
            &[response.message.span],
            &[response.refusal.span, place.span],
        )?;
        // SAFETY: checked above, and apart.
        let (offered, place) = unsafe { (response.read::<DiscoverVersions>()?, place.get()) };
        let mut newest = None;
        for version in offered {
            let version = version?;
            if version.is_spoken() {
                newest = newest.max(Some(version));
            }
        }
        let newest = newest.ok_or(fg_status::KmipMissingItem)?;
        place.write(fg_kmip_version {
            major: newest.major,
            minor: newest.minor,
        });
        Ok(())
    })
}

/// Copies to the start of the output, and says how much; or how much is needed.
fn copy(bytes: &[u8], output: &mut [u8], length: &mut MaybeUninit<usize>) -> Result<(), fg_status> {
    length.write(bytes.len());
    output
        .get_mut(..bytes.len())
        .ok_or(fg_status::NoRoom)?
        .copy_from_slice(bytes);
    Ok(())
}
