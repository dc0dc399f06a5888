//! Schemes `order` and `order-reveal`.

use core::cmp::Ordering;

use fieldgate_core::field::{
    RootKey, Scheme,
    order::{
        OrderCipher, OrderColumn, OrderError, OrderNumberCipher, OrderParameters,
        OrderRevealCipher, OrderTextCipher, TextFit, compare,
    },
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
};

/// Words of 8 bytes in the storage of an order cipher.
#[cfg(target_pointer_width = "64")]
pub const FG_ORDER_CIPHER_WORDS: usize = 272;
/// Words of 8 bytes in the storage of an order cipher.
#[cfg(target_pointer_width = "32")]
pub const FG_ORDER_CIPHER_WORDS: usize = 144;

/// Storage for the keys of one field whose values keep their order: zeros before its first use.
#[repr(C)]
pub struct fg_order_cipher {
    /// Private to the library.
    words: [u64; FG_ORDER_CIPHER_WORDS],
}

impl Storage for fg_order_cipher {
    type Object = OrderObject;
    const KIND: u64 = 0x6667_6f72_6472_0006;
}

/// What ciphertexts are like. Each leaks which of two values is greater, and where they first differ.
#[repr(u8)]
pub enum fg_order_form {
    /// Values of 1 to 8 bytes; 8 bytes a byte, compared as bytes. Leaks least.
    D1W8 = 1,
    /// Values of 1 to 8 bytes; 4 bytes a byte, compared as bytes. Leaks also by how much the first different digits of 4 bits differ.
    D4W16 = 2,
    /// Values of 1 to 8 bytes; 2 bytes a byte, compared as bytes. Leaks also by how much the first different bytes differ.
    D8W16 = 3,
    /// The first 1 to 32 bytes of texts; 2 bytes a byte, compared as bytes. Leaks as D8W16.
    Text = 4,
    /// Values of 4 bytes as numbers below 2^60. Leaks as D8W16.
    Integer64 = 5,
    /// Values of 2 bytes as numbers below 2^52, for columns of doubles. Leaks as D8W16.
    Double = 6,
    /// Values of 1 to 8 bytes; 2 bytes a byte, compared by fg_order_reveal_compare: scheme order-reveal. Leaks less than the others.
    Reveal = 7,
}

#[expect(
    clippy::large_enum_variant,
    reason = "it lives in the caller's storage, which has room for the largest"
)]
pub(crate) enum OrderObject {
    Value(OrderCipher),
    Text(OrderTextCipher),
    Number(OrderNumberCipher),
    Reveal(OrderRevealCipher),
}

/// Derives the keys of a field for an fg_order_form, and values or texts of so many bytes; 0 for the forms that are numbers.
/// `domain_values` as for fg_field_cipher_init.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_order_cipher_init(
    cipher: *mut fg_order_cipher,
    key: *const fg_root_key,
    context: *const fg_context,
    form: u8,
    value_bytes: u8,
    domain_values: u64,
) -> fg_status {
    guard_and_scrub(|| {
        let cipher = Handle::of(cipher)?;
        let key = Handle::of(key)?;
        apart(&[key.span], &[cipher.span])?;
        // SAFETY: checked above, and apart.
        unsafe {
            derive(
                &cipher,
                key.get()?,
                context,
                form,
                value_bytes,
                domain_values,
            )
        }
    })
}

/// The same from a slot's key. FG_STATUS_SLOT_EMPTY when there is none to use at `now_ms`. Wipe the keys when
/// fg_key_slots_expire names the slot.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_order_cipher_init(
    slots: *const fg_key_slots,
    slot: u32,
    now_ms: u64,
    cipher: *mut fg_order_cipher,
    context: *const fg_context,
    form: u8,
    value_bytes: u8,
    domain_values: u64,
) -> fg_status {
    guard_and_scrub(|| {
        let cipher = Handle::of(cipher)?;
        // SAFETY: checked above, and apart; the rest is the crate's contract, which this function hands on.
        unsafe {
            cipher.check_empty()?;
            let key = slot_key(slots, slot, now_ms, cipher.span)?;
            derive(&cipher, &key, context, form, value_bytes, domain_values)
        }
    })
}

