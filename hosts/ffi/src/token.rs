//! Search tokens: schemes `blind`, `words`, `prefix` and `substring`.
//!
//! Folding text and cutting it into words and grams takes tables, which are not here: the caller hands in words and grams.

use core::ffi::c_char;

use fieldgate_core::field::{
    RootKey, Scheme,
    token::{
        BLIND_BITS_MIN, BlindBits, SALT_BYTES_MAX, TOKEN_BYTES, TOKEN_TEXT_BYTES, Token,
        TokenCipher, TokenKind, TokenSet,
    },
};

use crate::{
    context::{ContextInput, fg_context},
    guard::{guard, guard_and_scrub},
    key_slots::{fg_key_slots, life::slot_key},
    memory::{Input, Output, Place, Span, apart},
    root_key::fg_root_key,
    scheme::admit,
    status::fg_status,
    storage::{Handle, Storage},
    string::{StringInput, fg_string},
};

/// Bytes of a token.
pub const FG_TOKEN_BYTES: usize = 10;
const _: () = assert!(FG_TOKEN_BYTES == TOKEN_BYTES);

/// Bytes of a token as text, without a zero byte at its end.
pub const FG_TOKEN_TEXT_BYTES: usize = 26;
const _: () = assert!(FG_TOKEN_TEXT_BYTES == TOKEN_TEXT_BYTES);

/// Most tokens of one value, padding included.
pub const FG_TOKENS_MAX: usize = 64;

/// Longest salt of the dummies of a set.
pub const FG_SALT_BYTES_MAX: usize = 16;
const _: () = assert!(FG_SALT_BYTES_MAX == SALT_BYTES_MAX);

/// Words of 8 bytes in the storage of a token cipher.
#[cfg(target_pointer_width = "64")]
pub const FG_TOKEN_CIPHER_WORDS: usize = 272;
/// Words of 8 bytes in the storage of a token cipher.
#[cfg(target_pointer_width = "32")]
pub const FG_TOKEN_CIPHER_WORDS: usize = 144;

/// Storage for the keys of one field's tokens: zeros before its first use.
#[repr(C)]
pub struct fg_token_cipher {
    /// Private to the library.
    words: [u64; FG_TOKEN_CIPHER_WORDS],
}

impl Storage for fg_token_cipher {
    type Object = TokenCipher;
    const KIND: u64 = 0x6667_746f_6b6e_0005;
}

/// What tokens are made of. All of it enters the derivation of their keys.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct fg_token_kind {
    /// FG_SCHEME_BLIND, FG_SCHEME_WORDS, FG_SCHEME_PREFIX or FG_SCHEME_SUBSTRING.
    pub scheme: u8,
    /// For FG_SCHEME_BLIND, how many bits: 64 to 80, or 8 to 63 so that unequal values share tokens. Otherwise 0.
    pub bits: u8,
    /// For FG_SCHEME_WORDS, the language, as `en`; empty for words of any. Otherwise empty.
    pub language: fg_string,
}

/// A search token. It is public.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct fg_token {
    /// The token, most significant byte first.
    pub bytes: [u8; FG_TOKEN_BYTES],
}

/// Derives the keys of a field's tokens. `domain_values` as for fg_field_cipher_init.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_token_cipher_init(
    cipher: *mut fg_token_cipher,
    key: *const fg_root_key,
    context: *const fg_context,
    kind: *const fg_token_kind,
    domain_values: u64,
) -> fg_status {
    guard_and_scrub(|| {
        let cipher = Handle::of(cipher)?;
        let key = Handle::of(key)?;
        apart(&[key.span], &[cipher.span])?;
        // SAFETY: checked above, and apart.
        unsafe { derive(&cipher, key.get()?, context, kind, domain_values) }
    })
}

/// The same from a slot's key. FG_STATUS_SLOT_EMPTY when there is none to use at `now_ms`. Wipe the keys when
/// fg_key_slots_expire names the slot.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_token_cipher_init(
    slots: *const fg_key_slots,
    slot: u32,
    now_ms: u64,
    cipher: *mut fg_token_cipher,
    context: *const fg_context,
    kind: *const fg_token_kind,
    domain_values: u64,
) -> fg_status {
    guard_and_scrub(|| {
        let cipher = Handle::of(cipher)?;
        // SAFETY: checked above, and apart; the rest is the crate's contract, which this function hands on.
        unsafe {
            cipher.check_empty()?;
            let key = slot_key(slots, slot, now_ms, cipher.span)?;
            derive(&cipher, &key, context, kind, domain_values)
        }
    })
}

