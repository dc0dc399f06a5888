//! Schemes `random` and `equal`: the text forms are those that `tests/python/sealed_form.py` opens, too.

use fieldgate_core::field::{
    FieldCipher, Scheme,
    frame::{Frame, NotAFrame},
    leakage::Domain,
    text,
};

use super::fixture::{CONTEXT, root};
use super::{Wrong, expect};

const PLAINTEXT: &[u8] = b"Agnes Varda";
const NONCE: [u8; 12] = [9; 12];
#[cfg(feature = "random")]
const RANDOM: &str =
    "fg1.EUwU3uM8CQkJCQkJCQkJCQkJdxRtT9isi65_nDr6IqnpCHd1zT-XbuzqYsW8Ar2WIgu25RxEfpv6msy4lQ.";
#[cfg(feature = "equal")]
const EQUAL: &str = "fg1.EkwU3uM4HEVogf9ZTDuUSfJRS5ZRqLIKjDqiBa0gws4n.";

#[cfg(feature = "random")]
/// Seals, compares, opens; then a changed value has to be refused and leave nothing.
pub(super) fn random() -> Result<(), Wrong> {
    seal_and_open(Scheme::Random, RANDOM)
}

#[cfg(feature = "equal")]
/// As `random`.
pub(super) fn equal() -> Result<(), Wrong> {
    seal_and_open(Scheme::Equal, EQUAL)
}

#[inline(never)]
fn seal_and_open(scheme: Scheme, known: &str) -> Result<(), Wrong> {
    let admitted = scheme.admit(Domain::Unstated).map_err(|_| Wrong)?;
    let cipher = FieldCipher::derive(&root()?, &CONTEXT, admitted).map_err(|_| Wrong)?;
    let mut raw = [0; 64];
    let raw = cipher
        .seal(
            PLAINTEXT,
            |nonce| {
                *nonce = NONCE;
                Ok(())
            },
            &mut raw,
        )
        .map_err(|_| Wrong)?;
    let mut line = [0; 96];
    let line = text::encode(raw, &mut line).map_err(|_| Wrong)?;
    expect(line.as_bytes(), known.as_bytes())?;

    let mut opened = [0; 16];
    let frame = Frame::parse(raw).map_err(|NotAFrame| Wrong)?;
    let plaintext = cipher.open(&frame, &mut opened).map_err(|_| Wrong)?;
    expect(plaintext, PLAINTEXT)?;

    let mut opened = [0; 16];
    if let Some(last) = raw.last_mut() {
        *last ^= 1;
    }
    let frame = Frame::parse(raw).map_err(|NotAFrame| Wrong)?;
    if cipher.open(&frame, &mut opened).is_ok() || opened.starts_with(PLAINTEXT) {
        return Err(Wrong);
    }
    Ok(())
}