/// # Safety
/// The crate's contract holds for the storage and the context.
unsafe fn derive(
    cipher: &Handle<fg_order_cipher>,
    key: &RootKey,
    context: *const fg_context,
    form: u8,
    value_bytes: u8,
    domain_values: u64,
) -> Result<(), fg_status> {
    let scheme = match form {
        7 => Scheme::OrderReveal,
        _ => Scheme::Order,
    };
    let admitted = admit(scheme as u8, domain_values)?;
    let bytes = usize::from(value_bytes);
    if matches!(form, 5 | 6) && bytes != 0 {
        return Err(fg_status::BadLength);
    }
    // SAFETY: checked by `ContextInput::of` and `Handle::of`, and the names are apart from the storage.
    unsafe {
        let context = ContextInput::of(context)?;
        apart(&context.spans(), &[cipher.span])?;
        cipher.check_empty()?;
        let context = context.get()?;
        let value = |parameters| {
            OrderCipher::derive(key, &context, admitted, parameters, bytes).map(OrderObject::Value)
        };
        let number = |column| {
            OrderNumberCipher::derive(key, &context, admitted, column).map(OrderObject::Number)
        };
        cipher.put(match form {
            1 => value(OrderParameters::D1W8)?,
            2 => value(OrderParameters::D4W16)?,
            3 => value(OrderParameters::D8W16)?,
            4 => OrderObject::Text(OrderTextCipher::derive(key, &context, admitted, bytes)?),
            5 => number(OrderColumn::Integer64)?,
            6 => number(OrderColumn::Double)?,
            7 => OrderObject::Reveal(OrderRevealCipher::derive(key, &context, admitted, bytes)?),
            _ => return Err(fg_status::BadNumber),
        })
    }
}

/// Wipes the keys and leaves the storage as zeros, ready for others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_order_cipher_wipe(cipher: *mut fg_order_cipher) -> fg_status {
    guard(|| {
        let cipher = Handle::of(cipher)?;
        // SAFETY: checked above; nothing else is used here.
        unsafe { cipher.wipe() }
    })
}

/// Encrypts a value whose bytes compare as it does (as those of fg_encoded do), or a text, and says how long the ciphertext is.
///
/// `is_cut` is 1 when a text is longer than its stated bytes: it ties with all texts that begin alike. Otherwise 0.
/// FG_STATUS_NO_ROOM: `ciphertext_bytes` says how many bytes are needed. On any other error it is 0. FG_STATUS_OTHER_SCHEME for the forms
/// that are numbers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_order_cipher_encrypt(
    cipher: *const fg_order_cipher,
    value: *const u8,
    value_bytes: usize,
    ciphertext: *mut u8,
    ciphertext_bytes_max: usize,
    ciphertext_bytes: *mut usize,
    is_cut: *mut u8,
) -> fg_status {
    guard(|| {
        let cipher = Handle::of(cipher)?;
        let value = Input::of(value, value_bytes)?;
        let output = Output::of(ciphertext, ciphertext_bytes_max)?;
        let length = Place::of(ciphertext_bytes)?;
        let is_cut = Place::of(is_cut)?;
        apart(
            &[cipher.span, value.span],
            &[output.span, length.span, is_cut.span],
        )?;
        // SAFETY: checked above, and apart.
        let (cipher, value, output, length, is_cut) = unsafe {
            let (length, is_cut) = (length.get(), is_cut.get());
            length.write(0);
            is_cut.write(0);
            (cipher.get()?, value.get(), output.get(), length, is_cut)
        };
        let (needed, outcome) = match cipher {
            OrderObject::Value(cipher) => (
                cipher.ciphertext_bytes(),
                cipher.encrypt(value, output).map(|_| TextFit::Whole),
            ),
            OrderObject::Reveal(cipher) => (
                cipher.ciphertext_bytes(),
                cipher.encrypt(value, output).map(|_| TextFit::Whole),
            ),
            OrderObject::Text(cipher) => (
                cipher.ciphertext_bytes(),
                cipher.encrypt(value, output).map(|(_, fit)| fit),
            ),
            OrderObject::Number(_) => return Err(fg_status::OtherScheme),
        };
        if matches!(outcome, Ok(_) | Err(OrderError::NoRoom)) {
            length.write(needed);
        }
        is_cut.write((outcome? == TextFit::Cut).into());
        Ok(())
    })
}

/// Encrypts many values, which stand one after the other, to as many ciphertexts one after the other: the same as one by one, and
/// faster. Not for texts and for the forms that are numbers: FG_STATUS_OTHER_SCHEME.
///
/// FG_STATUS_BAD_LENGTH when `values` is no whole number of values. FG_STATUS_NO_ROOM: `ciphertexts_bytes` says how many bytes are needed.
/// On any other error it is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_order_cipher_encrypt_batch(
    cipher: *const fg_order_cipher,
    values: *const u8,
    values_bytes: usize,
    ciphertexts: *mut u8,
    ciphertexts_bytes_max: usize,
    ciphertexts_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let cipher = Handle::of(cipher)?;
        let values = Input::of(values, values_bytes)?;
        let output = Output::of(ciphertexts, ciphertexts_bytes_max)?;
        let length = Place::of(ciphertexts_bytes)?;
        apart(&[cipher.span, values.span], &[output.span, length.span])?;
        // SAFETY: checked above, and apart.
        let (cipher, values, output, length) = unsafe {
            let length = length.get();
            length.write(0);
            (cipher.get()?, values.get(), output.get(), length)
        };
        let (value_bytes, ciphertext_bytes, outcome) = match cipher {
            OrderObject::Value(cipher) => (
                cipher.value_bytes(),
                cipher.ciphertext_bytes(),
                cipher.encrypt_batch(values, output),
            ),
            OrderObject::Reveal(cipher) => (
                cipher.value_bytes(),
                cipher.ciphertext_bytes(),
                cipher.encrypt_batch(values, output),
            ),
            OrderObject::Text(_) | OrderObject::Number(_) => return Err(fg_status::OtherScheme),
        };
        if matches!(outcome, Ok(_) | Err(OrderError::NoRoom)) {
            let count = values.len().checked_div(value_bytes).unwrap_or(0);
            length.write(count.saturating_mul(ciphertext_bytes));
        }
        outcome?;
        Ok(())
    })
}

