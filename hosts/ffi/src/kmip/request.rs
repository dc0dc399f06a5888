//! Requests: one function an operation.

use fieldgate_core::kmip::{
    CryptographicAlgorithm, Object, ObjectType, Request, RevocationReasonCode,
    attribute::Attribute,
    enumerations::usage,
    op::{Activate, Create, Destroy, DiscoverVersions, Get, GetWrapped, Locate, Register, Revoke},
    request::write_message,
};
use zeroize::Zeroize;

use super::{HeaderInput, fg_kmip_header};
use crate::{
    guard::guard,
    memory::{Input, Output, Place, Span, apart},
    root_key::FG_ROOT_KEY_BYTES,
    status::fg_status,
    string::{StringInput, fg_string},
};

/// What a key is for, as bits: sealing and opening of fields.
pub const FG_KMIP_USAGE_FIELDS: u32 = 0x0c;
const _: () = assert!(FG_KMIP_USAGE_FIELDS == (usage::ENCRYPT | usage::DECRYPT) as u32);

/// What a key is for, as bits: wrapping and unwrapping of other keys.
pub const FG_KMIP_USAGE_WRAPPING: u32 = 0x30;
const _: () = assert!(FG_KMIP_USAGE_WRAPPING == (usage::WRAP_KEY | usage::UNWRAP_KEY) as u32);

/// Where a request goes, and what all of them begin with.
struct RequestOutput {
    header: HeaderInput,
    message: Output,
    length: Place<usize>,
}

impl RequestOutput {
    /// # Safety
    /// The crate's contract holds for all pointers.
    unsafe fn of(
        header: *const fg_kmip_header,
        (message, message_bytes_max): (*mut u8, usize),
        message_bytes: *mut usize,
    ) -> Result<Self, fg_status> {
        // SAFETY: this function's contract.
        let header = unsafe { HeaderInput::of(header)? };
        let output = Self {
            header,
            message: Output::of(message, message_bytes_max)?,
            length: Place::of(message_bytes)?,
        };
        output.apart_from(&output.header.spans())?;
        Ok(output)
    }

    fn apart_from(&self, read: &[Span]) -> Result<(), fg_status> {
        apart(read, &[self.message.span, self.length.span])
    }

    /// Writes the request. When it doesn't fit, nothing of it is left.
    ///
    /// # Safety
    /// The crate's contract holds, and what `request` borrows is apart from the message.
    unsafe fn write<R: Request>(&self, request: &R) -> Result<(), fg_status> {
        // SAFETY: checked, and apart: `RequestOutput::of`.
        let (header, message, length) = unsafe {
            let length = self.length.get();
            length.write(0);
            (self.header.get()?, self.message.get(), length)
        };
        match write_message(message, &header, request) {
            Ok(bytes) => {
                length.write(bytes);
                Ok(())
            }
            Err(error) => {
                message.zeroize();
                Err(error.into())
            }
        }
    }
}

/// Asks which versions the server speaks (KMIP 1.1 and later).
///
/// This and the functions that follow write a request to the start of `message` and say how long it is. FG_STATUS_NO_ROOM when it
/// doesn't fit; on any error the length is 0, and what was written is wiped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_kmip_write_discover_versions(
    header: *const fg_kmip_header,
    message: *mut u8,
    message_bytes_max: usize,
    message_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        // SAFETY: the crate's contract, which this function hands on.
        unsafe {
            let output = RequestOutput::of(header, (message, message_bytes_max), message_bytes)?;
            output.write(&DiscoverVersions)
        }
    })
}

/// Has the server make an AES-256 key of this name, for these uses. It is Pre-Active until it is activated.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_kmip_write_create(
    header: *const fg_kmip_header,
    name: fg_string,
    usage: u32,
    message: *mut u8,
    message_bytes_max: usize,
    message_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let name = StringInput::of(name)?;
        // SAFETY: checked, and apart; the rest is the crate's contract, which this function hands on.
        unsafe {
            let output = RequestOutput::of(header, (message, message_bytes_max), message_bytes)?;
            output.apart_from(&[name.span])?;
            output.write(&Create {
                attributes: &[
                    Attribute::CryptographicAlgorithm(CryptographicAlgorithm::AES),
                    Attribute::CryptographicLength(FG_ROOT_KEY_BYTES as i32 * 8),
                    Attribute::CryptographicUsageMask(usage.cast_signed()),
                    Attribute::Name(name.get()?),
                ],
            })
        }
    })
}

