//! Scheme `format`: FF1 on values that keep their form.

use core::ffi::c_char;

use fieldgate_core::field::{
    RootKey, Scheme,
    format::{EmailDomain, Format, FormatCipher, FormatError, Others},
};

use crate::{
    context::{ContextInput, fg_context},
    guard::{guard, guard_and_scrub},
    key_slots::{fg_key_slots, life::slot_key},
    memory::{Input, Output, Place, apart},
    root_key::fg_root_key,
    scheme::admit,
    status::fg_status,
    storage::{Handle, Storage},
    string::{StringInput, fg_string},
};

/// Words of 8 bytes in the storage of a format cipher.
#[cfg(target_pointer_width = "64")]
pub const FG_FORMAT_CIPHER_WORDS: usize = 208;
/// Words of 8 bytes in the storage of a format cipher.
#[cfg(target_pointer_width = "32")]
pub const FG_FORMAT_CIPHER_WORDS: usize = 144;

/// Storage for the key of one field for one format: zeros before its first use.
#[repr(C)]
pub struct fg_format_cipher {
    /// Private to the library.
    words: [u64; FG_FORMAT_CIPHER_WORDS],
}

impl Storage for fg_format_cipher {
    type Object = FormatCipher;
    const KIND: u64 = 0x6667_666f_726d_0007;
}

/// What a value looks like, and which of its characters are encrypted.
#[repr(u8)]
pub enum fg_format_kind {
    /// ASCII digits and nothing else.
    Digits = 1,
    /// A card number: digits, of which the last is the Luhn check digit; spaces and hyphens are kept.
    Card = 2,
    /// A phone number: `option` of its first digits are kept, and `+`, spaces and `-./()`.
    Phone = 3,
    /// An e-mail address. `option`: 1 keeps the domain, 2 encrypts it too.
    Email = 4,
    /// Letters of an own alphabet. `option`: 1 refuses other characters, 2 keeps them.
    Custom = 5,
}

/// A format.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct fg_format {
    /// An fg_format_kind.
    pub kind: u8,
    /// What the kind says. Otherwise 0.
    pub option: u8,
    /// For FG_FORMAT_KIND_CUSTOM: different letters, in the order of their numerals. Otherwise empty.
    pub alphabet: fg_string,
}

/// Derives the key of a field for a format. `domain_values` as for fg_field_cipher_init.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_format_cipher_init(
    cipher: *mut fg_format_cipher,
    key: *const fg_root_key,
    context: *const fg_context,
    format: *const fg_format,
    domain_values: u64,
) -> fg_status {
    guard_and_scrub(|| {
        let cipher = Handle::of(cipher)?;
        let key = Handle::of(key)?;
        apart(&[key.span], &[cipher.span])?;
        // SAFETY: checked above, and apart.
        unsafe { derive(&cipher, key.get()?, context, format, domain_values) }
    })
}

/// The same from a slot's key. FG_STATUS_SLOT_EMPTY when there is none to use at `now_ms`. Wipe the key when
/// fg_key_slots_expire names the slot.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_format_cipher_init(
    slots: *const fg_key_slots,
    slot: u32,
    now_ms: u64,
    cipher: *mut fg_format_cipher,
    context: *const fg_context,
    format: *const fg_format,
    domain_values: u64,
) -> fg_status {
    guard_and_scrub(|| {
        let cipher = Handle::of(cipher)?;
        // SAFETY: checked above, and apart; the rest is the crate's contract, which this function hands on.
        unsafe {
            cipher.check_empty()?;
            let key = slot_key(slots, slot, now_ms, cipher.span)?;
            derive(&cipher, &key, context, format, domain_values)
        }
    })
}

