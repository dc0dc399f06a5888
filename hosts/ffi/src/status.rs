//! The one type of errors.

use core::ffi::c_char;

use fieldgate_core::field::{
    ContextError, DeriveError, OpenError, SealError,
    format::{FormatError, FormatSetupError},
    frame::NotAFrame,
    order::OrderError,
    text::TextError,
    token::TokenError,
};
use fieldgate_core::slot::SlotError;

/// How a function ended: 0 if it did what was asked. The numbers never change; new ones may come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i32)]
#[must_use]
#[non_exhaustive]
pub enum fg_status {
    /// Done.
    Ok = 0,

    /// A pointer is null.
    NullPointer = 1,
    /// A pointer is not aligned for its type.
    Unaligned = 2,
    /// A length is more than memory can have from its pointer on, or not the length that is asked for.
    BadLength = 3,
    /// A buffer that is written overlaps with another buffer or object of the same call.
    Overlap = 4,
    /// The storage holds no such object: never initialised, wiped, copied from elsewhere, or of another kind.
    NotInitialised = 5,
    /// The storage holds an object already, or wasn't zero before its first use.
    InUse = 6,
    /// An output buffer is too short. Where a function gives a number of bytes, it is how many are needed.
    NoRoom = 7,
    /// A text is not UTF-8.
    NotUtf8 = 8,
    /// A number is not one of those that are allowed there.
    BadNumber = 9,
    /// A fault in the library. Nothing is known of the outputs.
    Internal = 10,

    /// A name in a context is empty.
    ContextEmpty = 20,
    /// A name in a context is longer than FG_NAME_BYTES_MAX.
    ContextTooLong = 21,
    /// A plaintext is longer than FG_PLAINTEXT_BYTES_MAX.
    PlaintextTooLong = 22,
    /// The caller's source of random bytes failed, or gave nothing but zeros.
    RandomFailed = 23,
    /// The value can't be opened: changed, cut, of another field, or under another key. No more is said, and nothing of it
    /// is in the output.
    CantOpen = 24,
    /// The bytes are not a sealed value of a known version.
    NotSealed = 25,
    /// The text is not the text form of anything.
    NotText = 26,
    /// The field takes too few values for the scheme.
    TinyDomain = 27,
    /// The scheme is none of those that these keys are for.
    OtherScheme = 28,
    /// A word or gram is empty, or a gram too short to be one.
    TokenInputTooShort = 29,
    /// A value, word or gram is longer than its scheme allows.
    TokenInputTooLong = 30,
    /// The language is too long, or no tag of lower-case ASCII letters, digits and hyphens.
    TokenLanguage = 31,
    /// There are more tokens, with their padding, than FG_TOKENS_MAX.
    TooManyTokens = 32,
    /// A number is NaN, or bytes encode no number.
    NotANumber = 33,
    /// An alphabet has too few or too many letters, one twice, or of different lengths.
    FormatAlphabet = 34,
    /// The value is not in the format.
    NotInFormat = 35,
    /// The check digit of a card number is wrong.
    CheckDigit = 36,
    /// The value is too short for its format: fewer than a million values have its form.
    FormatTooShort = 37,
    /// The value is longer than the format takes.
    FormatTooLong = 38,
    /// The tweak is too long.
    TweakTooLong = 39,

    /// All slots of the table are taken.
    SlotsFull = 40,
    /// The table has no such slot.
    NoSuchSlot = 41,
    /// The key is being fetched already: wait for that fetch.
    SlotFetching = 42,
    /// The slot holds a key that has not expired.
    SlotHeld = 43,
    /// The slot was wiped, or the clock went back, since the fetch began: the answer is no longer wanted and was not stored.
    SlotSuperseded = 44,
    /// The slot holds no key that can be used now: fetch it.
    SlotEmpty = 45,
    /// The key's time was over when it arrived; it was not stored.
    SlotOver = 46,
    /// Fetches failed, and it is too early for the next.
    SlotBackingOff = 47,
    /// The slot is locked against being filled.
    SlotWriteLocked = 48,

    /// The message is not TTLV, or not whole.
    KmipNotTtlv = 60,
    /// The message is no response.
    KmipNotAResponse = 61,
    /// The response lacks an item.
    KmipMissingItem = 62,
    /// A number in the response is out of its range.
    KmipOutOfRange = 63,
    /// The response is to another operation.
    KmipOtherOperation = 64,
    /// Bytes follow the message.
    KmipBytesAfterMessage = 65,
    /// The key came wrapped, and no wrapping was asked for.
    KmipWrappedKey = 66,
    /// The key is of another algorithm, length or format.
    KmipKeyFormat = 67,
    /// The object is not a symmetric key.
    KmipNotASymmetricKey = 68,
    /// The server refused: the fg_kmip_refusal says why.
    KmipRefused = 69,
    /// The message can't be read or written for another reason.
    KmipOther = 70,
    /// The key came unwrapped, or wrapped in another way, and wrapping was asked for.
    KmipWrapping = 71,
}

