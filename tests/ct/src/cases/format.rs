//! Values that keep their format. Where letters and digits stand is public, because the ciphertext shows it; which they are
//! is secret.

use fieldgate_core::field::Scheme;
use fieldgate_core::field::format::{EmailDomain, Format, FormatCipher, Others};
use fieldgate_core::field::leakage::Domain;

use super::{
    Case,
    field::{CONTEXT, root},
};
use crate::memcheck::{publish, published, secret_text};

pub(super) const CASES: &[Case] = &[
    ("format, digits", digits),
    ("format, card", card),
    ("format, phone", phone),
    ("format, e-mail", email),
    ("format, own alphabets", own),
];

fn digits() {
    run(Format::Digits, &["1234567890", "000000", "999999999"]);
}

fn card() {
    run(
        Format::Card,
        &["4111 1111 1111 1111", "5500-0055-5555-5559"],
    );
}

fn phone() {
    run(
        Format::Phone { clear_digits: 2 },
        &["+33 (1) 98-76.54/32 1"],
    );
}

fn email() {
    for domain in [EmailDomain::Keep, EmailDomain::Seal] {
        run(Format::Email { domain }, &["agnes.varda@cine-tamaris.fr"]);
    }
}

fn own() {
    let others = Others::Keep;
    let alphabet = "0123456789abcdef";
    run(Format::Custom { alphabet, others }, &["dead-beef-0123"]);
    let alphabet = "αβγδεζηθικλμ";
    run(Format::Custom { alphabet, others }, &["αβγ δεζ ηθι μμμ"]);
}

fn run(format: Format<'_>, values: &[&str]) {
    let admitted = Scheme::Format
        .admit(Domain::Unstated)
        .expect("a large domain");
    let cipher = FormatCipher::derive(&root(), &CONTEXT, admitted, &format).expect("a format");
    for value in values {
        let mut plaintext = (*value).to_owned();
        secret_text(&mut plaintext);
        let (mut output, mut opened) = ([0; 64], [0; 64]);
        let sealed = published(cipher.encrypt(&plaintext, b"tweak", &mut output))
            .expect("a value of the format");
        publish(sealed);
        let sealed = std::str::from_utf8(sealed).expect("text");
        let opened = published(cipher.decrypt(sealed, b"tweak", &mut opened))
            .expect("a value of the format");
        publish(opened);
        assert_eq!(opened, value.as_bytes());
    }
}