/// # Safety
/// The crate's contract holds for the storage, the context and the format.
unsafe fn derive(
    cipher: &Handle<fg_format_cipher>,
    key: &RootKey,
    context: *const fg_context,
    format: *const fg_format,
    domain_values: u64,
) -> Result<(), fg_status> {
    let admitted = admit(Scheme::Format as u8, domain_values)?;
    let format = Input::of(format, 1)?;
    apart(&[format.span], &[cipher.span])?;
    // SAFETY: checked above, by `ContextInput::of` and `Handle::of`, and the texts are apart from the storage.
    unsafe {
        let format = *format.get().first().ok_or(fg_status::Internal)?;
        let alphabet = StringInput::of(format.alphabet)?;
        let context = ContextInput::of(context)?;
        apart(&context.spans(), &[cipher.span])?;
        apart(&[alphabet.span], &[cipher.span])?;
        cipher.check_empty()?;
        let alphabet = alphabet.get()?;
        if format.kind != fg_format_kind::Custom as u8 && !alphabet.is_empty() {
            return Err(fg_status::BadNumber);
        }
        let format = match (format.kind, format.option) {
            (1, 0) => Format::Digits,
            (2, 0) => Format::Card,
            (3, clear_digits) => Format::Phone { clear_digits },
            (4, 1) => Format::Email {
                domain: EmailDomain::Keep,
            },
            (4, 2) => Format::Email {
                domain: EmailDomain::Seal,
            },
            (5, 1) => Format::Custom {
                alphabet,
                others: Others::Refuse,
            },
            (5, 2) => Format::Custom {
                alphabet,
                others: Others::Keep,
            },
            _ => return Err(fg_status::BadNumber),
        };
        cipher.put(FormatCipher::derive(
            key,
            &context.get()?,
            admitted,
            &format,
        )?)
    }
}

/// Wipes the key and leaves the storage as zeros, ready for another.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_format_cipher_wipe(cipher: *mut fg_format_cipher) -> fg_status {
    guard(|| {
        let cipher = Handle::of(cipher)?;
        // SAFETY: checked above; nothing else is used here.
        unsafe { cipher.wipe() }
    })
}

/// Encrypts a value to another of the same form, as many bytes long, which `encrypted` has room for.
///
/// `tweak` is public and varies the result, such as by record; null and 0 for none. FG_STATUS_NOT_IN_FORMAT: `at_byte` says where; it is 0
/// otherwise. On any error nothing is written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_format_cipher_encrypt(
    cipher: *const fg_format_cipher,
    value: fg_string,
    tweak: *const u8,
    tweak_bytes: usize,
    encrypted: *mut c_char,
    encrypted_bytes_max: usize,
    at_byte: *mut usize,
) -> fg_status {
    let output = (encrypted, encrypted_bytes_max, at_byte);
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe { run(cipher, value, (tweak, tweak_bytes), output, true) })
}

/// Decrypts a value. Each value of the form decrypts to some value: it is no authentication. As fg_format_cipher_encrypt otherwise.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_format_cipher_decrypt(
    cipher: *const fg_format_cipher,
    encrypted: fg_string,
    tweak: *const u8,
    tweak_bytes: usize,
    value: *mut c_char,
    value_bytes_max: usize,
    at_byte: *mut usize,
) -> fg_status {
    let output = (value, value_bytes_max, at_byte);
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe { run(cipher, encrypted, (tweak, tweak_bytes), output, false) })
}

/// # Safety
/// The crate's contract holds for all pointers.
unsafe fn run(
    cipher: *const fg_format_cipher,
    value: fg_string,
    (tweak, tweak_bytes): (*const u8, usize),
    (output, output_bytes_max, at_byte): (*mut c_char, usize, *mut usize),
    encrypts: bool,
) -> Result<(), fg_status> {
    let cipher = Handle::of(cipher)?;
    let value = StringInput::of(value)?;
    let tweak = Input::of(tweak, tweak_bytes)?;
    let output = Output::of(output.cast(), output_bytes_max)?;
    let at_byte = Place::of(at_byte)?;
    apart(
        &[cipher.span, value.span, tweak.span],
        &[output.span, at_byte.span],
    )?;
    // SAFETY: checked above, and apart.
    let (cipher, value, tweak, output, at_byte) = unsafe {
        let at_byte = at_byte.get();
        at_byte.write(0);
        (
            cipher.get()?,
            value.get()?,
            tweak.get(),
            output.get(),
            at_byte,
        )
    };
    let outcome = if encrypts {
        cipher.encrypt(value, tweak, output)
    } else {
        cipher.decrypt(value, tweak, output)
    };
    match outcome {
        Ok(_) => Ok(()),
        Err(error) => {
            if let FormatError::NotInFormat { at } = error {
                at_byte.write(at);
            }
            Err(error.into())
        }
    }
}