/// Decrypts a ciphertext, and says how long the value is: the stated bytes, or fewer for a text.
///
/// It is no authentication: a changed ciphertext may decrypt to another value. FG_STATUS_CANT_OPEN when it decrypts to none.
/// FG_STATUS_OTHER_SCHEME for the forms that are numbers. FG_STATUS_NO_ROOM when the output is shorter than the stated bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_order_cipher_decrypt(
    cipher: *const fg_order_cipher,
    ciphertext: *const u8,
    ciphertext_bytes: usize,
    value: *mut u8,
    value_bytes_max: usize,
    value_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let cipher = Handle::of(cipher)?;
        let input = Input::of(ciphertext, ciphertext_bytes)?;
        let output = Output::of(value, value_bytes_max)?;
        let length = Place::of(value_bytes)?;
        apart(&[cipher.span, input.span], &[output.span, length.span])?;
        // SAFETY: checked above, and apart.
        let (cipher, input, output, length) = unsafe {
            let length = length.get();
            length.write(0);
            (cipher.get()?, input.get(), output.get(), length)
        };
        let value = match cipher {
            OrderObject::Value(cipher) => cipher.decrypt(input, output)?,
            OrderObject::Reveal(cipher) => cipher.decrypt(input, output)?,
            OrderObject::Text(cipher) => cipher.decrypt(input, output)?,
            OrderObject::Number(_) => return Err(fg_status::OtherScheme),
        };
        length.write(value.len());
        Ok(())
    })
}

/// Encrypts a value of 4 or 2 bytes, most significant first, to a number that compares as the values do. For the forms that are numbers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_order_cipher_encrypt_number(
    cipher: *const fg_order_cipher,
    value: *const u8,
    value_bytes: usize,
    number: *mut u64,
) -> fg_status {
    guard(|| {
        let cipher = Handle::of(cipher)?;
        let value = Input::of(value, value_bytes)?;
        let place = Place::of(number)?;
        apart(&[cipher.span, value.span], &[place.span])?;
        // SAFETY: checked above, and apart.
        let (cipher, value, place) = unsafe { (cipher.get()?, value.get(), place.get()) };
        let OrderObject::Number(cipher) = cipher else {
            return Err(fg_status::OtherScheme);
        };
        place.write(cipher.encrypt_number(value)?);
        Ok(())
    })
}

/// Decrypts a number to its value of 4 or 2 bytes. It is no authentication, as fg_order_cipher_decrypt says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_order_cipher_decrypt_number(
    cipher: *const fg_order_cipher,
    number: u64,
    value: *mut u8,
    value_bytes_max: usize,
    value_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let cipher = Handle::of(cipher)?;
        let output = Output::of(value, value_bytes_max)?;
        let length = Place::of(value_bytes)?;
        apart(&[cipher.span], &[output.span, length.span])?;
        // SAFETY: checked above, and apart.
        let (cipher, output, length) = unsafe {
            let length = length.get();
            length.write(0);
            (cipher.get()?, output.get(), length)
        };
        let OrderObject::Number(cipher) = cipher else {
            return Err(fg_status::OtherScheme);
        };
        length.write(cipher.decrypt_number(number, output)?.len());
        Ok(())
    })
}

/// Compares two ciphertexts of FG_ORDER_FORM_REVEAL, without a key: -1, 0 or 1, as the first value is less than, equal to or greater than
/// the second. They are of one field and equally long.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_order_reveal_compare(
    first: *const u8,
    second: *const u8,
    ciphertext_bytes: usize,
    ordering: *mut i32,
) -> fg_status {
    guard(|| {
        let first = Input::of(first, ciphertext_bytes)?;
        let second = Input::of(second, ciphertext_bytes)?;
        let place = Place::of(ordering)?;
        apart(&[first.span, second.span], &[place.span])?;
        // SAFETY: checked above, and apart.
        let (first, second, place) = unsafe { (first.get(), second.get(), place.get()) };
        place.write(match compare(first, second)? {
            Ordering::Less => -1,
            Ordering::Equal => 0,
            Ordering::Greater => 1,
        });
        Ok(())
    })
}