impl From<ContextError> for fg_status {
    fn from(error: ContextError) -> Self {
        match error {
            ContextError::Empty => Self::ContextEmpty,
            ContextError::TooLong => Self::ContextTooLong,
            _ => Self::Internal,
        }
    }
}

impl From<DeriveError> for fg_status {
    fn from(error: DeriveError) -> Self {
        match error {
            DeriveError::Context(error) => error.into(),
            DeriveError::OtherScheme(_) => Self::OtherScheme,
            _ => Self::Internal,
        }
    }
}

impl From<TokenError> for fg_status {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Derive(error) => error.into(),
            TokenError::LanguageTooLong | TokenError::LanguageNotATag => Self::TokenLanguage,
            TokenError::Bits | TokenError::PadTo => Self::BadNumber,
            TokenError::InputTooShort => Self::TokenInputTooShort,
            TokenError::InputTooLong => Self::TokenInputTooLong,
            TokenError::SetFull => Self::TooManyTokens,
            TokenError::SaltTooLong => Self::BadLength,
            TokenError::NoSet => Self::OtherScheme,
            TokenError::NoRoom => Self::NoRoom,
            _ => Self::Internal,
        }
    }
}

impl From<OrderError> for fg_status {
    fn from(error: OrderError) -> Self {
        match error {
            OrderError::Derive(error) => error.into(),
            OrderError::TinyDomain(_) => Self::TinyDomain,
            OrderError::ValueBytes | OrderError::CiphertextBytes => Self::BadLength,
            OrderError::NoRoom => Self::NoRoom,
            // Whatever else may come: an opening that fails is one number.
            _ => Self::CantOpen,
        }
    }
}

impl From<FormatSetupError> for fg_status {
    fn from(error: FormatSetupError) -> Self {
        match error {
            FormatSetupError::Derive(error) => error.into(),
            _ => Self::FormatAlphabet,
        }
    }
}

impl From<FormatError> for fg_status {
    fn from(error: FormatError) -> Self {
        match error {
            FormatError::NotInFormat { .. } => Self::NotInFormat,
            FormatError::CheckDigit => Self::CheckDigit,
            FormatError::DomainTooSmall => Self::FormatTooShort,
            FormatError::TooLong => Self::FormatTooLong,
            FormatError::TweakTooLong => Self::TweakTooLong,
            FormatError::NoRoom => Self::NoRoom,
            _ => Self::Internal,
        }
    }
}

impl From<SealError> for fg_status {
    fn from(error: SealError) -> Self {
        match error {
            SealError::TooLong => Self::PlaintextTooLong,
            SealError::NoRoom => Self::NoRoom,
            SealError::RandomFailed => Self::RandomFailed,
            _ => Self::Internal,
        }
    }
}

impl From<OpenError> for fg_status {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::NoRoom => Self::NoRoom,
            // Whatever else may come: an opening that fails is one number.
            _ => Self::CantOpen,
        }
    }
}

impl From<NotAFrame> for fg_status {
    fn from(_: NotAFrame) -> Self {
        Self::NotSealed
    }
}

impl From<TextError> for fg_status {
    fn from(error: TextError) -> Self {
        match error {
            TextError::NoRoom => Self::NoRoom,
            TextError::NotAText => Self::NotText,
            _ => Self::Internal,
        }
    }
}

impl From<SlotError> for fg_status {
    fn from(error: SlotError) -> Self {
        match error {
            SlotError::Full => Self::SlotsFull,
            SlotError::NoSuchSlot => Self::NoSuchSlot,
            SlotError::Fetching => Self::SlotFetching,
            SlotError::Held => Self::SlotHeld,
            SlotError::Superseded => Self::SlotSuperseded,
            SlotError::Over => Self::SlotOver,
            SlotError::BackingOff { .. } => Self::SlotBackingOff,
            SlotError::WriteLocked => Self::SlotWriteLocked,
            _ => Self::Internal,
        }
    }
}