/// Hands the server an AES-256 key of FG_ROOT_KEY_BYTES bytes, under this name and for these uses. It is Pre-Active until it is activated.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_kmip_write_register(
    header: *const fg_kmip_header,
    name: fg_string,
    secret: *const u8,
    secret_bytes: usize,
    usage: u32,
    message: *mut u8,
    message_bytes_max: usize,
    message_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let name = StringInput::of(name)?;
        let secret = Input::of(secret, secret_bytes)?;
        if secret_bytes != FG_ROOT_KEY_BYTES {
            return Err(fg_status::BadLength);
        }
        // SAFETY: checked, and apart; the rest is the crate's contract, which this function hands on.
        unsafe {
            let output = RequestOutput::of(header, (message, message_bytes_max), message_bytes)?;
            output.apart_from(&[name.span, secret.span])?;
            output.write(&Register {
                attributes: &[
                    Attribute::CryptographicUsageMask(usage.cast_signed()),
                    Attribute::Name(name.get()?),
                ],
                object: Object::symmetric_key(CryptographicAlgorithm::AES, secret.get()),
            })
        }
    })
}

/// Looks for symmetric keys of this name, at most `keys_max`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_kmip_write_locate(
    header: *const fg_kmip_header,
    name: fg_string,
    keys_max: u16,
    message: *mut u8,
    message_bytes_max: usize,
    message_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let name = StringInput::of(name)?;
        // SAFETY: checked, and apart; the rest is the crate's contract, which this function hands on.
        unsafe {
            let output = RequestOutput::of(header, (message, message_bytes_max), message_bytes)?;
            output.apart_from(&[name.span])?;
            output.write(&Locate {
                items_max: i32::from(keys_max),
                attributes: &[
                    Attribute::Name(name.get()?),
                    Attribute::ObjectType(ObjectType::SYMMETRIC_KEY),
                ],
            })
        }
    })
}

/// Makes a key Active.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_kmip_write_activate(
    header: *const fg_kmip_header,
    identifier: fg_string,
    message: *mut u8,
    message_bytes_max: usize,
    message_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let identifier = StringInput::of(identifier)?;
        // SAFETY: checked, and apart; the rest is the crate's contract, which this function hands on.
        unsafe {
            let output = RequestOutput::of(header, (message, message_bytes_max), message_bytes)?;
            output.apart_from(&[identifier.span])?;
            output.write(&Activate {
                target: identifier.get()?.into(),
            })
        }
    })
}

/// Fetches a key, unwrapped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_kmip_write_get(
    header: *const fg_kmip_header,
    identifier: fg_string,
    message: *mut u8,
    message_bytes_max: usize,
    message_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let identifier = StringInput::of(identifier)?;
        // SAFETY: checked, and apart; the rest is the crate's contract, which this function hands on.
        unsafe {
            let output = RequestOutput::of(header, (message, message_bytes_max), message_bytes)?;
            output.apart_from(&[identifier.span])?;
            output.write(&Get {
                target: identifier.get()?.into(),
            })
        }
    })
}

/// Fetches a key wrapped under another key of the server, which is active and for wrapping: what comes is KW (RFC 3394) of the key, for
/// fg_kmip_read_wrapped_key and fg_key_unwrap. KMIP 1.1 and later.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_kmip_write_get_wrapped(
    header: *const fg_kmip_header,
    identifier: fg_string,
    wrapping_key_identifier: fg_string,
    message: *mut u8,
    message_bytes_max: usize,
    message_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let identifier = StringInput::of(identifier)?;
        let wrapping_key = StringInput::of(wrapping_key_identifier)?;
        // SAFETY: checked, and apart; the rest is the crate's contract, which this function hands on.
        unsafe {
            let output = RequestOutput::of(header, (message, message_bytes_max), message_bytes)?;
            output.apart_from(&[identifier.span, wrapping_key.span])?;
            output.write(&GetWrapped {
                target: identifier.get()?.into(),
                wrapping_key: wrapping_key.get()?,
            })
        }
    })
}

/// Revokes a key, which is no longer to be used: it becomes Deactivated, and can be destroyed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_kmip_write_revoke(
    header: *const fg_kmip_header,
    identifier: fg_string,
    message: *mut u8,
    message_bytes_max: usize,
    message_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let identifier = StringInput::of(identifier)?;
        // SAFETY: checked, and apart; the rest is the crate's contract, which this function hands on.
        unsafe {
            let output = RequestOutput::of(header, (message, message_bytes_max), message_bytes)?;
            output.apart_from(&[identifier.span])?;
            output.write(&Revoke {
                target: identifier.get()?.into(),
                reason: RevocationReasonCode::CESSATION_OF_OPERATION,
                compromised_since_s: None,
            })
        }
    })
}

/// Destroys a key for ever. Servers refuse this for an Active key: revoke it first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_kmip_write_destroy(
    header: *const fg_kmip_header,
    identifier: fg_string,
    message: *mut u8,
    message_bytes_max: usize,
    message_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let identifier = StringInput::of(identifier)?;
        // SAFETY: checked, and apart; the rest is the crate's contract, which this function hands on.
        unsafe {
            let output = RequestOutput::of(header, (message, message_bytes_max), message_bytes)?;
            output.apart_from(&[identifier.span])?;
            output.write(&Destroy {
                target: identifier.get()?.into(),
            })
        }
    })
}