/// # Safety
/// The crate's contract holds for the storage, the context and the kind.
unsafe fn derive(
    cipher: &Handle<fg_token_cipher>,
    key: &RootKey,
    context: *const fg_context,
    kind: *const fg_token_kind,
    domain_values: u64,
) -> Result<(), fg_status> {
    let kind = Input::of(kind, 1)?;
    apart(&[kind.span], &[cipher.span])?;
    // SAFETY: checked above, by `ContextInput::of` and `Handle::of`, and the texts are apart from the storage.
    unsafe {
        let kind = *kind.get().first().ok_or(fg_status::Internal)?;
        let language = StringInput::of(kind.language)?;
        let context = ContextInput::of(context)?;
        apart(&context.spans(), &[cipher.span])?;
        apart(&[language.span], &[cipher.span])?;
        cipher.check_empty()?;
        let admitted = admit(kind.scheme, domain_values)?;
        let language = language.get()?;
        let token_kind = match admitted.scheme() {
            Scheme::Blind if kind.bits < BLIND_BITS_MIN => {
                TokenKind::Blind(BlindBits::bucket(kind.bits)?)
            }
            Scheme::Blind => TokenKind::Blind(BlindBits::new(kind.bits)?),
            Scheme::Words => TokenKind::Words { language },
            Scheme::Prefix => TokenKind::Prefix,
            Scheme::Substring => TokenKind::Substring,
            _ => return Err(fg_status::OtherScheme),
        };
        let is_words = matches!(token_kind, TokenKind::Words { .. });
        let is_blind = matches!(token_kind, TokenKind::Blind(_));
        if (!is_words && !language.is_empty()) || (!is_blind && kind.bits != 0) {
            return Err(fg_status::BadNumber);
        }
        cipher.put(TokenCipher::derive(
            key,
            &context.get()?,
            admitted,
            token_kind,
        )?)
    }
}

/// Wipes the keys and leaves the storage as zeros, ready for others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_token_cipher_wipe(cipher: *mut fg_token_cipher) -> fg_status {
    guard(|| {
        let cipher = Handle::of(cipher)?;
        // SAFETY: checked above; nothing else is used here.
        unsafe { cipher.wipe() }
    })
}

/// The token of a value, word or gram.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_token_cipher_token(
    cipher: *const fg_token_cipher,
    input: *const u8,
    input_bytes: usize,
    token: *mut fg_token,
) -> fg_status {
    guard(|| {
        let cipher = Handle::of(cipher)?;
        let input = Input::of(input, input_bytes)?;
        let place = Place::of(token)?;
        apart(&[cipher.span, input.span], &[place.span])?;
        // SAFETY: checked above, and apart.
        let (cipher, input, place) = unsafe { (cipher.get()?, input.get(), place.get()) };
        place.write(fg_token {
            bytes: cipher.token(input)?.to_bytes(),
        });
        Ok(())
    })
}

/// Writes a token as text, `x` and 25 digits: FG_TOKEN_TEXT_BYTES bytes. Full-text indexes take it for one word.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_token_text(
    token: *const fg_token,
    text: *mut c_char,
    text_bytes_max: usize,
) -> fg_status {
    guard(|| {
        let token = Input::of(token, 1)?;
        let text = Output::of(text.cast(), text_bytes_max)?;
        apart(&[token.span], &[text.span])?;
        // SAFETY: checked above, and apart.
        let (token, text) = unsafe { (token.get(), text.get()) };
        let token = token.first().ok_or(fg_status::Internal)?;
        let token = Token::from_bytes(token.bytes).to_text();
        text.first_chunk_mut::<TOKEN_TEXT_BYTES>()
            .ok_or(fg_status::NoRoom)?
            .copy_from_slice(token.as_bytes());
        Ok(())
    })
}

/// Writes the tokens of all words or grams of one value as text, sorted, each once, a space between each two, with dummies
/// until their number is a multiple of `pad_to`; 1: none. Not for FG_SCHEME_BLIND, whose tokens stand alone.
///
/// The salt of the dummies: FG_SALT_BYTES_MAX fresh random bytes beside a payload of FG_SCHEME_RANDOM, none beside one of
/// FG_SCHEME_EQUAL, whose equal values then have equal texts.
///
/// FG_STATUS_NO_ROOM: `text_bytes` says how many bytes are needed. On any other error it is 0.
/// FG_STATUS_TOO_MANY_TOKENS for more inputs, or tokens with their padding, than FG_TOKENS_MAX.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_token_cipher_write_set(
    cipher: *const fg_token_cipher,
    inputs: *const fg_string,
    inputs_count: usize,
    pad_to: u8,
    salt: *const u8,
    salt_bytes: usize,
    text: *mut c_char,
    text_bytes_max: usize,
    text_bytes: *mut usize,
) -> fg_status {
    guard(|| {
        let cipher = Handle::of(cipher)?;
        let inputs = Input::of(inputs, inputs_count)?;
        let salt = Input::of(salt, salt_bytes)?;
        let output = Output::of(text.cast(), text_bytes_max)?;
        let length = Place::of(text_bytes)?;
        let written: [Span; 2] = [output.span, length.span];
        apart(&[cipher.span, inputs.span, salt.span], &written)?;
        // SAFETY: checked above, and apart.
        let (cipher, inputs, salt) = unsafe { (cipher.get()?, inputs.get(), salt.get()) };
        let mut values = [&[] as &[u8]; FG_TOKENS_MAX];
        let values = values
            .get_mut(..inputs.len())
            .ok_or(fg_status::TooManyTokens)?;
        for (value, input) in values.iter_mut().zip(inputs) {
            let input = Input::of(input.text.cast::<u8>(), input.length_bytes)?;
            apart(&[input.span], &written)?;
            // SAFETY: checked and apart, here.
            *value = unsafe { input.get() };
        }
        // SAFETY: checked above, and apart.
        let (output, length) = unsafe { (output.get(), length.get()) };
        length.write(0);
        let mut set = TokenSet::<FG_TOKENS_MAX>::new();
        set.insert_all(cipher, values)?;
        set.pad(cipher, pad_to, salt)?;
        length.write(set.text_bytes());
        set.write(output)?;
        Ok(())
    })
}