const TEXTS: &[(fg_status, &core::ffi::CStr)] = &[
    (fg_status::Ok, c"done"),
    (fg_status::NullPointer, c"a pointer is null"),
    (
        fg_status::Unaligned,
        c"a pointer is not aligned for its type",
    ),
    (fg_status::BadLength, c"a length can't be right"),
    (
        fg_status::Overlap,
        c"an output overlaps with another buffer or object",
    ),
    (
        fg_status::NotInitialised,
        c"the storage holds no such object",
    ),
    (
        fg_status::InUse,
        c"the storage is in use, or wasn't zero before its first use",
    ),
    (fg_status::NoRoom, c"the output buffer is too short"),
    (fg_status::NotUtf8, c"the text is not UTF-8"),
    (
        fg_status::BadNumber,
        c"a number is not one of those allowed",
    ),
    (fg_status::Internal, c"a fault in the library"),
    (fg_status::ContextEmpty, c"a name in the context is empty"),
    (
        fg_status::ContextTooLong,
        c"a name in the context is longer than 255 bytes",
    ),
    (fg_status::PlaintextTooLong, c"the plaintext is too long"),
    (
        fg_status::RandomFailed,
        c"the source of random bytes failed",
    ),
    (fg_status::CantOpen, c"the sealed value can't be opened"),
    (
        fg_status::NotSealed,
        c"not a sealed value of a known version",
    ),
    (fg_status::NotText, c"not the text form of a sealed value"),
    (
        fg_status::TinyDomain,
        c"the field takes too few values for the scheme",
    ),
    (
        fg_status::OtherScheme,
        c"the scheme is none of those that these keys are for",
    ),
    (
        fg_status::TokenInputTooShort,
        c"a word or gram is too short",
    ),
    (
        fg_status::TokenInputTooLong,
        c"a value, word or gram is too long",
    ),
    (fg_status::TokenLanguage, c"the language is no tag"),
    (fg_status::TooManyTokens, c"there are too many tokens"),
    (fg_status::NotANumber, c"not a number"),
    (fg_status::FormatAlphabet, c"the alphabet can't be used"),
    (fg_status::NotInFormat, c"the value is not in the format"),
    (
        fg_status::CheckDigit,
        c"the check digit of the card number is wrong",
    ),
    (
        fg_status::FormatTooShort,
        c"the value is too short for its format",
    ),
    (
        fg_status::FormatTooLong,
        c"the value is too long for its format",
    ),
    (fg_status::TweakTooLong, c"the tweak is too long"),
    (fg_status::SlotsFull, c"all key slots are taken"),
    (fg_status::NoSuchSlot, c"no such key slot"),
    (fg_status::SlotFetching, c"the key is being fetched already"),
    (fg_status::SlotHeld, c"the key is held already"),
    (
        fg_status::SlotSuperseded,
        c"the key arrived after it was no longer wanted",
    ),
    (
        fg_status::SlotEmpty,
        c"the slot holds no key that can be used",
    ),
    (
        fg_status::SlotOver,
        c"the key's time was over when it arrived",
    ),
    (
        fg_status::SlotBackingOff,
        c"the last fetch failed; it is too early for the next",
    ),
    (
        fg_status::SlotWriteLocked,
        c"the slot is locked against being filled",
    ),
    (
        fg_status::KmipNotTtlv,
        c"the message is not TTLV, or not whole",
    ),
    (
        fg_status::KmipNotAResponse,
        c"the message is no KMIP response",
    ),
    (
        fg_status::KmipMissingItem,
        c"the KMIP response lacks an item",
    ),
    (
        fg_status::KmipOutOfRange,
        c"a number in the KMIP response is out of its range",
    ),
    (
        fg_status::KmipOtherOperation,
        c"the KMIP response is to another operation",
    ),
    (
        fg_status::KmipBytesAfterMessage,
        c"bytes follow the KMIP message",
    ),
    (fg_status::KmipWrappedKey, c"the key came wrapped"),
    (
        fg_status::KmipKeyFormat,
        c"the key is of another algorithm, length or format",
    ),
    (
        fg_status::KmipNotASymmetricKey,
        c"the object is not a symmetric key",
    ),
    (fg_status::KmipRefused, c"the KMIP server refused"),
    (
        fg_status::KmipOther,
        c"the KMIP message can't be read or written",
    ),
    (
        fg_status::KmipWrapping,
        c"the key came unwrapped, or wrapped in another way",
    ),
];

/// What a status means, in English, for people: a text that ends with a zero byte and lives as long as the program.
///
/// Any number may be asked for.
#[unsafe(no_mangle)]
pub extern "C" fn fg_status_text(status: i32) -> *const c_char {
    TEXTS
        .iter()
        .find(|(known, _)| *known as i32 == status)
        .map_or(c"an unknown status", |(_, text)| text)
        .as_ptr()
}

#[cfg(test)]
mod tests {
    use super::TEXTS;

    #[test]
    fn every_status_has_one_text() {
        for (index, (status, text)) in TEXTS.iter().enumerate() {
            assert!(!text.is_empty());
            assert!(
                TEXTS[..index]
                    .iter()
                    .all(|(other, _)| (*other as i32) < *status as i32)
            );
        }
        // The variants, counted where they are written.
        let source = include_str!("status.rs");
        let variants = source
            .lines()
            .take_while(|line| *line != "}")
            .filter(|line| line.contains(" = "));
        assert_eq!(variants.count(), TEXTS.len());
    }
}
