//! Where core branches on something computed from a secret, because that something is public: whether a value is
//! authentic, or what stands in clear in every sealed value. Whoever adds a place says why.

use super::memcheck::Report;
use super::place::Place::{self, Body, Error, Function, Line};

/// Places that may be reported, each with the reason.
pub(crate) const PLACES: &[(Place, &str)] = &[
    (
        Line(
            "core/src/cipher/committing.rs",
            "if message.len() != plaintext.len() || !same(pad.commitment(), commitment) {",
        ),
        "the verdict: is this the key that the value was sealed with",
    ),
    (
        Line("core/src/cipher/gcm.rs", "if same(&tag, expected) {"),
        AUTHENTIC,
    ),
    (
        Line(
            "core/src/cipher/siv.rs",
            "if same(&self.last_string(header, message), iv) {",
        ),
        AUTHENTIC,
    ),
    (
        Error("fieldgate_core::cipher::NotAuthentic"),
        "hands such a verdict on",
    ),
    (
        Line(
            "core/src/field/cipher.rs",
            "if frame.header != self.header {",
        ),
        "key id and field tag are derived from the root key and stand in clear in every sealed value",
    ),
    (
        Line(
            "core/src/field/composed.rs",
            "core::str::from_utf8(output).map_err(|_| SealError::NoRoom)",
        ),
        CIPHERTEXT,
    ),
    (
        Line("core/src/field/value.rs", "if bits & !SIGN_64 > INFINITY {"),
        "the verdict: is it a number; NaN is an error that the caller sees",
    ),
    (
        Line(
            "core/src/field/value.rs",
            "if bits & !SIGN_64 > INFINITY || bits == SIGN_64 {",
        ),
        "the verdict: do the bytes encode a number",
    ),
    (
        Function("core/src/field/token/set.rs", "place"),
        "sorts tokens, which stand in clear; its time may tell in which order their words stood",
    ),
    (
        Line("core/src/field/order/limbs.rs", WRONG),
        "the verdict: do the limbs hide digits",
    ),
    (
        Line("core/src/field/order/text.rs", WRONG),
        "the verdict: do the limbs hide a text",
    ),
    (
        Line(
            "core/src/field/order/text.rs",
            "output.get_mut(..length).ok_or(OrderError::NoRoom)",
        ),
        "the length of the text, which the caller gets",
    ),
    (
        Line(
            "core/src/field/order/limb_text.rs",
            "core::str::from_utf8(output).map_err(|_| LimbTextError::NotLimbText)",
        ),
        CIPHERTEXT,
    ),
    (
        Line("core/src/field/order/limb_text.rs", "if wrong != 0 {"),
        "the verdict: is it the text of limbs",
    ),
    (
        Line("core/src/cipher/ff1.rs", "if wrong >> 31 == 0 {"),
        "the verdict: are all numerals below the radix",
    ),
    (Body("core/src/field/format/digits.rs", "lay_out"), LAYOUT),
    (Body("core/src/field/format/card.rs", "lay_out"), LAYOUT),
    (Body("core/src/field/format/phone.rs", "lay_out"), LAYOUT),
    (Body("core/src/field/format/email.rs", "lay_out"), LAYOUT),
    (Body("core/src/field/format/custom.rs", "lay_out"), LAYOUT),
    (Body("core/src/field/format/email.rs", "is_kept"), LAYOUT),
    // With the searches of the standard library that it calls, for dots and hyphens.
    (
        Function("core/src/field/format/email.rs", "check_parts"),
        LAYOUT,
    ),
    (
        Error("fieldgate_core::cipher::ff1::Ff1Error"),
        "hands such a verdict on",
    ),
    (
        Error("fieldgate_core::field::format::error::FormatError"),
        "hands such a verdict on",
    ),
    (
        Line(
            "core/src/field/format/card.rs",
            "if check_digit(digits) == check {",
        ),
        "the verdict: is the check digit right",
    ),
    (
        Function("core/src/cipher/key_wrap.rs", "authentic"),
        AUTHENTIC,
    ),
    (
        Line(
            "core/src/cipher/key_wrap.rs",
            ".get_mut(..key_bytes as usize)",
        ),
        "the length of an authentic key, which the caller gets",
    ),
];

const AUTHENTIC: &str = "the verdict: is it authentic";
const CIPHERTEXT: &str = "what was written is ciphertext: the text that the application stores";
const LAYOUT: &str = "where the letters and digits stand, which the ciphertext shows";
const WRONG: &str = "if !bool::from(wrong.ct_eq(&0)) {";

/// Which place explains the report, if one does.
pub(crate) fn index(report: &Report) -> Option<usize> {
    PLACES
        .iter()
        .position(|(place, _)| place.explains(&report.frames))
}
